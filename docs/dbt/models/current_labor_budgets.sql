{{ ukg_wfm.current('labor_budgets', ['org_job_id', 'labor_type', 'date'], '0', false) }}
