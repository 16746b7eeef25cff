{{ ukg_wfm.current('attendance_balances', ['person_id', 'date_time', 'line_number'], 'coalesce(r.person_id, 0)', false) }}
