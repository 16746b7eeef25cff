{{ ukg_wfm.current('extended_exceptions', ['person_id', 'apply_date', 'line_number'], 'coalesce(r.person_id, 0)', false) }}
