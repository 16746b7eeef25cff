{{ ukg_wfm.current('activity_results', ['id'], 'coalesce(r.person_id, 0)', false) }}
