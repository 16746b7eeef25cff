{{ ukg_wfm.current('accrual_balances', ['person_id', 'accrual_code_id', 'balance_date'], 'coalesce(r.person_id, 0)', false) }}
