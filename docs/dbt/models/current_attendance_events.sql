{{ ukg_wfm.current('attendance_events', ['id', 'type_name'], 'coalesce(r.person_id, 0)', false) }}
