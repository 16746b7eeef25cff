{{ ukg_wfm.current('processed_segments', ['person_id', 'apply_date', 'line_number'], 'coalesce(r.person_id, 0)', false) }}
