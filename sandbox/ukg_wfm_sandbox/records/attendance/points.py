"""Attendance points: balances, adjustments, perfect attendance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import attendance, times
from ukg_wfm_sandbox.company.attendance import AWARDED, DEDUCTED
from ukg_wfm_sandbox.records.attendance.events import (
    balance_id,
    localized,
    manager,
    midnight,
    points,
    policy,
    rule,
)

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
_NAMES = {"award": "Award", "violation": "Violation", "deduction": "Deduction"}
_TYPE: Row = {
    "id": 1760,
    "qualifier": "Attendance points",
    "type": localized("points"),
    "decimalPlaceNum": 2,
    "startingBalanceAmount": 0,
    "minBalanceAmount": 0,
    "maxBalanceAmount": 20,
}
_UNUSED: Row = {**_TYPE, "id": 1761, "qualifier": "Occurrences"}


def balances(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the points at the start and the end of each day of a range.

    People on probation have two more balances that never change: equal rows without ids.
    """
    days = attendance.balances(company, person, first - 1, last)
    ends = dict(days)
    rows = []
    for ordinal, end in days:
        if ordinal < first:
            continue
        kinds = [(_TYPE, ends.get(ordinal - 1, 0.0), end)]
        if attendance.profile(person) == 1552:
            kinds += [(_UNUSED, 0.0, 0.0)] * 2
        for kind, before, after in kinds:
            row: Row = {
                "name": "Points",
                "employee": person.reference,
                "type": localized("points"),
                "dateTime": midnight(ordinal),
                "startBalanceAmount": before,
                "endBalanceAmount": after,
                "isChanged": before != after,
                "pointBalanceType": kind,
            }
            if kind is _TYPE:
                row["id"] = balance_id(person)
            rows.append(row)
    return rows


def adjustments(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the adjustments valid in a range."""
    return [
        {
            **points(person, one.id, one.points, times.local(person.zone, one.at)),
            "name": "By hand",
            "pointBalanceType": _TYPE,
            "policyDefinition": policy(person),
            "ruleDefinition": rule(1799),
            "updatedByUser": manager(company, person).id,
        }
        for one in attendance.adjustments(company, person, first, last)
        if company.clock.collected < one.withdrawn
    ]


def perfect(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the awards and violations of a range; only an award removes points."""
    rows = []
    for one in attendance.perfect(company, person, first, last):
        kind = "award" if one.award else "violation"
        at = times.local(person.zone, one.at)
        row: Row = {
            "id": one.id,
            "name": f"Two weeks: {_NAMES[kind]}",
            "employee": person.reference,
            "type": {"name": kind, "displayName": _NAMES[kind]},
            "applyDateTime": at,
            "perfectAttendanceDefinition": {"id": 1770, "qualifier": "Two weeks"},
            "policyDefinition": policy(person),
        }
        if one.award:
            row["pointTransaction"] = points(person, one.id * 10 + 1, AWARDED, at)
        rows.append(row)
    return rows


def deductions(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the deductions of a range."""
    return [
        {
            "id": one.id,
            "name": "Two weeks: Deduction",
            "employee": person.reference,
            "type": {"name": "deduction", "displayName": _NAMES["deduction"]},
            "deductionDateTime": times.local(person.zone, one.at + 10 * times.DAY),
            "perfectAttendanceDateTime": times.local(person.zone, one.at),
            "balanceChange": DEDUCTED,
            "pointBalanceType": _TYPE,
            "policyDefinition": policy(person),
        }
        for one in attendance.deductions(company, person, first, last)
    ]
