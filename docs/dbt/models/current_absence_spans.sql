{{ ukg_wfm.current('absence_spans', ['person_id', 'span_start_date', 'line_number'], 'coalesce(r.person_id, 0)', false) }}
