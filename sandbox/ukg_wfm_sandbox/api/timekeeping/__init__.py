"""Timekeeping: timecards, metrics, approvals, sign-offs, attestations."""

from __future__ import annotations

from ukg_wfm_sandbox.api.timekeeping import approvals, metrics, timecards

OPERATIONS = (
    *timecards.OPERATIONS,
    *metrics.OPERATIONS,
    *approvals.OPERATIONS,
)
