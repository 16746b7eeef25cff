{{ ukg_wfm.current('volume_budgets', ['org_node_id', 'driver_id', 'date'], '0', false) }}
