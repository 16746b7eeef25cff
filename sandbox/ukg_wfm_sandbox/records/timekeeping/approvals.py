"""Timecard approvals and sign-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import periods, times
from ukg_wfm_sandbox.company.draw import Draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]


def approvals(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the approvals of each day, made after the end of its pay period.

    An edit of an approved day may remove the employee's approval.
    """
    edited = set(company.edited_days(person))
    found: list[Row] = []
    for ordinal in range(max(first, company.first_day), last + 1):
        if not person.active(ordinal):
            continue
        period = periods.start(ordinal)
        draw = Draw(company.seed, "approval", person.id, period)
        evening = times.instant(person.zone, period + periods.PERIOD - 1, 17 * 60)
        by_employee, by_manager = draw.chance(850), draw.chance(900)
        by_employee &= not (
            ordinal in edited and Draw(company.seed, "taken back", person.id, ordinal).chance(500)
        )
        if by_employee:
            found += _approval(company, person, ordinal, evening + draw.below(7200), None)
        later = evening + times.DAY - draw.below(6 * 3600)
        managers = [person.supervisor] if by_manager and person.supervisor else []
        if draw.chance(60):
            # Someone clicked twice: UKG keeps both.
            managers *= 2
        for manager in managers:
            found += _approval(company, person, ordinal, later, company.person(manager))
    return found


def _approval(
    company: Company, person: Person, ordinal: int, at: int, manager: Person | None
) -> Iterator[Row]:
    if at > company.clock.collected:
        return
    row: Row = {
        "employee": person.reference,
        "approvalDate": times.day(ordinal),
        "enteredOnDTM": times.local(person.zone, at),
        "isEmployeeApproved": manager is None,
    }
    if manager:
        row["approvingManager"] = manager.reference
    yield row


def signoff(company: Company, person: Person) -> Row:
    """Return the last sign-off of a person's timecard, if there is one."""
    period = periods.start(company.clock.today - 3)
    late = Draw(company.seed, "sign-off", person.id, period).chance(150)
    through = period - 1 - (periods.PERIOD if late else 0)
    row: Row = {
        "employee": person.reference,
        "hireDate": times.day(person.hired),
        "signOffPending": period == company.clock.today - 3 and not late,
    }
    if person.hired <= through:
        row["managerSignOffThroughDate"] = times.day(through)
        row["signOffLockThroughDateTime"] = f"{times.day(through)}T23:59:59"
    if person.hired <= period - 1 - periods.PERIOD:
        row["payRollLockThroughDateTime"] = f"{times.day(period - 1 - periods.PERIOD)}T23:59:59"
        row["carryForwardDates"] = [times.day(through), times.day(through - periods.PERIOD)]
    return row
