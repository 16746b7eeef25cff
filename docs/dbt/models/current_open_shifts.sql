{{ ukg_wfm.current('open_shifts', ['id'], '0', false) }}
