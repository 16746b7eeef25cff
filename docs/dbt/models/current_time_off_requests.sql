{{ ukg_wfm.current('time_off_requests', ['id'], 'coalesce(r.person_id, 0)', false) }}
