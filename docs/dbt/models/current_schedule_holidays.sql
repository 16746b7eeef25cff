{{ ukg_wfm.current('schedule_holidays', ['person_id', 'holiday_id', 'start_date_time'], 'coalesce(r.person_id, 0)', false) }}
