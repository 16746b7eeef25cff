"""Timecards, punches, totals, accruals."""
