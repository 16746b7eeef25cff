"""The streams of the comparisons: those that most warehouses need."""

CORE = (
    *("time_zones", "pay_codes", "hyperfind_queries", "labor_category_entries", "cost_centers"),
    *("locations", "persons", "employees", "employee_primary_jobs", "employee_employment_statuses"),
    *("punches", "worked_shifts", "worked_shift_spans", "pay_code_edits", "timecard_exceptions"),
    *("historical_corrections", "timecard_changes", "actual_totals", "accrual_balances"),
    *("accrual_transactions", "shifts", "shift_segments", "open_shifts", "time_off_requests"),
    "extraction_windows",
)
