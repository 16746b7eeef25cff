{{ ukg_wfm.current('scheduled_totals', ['person_id', 'apply_date', 'line_number'], 'coalesce(r.person_id, 0)', false) }}
