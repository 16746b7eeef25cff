{{ ukg_wfm.current('daily_total_summaries', ['person_id', 'apply_date'], 'coalesce(r.person_id, 0)', false) }}
