"""Timekeeping: timecards, punches in real time, metrics, approvals, attestations."""

from __future__ import annotations

from ukg_wfm_sandbox.api.timekeeping import approvals, metrics, punches, timecards

OPERATIONS = (
    *timecards.OPERATIONS,
    *punches.OPERATIONS,
    *metrics.OPERATIONS,
    *approvals.OPERATIONS,
)
