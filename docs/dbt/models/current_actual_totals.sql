{{ ukg_wfm.current('actual_totals', ['person_id', 'apply_date', 'line_number'], 'coalesce(r.person_id, 0)', false) }}
