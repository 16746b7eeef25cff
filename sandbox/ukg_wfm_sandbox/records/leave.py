"""Leave cases, leave edits and audit records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import catalogs, leave, times
from ukg_wfm_sandbox.company.catalogs import ACCRUALS, PAY_CODE_REFS, SICK, UNPAID
from ukg_wfm_sandbox.company.draw import Draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.leave import Case, Taken
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
REASONS = {
    811: ("Own Health", 821),
    812: ("Elternzeit — Pflege", 822),
    813: ("家族の介護", 822),
}
CATEGORIES = {821: "Medical", 822: "Family"}
FREQUENCIES = {leave.INTERMITTENT: "Intermittent", leave.REDUCED: "Reduced Schedule"}
STATUSES = {1: "Open", 2: "Closed"}
_APPROVALS = {1: "Pending", 2: "Approved", 3: "Refused ✗"}
_ENTITIES = {1: ("LEAVE_CASE", "Leave Case"), 2: ("LEAVE_EDIT", "Leave Edit")}
_REVISIONS = {0: ("ADD", "Created"), 1: ("MOD", "Changed")}
_TRACKED = {"id": 202, "qualifier": ACCRUALS[202][0]}


def cases(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the cases that overlap a range."""
    return [_case(company, person, one) for one in leave.cases(company, person, first, last)]


def _named(names: dict[int, str], number: int) -> Row:
    return {"id": number, "qualifier": names[number]}


def _code(one: Case) -> str:
    return f"LC-{one.id % 10**9}"


def _kind(one: Case) -> Row:
    reason, category = REASONS[one.reason]
    return {
        "category": _named(CATEGORIES, category),
        "reason": {"id": one.reason, "qualifier": reason},
        "frequency": _named(FREQUENCIES, one.frequency),
    }


def _case(company: Company, person: Person, one: Case) -> Row:
    now = company.clock.collected
    name = f"{person.last}, {person.first}"
    closed = one.closed <= now
    decision = 2 if one.approved else 3
    row: Row = {
        "id": one.id,
        "employee": {**person.reference, "fullName": name},
        "employeeFullName": name,
        "caseCode": _code(one),
        "displayCaseCode": f"{_code(one)} {REASONS[one.reason][0]}",
        "startDate": times.day(one.start),
        "requestDate": times.day(times.local_day(person.zone, one.requested)),
        **_kind(one),
        "frequencyEffectiveDate": times.day(one.start),
        "status": _named(STATUSES, 2 if closed else 1),
        "approvalStatus": _named(_APPROVALS, decision if one.decided <= now else 1),
    }
    if closed or not one.open_ended:
        row["endDate"] = times.day(one.end(now))
    return row


def edits(
    company: Company, person: Person, first: int, last: int, *, whole: bool = False
) -> list[Row]:
    """Return the leave edits of a range; with `whole`, all edits of the cases that overlap it."""
    return [
        _edit(company, person, one, taken)
        for one in leave.cases(company, person, first, last)
        for taken in leave.taken(
            company,
            person,
            one,
            one.start if whole else first,
            one.end(company.clock.collected) if whole else last,
        )
    ]


def _edit(company: Company, person: Person, one: Case, taken: Taken) -> Row:
    draw = Draw(company.seed, "taking", taken.id)
    seconds = int(taken.hours * 3600)
    paid = seconds if draw.chance(700) else 0
    finish = person.start + person.length
    begin = times.instant(person.zone, taken.ordinal, finish - seconds // 60)
    wages = round(taken.hours * person.wage(taken.ordinal), 2)
    taking: Row = {
        "accrualCode": _TRACKED,
        "payCode": PAY_CODE_REFS[SICK if paid else UNPAID],
        "amountInSeconds": seconds,
        "paid": bool(paid),
        "wages": wages if paid else 0.0,
        "employeeCurrency": "USD",
        "userCurrency": "USD",
    }
    row: Row = {
        "id": taken.id,
        "employee": person.reference,
        "date": times.day(taken.ordinal),
        "startDateTime": times.local(person.zone, begin),
        "endDateTime": times.local(person.zone, begin + seconds),
        "leaveCase": {"id": one.id, "qualifier": _code(one)},
        "leaveCaseShortName": _code(one),
        **_kind(one),
        "trackingSegment": {
            "id": taken.id * 10 + 1,
            "amountInSeconds": seconds,
            "overridden": taken.changed is not None,
        },
        "paidSegment": {"id": taken.id * 10 + 2, "amountInSeconds": paid, "overridden": False},
        "takings": [taking],
        "fromSchedule": one.frequency == leave.REDUCED,
        "inMemory": False,
    }
    if draw.chance(50):
        comment = draw.pick(tuple(catalogs.COMMENTS))
        row["commentsNotes"] = catalogs.comment_notes(comment, taken.id, row["startDateTime"])
    return row


def audits(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the audit records of the cases that overlap a range and of their parts."""
    return [
        row
        for one in leave.cases(company, person, first, last)
        for row in _audits(company, person, one)
    ]


def _audits(company: Company, person: Person, one: Case) -> Iterator[Row]:
    now = company.clock.collected
    manager = company.person(person.supervisor or company.people[0].id) or person
    events = ((one.requested, person), (one.decided, manager), (one.extended, manager),
              (one.closed, manager))  # fmt: skip
    for number, (at, who) in enumerate(events):
        if at <= now:
            yield _audit(person, one, 1, one.id, number, at=at, who=who)
    for taken in leave.taken(company, person, one, one.start, one.end(now)):
        if taken.changed is not None:
            yield _audit(person, one, 2, taken.id, 1, at=taken.changed, who=manager)


def _audit(  # noqa: PLR0913
    person: Person, one: Case, entity: int, changed: int, number: int, *, at: int, who: Person
) -> Row:
    kind, title = _ENTITIES[entity]
    revision, name = _REVISIONS[min(number, 1)]
    return {
        "id": f"{changed}-{number + 1}",
        "caseCode": _code(one),
        "employee": person.reference,
        "entityType": {"id": entity, "qualifier": kind, "displayName": title},
        "revision": {
            "id": number + 1,
            "date": times.day(times.local_day(person.zone, at)),
            "type": {"id": min(number, 1), "qualifier": revision, "displayName": name},
            "user": who.reference,
        },
    }
