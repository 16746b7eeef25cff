"""What the API refuses, with the documented status, code and body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests
from ukg_wfm_sandbox import Sandbox

from .conftest import TODAY, Client
from .reading import (
    APPROVALS,
    ATTENDANCE,
    ATTESTATION,
    CHANGES,
    LEAVE_AUDITS,
    LEAVE_CASES,
    LEAVE_EDITS,
    LOCATIONS,
    METRICS,
    SCHEDULE,
    SIGNOFFS,
    TIME_OFF,
    TIMECARD,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, Any]
PERSONS = "/v1/commons/persons/apply_read"
EXTENSIONS = "/v1/commons/persons/extensions/multi_read"
EXECUTE = "/v1/commons/hyperfind/execute"
LONG = {"startDate": "2026-02-07", "endDate": TODAY}
DAY = {"startDate": TODAY, "endDate": TODAY}
ONE = {"ids": [1001]}


def timecard(**where: object) -> Row:
    return {"where": {"employees": ONE, "dateRange": DAY, **where}}


def metrics(ids: int, start: str) -> Row:
    employees = {"ids": [1001 + number for number in range(ids)]}
    span = {"startDate": start, "endDate": TODAY}
    return {"where": {"employeeSet": {"employees": employees, "dateRange": span}}}


def schedule(ids: int, start: str) -> Row:
    employees = {"ids": [1001 + number for number in range(ids)]}
    return {
        "where": {"employees": {"employeeRefs": employees, "startDate": start, "endDate": TODAY}}
    }


def extensions(count: int, **where: object) -> Row:
    values = [str(1001 + number) for number in range(count)]
    return {"where": {"employees": {"key": "personid", "values": values}, **where}}


def execute(start: str = TODAY, **more: object) -> Row:
    return {
        "hyperfind": {"id": 1},
        "dateRange": {"startDate": start, "endDate": TODAY},
        **more,
    }


def leave(ids: int = 1, start: str = TODAY, **more: object) -> Row:
    employees = {"ids": [1001 + number for number in range(ids)]}
    return {"employees": employees, "dateRange": {"startDate": start, "endDate": TODAY}, **more}


def descend(**criterion: object) -> Row:
    return {"where": {"descendantsOf": {"context": "ORG", "date": TODAY, **criterion}}}


LEAVE = (LEAVE_CASES, LEAVE_EDITS, LEAVE_AUDITS)
EVENTS, ACTIONS = ATTENDANCE["attendance_events"], ATTENDANCE["attendance_actions"]
AUDITS, BALANCES = ATTENDANCE["attendance_audits"], ATTENDANCE["attendance_balances"]
FORECAST = "/v1/forecasting/labor_forecast/multi_read"
BUDGET = "/v1/forecasting/labor_budget/multi_read"
ACTIVITY_TOTALS = "/v1/work/activity_totals/multi_read"
ACTIVITY_SHIFTS = "/v1/work/activity_shifts/multi_read"
VOLUMES = "/v1/forecasting/volume_forecasts/multi_read"
VOLUME_BUDGET = "/v1/forecasting/volume_budget/multi_read"
ACTUALS = "/v1/forecasting/actual_volume/apply_read"
TYPES = "/v1/commons/location_types/multi_read"
JOBS = "/v1/commons/jobs/multi_read"
SETS = "/v2/commons/location_sets/multi_read"
TEMPLATES = "/v1/scheduling/shift_templates/multi_read"
SUBTYPES = "/v1/scheduling/setup/request_subtypes/multi_read"
SCHEDULE_CHANGES = "/v1/scheduling/schedule/changes/multi_read"
EXPORT = "/v1/commons/payroll/export/async"


def schedule_changes(start: str) -> Row:
    moments = {"startDateTime": start, "endDateTime": f"{TODAY}T00:00:01"}
    return {"where": {"employees": {"employees": ONE, **moments}}}


def forecast(jobs: int, start: str = TODAY, **more: object) -> Row:
    span = {"startDate": start, "endDate": TODAY}
    return {"dateRange": span, "orgJobs": {"ids": [1] * jobs}, **more}


def budget(jobs: int, start: str = TODAY, **more: object) -> Row:
    span = {"startDate": start, "endDate": TODAY}
    where = {"dateSpan": span, "orgJobs": {"ids": [1] * jobs}, "laborTypes": ["COST"]}
    return {"where": {**where, **more}}


def booked(ids: int, start: str = TODAY, **more: object) -> Row:
    employees = {"ids": [1001 + number for number in range(ids)]}
    span = {"startDate": start, "endDate": TODAY}
    return {"where": {"employees": employees, "dateRange": span}, **more}


def volumes(category: Row, start: str = TODAY, count: int = 1, **more: object) -> Row:
    asked = {"category": category, **more}
    span = {"startDate": start, "endDate": TODAY}
    return {"where": {"categoryDrivers": [asked] * count, "dateRange": span}}


def volume_budget(start: str = TODAY, node: int = 54, **more: object) -> Row:
    span = {"startDate": start, "endDate": TODAY}
    asked = {"dateRange": span, "drivers": {"ids": [3001]}, "orgNode": {"id": node}}
    return {**asked, **more}


def actuals(count: int, site: int = 53, **more: object) -> Row:
    asked = {"site": {"id": site}, "externalLabelDrivers": [], **more}
    return {"where": {"dateSpan": DAY, "siteDetails": [asked] * count}}


def sets(**more: object) -> Row:
    where = {"context": "ORG", "date": TODAY, "allDetails": True, "locationSets": {}, "types": {}}
    return {"where": {**where}, **more}


SCHEDULE_FORM = {"where": {"employees": {"employees": ONE, "dateRange": DAY}}}
PUNCHES = "/v1/timekeeping/punches/apply_read"


def punches(start: str, end: str, **page: int) -> Row:
    dates = {"startDateTime": f"{TODAY}T{start}", "endDateTime": f"{TODAY}T{end}"}
    return {"where": {"dateRange": dates}, "index": 0, "count": 25, **page}


BAD = [
    # unknown properties and other families' shapes
    (PERSONS, {"where": {}, "page": 1}, 400, "WFP-90011"),
    (PERSONS, {"where": {"employees": ONE}}, 400, "WFP-90011"),
    (TIMECARD, {"employees": ONE, "dateRange": DAY}, 400, "WFP-90011"),
    (TIMECARD, {"where": {"employees": {"employeeRefs": ONE}}}, 400, "WFP-90011"),
    (METRICS, timecard(), 400, "WFP-90011"),
    (SCHEDULE, {"where": {"employees": ONE, "dateRange": DAY}}, 400, "WFP-90011"),
    (TIME_OFF, {"where": {"employees": {"employees": ONE, **DAY}}}, 400, "WFP-90011"),
    (CHANGES, {"where": {"employeeSet": ONE}}, 400, "WFP-90011"),
    (ATTESTATION, {"where": {"employees": [ONE], "dateRange": DAY}}, 400, "WFP-90011"),
    (EXECUTE, execute(where={}), 400, "WFP-90011"),
    (LOCATIONS, {"where": {"children": {}}}, 400, "WFP-90011"),
    *((path, {"where": leave()}, 400, "WFP-90011") for path in LEAVE),
    *((path, {"where": leave()}, 400, "WFP-90011") for path in ATTENDANCE.values()),
    (AUDITS, leave(isManagerRole=True), 400, "WFP-90011"),
    (BALANCES, leave(balanceTypes=[]), 400, "WFP-90011"),
    (ACTIONS, leave(wageLiabilityCalculated=True), 400, "WFP-90011"),
    (TYPES, {"where": {"allJobsBySpan": DAY}}, 400, "WFP-90011"),
    (JOBS, {"where": {"allJobsBySpan": {**DAY, "context": "ORG"}}}, 400, "WFP-90011"),
    (TEMPLATES, {"where": {"ids": [1501]}}, 400, "WFP-90011"),
    # wrong kinds
    (LEAVE_EDITS, leave(leaveEditSearchTypeEnum="BY_DATES"), 400, "WFP-90009"),
    (LEAVE_AUDITS, leave(entityTypes="LEAVE_CASE"), 400, "WFP-90009"),
    (EVENTS, leave(eventTypes="basic"), 400, "WFP-90009"),
    (EVENTS, leave(actionId="7"), 400, "WFP-90009"),
    (ACTIONS, leave(completed=1), 400, "WFP-90009"),
    (PERSONS, [], 400, "WFP-90009"),
    (PERSONS, {"where": {}, "count": "1000"}, 400, "WFP-90009"),
    (PERSONS, {"where": {}, "index": True}, 400, "WFP-90009"),
    (TIMECARD, timecard(employees={"ids": ["1001"]}), 400, "WFP-90009"),
    (TIMECARD, {**timecard(), "select": ["NONSENSE"]}, 400, "WFP-90009"),
    (EXTENSIONS, {"where": {"employees": {"key": "personid", "values": [1]}}}, 400, "WFP-90009"),
    (EXTENSIONS, extensions(1, extensionType="all"), 400, "WFP-90009"),
    (ATTESTATION, timecard(), 400, "WFP-90009"),
    (ATTESTATION, {**timecard(employees=[{"id": 1001}]), "select": ["all"]}, 400, "WFP-90009"),
    # what is missing
    *((path, {"dateRange": DAY}, 400, "WFP-90005") for path in LEAVE),
    *((path, {"employees": ONE}, 400, "WFP-90005") for path in LEAVE),
    *((path, {"dateRange": DAY}, 400, "WFP-90005") for path in ATTENDANCE.values()),
    *((path, {"employees": ONE}, 400, "WFP-90005") for path in ATTENDANCE.values()),
    (LEAVE_CASES, leave(caseStatus={"qualifier": "Open"}), 400, "WFP-90005"),
    (ATTESTATION, timecard(employees=[]), 400, "WFP-90005"),
    (FORECAST, forecast(1, laborTypes=["COST"]), 400, "WFP-90011"),
    (FORECAST, forecast(1, laborForecastTypes=["COST"]), 400, "WFP-90009"),
    (BUDGET, forecast(1), 400, "WFP-90011"),
    (BUDGET, budget(1, laborTypes=["RAW"]), 400, "WFP-90009"),
    (ACTIVITY_TOTALS, booked(1, select=["SEGMENTS"]), 400, "WFP-90011"),
    (ACTIVITY_SHIFTS, booked(1, select=["RESULTS"]), 400, "WFP-90009"),
    (JOBS, {"where": {"forDate": {"date": 20261115}}}, 400, "WFP-90009"),
    # what is missing
    (TYPES, {"where": {"span": DAY}}, 400, "WFP-90005"),
    (ACTIVITY_SHIFTS, booked(1), 400, "WFP-90005"),
    (VOLUMES, volumes({"id": 54}, includeIntervals="yes"), 400, "WFP-90011"),
    (VOLUMES, volumes({"id": 9999}), 400, "WFF-270000"),
    (VOLUMES, volumes({"id": 54}, drivers={"ids": [9]}), 400, "WFF-270000"),
    (VOLUMES, volumes({"id": 54}, "2026-05-01"), 413, "WFP-90001"),
    (VOLUMES, volumes({"id": 54}, count=101), 413, "WFP-90003"),
    (VOLUME_BUDGET, volume_budget(drivers={}), 400, "WFP-90005"),
    (VOLUME_BUDGET, volume_budget("2026-10-16"), 413, "WFP-90001"),
    (VOLUME_BUDGET, volume_budget(node=53), 400, "WFF-270000"),
    (VOLUME_BUDGET, volume_budget(orgNodes={"ids": [54] * 100}), 413, "WFP-90003"),
    (ACTUALS, actuals(401), 413, "WFP-90003"),
    (ACTUALS, actuals(1, site=54), 400, "WFF-270000"),
    (ACTUALS, {"where": {"dateSpan": DAY, "siteDetails": [{"site": {"id": 53}}]}}, 400, "WFP-90005"),
    (ACTIVITY_TOTALS, booked(0), 400, "WFP-90005"),
    (ACTIVITY_SHIFTS, booked(101, "2026-11-09", select=["SEGMENTS"]), 413, "WFP-90001"),
    (ACTIVITY_TOTALS, booked(800, "2026-11-12"), 413, "WFP-90003"),
    (FORECAST, forecast(0), 400, "WFP-90005"),
    (BUDGET, {"where": {"dateSpan": DAY, "orgJobs": ONE}}, 400, "WFP-90005"),
    (FORECAST, forecast(1), 400, "WCO-101414"),
    (BUDGET, budget(1, orgJobs={"ids": [7]}), 400, "WCO-101414"),
    (FORECAST, forecast(51, "2026-08-08"), 413, "WFP-90001"),
    (BUDGET, budget(301, "2026-08-08"), 413, "WFP-90001"),
    (JOBS, {"where": {}}, 400, "WFP-90005"),
    (SETS, {"where": {"context": "ORG"}}, 400, "WFP-90005"),
    (TEMPLATES, {}, 400, "WFP-90005"),
    (SUBTYPES, {"where": {"requestTypes": {}}}, 400, "WFP-90005"),
    (SUBTYPES, {"where": {"requestTypes": {"ids": [1], "qualifiers": ["Swap"]}}}, 400, "WFP-90005"),
    (SUBTYPES, {"where": {"requestTypes": {"qualifiers": ["Sw"]}}}, 400, "WCO-101241"),
    (EXPORT, {"requestId": "1"}, 400, "WFP-90005"),
    (EXPORT, {"query": {"where": {"dateRange": DAY}}}, 400, "WFP-90009"),
    (EXPORT, {"query": "SELECT 1", "where": {}}, 400, "WFP-90011"),
    (EXPORT, {"query": "SELECT * FROM persons"}, 400, "WCO-116302"),
    (EXPORT, {"query": "SELECT pay FROM payroll_lines"}, 400, "WCO-116302"),
    (SCHEDULE_CHANGES, schedule_changes("2026-10-06T00:00:00"), 413, "WCO-106194"),
    (PERSONS, {}, 400, "WFP-90005"),
    (TIMECARD, {"where": {"dateRange": DAY}}, 400, "WFP-90005"),
    (TIMECARD, timecard(employees={"ids": []}), 400, "WFP-90005"),
    (TIMECARD, timecard(dateRange={"startDate": TODAY}), 400, "WFP-90005"),
    (EXECUTE, {"hyperfind": {"id": 1}}, 400, "WFP-90005"),
    (LOCATIONS, descend(), 400, "WFP-90005"),
    # dates
    (TIMECARD, timecard(dateRange={**DAY, "endDate": "2026-02-30"}), 400, "WFP-90006"),
    (TIMECARD, timecard(dateRange={**DAY, "endDate": "2026-11-14"}), 400, "WCO-101228"),
    (SCHEDULE, schedule(1, "2026-11-16"), 400, "WCO-101228"),
    (TIMECARD, timecard(dateRange={**DAY, "endDate": "20261115"}), 400, "WFP-90006"),
    (PERSONS, {"where": {"snapshotDate": "2026-11-15T00:00:00"}}, 400, "WFP-90006"),
    (
        LOCATIONS,
        {**descend(locationRef={"id": 1}), "multiReadOptions": {"modifiedSince": "today"}},
        400,
        "WFP-90006",
    ),
    # who is unknown
    (TIMECARD, timecard(employees={"ids": [1001, 9]}), 400, "WCO-101259"),
    (SCHEDULE, {"where": {"employees": {"employeeRefs": {"ids": [9]}, **DAY}}}, 400, "WCO-101259"),
    (LOCATIONS, descend(locationRef={"id": 9999}), 400, "WCO-101414"),
    (EXECUTE, execute(hyperfind={"id": 55}), 400, "WCO-112001"),
    (ATTESTATION, timecard(employees=[{"id": 9}]), 400, "WCO-101259"),
    *((path, leave(901), 400, "WCO-101259") for path in LEAVE),
    *((path, leave(901), 400, "WCO-101259") for path in ATTENDANCE.values()),
    # limits
    *((path, leave(900, "2026-08-14"), 413, "WFP-90001") for path in ATTENDANCE.values()),
    (ACTIONS, leave(900, "2026-09-30", completed=True), 413, "WFP-90001"),
    *((path, leave(900, "2026-08-14"), 413, "WFP-90001") for path in LEAVE),
    (LEAVE_CASES, {"leaveCases": [{"id": 1}] * 1001}, 413, "WFP-90003"),
    (PERSONS, {"where": {}, "count": 10_001}, 413, "WFP-90003"),
    (PERSONS, {"where": {}, "count": 0}, 400, "WFP-90002"),
    (PERSONS, {"where": {}, "index": -1}, 400, "WFP-90002"),
    ("/v1/commons/cost_centers/apply_read", {"count": 1001}, 413, "WFP-90003"),
    (SETS, sets(count=1001), 413, "WFP-90003"),
    (PUNCHES, punches("08:00:00", "09:00:01"), 400, "WTK-124919"),
    (PUNCHES, punches("08:00:00", "07:59:59"), 400, "WCO-101228"),
    (PUNCHES, punches("08:00:00", "09:00:00", count=0), 400, "WTK-124921"),
    (PUNCHES, punches("08:00:00", "09:00:00", count=26), 400, "WTK-124921"),
    (PUNCHES, punches("08:00:00", "09:00:00", index=-1), 400, "WFP-90002"),
    (PUNCHES, {"where": punches("08:00:00", "09:00:00")["where"]}, 400, "WFP-90005"),
    (EXTENSIONS, extensions(1001), 413, "WCO-106194"),
    (TIMECARD, timecard(employees={"ids": list(range(1001, 1502))}), 413, "WCO-106194"),
    (TIMECARD, timecard(employees={"ids": [*range(1001, 1101)]}, dateRange=LONG), 413, "WFP-90001"),
    (TIMECARD, timecard(dateRange={**DAY, "startDate": "2025-11-15"}), 400, "WCO-112010"),
    (METRICS, metrics(800, "2025-11-15"), 413, "WFP-90001"),
    (SCHEDULE, schedule(200, "2026-01-01"), 413, "WFP-90001"),
    (EXECUTE, execute(threshold=500), 400, "WCO-112003"),
    (EXECUTE, execute(threshold=50_001), 400, "WCO-112004"),
    (EXECUTE, execute("2025-11-15"), 400, "WCO-112010"),
]  # fmt: skip

QUERIES = [
    (SIGNOFFS, {}, "WFP-90005"),
    (SIGNOFFS, {"employee_id": "1001", "person_num": "20007"}, "WFP-90005"),
    (SIGNOFFS, {"employee_id": "x"}, "WFP-90009"),
    (SIGNOFFS, {"employee_id": "9"}, "WCO-101259"),
    (SIGNOFFS, {"employee_id": "1001", "start_date": TODAY}, "WFP-90010"),
    (APPROVALS, {"employee_id": "1001"}, "WFP-90005"),
    (APPROVALS, {"employee_id": "1001", "start_date": TODAY, "end_date": "15"}, "WFP-90006"),
    (
        APPROVALS,
        {"person_num": "20007", "start_date": TODAY, "end_date": "2026-11-14"},
        "WCO-101228",
    ),
]


@pytest.fixture(scope="module")
def crowd() -> Iterator[Client]:
    with Sandbox(employees=900, days=5, seed=1, today=TODAY) as sandbox:
        yield Client(sandbox)


@pytest.mark.parametrize(("path", "body", "status", "code"), BAD)
def test_refusals(crowd: Client, path: str, body: object, status: int, code: str) -> None:
    answer = crowd.call("POST", path, body)
    found = answer.json()
    assert (answer.status_code, found["errorCode"]) == (status, code), found
    assert found["message"]
    assert answer.headers["kronos-tid"]
    if status == 413 or code in ("WCO-112003", "WCO-112010"):
        (limit,) = found["details"]["limits"]
        assert limit["actual"] > limit["maximum"]


@pytest.mark.parametrize(("path", "query", "code"), QUERIES)
def test_refused_queries(crowd: Client, path: str, query: dict[str, str], code: str) -> None:
    answer = crowd.call("GET", path, None, **query)
    assert (answer.status_code, answer.json()["errorCode"]) == (400, code)


def test_just_within_the_limits(crowd: Client) -> None:
    crowd.post(TIMECARD, timecard(employees={"ids": list(range(1001, 1501))}))
    crowd.post(SCHEDULE, schedule(800, "2026-09-07"))
    crowd.post(EXTENSIONS, extensions(900))
    crowd.post(LEAVE_CASES, leave(800, "2026-08-03"))
    crowd.post(EVENTS, leave(800, "2026-08-03"))
    crowd.post(ACTIONS, leave(800, "2026-08-03", completed=False))
    crowd.post(ACTIONS, leave(840, "2026-09-27", completed=True))
    assert crowd.post(LEAVE_CASES, {"leaveCases": [{"id": 1}] * 1000}) == []
    crowd.post(PERSONS, {"where": {}, "count": 10_000})
    assert crowd.post(EXECUTE, execute(threshold=50_000))["count"] > 500


def test_paths_methods_tokens_and_bodies(crowd: Client) -> None:
    assert crowd.call("GET", "/v1/nothing").status_code == 404
    assert crowd.call("GET", PERSONS).status_code == 405
    assert crowd.call("GET", "/v1/commons/hyperfind", None, unknown="1").status_code == 400
    for header in ({}, {"Authorization": "Bearer no"}, {"Authorization": "Basic no"}):
        answer = requests.post(f"{crowd.url}/api{PERSONS}", json={}, headers=header, timeout=30)
        assert answer.status_code == 401
    assert crowd.call("POST", PERSONS, {"where": {}, "x": "y" * 1_100_000}).status_code == 413
    url = f"{crowd.url}/api{PERSONS}"
    assert crowd.session.post(url, data="{", timeout=30).json()["errorCode"] == "WFP-90008"


def test_lists_by_query(crowd: Client) -> None:
    groups = "/v2/scheduling/setup/schedule_groups"
    everything = crowd.read("GET", groups)
    pages = [crowd.read("GET", groups, index=str(page), count="2") for page in range(9)]
    assert [row for page in pages for row in page] == everything
    assert crowd.read("GET", groups, name="Line A") == everything[:1]
    assert set(crowd.read("GET", groups, all_details="false")[0]) == {"id", "name", "persistentId"}
    assert crowd.call("GET", groups, count="10001").status_code == 413
    assert crowd.call("GET", groups, count="ten").json()["errorCode"] == "WFP-90009"
    assert crowd.call("GET", "/v1/scheduling/skills", id="1401").status_code == 400
    profiles = "/v2/timekeeping/setup/accrual_profiles"
    assert "accrualPolicies" not in crowd.read("GET", profiles)[0]
    places = "/v1/commons/known_places"
    assert set(crowd.read("GET", places)[0]) == {"id", "name"}
    assert crowd.read("GET", places, allDetails="true")[0]["locations"]


def test_revisions_by_dates_and_changes(crowd: Client) -> None:
    span = {"startDate": "1900-01-01", "endDate": "2999-12-31"}
    whole = crowd.post(JOBS, {"where": {"allJobsBySpan": span}})
    today = crowd.post(JOBS, {"where": {"forDate": {"date": TODAY}}})
    assert {row["id"] for row in whole} == {row["id"] for row in today}
    assert len(whole) > len(today) == len({row["id"] for row in today})
    one = crowd.post(JOBS, {"where": {"span": {**span, "jobRef": {"id": 702}}}})
    assert [row["id"] for row in one] == [702, 702]
    since = {"multiReadOptions": {"modifiedSince": "2026-11-01T00:00:00"}}
    changed = crowd.post(TYPES, {**since, "where": {"span": {**span, "context": "ORG"}}})
    assert {row["name"] for row in changed} == {"Abteilung", "Department"}
    assert crowd.post(TYPES, {"where": {"span": {**span, "context": "FORECAST"}}}) == []
    named = sets()
    named["where"]["locationSets"] = {"ids": [1601]}
    assert [row["name"] for row in crowd.post(SETS, named)["records"]] == ["All sites"]


def test_forecasts_of_what_is_no_job(crowd: Client) -> None:
    site = forecast(1, "2026-11-10", validateJobs=False)
    assert crowd.post(FORECAST, site) == []
    tree = {"query": {"context": "ORG", "date": TODAY, "q": "Lead"}}
    jobs = [node["nodeId"] for node in crowd.post(LOCATIONS, {"where": tree})]
    asked = forecast(0, "2026-11-10", orgJobs={"ids": [1, *jobs]}, validateJobs=False)
    rows = [row for one in crowd.post(FORECAST, asked) for row in one["laborForecasts"]]
    assert {row["laborForecastType"] for row in rows} == {"GENERATED", "ADJUSTED", "EARNED"}
    assert {len(row["intervalAmounts"]) for row in rows} == {0}
    kinds = {"laborForecastTypes": ["EARNED"], "includeIntervals": True}
    earned = [
        row for one in crowd.post(FORECAST, {**asked, **kinds}) for row in one["laborForecasts"]
    ]
    assert 0 < len(earned) < len(rows)
    assert all(row["intervalAmounts"] for row in earned)


def test_activities(crowd: Client) -> None:
    path = "/v1/work/activities"
    everything = crowd.read("GET", path, combinedName="*")
    steps = crowd.read("GET", path, combinedName="Order 4711/*")
    assert {row["parent"]["qualifier"] for row in steps} == {"Order 4711"}
    assert 0 < len(steps) < len(everything)
    assert crowd.call("GET", path).json()["errorCode"] == "WFP-90005"
    assert crowd.call("GET", path, queryName="Mine").status_code == 400
    assert crowd.read("GET", path, queryName="All Activities") == everything
    plain = crowd.post(ACTIVITY_SHIFTS, booked(100, "2026-11-10", select=["SEGMENTS"]))
    both = ["SEGMENTS", "SEGMENTS_WITH_RESULTS"]
    detailed = crowd.post(ACTIVITY_SHIFTS, booked(100, "2026-11-10", select=both))
    assert "activityResultSegments" not in json.dumps(plain)
    assert "activityResultSegments" in json.dumps(detailed)
    by_day = crowd.post(ACTIVITY_TOTALS, booked(100, "2026-11-13"))
    by_item = booked(100, "2026-11-13")
    by_item["where"]["rollupType"] = "TIMEITEM"
    sums = [
        sum(line["totalActual"] for item in answer for line in item["aggregatedTotals"])
        for answer in (by_day, crowd.post(ACTIVITY_TOTALS, by_item))
    ]
    assert sums[0] == sums[1] > 0


def test_a_tenant_without_the_license_for_activities() -> None:
    with Sandbox(employees=3, days=3, seed=1, today=TODAY, activities=False) as sandbox:
        client = Client(sandbox)
        for answer in (
            client.call("GET", "/v1/work/activities", combinedName="*"),
            client.call("POST", ACTIVITY_TOTALS, booked(1)),
            client.call("POST", ACTIVITY_SHIFTS, booked(1, select=["SEGMENTS"])),
        ):
            assert (answer.status_code, answer.json()["errorCode"]) == (403, "WFA-000030")


@pytest.mark.parametrize("how", ["silent", "results", "flat"])
def test_partial_success(how: str) -> None:
    body = timecard(employees={"ids": [1001, 9]})
    live = {"partial_success": how}
    with Sandbox(employees=3, days=3, seed=1, today=TODAY, live=live) as sandbox:
        answer = Client(sandbox).call("POST", TIMECARD, body, partial_success="true")
        assert Client(sandbox).call("POST", TIMECARD, body).status_code == 400
    told = answer.json()
    assert answer.status_code == (200 if how == "silent" else 207)
    if how == "results":
        assert told["details"]["error-offsets"] == [1]
        good, wrong = told["details"]["results"]
        told = [good["success"], wrong["error"]]
    assert told[0]["employee"]["id"] == 1001
    assert [one["errorCode"] for one in told[1:]] == ([] if how == "silent" else ["WCO-101259"])


@pytest.mark.parametrize(("key", "value"), [("persons_total", "all"), ("persons_listed", "active")])
def test_how_persons_are_listed(key: str, value: str) -> None:
    def pages(**live: str) -> list[Any]:
        with Sandbox(employees=30, days=200, seed=1, today=TODAY, live=live) as sandbox:
            read = Client(sandbox).post
            return [read(PERSONS, {"where": {}, "index": n, "count": 20}) for n in range(3)]

    usual, other = pages(), pages(**{key: value})
    assert [int(page["totalElements"]) for page in usual] == [len(p["records"]) for p in usual]
    people = [row for page in usual for row in page["records"]]
    assert {row["employmentStatus"] for row in people} > {"Active"}
    if key == "persons_total":
        assert {page["totalElements"] for page in other} == {str(len(people))}
    else:
        rows = [row for page in other for row in page["records"]]
        assert rows == [row for row in people if row["employmentStatus"] == "Active"]


def test_every_section_without_select(crowd: Client) -> None:
    (item,) = crowd.post(TIMECARD, timecard())
    assert set(item) >= {"punches", "workedShifts", "payCodeEdits", "exceptions", "totals",
                         "historicalCorrections", "hoursWorked"}  # fmt: skip
    (some,) = crowd.post(METRICS, {**metrics(1, TODAY), "metrics": ["ignored"]})
    assert isinstance(some["employeeId"], dict)
    assert len(some) > 5


def test_totals_have_dates_only_where_rolled_up_by_day(crowd: Client) -> None:
    span = {"startDate": "2026-11-11", "endDate": TODAY}
    body = timecard(employees={"ids": list(range(1001, 1021))}, dateRange=span)

    def lines(**options: str) -> list[Row]:
        items = crowd.post(TIMECARD, {**body, "select": ["TOTALS"], "multiReadOptions": options})
        return [
            line for item in items for part in item["totals"] for line in part["aggregatedTotals"]
        ]

    whole, daily, raw = lines(), lines(totalsRollupBy="DAILY"), lines(totalsRollupBy="RAW")
    assert not any("applyDate" in line for line in whole)
    assert {line["applyDate"] for line in daily} >= {"2026-11-11", "2026-11-12"}
    assert 0 < len(whole) < len(daily) < len(raw)
    hours = [
        sum(line["amount"] for line in found if line["amountType"] == "HOUR")
        for found in (whole, daily, raw)
    ]
    assert hours[0] == hours[1] == hours[2]


def test_leave_by_cases_statuses_and_types(client: Client) -> None:
    asked = leave(30)
    cases = client.post(LEAVE_CASES, asked)
    by_id = client.post(LEAVE_CASES, {"leaveCases": [{"id": case["id"]} for case in cases]})
    assert by_id == cases
    asked["dateRange"] = {"startDate": "2026-10-01", "endDate": "2026-10-31"}
    cases = client.post(LEAVE_CASES, asked)
    closed = client.post(LEAVE_CASES, {**asked, "caseStatus": {"id": 2}})
    assert closed == [case for case in cases if case["status"]["id"] == 2]
    assert 0 < len(closed) < len(cases)
    span = asked["dateRange"] = {"startDate": "2026-10-12", "endDate": "2026-10-14"}
    by_day, by_case = (
        client.post(LEAVE_EDITS, {**asked, "leaveEditSearchTypeEnum": kind})["leaveEdits"]
        for kind in ("BY_LEAVE_EDIT_DATES", "BY_LEAVE_CASE_DATES")
    )
    days = [edit["date"] for edit in by_case]
    assert by_day == [
        edit for edit in by_case if span["startDate"] <= edit["date"] <= span["endDate"]
    ]
    assert min(days) < span["startDate"]
    assert len(by_case) > len(by_day) > 0
    asked["dateRange"] = {"startDate": "2026-09-01", "endDate": TODAY}
    kinds = {"leave_case": "LEAVE_CASE", "Leave_Edit": "LEAVE_EDIT"}
    parts = [client.post(LEAVE_AUDITS, {**asked, "entityTypes": [kind]}) for kind in kinds]
    for part, kind in zip(parts, kinds.values(), strict=True):
        assert {row["entityType"]["qualifier"] for row in part} == {kind}
    assert sum(map(len, parts)) == len(client.post(LEAVE_AUDITS, asked))


def test_neighbouring_days_come_with_punches_and_worked_shifts(crowd: Client) -> None:
    ids = {"ids": list(range(1001, 1101))}
    range_ = {"startDate": "2026-11-12", "endDate": "2026-11-12"}

    def days(select: list[str]) -> set[str]:
        body = {**timecard(employees=ids, dateRange=range_), "select": select}
        return {p["punchDtm"][:10] for item in crowd.post(TIMECARD, body) for p in item["punches"]}

    assert days(["PUNCHES"]) == {"2026-11-12"}
    assert days(["PUNCHES", "WORKED_SHIFTS"]) == {"2026-11-11", "2026-11-12", "2026-11-13"}


def test_schedules_by_both_shapes_and_overnight(crowd: Client) -> None:
    ids = {"ids": list(range(1001, 1101))}
    open_api = {"where": {"employees": {"employees": ids, "dateRange": DAY}}}
    live = {"where": {"employees": {"employeeRefs": ids, **DAY}}}
    assert crowd.post(SCHEDULE, open_api) == crowd.post(SCHEDULE, live)
    shifts = crowd.post(SCHEDULE, live)["shifts"]
    assert {shift["startDateTime"][:10] for shift in shifts} == {"2026-11-14", TODAY}
    options = {"excludeOvernightShiftsOnStartDate": True}
    shifts = crowd.post(SCHEDULE, {**live, "multiReadOptions": options})["shifts"]
    assert {shift["startDateTime"][:10] for shift in shifts} == {TODAY}


@pytest.mark.parametrize(
    ("path", "body", "live", "code"),
    [
        (SCHEDULE, schedule(1, TODAY), {"schedule_form": "openapi"}, "WFP-90011"),
        (SCHEDULE, SCHEDULE_FORM, {"schedule_form": "recorded"}, "WFP-90011"),
        (
            SCHEDULE,
            {**schedule(1, TODAY), "select": ["SHIFTS"]},
            {"schedule_form": "recorded"},
            "WFP-90011",
        ),
        (
            LEAVE_EDITS,
            leave(leaveEditSearchTypeEnum="BY_LEAVE_EDIT_DATES"),
            {"optional_properties": "refused"},
            "WFP-90011",
        ),
        (
            EVENTS,
            leave(wageLiabilityCalculated=True),
            {"optional_properties": "refused"},
            "WFP-90011",
        ),
        (
            ACTIVITY_SHIFTS,
            booked(1, select=["SEGMENTS"]),
            {"activities_select": "text"},
            "WFP-90009",
        ),
        (ACTIVITY_SHIFTS, booked(1, select="SEGMENTS"), {"activities_select": "list"}, "WFP-90009"),
    ],
)
def test_tenants_that_know_one_form(
    crowd: Client, path: str, body: Row, live: dict[str, str], code: str
) -> None:
    # What the usual tenant takes, this one refuses.
    crowd.post(path, body)
    with Sandbox(employees=1, days=1, seed=1, today=TODAY, live=live) as sandbox:
        answer = Client(sandbox).call("POST", path, body)
    assert (answer.status_code, answer.json()["errorCode"]) == (400, code)


@pytest.mark.parametrize(
    ("path", "body", "live"),
    [
        (SCHEDULE, SCHEDULE_FORM, {"schedule_form": "openapi"}),
        (SCHEDULE, schedule(1, TODAY), {"schedule_form": "recorded"}),
        (LEAVE_EDITS, leave(), {"optional_properties": "refused"}),
        (ACTIVITY_SHIFTS, booked(1, select="SEGMENTS"), {"activities_select": "text"}),
    ],
)
def test_the_form_that_such_a_tenant_takes(path: str, body: Row, live: dict[str, str]) -> None:
    with Sandbox(employees=1, days=1, seed=1, today=TODAY, live=live) as sandbox:
        Client(sandbox).post(path, body)


def test_people_without_skills_come_only_where_they_are_asked_for(crowd: Client) -> None:
    path = "/v1/commons/persons/skills/multi_read"
    ids = [str(one["id"]) for one in crowd.post(EXECUTE, execute())["result"]["refs"]]
    where = {"where": {"employees": {"key": "personid", "values": ids}}}
    some = crowd.post(path, where)
    every = crowd.post(path, {**where, "returnUnassignedEmployees": True})
    assert 0 < len(some) < len(every) == len(ids)
    assert [one for one in every if one["assignments"]] == some
    refused = crowd.call("POST", path, {**where, "failOnNoAssignment": True})
    assert (refused.status_code, refused.json()["errorCode"]) == (400, "WCO-101261")


def test_ukgs_own_hyperfinds_have_ids_below_zero(crowd: Client) -> None:
    queries = crowd.read("GET", "/v1/commons/hyperfind")["hyperfindQueries"]
    (own,) = [query for query in queries if query["id"] < 0]
    answer = crowd.post(EXECUTE, execute(hyperfind={"id": own["id"]}))
    base = [one["personId"] for one in answer["result"]["basePersons"]]
    assert base == [one["id"] for one in answer["result"]["refs"]]
    assert 0 < answer["count"] == len(answer["result"]["refs"])
    assert crowd.call("POST", EXECUTE, execute(hyperfind={"qualifier": "-9"})).status_code == 400


EVERY_SET = {"context": "ORG", "date": TODAY, "allDetails": True, "locationSets": {}, "types": {}}
TREE = {"context": "ORG", "date": TODAY, "locationRef": {"id": 1}}
MANY_JOBS = [
    (LOCATIONS, {"descendantsOf": TREE}, {"childrenOf": TREE}),
    (
        "/v1/commons/jobs/multi_read",
        {"allJobsBySpan": {"startDate": "1900-01-01", "endDate": TODAY}},
        {"span": {"startDate": TODAY, "endDate": TODAY, "jobRef": {"id": 701}}},
    ),
    (SETS, {**EVERY_SET, "expandJobs": True}, {**EVERY_SET, "expandJobs": False}),
]


@pytest.mark.parametrize(("path", "many", "few"), MANY_JOBS)
def test_an_answer_with_more_jobs_than_the_limit_is_refused(
    path: str, many: dict[str, Any], few: dict[str, Any]
) -> None:
    with Sandbox(employees=30, days=5, today=TODAY, max_jobs=5) as tenant:
        client = Client(tenant)
        refused = client.call("POST", path, {"where": many})
        assert refused.status_code == 413
        (limit,) = refused.json()["details"]["limits"]
        assert limit["maximum"] == 5 < limit["actual"]
        assert client.call("POST", path, {"where": few}).status_code == 200


def test_populations_by_hyperfind(crowd: Client) -> None:
    home = {"id": 1}
    found = crowd.post(EXECUTE, execute(threshold=50_000))["result"]["refs"]
    site = crowd.read("GET", "/v1/commons/hyperfind")["hyperfindQueries"][1]
    some = crowd.post(EXECUTE, execute(hyperfind={"qualifier": site["name"]}))["result"]["refs"]
    assert 0 < len(some) < len(found)
    ref = {"id": site["id"]}
    items = crowd.post(TIMECARD, {"where": {"hyperFind": ref, "dateRange": DAY}})
    assert [item["employee"]["id"] for item in items] == [one["id"] for one in some]
    where = {"employeeSet": {"hyperFindRef": ref, "dateRange": DAY}}
    assert [one["employeeId"] for one in crowd.post(METRICS, {"where": where})] == some
    where = {"hyperFind": {"hyperFind": ref, "dateRange": DAY}}
    schedule = crowd.post(SCHEDULE, {"where": where, "select": ["EMPLOYEES"]})
    assert schedule["employees"] == some
    span = {"startDate": "2026-11-01", "endDate": "2026-12-31"}
    requests = crowd.post(TIME_OFF, {"where": {"hyperfind": {"hyperfindRef": home, **span}}})
    everyone = {"employeeRefs": {"ids": [one["id"] for one in found]}, **span}
    parts = [
        crowd.post(TIME_OFF, {"where": {"states": {"completionState": state, **everyone}}})
        for state in ("COMPLETE", "INCOMPLETE")
    ]
    assert all(parts)
    assert sum(map(len, parts)) <= len(requests)
