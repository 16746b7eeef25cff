"""The operations of the simulated tenant, by domain."""

from __future__ import annotations

from tap_ukg_wfm.sandbox.api import locations, people, scheduling, setup, timecards

OPERATIONS = (
    *people.OPERATIONS,
    *locations.OPERATIONS,
    *setup.OPERATIONS,
    *timecards.OPERATIONS,
    *scheduling.OPERATIONS,
)
