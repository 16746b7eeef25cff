{{ ukg_wfm.current('availability_requests', ['id'], 'coalesce(r.person_id, 0)', false) }}
