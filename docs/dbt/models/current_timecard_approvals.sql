{{ ukg_wfm.current('timecard_approvals', ['person_id', 'approval_date', 'line_number'], 'coalesce(r.person_id, 0)', false) }}
