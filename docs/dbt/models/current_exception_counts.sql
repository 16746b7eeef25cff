{{ ukg_wfm.current('exception_counts', ['person_id', 'start_date', 'end_date', 'exception_state', 'exception_type_id', 'position_id'], 'coalesce(r.person_id, 0)', false) }}
