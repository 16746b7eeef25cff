{{ ukg_wfm.current('shift_segments', ['shift_id', 'id'], 'coalesce(r.person_id, 0)', false) }}
