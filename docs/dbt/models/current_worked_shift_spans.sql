{{ ukg_wfm.current('worked_shift_spans', ['person_id', 'worked_shift_id', 'span_id'], 'coalesce(r.person_id, 0)', false) }}
