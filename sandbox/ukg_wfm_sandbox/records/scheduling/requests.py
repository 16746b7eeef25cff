"""Requests other than time off: swaps, covers, open shifts, self-schedules, availability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import catalogs, requests, times
from ukg_wfm_sandbox.company.catalogs import ASKED, STATUSES
from ukg_wfm_sandbox.records.scheduling import roster

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person
    from ukg_wfm_sandbox.company.requests import Asked

Row = dict[str, Any]


def reader(kind: int) -> Callable[[Company, Person, int, int], list[Row]]:
    """Return a function that returns a person's requests of a kind that overlap a range of days."""

    def read(company: Company, person: Person, first: int, last: int) -> list[Row]:
        return [
            {**_request(company, person, one), **_WRITERS[kind](company, person, one)}
            for one in requests.asked(company, person, kind, first, last)
        ]

    return read


def _request(company: Company, person: Person, one: Asked) -> Row:
    manager = company.person(person.supervisor or company.people[0].id) or person
    number, name, kind, of = ASKED[one.kind]
    changes = [
        {
            "changeDateTime": times.utc(at),
            "fromStatus": STATUSES[before],
            "toStatus": STATUSES[after],
            "personName": f"{who.last}, {who.first}",
        }
        for at, before, after in one.steps(company.clock.collected)
        for who in [person if after == "SUBMITTED" else manager]
    ]
    row: Row = {
        "id": one.id,
        "employee": person.reference,
        "creator": person.reference,
        "createDateTime": times.utc(one.created),
        "startDateTime": f"{times.day(one.first)}T00:00:00",
        "endDateTime": f"{times.day(one.last + 1)}T00:00:00",
        "currentStatus": changes[-1]["toStatus"],
        "requestStatusChanges": changes,
        "requestSubType": {"id": number, "name": name, "requestType": {"id": kind, "name": of}},
    }
    if one.comment is not None and one.kind != requests.AVAILABILITY:
        row["commentNotes"] = catalogs.comment_notes(one.comment, one.id, row["createDateTime"])
    return row


def _shift(company: Company, person: Person, ordinal: int) -> Row:
    """Return the shift of a day as it was requested; it may no longer exist."""
    shifts = company.first_planned(person, ordinal).shifts
    if not shifts:
        return {}
    reference = {"id": shifts[0].id, "qualifier": str(shifts[0].id)}
    return {"shift": reference, "shiftVersion": shifts[0].version}


def _swap(company: Company, person: Person, one: Asked) -> Row:
    other = company.people[(person.id + one.variant) % company.founders]
    offered = {"employee": person.reference, **_shift(company, person, one.first)}
    wanted = _shift(company, other, one.first)
    requested = [{"employee": other.reference, **wanted}] if wanted else []
    return {"swapShift": {"offered": offered, "requested": requested}}


def _cover(company: Company, person: Person, one: Asked) -> Row:
    shifts = company.first_planned(person, one.first).shifts
    row: Row = {"marketRequest": one.variant % 2 == 0, "partial": False, "coverShift": {}}
    if shifts:
        start, end = (times.local(person.zone, at) for at in (shifts[0].start, shifts[0].end))
        row["coverShift"] = {
            "entityId": shifts[0].id,
            "entityVersion": shifts[0].version,
            "originalShiftStartDateTime": start,
            "originalShiftEndDateTime": end,
            "startDateTime": start,
            "endDateTime": end,
            "partial": False,
        }
    if not row["marketRequest"]:
        row["recipient"] = company.people[one.variant % company.founders].reference
    return row


def _ess(kind: str) -> Callable[[Company, Person, Asked], Row]:
    def write(company: Company, person: Person, one: Asked) -> Row:
        del company, person
        return {
            "essRequestKind": kind,
            "partial": False,
            "recommendationEnabled": False,
            "requestedOpenShifts": [
                {
                    "id": one.id * 10 + 1,
                    "scheduleItemId": one.id * 10,
                    "startDateTime": f"{times.day(one.first)}T08:00:00",
                    "endDateTime": f"{times.day(one.first)}T16:00:00",
                    "partial": False,
                    "recommended": False,
                }
            ],
        }

    return write


def _availability(company: Company, person: Person, one: Asked) -> Row:
    del company, person
    parts = requests.wished(one)
    minutes = sum(end - begin for kind, begin, end in parts if kind != 2)
    segments = [
        {
            "startTime": roster.clock(begin),
            "endTime": roster.clock(end),
            "availabilityType": roster.availability_type(kind),
        }
        for kind, begin, end in parts
    ]
    days = [times.day(day) for day in range(one.first, one.last + 1)]
    return {
        "availability": [{"date": day, "segments": segments} for day in days],
        "requestedDays": days,
        "requestAvailabilityDurationInMinutes": minutes * len(days),
    }


_WRITERS: dict[int, Callable[[Company, Person, Asked], Row]] = {
    requests.SWAP: _swap,
    requests.COVER: _cover,
    requests.OPEN_SHIFT: _ess("OPEN_SHIFT_REQUEST"),
    requests.SELF_SCHEDULE: _ess("SELF_SCHEDULE_WITH_OPEN_SHIFTS_REQUEST"),
    requests.AVAILABILITY: _availability,
}
