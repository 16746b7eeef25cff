"""Timekeeping: totals in all their kinds, approvals, sign-offs, attestations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.sandbox.company.catalogs import ZONE_REFS
from tap_ukg_wfm.sandbox.records import approvals, metrics, totals
from tap_ukg_wfm.sandbox.tables import flat

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_ukg_wfm.sandbox.api.tenant import Tenant
    from tap_ukg_wfm.sandbox.company.company import Company
    from tap_ukg_wfm.sandbox.company.people import Person

Row = dict[str, Any]


def _actual(*, corrections: bool) -> Callable[[Tenant, Person, int, int], list[Row]]:
    def read(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
        return [
            row
            for day in range(first, last + 1)
            for row in metrics.totals(tenant.company, person, day)
            if row["isFromCorrection"] == corrections
        ]

    return read


def _timecard_totals(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    context = {
        "timeZone": ZONE_REFS[person.zone],
        "totalType": "ACTUAL",
        "totalAggregationType": "DAILY",
    }
    found = totals.aggregated(tenant.company, person, first, last, "DAILY")
    return [{**line, **context} for line in found]


WINDOWED: dict[str, Callable[[Tenant, Person, int, int], list[Row]]] = {
    "actual_totals_exclude_corrections": _actual(corrections=False),
    "actual_totals_only_corrections": _actual(corrections=True),
    "timecard_totals": _timecard_totals,
    "daily_total_summaries": lambda tenant, person, first, last: totals.daily_summaries(
        tenant.company, person, first, last
    ),
    "timecard_approvals": lambda tenant, person, first, last: approvals.approvals(
        tenant.company, person, first, last
    ),
    "attestations": lambda tenant, person, first, last: approvals.attestations(
        tenant.company, person, first, last
    ),
}
PERSONAL: dict[str, Callable[[Company, Person], list[Row]]] = {
    "timecard_signoffs": lambda company, person: [flat(approvals.signoff(company, person))],
}
