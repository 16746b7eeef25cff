{{ ukg_wfm.current('availabilities', ['id'], 'coalesce(r.person_id, 0)', false) }}
