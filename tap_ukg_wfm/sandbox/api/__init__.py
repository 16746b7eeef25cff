"""The operations of the simulated tenant, by domain."""

from __future__ import annotations

from tap_ukg_wfm.sandbox.api import (
    approvals,
    hyperfinds,
    leave,
    locations,
    people,
    scheduling,
    setup,
    timecards,
)

OPERATIONS = (
    *people.OPERATIONS,
    *hyperfinds.OPERATIONS,
    *locations.OPERATIONS,
    *setup.OPERATIONS,
    *timecards.OPERATIONS,
    *approvals.OPERATIONS,
    *leave.OPERATIONS,
    *scheduling.OPERATIONS,
)
