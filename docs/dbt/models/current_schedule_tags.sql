{{ ukg_wfm.current('schedule_tags', ['id'], 'coalesce(r.person_id, 0)', true) }}
