{{ ukg_wfm.current('shifts', ['id'], 'coalesce(r.person_id, 0)', true) }}
