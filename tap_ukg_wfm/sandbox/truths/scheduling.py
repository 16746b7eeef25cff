"""What a perfect extraction would hold of schedules, beside shifts, and of what people ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.sandbox.records import roster, schedule

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_ukg_wfm.sandbox.api.tenant import Tenant
    from tap_ukg_wfm.sandbox.company.company import Company
    from tap_ukg_wfm.sandbox.company.people import Person

Row = dict[str, Any]


def _of_tenant(
    read: Callable[[Company, Person, int, int], list[Row]],
) -> Callable[[Tenant, Person, int, int], list[Row]]:
    return lambda tenant, person, first, last: read(tenant.company, person, first, last)


def _holidays(_company: Company, person: Person, first: int, last: int) -> list[Row]:
    return [row for day in range(first, last + 1) for row in schedule.holidays(person, day)]


_BY_DATES: dict[str, Callable[[Company, Person, int, int], list[Row]]] = {
    "schedule_leave_edits": roster.leave_edits,
    "availabilities": roster.availabilities,
    "schedule_holidays": _holidays,
    "schedule_day_locks": roster.day_locks,
    "schedule_tags": roster.tags,
}
WINDOWED = {stream: _of_tenant(read) for stream, read in _BY_DATES.items()}
