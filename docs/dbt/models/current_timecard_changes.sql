{{ ukg_wfm.current('timecard_changes', ['id', 'element_type', 'change_type', 'change_date_time'], 'coalesce(r.person_id, 0)', false) }}
