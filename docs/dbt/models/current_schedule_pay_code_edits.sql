{{ ukg_wfm.current('schedule_pay_code_edits', ['id'], 'coalesce(r.person_id, 0)', true) }}
