"""Activities and activity shifts; 403 without the Activities license."""

from __future__ import annotations

from datetime import datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, known, span
from ukg_wfm_sandbox.company.catalogs import ZONE_REFS
from ukg_wfm_sandbox.errors import ApiError, bad, over_limit
from ukg_wfm_sandbox.records import activities
from ukg_wfm_sandbox.shapes import RANGE, REFS, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
_ALL = "All Activities"
_SHIFT_LOAD, _TOTALS = 700, 150
_CHANGE_SECONDS, _CHANGE_PEOPLE = 86_400, 100
_SELECT = ("SEGMENTS", "SEGMENTS_WITH_RESULTS")


def _licensed(handle: Callable[[Tenant, Call], Reply]) -> Callable[[Tenant, Call], Reply]:
    def handler(tenant: Tenant, call: Call) -> Reply:
        if not tenant.activities:
            raise ApiError(403, "WFA-000030", "The Activities license is missing.")
        return handle(tenant, call)

    return handler


def _activities(tenant: Tenant, call: Call) -> Reply:
    if len(call.query) != 1:
        raise bad("WFP-90005", "Exactly one of combinedName, queryName, queryId is required.")
    rows = activities.activities(tenant.company)
    wanted = call.query.get("combinedName", "*")
    # Only one query exists: all activities.
    if call.query.get("queryId", "1") != "1" or call.query.get("queryName", _ALL) != _ALL:
        raise bad("WFP-90007", "The query was not found.")
    return Reply([row for row in rows if fnmatchcase(row["combinedName"], wanted)])


def _asked(tenant: Tenant, where: Row) -> tuple[list[Person], range, set[int]]:
    """Read the people, the days and the activities of a request."""
    first, last = span(where["dateRange"])
    wanted = set(where.get("activities", {}).get("ids", ())) or set(activities.NAMES)
    return known(tenant, where["employees"]), range(first, last + 1), wanted


def _check_select(tenant: Tenant, select: list[str] | str) -> None:
    form = tenant.live["activities_select"]
    if form not in ("both", "text" if isinstance(select, str) else "list"):
        raise bad("WFP-90009", f"Invalid value type for select: {form} expected.")


def _shifts(tenant: Tenant, call: Call) -> Reply:
    _check_select(tenant, call.body["select"])
    people, days, wanted = _asked(tenant, call.body["where"])
    if len(people) * len(days) > _SHIFT_LOAD:
        raise over_limit(len(people) * len(days), _SHIFT_LOAD, code="WFP-90001")
    results = "SEGMENTS_WITH_RESULTS" in call.body["select"]
    found: list[Row] = []
    for person in people:
        shifts = [activities.shift(tenant.company, person, day) for day in days]
        rows = [
            {**one, "activitySpans": _shown(one["activitySpans"], wanted, results=results)}
            for one in shifts
            if one
        ]
        found.append({"employee": person.reference, "activityShifts": rows})
    return Reply(found, len(people))


def _shown(spans: list[Row], wanted: set[int], *, results: bool) -> list[Row]:
    return [
        {name: part for name, part in one.items() if results or name != "activityResultSegments"}
        for one in spans
        if one["processedSegments"][0]["activityId"] in wanted
    ]


def _totals(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    people, days, wanted = _asked(tenant, where)
    kind = where.get("rollupType", "DAILY")
    found: list[Row] = []
    for person in people:
        lines = [
            row
            for day in days
            for row in activities.totals(tenant.company, person, day, by_item=kind == "TIMEITEM")
            if row["activity"]["id"] in wanted
        ]
        context = {"employee": person.reference, "timezone": ZONE_REFS[person.zone]}
        head = {"employeeContext": context, "totalAggregationType": kind}
        found.append({**head, "aggregatedTotals": lines})
    count = sum(len(item["aggregatedTotals"]) for item in found)
    if count > _TOTALS:
        raise over_limit(count, _TOTALS, code="WFP-90003")
    return Reply(found, len(people))


def _net_changes(tenant: Tenant, call: Call) -> Reply:
    _check_select(tenant, call.body["select"])
    where = call.body["where"]
    start = datetime.fromisoformat(where["lastRunDateTime"][:19])
    end = datetime.fromisoformat(where["endDateTime"][:19])
    if end < start:
        raise bad("WCO-101228", "The end date must not be before the start date.")
    if (seconds := int((end - start).total_seconds())) > _CHANGE_SECONDS:
        raise over_limit(seconds, _CHANGE_SECONDS, code="WFP-90003")
    people = known(tenant, where.get("employees", {}))
    if len(people) > _CHANGE_PEOPLE:
        raise over_limit(len(people), _CHANGE_PEOPLE)
    # Changes are simulated by the day; a part of a day counts as the whole day.
    days = range(start.toordinal(), end.toordinal() + 1)
    found = [
        {
            "employee": person.reference,
            "segments": [
                row for day in days for row in activities.changes(tenant.company, person, day)
            ],
        }
        for person in people
    ]
    return Reply(found, len(people))


def _selecting(where: Row) -> tuple[Shape, ...]:
    """Return the shapes of a body whose `select` is a list or a string."""
    return tuple({"select!": select, "where!": where} for select in ([_SELECT], _SELECT))


OPERATIONS = (
    Operation(
        "POST",
        "/v1/work/activity_shifts/net_changes/multi_read",
        _licensed(_net_changes),
        _selecting(
            {
                "activities": REFS,
                "employees": REFS,
                "endDateTime!": "datetime",
                "futureDatedActivities": "bool",
                "lastRunDateTime!": "datetime",
            }
        ),
    ),
    Operation(
        "GET",
        "/v1/work/activities",
        _licensed(_activities),
        query=frozenset(("combinedName", "queryName", "queryId")),
    ),
    Operation(
        "POST",
        "/v1/work/activity_totals/multi_read",
        _licensed(_totals),
        (
            {
                "where!": {
                    "activities": REFS,
                    "dateRange!": RANGE,
                    "employees!": REFS,
                    "rollupType": ("DAILY", "TIMEITEM"),
                }
            },
        ),
    ),
    Operation(
        "POST",
        "/v1/work/activity_shifts/multi_read",
        _licensed(_shifts),
        _selecting(
            {
                "activities": REFS,
                "dateRange!": {"startDate!": "date", "endDate!": "date"},
                "employees!": REFS,
            }
        ),
    ),
)
