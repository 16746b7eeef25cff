"""Schedules and time-off requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, known, span
from ukg_wfm_sandbox.api.organization.hyperfinds import members
from ukg_wfm_sandbox.errors import bad, over_limit
from ukg_wfm_sandbox.records.scheduling import roster, schedule, time_off
from ukg_wfm_sandbox.shapes import IDS, RANGE, REF

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

    Read = Callable[[Company, Person, int, int], list[Any]]

Row = dict[str, Any]
SECTIONS = {
    "SHIFTS": "shifts",
    "PAYCODEEDITS": "payCodeEdits",
    "LEAVEEDITS": "leaveEdits",
    "AVAILABILITIES": "availabilities",
    "HOLIDAYS": "holidays",
    "DAYLOCKS": "dayLocks",
    "EMPLOYEES": "employees",
    "OPENSHIFTS": "openShifts",
    "SCHEDULEDAYS": "scheduleDayList",
    "SCHEDULETAGS": "scheduleTags",
    "EXPANDEDJOBS": "expandedJobs",
}
_SELECT = (*SECTIONS, "OPENSHIFTSUMMARY", "ONCALLFLAG")
_LOAD = 56_000
_FIRST_OF = {"openapi": "employees", "recorded": "employeeRefs"}


def _schedule(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    given = {"employees", "locations", "hyperFind"} & set(where)
    if len(given) != 1:
        raise bad("WFP-90005", "One of employees, locations and hyperFind is required.")
    criterion = where[given.pop()]
    if "employees" in where:
        _known_form(tenant, call.body)
    first, last = span(criterion.get("dateRange", criterion))
    jobs: list[int] = []
    if "locations" in where:
        jobs = _jobs(tenant, criterion["locations"], last)
        wanted = set(jobs)
        people = [one for one in tenant.company.people if one.job(last) in wanted]
    elif "hyperFind" in where:
        people = members(tenant, criterion["hyperFind"], first, last)
    else:
        people = known(tenant, criterion.get("employeeRefs") or criterion["employees"])
    load = len(people) * (last - first + 1)
    if load > _LOAD:
        raise over_limit(load, _LOAD, code="WFP-90001")
    selected = set(call.body.get("select") or SECTIONS)
    if "locations" not in where:
        selected.discard("OPENSHIFTS")
    options = call.body.get("multiReadOptions", {})
    early = not options.get("excludeOvernightShiftsOnStartDate", False)
    found: dict[str, list[Any]] = {
        name: _section(tenant, people, section, first, last, early=early)
        for section, name in SECTIONS.items()
        if section in selected
    }
    if "OPENSHIFTS" in selected:
        found["openShifts"] = [
            row
            for job in jobs
            for day in range(first, last + 1)
            for row in schedule.open_shifts(tenant.company, job, day)
        ]
    return Reply(found, len(people))


def _known_form(tenant: Tenant, body: Row) -> None:
    """Refuse the form of the request body that this tenant does not accept."""
    form = tenant.live["schedule_form"]
    given = "openapi" if "dateRange" in body["where"]["employees"] else "recorded"
    if form not in ("both", given):
        raise bad("WFP-90011", f"Unknown property: where.employees.{_FIRST_OF[given]}.")
    # The recorded form has no select.
    if form == "recorded" and "select" in body:
        raise bad("WFP-90011", "Unknown property: select.")


def _jobs(tenant: Tenant, references: Row, ordinal: int) -> list[int]:
    tree = tenant.company.organization
    wanted: list[Row] = [{"id": one} for one in references.get("ids", ())]
    wanted += [{"qualifier": one} for one in references.get("qualifiers", ())]
    if not wanted:
        raise bad("WFP-90005", "At least one location is required.")
    found: dict[int, None] = {}
    for reference in wanted:
        node = tree.find(reference, ordinal)
        if node is None:
            raise bad("WCO-101414", "The location was not found.")
        for one in (node, *tree.below(node.id)):
            if one.kind == "Job":
                found[one.id] = None
    return list(found)


def _section(  # noqa: PLR0913
    tenant: Tenant, people: list[Person], section: str, first: int, last: int, *, early: bool
) -> list[Any]:
    read, before = _READS.get(section), _EARLY.get(section) if early else None
    found: list[Any] = []
    for person in people if read else ():
        found += before(tenant.company, person, first - 1) if before else ()
        found += read(tenant.company, person, first, last) if read else ()
    return found


def _by_day(read: Callable[[Company, Person, int], list[Any]]) -> Read:
    return lambda company, person, first, last: [
        row for day in range(first, last + 1) for row in read(company, person, day)
    ]


_READS: dict[str, Read] = {
    "SHIFTS": _by_day(schedule.shifts),
    "PAYCODEEDITS": _by_day(schedule.pay_code_edits),
    "HOLIDAYS": _by_day(lambda _, person, day: schedule.holidays(person, day)),
    "SCHEDULEDAYS": _by_day(lambda *asked: [schedule.day_row(*asked)]),
    "EMPLOYEES": lambda _company, person, _first, _last: [person.reference],
    **roster.SECTIONS,
}
# Items that last past midnight are also returned for the next day.
_EARLY = {"SHIFTS": schedule.overnight, "SCHEDULETAGS": roster.overnight_tags}


def _time_off(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    if len(where) != 1:
        raise bad("WFP-90005", "Exactly one of employees, hyperfind, states is required.")
    ((name, criterion),) = where.items()
    first, last = span(criterion)
    if name == "hyperfind":
        people = members(tenant, criterion["hyperfindRef"], first, last)
    else:
        people = known(tenant, criterion["employeeRefs"])
    rows = [
        time_off.time_off(tenant.company, person, request)
        for person in people
        for request in tenant.company.requests(person, first, last)
    ]
    if name == "states":
        open_ = criterion["completionState"] == "INCOMPLETE"
        rows = [r for r in rows if (r["currentStatus"]["symbolicId"] == "SUBMITTED") == open_]
    return Reply(rows, len(people))


_OPTIONS: Row = {
    "multiReadOptions": {"excludeOvernightShiftsOnStartDate": "bool"},
    "orderBy": [("EMPLOYEES", "STARTDATE", "ENDDATE", "LOCATIONS")],
    "select": [_SELECT],
}
_BY_LOCATION: Row = {
    "dateRange!": RANGE,
    "includeCoverageSpans": "bool",
    "includeEmployeeTransfer": "bool",
    "locations!": IDS,
}
_LIVE: Row = {"employeeRefs!": IDS, "startDate!": "date", "endDate!": "date"}
OPERATIONS = (
    Operation(
        "POST",
        "/v1/scheduling/schedule/multi_read",
        _schedule,
        (
            {
                **_OPTIONS,
                "where!": {
                    "employees": {"dateRange!": RANGE, "employees!": IDS},
                    "excludeBreaks": "bool",
                    "hyperFind": {
                        "dateRange!": RANGE,
                        "hyperFind!": REF,
                        "includeEmployeeTransfer": "bool",
                    },
                    "locations": _BY_LOCATION,
                },
            },
            {**_OPTIONS, "where!": {"employees!": _LIVE, "excludeBreaks": "bool"}},
        ),
    ),
    Operation(
        "POST",
        "/v1/scheduling/timeoff/multi_read",
        _time_off,
        (
            {
                "multiReadOptions": {"includeOverriddenShifts": "bool"},
                "where!": {
                    "employees": _LIVE,
                    "hyperfind": {
                        "hyperfindRef!": REF,
                        "startDate!": "date",
                        "endDate!": "date",
                    },
                    "states": {"completionState!": ("COMPLETE", "INCOMPLETE"), **_LIVE},
                },
            },
        ),
    ),
)
