"""Scheduling: schedules, their changes and audits, requests."""

from __future__ import annotations

from ukg_wfm_sandbox.api.scheduling import records, schedule

OPERATIONS = (
    *schedule.OPERATIONS,
    *records.OPERATIONS,
)
