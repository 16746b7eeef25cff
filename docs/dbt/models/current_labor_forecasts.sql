{{ ukg_wfm.current('labor_forecasts', ['org_job_id', 'labor_forecast_type', 'date'], '0', false) }}
