{{ ukg_wfm.current('timecard_approvals_detail', ['person_id', 'effective_date'], 'coalesce(r.person_id, 0)', false) }}
