"""Attendance: events, actions, discipline levels, points and audit records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import (
    Call,
    Operation,
    Reply,
    known,
    refuse_optional,
    span,
)
from ukg_wfm_sandbox.errors import bad, over_limit
from ukg_wfm_sandbox.records.attendance import events, points
from ukg_wfm_sandbox.shapes import RANGE, REFS, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

    Row = dict[str, Any]
    Read = Callable[[Company, Person, int, int, Row], list[Row]]

_LOAD = 84_000
# Completed actions have a lower limit.
_DONE = 42_000


def _reader(read: Read, optional: dict[str, Shape]) -> Callable[[Tenant, Call], Reply]:
    """Return a handler that collects the rows of `read` for each person."""

    def handle(tenant: Tenant, call: Call) -> Reply:
        body = call.body
        if "employees" not in body or "dateRange" not in body:
            raise bad("WFP-90005", "employees and dateRange are required.")
        refuse_optional(tenant, body, optional)
        first, last = span(body["dateRange"])
        people = known(tenant, body["employees"])
        load, most = len(people) * (last - first + 1), _DONE if body.get("completed") else _LOAD
        if load > most:
            raise over_limit(load, most, code="WFP-90001")
        rows = [row for one in people for row in read(tenant.company, one, first, last, body)]
        return Reply(rows, len(people))

    return handle


def _events(company: Company, person: Person, first: int, last: int, body: Row) -> list[Row]:
    if body.get("employeeId", person.id) != person.id:
        return []
    kinds = {kind.lower() for kind in body.get("eventTypes", ())}
    liability = body.get("wageLiabilityCalculated", False)
    days = None
    if "actionId" in body:
        rows = events.actions(company, person, first, last)
        days = {row["triggeredDateTime"][:10] for row in rows if row["id"] == body["actionId"]}
    return [
        row
        for row in events.events(company, person, first, last, liability=liability)
        if (not kinds or row["type"]["name"] in kinds)
        and (days is None or row["applyDate"] in days)
        and ("pointTransaction" in row or not body.get("excludeInconsequentialEvents"))
    ]


def _actions(company: Company, person: Person, first: int, last: int, body: Row) -> list[Row]:
    return [
        row
        for row in events.actions(company, person, first, last)
        if (row["completed"] or not body.get("completed"))
        and not (row["completed"] and body.get("requiredOnly"))
    ]


def _levels(company: Company, person: Person, first: int, last: int, body: Row) -> list[Row]:
    daily = body.get("includeDailyDiscLevels", False)
    return events.levels(company, person, first, last, daily=daily)


def _audits(company: Company, person: Person, first: int, last: int, body: Row) -> list[Row]:
    kinds = {kind.lower() for kind in body.get("entityTypes", ())}
    rows = events.audits(company, person, first, last)
    return [row for row in rows if not kinds or row["entityType"]["name"] in kinds]


def _plain(read: Callable[[Company, Person, int, int], list[Row]]) -> Read:
    return lambda company, person, first, last, _body: read(company, person, first, last)


def _adjustments(company: Company, person: Person, first: int, last: int, body: Row) -> list[Row]:
    kinds = set(body.get("balanceTypes", ()))
    rows = points.adjustments(company, person, first, last)
    return [row for row in rows if not kinds or row["type"]["name"] in kinds]


_ASKED: dict[str, Shape] = {"employees": REFS, "dateRange": RANGE}
_ROLE: dict[str, Shape] = {"isManagerRole": "bool"}
_READ: dict[str, tuple[Read, dict[str, Shape]]] = {
    "events": (
        _events,
        {
            **_ROLE,
            "actionId": "int",
            "employeeId": "int",
            "eventTypes": ["str"],
            "excludeInconsequentialEvents": "bool",
            "wageLiabilityCalculated": "bool",
        },
    ),
    "actions": (_actions, {**_ROLE, "completed": "bool", "requiredOnly": "bool"}),
    "balances": (_plain(points.balances), _ROLE),
    "balance_adjustments": (_adjustments, {**_ROLE, "balanceTypes": ["str"]}),
    "perfect_attendance": (_plain(points.perfect), _ROLE),
    "perfect_attendance_deductions": (_plain(points.deductions), _ROLE),
    "discipline_levels": (_levels, {**_ROLE, "includeDailyDiscLevels": "bool"}),
    "audit_records": (_audits, {"entityTypes": ["str"]}),
}
OPERATIONS = tuple(
    Operation(
        "POST", f"/v1/attendance/{kind}/multi_read", _reader(read, more), ({**_ASKED, **more},)
    )
    for kind, (read, more) in _READ.items()
)
