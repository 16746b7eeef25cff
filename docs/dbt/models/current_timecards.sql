{{ ukg_wfm.current('timecards', ['person_id', 'start_date', 'end_date'], 'coalesce(r.person_id, 0)', false) }}
