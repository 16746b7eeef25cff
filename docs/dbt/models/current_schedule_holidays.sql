{{ ukg_wfm.current('schedule_holidays', ['person_id', 'id'], 'coalesce(r.person_id, 0)', false) }}
