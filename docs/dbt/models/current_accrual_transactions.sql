{{ ukg_wfm.current('accrual_transactions', ['accrual_trans_id'], 'coalesce(r.person_id, 0)', false) }}
