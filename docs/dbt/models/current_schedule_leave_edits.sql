{{ ukg_wfm.current('schedule_leave_edits', ['id'], 'coalesce(r.person_id, 0)', true) }}
