{{ ukg_wfm.current('schedule_day_locks', ['id'], 'coalesce(r.person_id, 0)', true) }}
