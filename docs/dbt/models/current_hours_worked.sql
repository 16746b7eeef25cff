{{ ukg_wfm.current('hours_worked', ['person_id', 'id'], 'coalesce(r.person_id, 0)', true) }}
