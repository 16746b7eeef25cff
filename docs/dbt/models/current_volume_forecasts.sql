{{ ukg_wfm.current('volume_forecasts', ['category_id', 'driver_id', 'volume_type', 'date'], '0', false) }}
