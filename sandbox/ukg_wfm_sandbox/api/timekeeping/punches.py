"""Punches in real time, at most an hour of them in a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, employees, page
from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.errors import bad
from ukg_wfm_sandbox.records.timekeeping import timecards
from ukg_wfm_sandbox.shapes import REFS

if TYPE_CHECKING:
    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
_MAX_SECONDS = 3600
_MAX_COUNT = 25


def _punches(tenant: Tenant, call: Call) -> Reply:
    """Return one page of employees with the punches of the range.

    A page holds `count` of the requested employees. Those without punches have no item, and a page
    without any punch has no `data` at all, as on live tenants.
    """
    body = call.body
    first, last = _range(body["where"]["dateRange"])
    index, count = body["index"], body["count"]
    if not 1 <= count <= _MAX_COUNT:
        raise bad("WTK-124921", f"The count must be between 1 and {_MAX_COUNT}.")
    start, end = page(body, maximum=_MAX_COUNT, default=_MAX_COUNT)
    people, failed = _requested(tenant, body["where"])
    total = len(people) + len(failed)
    shown = people[start:end]
    items = [
        {"employee": person.reference, "punches": rows}
        for person in shown
        if (rows := _between(tenant.company, person, first, last))
    ]
    metadata: Row = {
        "index": index,
        "totalPages": max(1, -(-total // count)),
        "count": count,
        "failedEmployeeCount": min(end, total) - min(start, total) - len(shown),
        "punchesOnCurrentPage": sum(len(item["punches"]) for item in items),
    }
    if "requestTag" in body.get("options", {}):
        metadata["requestTag"] = body["options"]["requestTag"]
    answer = {"metadata": metadata, "data": items} if items else {"metadata": metadata}
    return Reply(answer, len(shown))


def _range(dates: Row) -> tuple[int, int]:
    """Read the range as seconds of a wall clock, both ends included."""
    first, last = times.moment(dates["startDateTime"]), times.moment(dates["endDateTime"])
    if last < first:
        raise bad("WCO-101228", "The end date must not be before the start date.")
    if last - first > _MAX_SECONDS:
        raise bad("WTK-124919", "The date range must not be longer than 60 minutes.")
    return first, last


def _requested(tenant: Tenant, where: Row) -> tuple[list[Person], list[Row]]:
    """Find the requested employees, or everyone, and the references to unknown ones."""
    if "employees" in where:
        return employees(tenant, where["employees"])
    company = tenant.company
    return [person for person in company.people if person.id not in company.erased], []


def _between(company: Company, person: Person, first: int, last: int) -> list[Row]:
    # Date-times without an offset are local to the employee, as in every other operation.
    days = range(first // times.DAY + times.UNIX - 1, last // times.DAY + times.UNIX + 1)
    return [
        timecards.realtime_punch(company, person, punch)
        for day in days
        for punch in company.day(person, day).punches
        if first <= times.wall(person.zone, punch.at) <= last
    ]


OPERATIONS = (
    Operation(
        "POST",
        "/v1/timekeeping/punches/apply_read",
        _punches,
        (
            {
                "count!": "int",
                "index!": "int",
                "options": {"includeFullDataSource": "bool", "requestTag": "str"},
                "where!": {
                    "dateRange!": {"endDateTime!": "datetime", "startDateTime!": "datetime"},
                    "employees": REFS,
                },
            },
        ),
    ),
)
