{{ ukg_wfm.current('accrual_transactions', ['person_id', 'accrual_trans_id'], 'coalesce(r.person_id, 0)', false) }}
