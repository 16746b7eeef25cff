{{ ukg_wfm.current('worked_shifts', ['person_id', 'id'], 'coalesce(r.person_id, 0)', false) }}
