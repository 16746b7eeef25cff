{{ ukg_wfm.current('pay_code_edits', ['person_id', 'id'], 'coalesce(r.person_id, 0)', true) }}
