{{ ukg_wfm.current('schedule_audits', ['revision_id', 'kind', 'id'], 'coalesce(r.person_id, 0)', false) }}
