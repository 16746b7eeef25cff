{{ ukg_wfm.current('call_logs', ['id'], 'coalesce(r.person_id, 0)', false) }}
