{{ ukg_wfm.current('open_shift_requests', ['id'], 'coalesce(r.person_id, 0)', false) }}
