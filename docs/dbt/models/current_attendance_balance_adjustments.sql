{{ ukg_wfm.current('attendance_balance_adjustments', ['id'], 'coalesce(r.person_id, 0)', false) }}
