{{ ukg_wfm.current('moved_amounts', ['person_id', 'id'], 'coalesce(r.person_id, 0)', false) }}
