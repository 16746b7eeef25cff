{{ ukg_wfm.current('actual_volumes', ['site_id', 'external_label_id', 'driver_id', 'date'], '0', false) }}
