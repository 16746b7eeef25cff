"""The operations of the simulated tenant, by domain."""

from __future__ import annotations

from ukg_wfm_sandbox.api import (
    approvals,
    attendance,
    forecasting,
    hyperfinds,
    information,
    leave,
    lists,
    locations,
    payroll,
    people,
    scheduling,
    scheduling_records,
    setup,
    timecard_metrics,
    timecards,
    volumes,
    work,
)

OPERATIONS = (
    *people.OPERATIONS,
    *hyperfinds.OPERATIONS,
    *information.OPERATIONS,
    *locations.OPERATIONS,
    *setup.OPERATIONS,
    *lists.OPERATIONS,
    *timecards.OPERATIONS,
    *timecard_metrics.OPERATIONS,
    *approvals.OPERATIONS,
    *leave.OPERATIONS,
    *attendance.OPERATIONS,
    *scheduling.OPERATIONS,
    *scheduling_records.OPERATIONS,
    *forecasting.OPERATIONS,
    *volumes.OPERATIONS,
    *work.OPERATIONS,
    *payroll.OPERATIONS,
)
