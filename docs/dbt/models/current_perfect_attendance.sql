{{ ukg_wfm.current('perfect_attendance', ['id'], 'coalesce(r.person_id, 0)', false) }}
