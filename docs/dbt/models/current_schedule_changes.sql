{{ ukg_wfm.current('schedule_changes', ['id', 'kind', 'change', 'start_date', 'person_id'], 'coalesce(r.person_id, 0)', false) }}
