{{ ukg_wfm.current('punches', ['person_id', 'id'], 'coalesce(r.person_id, 0)', true) }}
