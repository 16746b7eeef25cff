{{ ukg_wfm.current('perfect_attendance_deductions', ['id'], 'coalesce(r.person_id, 0)', false) }}
