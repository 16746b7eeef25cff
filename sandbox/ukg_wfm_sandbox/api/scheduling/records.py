"""Schedule changes, audits, statuses, patterns and call logs; requests other than time off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import (
    Call,
    Operation,
    Reply,
    employees,
    known,
    partly,
    span,
)
from ukg_wfm_sandbox.company import requests, times
from ukg_wfm_sandbox.errors import bad, over_limit
from ukg_wfm_sandbox.records.scheduling import revisions, roster
from ukg_wfm_sandbox.records.scheduling.requests import reader
from ukg_wfm_sandbox.shapes import IDS, RANGE, REF

if TYPE_CHECKING:
    from ukg_wfm_sandbox.api.tenant import Tenant

Row = dict[str, Any]
_LOAD = 56_000
_CHANGE_DAYS = 40
_KINDS = ("SHIFTS", "PAYCODEEDITS", "LEAVEEDITS", "DAYLOCKS", "SCHEDULETAGS")


def _limited(people: int, first: int, last: int) -> None:
    if (load := people * (last - first + 1)) > _LOAD:
        raise over_limit(load, _LOAD, code="WFP-90001")


def _changes(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]["employees"]
    people = known(tenant, where["employees"])
    start = times.moment(where["startDateTime"])
    end = times.moment(where["endDateTime"]) if "endDateTime" in where else tenant.company.clock.now
    if end < start:
        raise bad("WCO-101228", "The end date must not be before the start date.")
    if (days := -(-(end - start) // times.DAY)) > _CHANGE_DAYS:
        raise over_limit(days, _CHANGE_DAYS)
    rows = [revisions.changes(tenant.company, person, start, end) for person in people]
    dates = {name: where[name] for name in ("startDateTime", "endDateTime") if name in where}
    return Reply({**dates, "scheduleChangeSnapshots": rows}, len(people))


def _audits(tenant: Tenant, call: Call) -> Reply:
    where = call.body.get("where", {}).get("employees")
    if where is None:
        raise bad("WFP-90005", "employees are required.")
    first, last = span(where)
    people, missing = employees(tenant, where["employeeRefs"])
    rows = [row for one in people for row in revisions.audits(tenant.company, one, first, last)]
    body = {"shiftAudits": rows, "payCodeEditAudits": [], "leaveEditAudits": []}
    return partly(call, [body], missing, body) if missing else Reply(body, len(people))


def _status(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]["employees"]
    first, last = span(where["dateRange"])
    people = known(tenant, where["employees"])
    _limited(len(people), first, last)
    rows = []
    for person in people:
        found = roster.processing(tenant.company, person, first, last)
        row = {"employee": person.reference, "processingStatus": found}
        rows.append({**row, "status": roster.status(found)})
    return Reply({"employeeStatus": rows}, len(people))


def _patterns(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]["employees"]
    first, last = span(where)
    people = known(tenant, {"refs": where["employeeRefs"]})
    rows = [row for one in people for row in roster.patterns(tenant.company, one, first, last)]
    return Reply({"employeeSchedulePatterns": rows}, len(people))


def _calls(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]["employees"]
    first, last = span(where)
    people = known(tenant, where["employees"])
    _limited(len(people), first, last)
    rows = [row for one in people for row in roster.call_logs(tenant.company, one, first, last)]
    return Reply(rows, len(people))


def _requests(path: str, kind: int, named: str, *, listed: bool, ranged: bool = False) -> Operation:
    """Declare a manager's `multi_read` of requests.

    Args:
        path: The name of the operation.
        kind: The kind of the requests.
        named: The property that holds the employees.
        listed: Whether the employees are a list of references instead of ids and qualifiers.
        ranged: Whether the dates are in a `dateRange`.
    """
    read = reader(kind)

    def handle(tenant: Tenant, call: Call) -> Reply:
        where = call.body["where"]["employees"]
        first, last = span(where["dateRange"] if ranged else where)
        people = known(tenant, {"refs": where[named]} if listed else where[named])
        rows = [row for one in people for row in read(tenant.company, one, first, last)]
        return Reply(rows, len(people))

    dates: Row = {"dateRange!": RANGE} if ranged else {"startDate!": "date", "endDate!": "date"}
    shape = {"where!": {"employees!": {f"{named}!": [REF] if listed else IDS, **dates}}}
    return Operation("POST", f"/v1/scheduling/{path}/multi_read", handle, (shape,))


_DATES: Row = {"startDate!": "date", "endDate!": "date"}
_DAYS: Row = {"startDateTime!": "datetime", "endDateTime": "datetime"}
OPERATIONS = (
    Operation(
        "POST",
        "/v1/scheduling/schedule/changes/multi_read",
        _changes,
        ({"select": [_KINDS], "where!": {"employees!": {"employees!": IDS, **_DAYS}}},),
    ),
    Operation(
        "POST",
        "/v1/scheduling/audits/multi_read",
        _audits,
        (
            {
                "select": [(*_KINDS, "OPENSHIFTS", "EMPLOYEES", "AVAILABILITIES")],
                "where": {"employees": {"employeeRefs!": IDS, **_DATES}},
            },
        ),
        frozenset(("partial_success",)),
    ),
    Operation(
        "POST",
        "/v1/scheduling/schedule/status/multi_read",
        _status,
        (
            {
                "select": ["str"],
                "where!": {"employees!": {"employees!": IDS, "dateRange!": RANGE}},
            },
        ),
    ),
    Operation(
        "POST",
        "/v1/scheduling/employee_schedule_patterns/multi_read",
        _patterns,
        (
            {
                "select": ("HISTORY", "ESP"),
                "where!": {"employees!": {"employeeRefs!": [REF], **_DATES}},
            },
        ),
    ),
    Operation(
        "POST",
        "/v1/scheduling/call_logs/multi_read",
        _calls,
        ({"where!": {"employees!": {"employees!": IDS, **_DATES}}},),
    ),
    _requests("manager_swap", requests.SWAP, "employees", listed=True),
    _requests("cover_requests", requests.COVER, "employees", listed=True),
    _requests("open_shift_requests", requests.OPEN_SHIFT, "employeeRefs", listed=False),
    _requests("self_schedule_requests", requests.SELF_SCHEDULE, "employees", listed=False),
    _requests(
        "manager_availability_requests",
        requests.AVAILABILITY,
        "employees",
        listed=True,
        ranged=True,
    ),
)
