"""Streams that users declare in the configuration: dataviews, payroll exports, any read operation."""
