{{ ukg_wfm.current('holiday_credits', ['person_id', 'id'], 'coalesce(r.person_id, 0)', false) }}
