{{ ukg_wfm.current('activity_shifts', ['id'], 'coalesce(r.person_id, 0)', false) }}
