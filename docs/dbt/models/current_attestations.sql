{{ ukg_wfm.current('attestations', ['person_id', 'id'], 'coalesce(r.person_id, 0)', false) }}
