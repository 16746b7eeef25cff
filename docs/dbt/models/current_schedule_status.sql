{{ ukg_wfm.current('schedule_status', ['person_id', 'start_date', 'line_number'], 'coalesce(r.person_id, 0)', false) }}
