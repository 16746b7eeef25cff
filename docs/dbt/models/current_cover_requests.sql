{{ ukg_wfm.current('cover_requests', ['id'], 'coalesce(r.person_id, 0)', false) }}
