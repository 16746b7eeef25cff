{{ ukg_wfm.current('activity_shift_changes', ['person_id', 'start_date', 'line_number'], 'coalesce(r.person_id, 0)', false) }}
