"""User-defined streams: dataviews, payroll exports, and any other read operation."""
