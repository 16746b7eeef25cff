{{ ukg_wfm.current('overtime_details', ['person_id', 'effective_date'], 'coalesce(r.person_id, 0)', false) }}
