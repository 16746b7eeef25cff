"""The operations of the simulated tenant, by domain."""

from __future__ import annotations

from tap_ukg_wfm.sandbox.api import (
    forecasting,
    hyperfinds,
    lists,
    locations,
    people,
    scheduling,
    setup,
    timecards,
    volumes,
    work,
)

OPERATIONS = (
    *people.OPERATIONS,
    *hyperfinds.OPERATIONS,
    *locations.OPERATIONS,
    *setup.OPERATIONS,
    *lists.OPERATIONS,
    *timecards.OPERATIONS,
    *scheduling.OPERATIONS,
    *forecasting.OPERATIONS,
    *volumes.OPERATIONS,
    *work.OPERATIONS,
)
