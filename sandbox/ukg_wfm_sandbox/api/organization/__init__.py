"""The organization: Hyperfind queries, locations, jobs, location sets, labor categories."""

from __future__ import annotations

from ukg_wfm_sandbox.api.organization import hyperfinds, locations, structure

OPERATIONS = (
    *hyperfinds.OPERATIONS,
    *locations.OPERATIONS,
    *structure.OPERATIONS,
)
