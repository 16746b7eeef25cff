{{ ukg_wfm.current('discipline_levels', ['id'], 'coalesce(r.person_id, 0)', false) }}
