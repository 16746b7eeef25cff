{{ ukg_wfm.current('historical_corrections', ['person_id', 'id'], 'coalesce(r.person_id, 0)', false) }}
