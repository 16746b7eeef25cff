"""Schedule items other than shifts, and requests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import requests, times
from ukg_wfm_sandbox.records.scheduling import revisions, roster, schedule
from ukg_wfm_sandbox.records.scheduling.requests import reader
from ukg_wfm_sandbox.tables import flat
from ukg_wfm_sandbox.truths import timekeeping

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]


def _of_tenant(
    read: Callable[[Company, Person, int, int], list[Row]],
) -> Callable[[Tenant, Person, int, int], list[Row]]:
    return lambda tenant, person, first, last: read(tenant.company, person, first, last)


def _holidays(_company: Company, person: Person, first: int, last: int) -> list[Row]:
    return [row for day in range(first, last + 1) for row in schedule.holidays(person, day)]


def _status(company: Company, person: Person, first: int, last: int) -> list[Row]:
    rows = roster.processing(company, person, first, last)
    whole = {"employee": person.reference, "status": roster.status(rows)}
    for row in rows:
        kind = row.pop("processingType")
        row["processing"], row["processingName"] = kind["id"], kind["localizedName"]
    return [{**row, **whole} for row in rows]


def _calls(company: Company, person: Person, first: int, last: int) -> list[Row]:
    rows = roster.call_logs(company, person, first, last)
    # An object that stays in one column.
    return [{**row, "commentNotes": _text(row.get("commentNotes"))} for row in rows]


def _text(value: Row | None) -> str | None:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None


def _changes(company: Company, person: Person, first: int, last: int) -> list[Row]:
    return [row for day in range(first, last + 1) for row in _changes_of_day(company, person, day)]


def _changes_of_day(company: Company, person: Person, day: int) -> list[Row]:
    found = revisions.changes(company, person, times.midnight(day), times.midnight(day + 1) - 1)
    date = times.day(day)
    head = {"employee": found.pop("employee"), "startDate": date, "endDate": date}
    return [
        {
            **head,
            "kind": kind,
            "change": change,
            "id": item["id"],
            "itemStart": item["startDateTime"],
            "before": _text(entry.get("before")),
            "after": _text(entry.get("after")),
        }
        for kind, by_change in found.items()
        for change, entries in by_change.items()
        for entry in entries
        for item in [entry.get("before") or entry["after"]]
    ]


def _audits(company: Company, person: Person, first: int, last: int) -> list[Row]:
    found = []
    for start, end, dates in timekeeping.months(first, last):
        for row in revisions.audits(company, person, start, end):
            revision, shift, who = _text(row), row.pop("shift"), row.pop("auditUserDetails")
            head = {"employee": person.reference, "kind": "shiftAudits", "id": shift["id"]}
            user = {
                "auditUserPersonId": who["employeeId"],
                "auditUserPersonNumber": who["personNumber"],
            }
            found.append({**row, **dates, **head, **user, "revision": revision})
    return found


def _swaps(company: Company, person: Person, first: int, last: int) -> list[Row]:
    rows = reader(requests.SWAP)(company, person, first, last)
    for row in rows:
        swap = row.pop("swapShift")
        row["offeredPerson"] = swap["offered"]["employee"]
        row["offeredShift"] = swap["offered"].get("shift")
        row["offeredShiftVersion"] = swap["offered"].get("shiftVersion")
        row["requestedShifts"] = swap["requested"]
    return rows


def _covers(company: Company, person: Person, first: int, last: int) -> list[Row]:
    rows = reader(requests.COVER)(company, person, first, last)
    for row in rows:
        shift = row.pop("coverShift")
        row["shiftId"], row["shiftVersion"] = shift.get("entityId"), shift.get("entityVersion")
        row["coverStartDateTime"] = shift.get("startDateTime")
        row["coverEndDateTime"] = shift.get("endDateTime")
        for end in ("Start", "End"):
            name = f"originalShift{end}DateTime"
            row[name] = shift.get(name)
    return rows


_BY_DATES: dict[str, Callable[[Company, Person, int, int], list[Row]]] = {
    "schedule_leave_edits": roster.leave_edits,
    "availabilities": roster.availabilities,
    "schedule_holidays": _holidays,
    "schedule_day_locks": roster.day_locks,
    "schedule_tags": roster.tags,
    "call_logs": _calls,
    "schedule_status": _status,
    "schedule_changes": _changes,
    "schedule_audits": _audits,
    "swap_requests": _swaps,
    "cover_requests": _covers,
    "open_shift_requests": reader(requests.OPEN_SHIFT),
    "self_schedule_requests": reader(requests.SELF_SCHEDULE),
    "availability_requests": reader(requests.AVAILABILITY),
}
WINDOWED = {stream: _of_tenant(read) for stream, read in _BY_DATES.items()}


def _patterns(company: Company, person: Person) -> list[Row]:
    century = 36_500
    first, last = company.first_day - century, company.first_day + century
    rows = roster.patterns(company, person, first, last)
    for row in rows:
        row["employee"] = row.pop("employeeRef")
    return [flat(row) for row in rows]


PERSONAL: dict[str, Callable[[Company, Person], list[Row]]] = {"schedule_patterns": _patterns}
