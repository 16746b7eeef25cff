"""Sections of the schedule other than shifts; patterns, statuses and call logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import catalogs, scheduling, times
from ukg_wfm_sandbox.company.company import SCHEDULE_DAYS
from ukg_wfm_sandbox.records import leave

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person
    from ukg_wfm_sandbox.company.scheduling import Call, Free, Lock, Tag

Row = dict[str, Any]
AVAILABILITY_TYPES = {
    scheduling.AVAILABLE: "Available",
    scheduling.UNAVAILABLE: "Unavailable",
    scheduling.PREFERRED: "Preferred ♥",
}
_TAGS = {"Training 🎓": 1701, "Rufdienst": 1702}
_PROCESSES = {1: ("PATTERN_ROLLOUT", "Pattern rollout"), 2: ("REBUILD", "Neuberechnung")}
_KEPT: Row = {"generated": False, "deleted": False}


def clock(minute: int) -> str:
    """Return the time of a minute of the day; the end of the day is its last second."""
    return f"{minute // 60:02}:{minute % 60:02}:00" if minute < 1440 else "23:59:59"


def availability_type(number: int) -> Row:
    """Return a reference to an availability type."""
    return {"id": number, "qualifier": AVAILABILITY_TYPES[number]}


def leave_edits(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the leave edits of a range that come from the schedule."""
    return [
        _leave_edit(person, row)
        for row in leave.edits(company, person, first, last)
        if row["fromSchedule"]
    ]


def _leave_edit(person: Person, edit: Row) -> Row:
    """Return a leave edit as in schedules, from its form in the leave operations."""
    paid, tracked = edit["paidSegment"], edit["trackingSegment"]
    row: Row = {
        "id": edit["id"],
        "employee": person.reference,
        "startDate": edit["date"],
        "endDate": edit["date"],
        "startTime": edit["startDateTime"][11:],
        "durationInTime": tracked["amountInSeconds"],
        "leaveCase": edit["leaveCase"],
        "leaveCaseCode": edit["leaveCaseShortName"],
        "leaveCaseOfContinuousFrequency": False,
        "trackingSegment": _leave_segment(tracked),
        "posted": True,
        "locked": False,
        "version": 2 if tracked["overridden"] else 1,
        **_KEPT,
    }
    if paid["amountInSeconds"]:
        row["paidSegment"] = _leave_segment(paid)
    return row


def _leave_segment(segment: Row) -> Row:
    return {
        "id": segment["id"],
        "durationInTime": segment["amountInSeconds"],
        "overridden": segment["overridden"],
    }


def availabilities(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the availabilities of a range."""
    return [availability(person, one) for one in scheduling.free(company, person, first, last)]


def availability(person: Person, one: Free) -> Row:
    """Return an availability."""
    return {
        "id": one.id,
        "employee": person.reference,
        "date": times.day(one.ordinal),
        "segments": [
            {
                "id": one.id * 10 + number,
                "startTime": clock(begin),
                "endTime": clock(end),
                "availabilityType": availability_type(kind),
            }
            for number, (kind, begin, end) in enumerate(one.parts)
        ],
        "version": one.version,
        **_KEPT,
    }


def day_locks(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the current locks that overlap a range."""
    now = company.clock.collected
    return [
        day_lock(person, one)
        for one in scheduling.locks(company, person, first, last)
        if one.created <= now < one.removed and person.active(one.first)
    ]


def day_lock(person: Person, one: Lock) -> Row:
    """Return a lock."""
    return {
        "id": one.id,
        "employee": person.reference,
        "startDateTime": f"{times.day(one.first)}T00:00:00",
        "endDateTime": f"{times.day(one.last + 1)}T00:00:00",
        "posted": True,
        "version": 1,
        **_KEPT,
    }


def tags(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the tags that start in a range."""
    return [
        _tag(company, person, ordinal, one)
        for ordinal in range(first, last + 1)
        for one in scheduling.tags(company, person, ordinal)
    ]


def overnight_tags(company: Company, person: Person, ordinal: int) -> list[Row]:
    """Return the tags of a day that last past midnight."""
    after = times.day(ordinal + 1)
    return [row for row in tags(company, person, ordinal, ordinal) if row["endDateTime"] > after]


def _tag(company: Company, person: Person, ordinal: int, one: Tag) -> Row:
    name = one.name
    segment: Row = {
        "id": one.id * 10,
        "segmentType": one.kind,
        "tagDefinitionRef": {"id": _TAGS[name], "qualifier": name},
        "scheduleTagColor": "#FFAA00",
    }
    on_call = one.kind == "ON_CALL_SHIFT"
    if on_call:
        segment["orgJobRef"] = company.organization.reference(person.job(ordinal), ordinal)
        segment["transferOrgJob"] = False
    row: Row = {
        "id": one.id,
        "employee": person.reference,
        "startDateTime": times.local(person.zone, one.shift.start),
        "endDateTime": times.local(person.zone, one.shift.end),
        "onCall": on_call,
        "posted": True,
        "segments": [segment],
        "version": 1,
        **_KEPT,
    }
    if one.comment:
        comment = next(iter(catalogs.COMMENTS))
        row["commentNotes"] = catalogs.comment_notes(comment, one.id, row["startDateTime"])
    return row


def call_logs(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the calls about the shifts of a range."""
    return [
        _call(company, person, ordinal, one)
        for ordinal in range(first, last + 1)
        for one in scheduling.calls(company, person, ordinal)
    ]


def _call(company: Company, person: Person, ordinal: int, one: Call) -> Row:
    manager = company.person(person.supervisor or company.people[0].id) or person
    row: Row = {
        "id": one.id,
        "employee": person.reference,
        "enteredByUser": f"{manager.last}, {manager.first}",
        "enteredOn": times.local(person.zone, one.at),
        "shiftId": one.shift.id,
        "shiftVersionId": one.shift.version,
        "shiftStartDateTime": times.local(person.zone, one.shift.start),
        "shiftEndDateTime": times.local(person.zone, one.shift.end),
        "shiftPrincipalOrgJob": company.organization.reference(one.shift.segments[0].job, ordinal),
    }
    if one.shift.label:
        row["shiftLabel"] = one.shift.label
    if one.id % 3:
        texts = tuple(catalogs.COMMENTS)
        comment = texts[one.id % len(texts)]
        (row["commentNotes"],) = catalogs.comment_notes(comment, one.id, row["enteredOn"])
    return row


def processing(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the processes that run now on a range of days."""
    return [
        {
            "startDate": times.day(one.first),
            "endDate": times.day(one.last),
            "blocking": one.kind == 1,
            "processingType": dict(zip(("id", "localizedName"), _PROCESSES[one.kind], strict=True)),
        }
        for one in scheduling.processes(company, person, first, last)
    ]


def status(found: list[Row]) -> str:
    """Return the overall status of the processes."""
    return "PROCESSING" if found else "UP_TO_DATE"


def patterns(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the patterns that a person follows in a range of days."""
    rows = []
    for one in scheduling.assignments(company, person, first, last):
        name, days = scheduling.PATTERNS[one.pattern]
        row: Row = {
            "id": one.id,
            "employeeRef": person.reference,
            "startDate": times.day(one.first),
            "startDateOffset": one.offset,
            "populatedThroughDate": times.day(company.clock.today + SCHEDULE_DAYS),
            "schedulePattern": {
                "id": one.pattern,
                "name": name,
                "dayCount": days,
                "startDate": "2020-01-06",
                "anchorStartDay": 1,
                "deleted": False,
                "systemGenerated": False,
                "timePeriodType": {"id": 2, "name": "Week"},
                "items": [_pattern_day(one.pattern, day) for day in range(days) if day % 7 < 5],
            },
        }
        if one.last is not None:
            row["endDate"] = times.day(one.last)
        rows.append(row)
    return rows


def _pattern_day(pattern: int, day: int) -> Row:
    row: Row = {"id": pattern * 100 + day, "day": day + 1}
    if day % 7 == 4:
        pay_code = catalogs.PAY_CODE_REFS[catalogs.STANDBY]
        row["payCodeEditTemplate"] = {
            "id": pattern * 100 + 50 + day,
            "name": "Bereitschaft",
            "payCode": pay_code,
            "durationInTime": 14_400,
            "deleted": False,
            "systemGenerated": True,
            "version": "1",
        }
    else:
        row["shiftTemplate"] = {
            "id": 1501 if day < 7 else 1502,
            "name": "Day 8-16" if day < 7 else "Night 🌙 22-6",
            "startDateTime": "1970-01-01T08:00:00",
            "endDateTime": "1970-01-01T16:30:00",
            "deleted": False,
            "locked": False,
            "systemGenerated": False,
            "version": "1",
        }
    return row


SECTIONS: dict[str, Callable[[Company, Person, int, int], list[Row]]] = {
    "LEAVEEDITS": leave_edits,
    "AVAILABILITIES": availabilities,
    "DAYLOCKS": day_locks,
    "SCHEDULETAGS": tags,
}
