"""The operations that the simulated tenant answers, one module or package per domain."""

from __future__ import annotations

from ukg_wfm_sandbox.api import (
    activities,
    attendance,
    dataviews,
    forecasting,
    leave,
    organization,
    payroll,
    people,
    scheduling,
    setup,
    timekeeping,
)

OPERATIONS = (
    *people.OPERATIONS,
    *organization.OPERATIONS,
    *setup.OPERATIONS,
    *timekeeping.OPERATIONS,
    *scheduling.OPERATIONS,
    *leave.OPERATIONS,
    *attendance.OPERATIONS,
    *forecasting.OPERATIONS,
    *activities.OPERATIONS,
    *dataviews.OPERATIONS,
    *payroll.OPERATIONS,
)
