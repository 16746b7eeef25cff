{{ ukg_wfm.current('swap_requests', ['id'], 'coalesce(r.person_id, 0)', false) }}
