"""Attendance: rows by date, and all actions and audit records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.records.attendance import events, points
from ukg_wfm_sandbox.tables import flat

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

    Row = dict[str, Any]
    Read = Callable[[Company, Person, int, int], list[Row]]


def _dated(read: Read) -> Callable[[Tenant, Person, int, int], list[Row]]:
    return lambda tenant, person, first, last: read(tenant.company, person, first, last)


def _always(read: Read) -> Callable[[Company, Person], list[Row]]:
    return lambda company, person: [
        flat(row) for row in read(company, person, times.EVER, times.FOREVER)
    ]


def _events(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    # The wage liability is returned only if the tenant accepts the option.
    asked = tenant.live["optional_properties"] == "accepted"
    return events.events(tenant.company, person, first, last, liability=asked)


def _levels(company: Company, person: Person, first: int, last: int) -> list[Row]:
    rows = events.levels(company, person, first, last)
    return [{name: v for name, v in row.items() if name != "endDateTime"} for row in rows]


PERSONAL = {
    "attendance_actions": _always(events.actions),
    "attendance_audits": _always(events.audits),
}
WINDOWED = {
    "attendance_events": _events,
    "discipline_levels": _dated(_levels),
    "attendance_balances": _dated(points.balances),
    "attendance_balance_adjustments": _dated(points.adjustments),
    "perfect_attendance": _dated(points.perfect),
    "perfect_attendance_deductions": _dated(points.deductions),
}
