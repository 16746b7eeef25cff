"""Exceptions of a person's day, plain and extended, as (ordinal, row)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times, worked
from ukg_wfm_sandbox.company.catalogs import EXCEPTIONS, ZONE_REFS, exception_type
from ukg_wfm_sandbox.company.elements import EXCEPTION, element_id

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.elements import Day
    from ukg_wfm_sandbox.company.people import Person
    from ukg_wfm_sandbox.company.worked import Flaw

Row = dict[str, Any]
Dated = list[tuple[int, Any]]
_STARTS = ("LATE_IN", "UNSCHEDULED", "UNEXCUSED_ABSENCE")


def exceptions(company: Company, person: Person, ordinal: int, day: Day) -> Dated:
    """Return the exceptions of a day."""
    return [
        (ordinal, _exception(person, ordinal, number, flaw))
        for number, flaw in enumerate(worked.flaws(person, day, company.clock.collected))
    ]


def extended(company: Company, person: Person, ordinal: int, day: Day) -> Dated:
    """Return the exceptions with actual and scheduled times; without a punch, there is no id."""
    found: Dated = []
    for number, flaw in enumerate(worked.flaws(person, day, company.clock.collected)):
        row = _exception(person, ordinal, number, flaw)
        if day.shifts:
            shift = day.shifts[0]
            scheduled = shift.start if flaw.kind in _STARTS else shift.end
            row["scheduledDateTime"] = times.local(person.zone, scheduled)
        if flaw.punch is None:
            del row["id"]
        elif flaw.at is not None:
            row["actualDateTime"] = times.local(person.zone, flaw.at)
            row["comments"] = "Late bus, Zug verspätet" if number else ""
        found.append((ordinal, row))
    return found


def _exception(person: Person, ordinal: int, number: int, flaw: Flaw) -> Row:
    kind = EXCEPTIONS[flaw.kind].id
    row: Row = {
        "id": element_id(person.id, ordinal, EXCEPTION, kind * 10 + number),
        "employee": person.reference,
        "applyDate": times.day(ordinal),
        "exceptionType": exception_type(flaw.kind),
        "startException": flaw.kind in ("LATE_IN", "UNSCHEDULED"),
        "endException": flaw.kind in ("EARLY_OUT", "MISSED_OUT_PUNCH"),
        "reviewed": False,
        "isUnExcusedAbsence": flaw.kind == "UNEXCUSED_ABSENCE",
    }
    if flaw.at is not None:
        row["eventDate"] = times.day(times.local_day(person.zone, flaw.at))
        row["startDateTime"] = times.local(person.zone, flaw.at)
        row["startTimeZone"] = ZONE_REFS[person.zone]
    if flaw.hours is not None:
        row["violationInHours"] = flaw.hours
    if flaw.punch is not None:
        row["punchEvent"] = {"id": flaw.punch}
    return row
