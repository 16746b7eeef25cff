{{ ukg_wfm.current('self_schedule_requests', ['id'], 'coalesce(r.person_id, 0)', false) }}
