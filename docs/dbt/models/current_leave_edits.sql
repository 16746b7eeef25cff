{{ ukg_wfm.current('leave_edits', ['id'], 'coalesce(r.person_id, 0)', false) }}
