{{ ukg_wfm.current('attestations', ['person_id', 'id', 'unique_id'], 'coalesce(r.person_id, 0)', false) }}
