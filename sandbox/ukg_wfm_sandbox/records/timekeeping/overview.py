"""Summaries of a timecard: state, exceptions by type, absences, overtime by day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times, worked
from ukg_wfm_sandbox.company.catalogs import (
    EXCEPTIONS,
    OVERTIME,
    PAY_CODE_REFS,
    PAY_CODES,
    exception_type,
)
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.records.people import details
from ukg_wfm_sandbox.records.timekeeping import segments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
COUNTS = {
    "EXCEPTION_TOTAL": "exceptioncounts",
    "EXCEPTION_TOTAL_UNREVIEWED": "exceptioncountsUnreviewed",
    "EXCEPTION_TOTAL_EMPLOYEE_JUSTIFIED": "exceptioncountsEmployeeJustified",
    "EXCEPTION_TOTAL_MANAGER_JUSTIFIED": "exceptioncountsManagerJustified",
    "EXCEPTION_TOTAL_AUTO_RESOLVED": "exceptioncountsAutoResolved",
}
_DAY_HOURS = 8.0
_INDICATORS = {
    "pending": "otaPending",
    "approved": "otaReviewed",
    "denied": "otaReviewed",
}


def flags(company: Company, person: Person, first: int, last: int) -> Row:
    """Return the state of a timecard; it has pending changes until it is totalized."""
    today = company.clock.today
    open_days = range(max(first, today - 1), min(last, today) + 1)
    pending = any(Draw(company.seed, "pending", person.id, day).chance(200) for day in open_days)
    return {
        "hasPendingChanges": pending,
        "hasMoveAmounts": any(
            segments.moved(company, person, day, company.day(person, day))
            for day in range(first, last + 1)
        ),
        "totalizationStatus": "require_totalization" if pending else "up_to_date",
    }


def exception_counts(
    company: Company, person: Person, first: int, last: int, word: str
) -> list[Row]:
    """Count the exceptions of a range by type and position, for a key of `COUNTS`."""
    counts: Counter[tuple[str, int]] = Counter()
    positions = _positions(company, person)
    for ordinal in range(first, last + 1):
        day = company.day(person, ordinal)
        for number, flaw in enumerate(worked.flaws(person, day, company.clock.collected)):
            if _state(company, person, ordinal, number) in (word, *_alike(word)):
                counts[flaw.kind, ordinal % len(positions)] += 1
    return [
        {
            "employee": person.reference,
            "exceptionType": exception_type(kind),
            "position": positions[place],
            "count": count,
            "uniqueId": f"{person.id}:{EXCEPTIONS[kind].id}:{positions[place]['id']}",
        }
        for (kind, place), count in sorted(counts.items())
    ]


def _positions(company: Company, person: Person) -> list[Row]:
    """Return references to the positions of a person; a single one has the negative person id."""
    return [
        {"id": one["positionId"], "qualifier": one["name"]}
        for one in details.positions(company, person)
    ] or [{"id": -person.id, "qualifier": "Assignment"}]


def _alike(word: str) -> tuple[str, ...]:
    return tuple(COUNTS) if word == "EXCEPTION_TOTAL" else ()


def _state(company: Company, person: Person, ordinal: int, number: int) -> str:
    """Return the review state of an exception; most stay unreviewed, some become justified."""
    draw = Draw(company.seed, "exception", person.id, ordinal, number)
    words = list(COUNTS)[1:]
    later = draw.pick((words[0], words[0], words[1], words[2], words[3]))
    return later if company.clock.today > ordinal + draw.between(1, 6) else words[0]


def absence_spans(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the absences of a range; consecutive days of a pay code are one span."""
    found: list[Row] = []
    running: dict[int, Row] = {}
    for ordinal in range(first, last + 1):
        hours: dict[int, float] = {}
        for edit in company.day(person, ordinal).edits:
            if PAY_CODES[edit.code].absence and edit.hours:
                hours[edit.code] = hours.get(edit.code, 0.0) + edit.hours
        for code, amount in hours.items():
            span = running.get(code)
            if span is None or span["endDate"] != times.day(ordinal - 1):
                span = running[code] = {
                    "startDate": times.day(ordinal),
                    "paycode": PAY_CODE_REFS[code],
                    "hours": 0.0,
                    "days": 0.0,
                    "partialStart": amount < _DAY_HOURS,
                    "absences": [],
                }
                found.append(span)
            span["endDate"] = times.day(ordinal)
            span["hours"] += amount
            span["days"] += amount / _DAY_HOURS
            span["partialEnd"] = amount < _DAY_HOURS
            span["absences"].append(
                {
                    "applyDate": times.day(ordinal),
                    "durationInHours": amount,
                    "durationInDays": amount / _DAY_HOURS,
                    "paycode": PAY_CODE_REFS[code],
                }
            )
    return found


def overtime(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the days of a range with overtime, with the review of each."""
    return [
        row for ordinal in range(first, last + 1) for row in _overtime(company, person, ordinal)
    ]


def overtime_by_date(company: Company, person: Person, first: int, last: int) -> dict[str, Row]:
    """Return overtime by date, with the overtime rule of each part."""
    return {
        row["effectiveDate"]: {
            **row,
            "overtimeSegments": [
                {**one, "overtimeDetailSegments": [_detail(one)]} for one in row["overtimeSegments"]
            ],
        }
        for row in overtime(company, person, first, last)
    }


def _detail(segment: Row) -> Row:
    kept = {name: segment[name] for name in ("startDateTime", "endDateTime", "amount")}
    return {**kept, "ruleAssignments": [{"ruleType": "LIMITRULES", "ruleId": [11, 12]}]}


def _overtime(company: Company, person: Person, ordinal: int) -> Iterator[Row]:
    day = company.day(person, ordinal)
    hours = sum(
        line.hours or 0.0
        for line in worked.lines(person, ordinal, day)
        if line.code == OVERTIME and line.corrects is None
    )
    ends = [span.end.at for span in worked.spans(person, ordinal, day) if span.end]
    if not hours or not ends:
        return
    draw = Draw(company.seed, "overtime", person.id, ordinal)
    reviewed = draw.pick(("approved", "approved", "denied"))
    status = reviewed if company.clock.today > ordinal + draw.between(1, 5) else "pending"
    amount = int(hours * 3600)
    finish = worked.rounded(ends[-1])
    span = {
        "applyDate": times.day(ordinal),
        "startDateTime": times.local(person.zone, finish - amount),
        "endDateTime": times.local(person.zone, finish),
        "amount": amount,
    }
    row: Row = {
        "employee": person.reference,
        "effectiveDate": times.day(ordinal),
        "otStateIndicator": _INDICATORS[status],
        "approvedAmount": amount if status == "approved" else 0,
        "deniedAmount": amount if status == "denied" else 0,
        "pendingAmount": amount if status == "pending" else 0,
        "commentCount": 0,
        "overtimeSegments": [
            {
                **span,
                "overtimeStatus": status,
                "workItemId": person.id * 100_000 + ordinal % 100_000,
            }
        ],
        "approvalSegments": [],
    }
    if status != "pending":
        manager = company.person(person.supervisor or company.people[0].id) or person
        review = {
            "action": "approve" if status == "approved" else "deny",
            "commentsAvailable": False,
        }
        who = {
            "reviewedDate": times.day(ordinal + 1),
            "reviewerName": f"{manager.last}, {manager.first}",
        }
        row["approvalSegments"] = [{**span, **review, **who, "employee": person.reference}]
    yield row
