"""Every operation's answer is valid under the vendor's OpenAPI, and names nothing unknown to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ukg_wfm_sandbox.api import OPERATIONS
from ukg_wfm_sandbox.company.catalogs import ABSENCES

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

Row = dict[str, Any]
VENDOR = Path(__file__).parents[3] / "shared" / "openapi"
pytestmark = pytest.mark.skipif(
    not VENDOR.is_dir(), reason="the vendor's OpenAPI files (../shared) are not here"
)
RANGE = {"startDate": "2026-10-20", "endDate": TODAY}
HOUR = {"startDateTime": "2026-11-10T09:00:00.000", "endDateTime": "2026-11-10T10:00:00.000"}
ASSIGNMENTS = "/v1/commons/persons/assignments/multi_read"
DATA = "/v1/commons/data/multi_read"
SETS = {"context": "ORG", "date": TODAY, "allDetails": True, "expandJobs": True}
BODIES: dict[str, Row] = {
    "/v1/commons/persons/apply_read": {"where": {}, "index": 0, "count": 1000},
    "/v1/commons/hyperfind/execute": {"hyperfind": {"id": 1}, "dateRange": RANGE},
    "/v1/commons/labor_entries/apply_read": {"index": 0, "count": 100},
    "/v1/commons/cost_centers/apply_read": {"index": 0, "count": 100},
    "/v1/commons/location_types/multi_read": {"where": {"span": {**RANGE, "context": "ORG"}}},
    "/v1/commons/jobs/multi_read": {"where": {"allJobsBySpan": RANGE}},
    "/v2/commons/location_sets/multi_read": {"where": {**SETS, "locationSets": {}, "types": {}}},
    "/v1/scheduling/shift_templates/multi_read": {"where": {}},
    "/v1/scheduling/setup/request_subtypes/multi_read": {
        "where": {"requestTypes": {"ids": [1, 2, 3, 4, 5, 6]}}
    },
    "/v1/forecasting/volume_forecasts/multi_read": {
        "where": {"categoryDrivers": [{"category": {"id": 54}}], "dateRange": RANGE}
    },
    "/v1/forecasting/volume_budget/multi_read": {
        "dateRange": RANGE,
        "drivers": {"ids": [3001, 3002]},
        "orgNodes": {"ids": [54]},
    },
    "/v1/forecasting/actual_volume/apply_read": {
        "where": {
            "dateSpan": RANGE,
            "siteDetails": [
                {"site": {"id": 53}, "externalLabelDrivers": [{"externalLabel": {"id": 3101}}]}
            ],
        }
    },
    "/v1/forecasting/volume_driver_assignments/multi_read": {"categories": {"ids": [54]}},
    "/v1/forecasting/labor_forecast/multi_read": {
        "dateRange": RANGE,
        "orgJobs": {"ids": [*range(60, 90)]},
        "validateJobs": False,
    },
    "/v1/forecasting/labor_budget/multi_read": {
        "where": {
            "dateSpan": RANGE,
            "orgJobs": {"ids": [*range(60, 90)]},
            "laborTypes": ["HOURS", "COST"],
            "validateJobs": False,
        }
    },
    LOCATIONS: {
        "multiReadOptions": {"includeOrgPathDetails": True},
        "where": {
            "descendantsOf": {"context": "ORG", "date": TODAY, "locationRef": {"id": 1}},
        },
    },
}
QUERIES: dict[str, dict[str, str]] = {
    APPROVALS: {"employee_id": "1002", "start_date": "2026-10-20", "end_date": TODAY},
    SIGNOFFS: {"person_num": "20007"},
    "/v1/work/activities": {"combinedName": "*"},
    "/v1/commons/known_places": {"allDetails": "true"},
    "/v2/timekeeping/setup/accrual_profiles": {"include_accrual_policies": "true"},
}
# Where live tenants answer otherwise than the OpenAPI says: it describes one record, a list
# comes; it describes a list of envelopes, one comes.
LISTS = {
    "/v2/timekeeping/setup/pay_codes",
    "/v1/commons/setup/timezones",
    "/v2/timekeeping/setup/payrules",
    "/v2/timekeeping/setup/work_rules",
    "/v2/timekeeping/setup/employment_terms",
    "/v2/timekeeping/setup/accrual_codes",
    "/v2/timekeeping/setup/accrual_profiles",
    "/v1/timekeeping/exception_types",
    "/v1/commons/known_places",
    "/v2/scheduling/setup/schedule_groups",
    "/v1/scheduling/skills",
    "/v1/scheduling/certifications",
    "/v1/leave/setup/leave_categories",
    "/v1/leave/setup/leave_reasons",
    "/v1/forecasting/actual_volume/apply_read",
    "/v1/forecasting/volume_drivers",
    "/v1/timekeeping/absence_spans/multi_read",
    "/v1/forecasting/volume_driver_assignments/multi_read",
    "/v1/scheduling/manager_swap/multi_read",
    "/v1/scheduling/cover_requests/multi_read",
    "/v1/scheduling/open_shift_requests/multi_read",
    "/v1/scheduling/self_schedule_requests/multi_read",
    "/v1/scheduling/manager_availability_requests/multi_read",
}
# It describes the HTTP response where the thing itself comes.
SCHEMAS = {"/v1/commons/known_places": "Known_Place_Response"}
ENVELOPES = {"/v1/commons/hyperfind"}
# It describes a list, and an object comes that holds it under a name.
LISTED_BELOW = {LEAVE_EDITS: "leaveEdits"}
# Seen live, not in the OpenAPI.
BEYOND = {
    TIMECARD: {"name"},
    METRICS: {
        *("name", "position", "secondsAmount", "probationSecondsAmount"),
        *("availableBalanceInSeconds", "takingToDateInSeconds"),
        *("vestedDurationInSeconds", "probationDurationInSeconds"),
    },
    ATTESTATION: {"createdByUser"},
    DATA: {"rawValue", "value"},
    SCHEDULE: {"modifiedDateTime", "type", "guid"},
    "/v1/scheduling/schedule/changes/multi_read": {"modifiedDateTime", "type", "guid"},
    "/v1/scheduling/audits/multi_read": {"modifiedDateTime", "type", "guid"},
}
# It calls everything required, though what did not happen yet has no date, an event that is about
# a pay code has no punch, and what costs no points has none.
ABSENT = {
    ATTENDANCE["attendance_events"]: {
        *("eventTime", "updatedByUserId", "pointTransaction", "ruleDefinition"),
        *("comment", "exceptionType", "extendedData", "paycode", "paycodeAmountType", "punchType"),
    },
    ATTENDANCE["attendance_actions"]: {
        *("initiatedDateTime", "completionDateTime", "disciplineLevel", "description", "userNote"),
    },
    ATTENDANCE["discipline_levels"]: {"endDateTime"},
    ATTENDANCE["perfect_attendance"]: {"pointTransaction"},
}


def scheduling(ids: list[int]) -> dict[str, Row]:
    """The bodies of the operations on schedules and requests, which name people in their own ways."""
    refs, lists = [{"id": one} for one in ids], {"ids": ids}
    moments = {"startDateTime": "2026-10-20T00:00:00", "endDateTime": f"{TODAY}T00:00:00"}
    employees = {
        "schedule/changes": {"employees": lists, **moments},
        "audits": {"employeeRefs": lists, **RANGE},
        "schedule/status": {"employees": lists, "dateRange": RANGE},
        "employee_schedule_patterns": {"employeeRefs": refs, **RANGE},
        "call_logs": {"employees": lists, **RANGE},
        "manager_swap": {"employees": refs, **RANGE},
        "cover_requests": {"employees": refs, **RANGE},
        "open_shift_requests": {"employeeRefs": lists, **RANGE},
        "self_schedule_requests": {"employees": lists, **RANGE},
        "manager_availability_requests": {"employees": refs, "dateRange": RANGE},
    }
    return {
        f"/v1/scheduling/{path}/multi_read": {"where": {"employees": asked}}
        for path, asked in employees.items()
    }


def absences(ids: list[int]) -> Row:
    asked = {"rangeType": "PeriodToPeriod", "stitchablePaycode": {"qualifier": ABSENCES}}
    return {"where": {"absenceSpans": {"employees": {"ids": ids}, "dateRange": RANGE, **asked}}}


def body(path: str, ids: list[int]) -> Row | None:
    texts = [str(one) for one in ids]
    keyed = {"where": {"employees": {"key": "personid", "values": texts}}}
    employees = {"employeeRefs": {"ids": ids}, **RANGE}
    return {
        **BODIES,
        **scheduling(ids),
        "/v1/commons/persons/extensions/multi_read": keyed,
        ASSIGNMENTS: keyed,
        "/v1/commons/persons/wage_work_rules/multi_read": keyed,
        "/v1/commons/persons/skills/multi_read": keyed,
        "/v1/commons/persons/certifications/multi_read": keyed,
        DATA: {
            "select": [{"key": "EMP_COMMON_FULL_NAME"}],
            "from": {
                "view": "EMP",
                "employeeSet": {"employees": {"ids": texts}, "dateRange": RANGE},
            },
        },
        "/v1/timekeeping/absence_spans/multi_read": absences(ids),
        "/v1/work/activity_shifts/net_changes/multi_read": {
            "where": {
                "employees": {"ids": ids[:8]},
                "lastRunDateTime": "2026-11-14T00:00:00",
                "endDateTime": f"{TODAY}T00:00:00",
            },
            "select": ["SEGMENTS_WITH_RESULTS"],
        },
        TIMECARD: {"where": {"employees": {"ids": ids}, "dateRange": RANGE}},
        "/v1/timekeeping/punches/apply_read": {
            "where": {"employees": {"ids": ids}, "dateRange": HOUR},
            "index": 0,
            "count": 25,
        },
        METRICS: {"where": {"employeeSet": {"employees": {"ids": ids}, "dateRange": RANGE}}},
        SCHEDULE: {"where": {"employees": employees}},
        "/v1/work/activity_totals/multi_read": {
            "where": {"employees": {"ids": ids[:8]}, "dateRange": RANGE}
        },
        "/v1/work/activity_shifts/multi_read": {
            "where": {"employees": {"ids": ids[:8]}, "dateRange": RANGE},
            "select": ["SEGMENTS_WITH_RESULTS"],
        },
        TIME_OFF: {"where": {"employees": employees}},
        **{
            path: {"employees": {"ids": ids}, "dateRange": RANGE}
            for path in (LEAVE_CASES, LEAVE_EDITS, LEAVE_AUDITS, *ATTENDANCE.values())
        },
        ATTESTATION: {
            "where": {"employees": [{"id": one} for one in ids], "dateRange": RANGE},
        },
        CHANGES: {"where": {"employees": {"ids": ids}, "dateRange": RANGE}},
    }.get(path)


def one_by_one(answer: list[Row]) -> list[Row]:
    """Assignments, described as one of a kind where a list of them comes, each in a record alone."""
    return [
        {**record, "personAssignments": {kind: one}}
        for record in answer
        for kind, found in record["personAssignments"].items()
        for one in (found if isinstance(found, list) else [found])
    ]


def closed(schema: object, beyond: set[str], absent: set[str]) -> object:
    """Make a schema refuse properties that it does not name, and do without those in `absent`."""
    if isinstance(schema, list):
        return [closed(one, beyond, absent) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(value, beyond, absent) for name, value in schema.items()}
    match made.get("required"):
        case [*names]:
            made["required"] = [name for name in names if name not in absent]
    match made.get("enum"):
        case [str(misprint)]:  # several values in one text
            made["enum"] = misprint.rstrip(".").replace(" ", "").split(",")
    if isinstance(made.get("Comparable"), dict):  # described as an object, though a date comes
        made["Comparable"] = {}
    properties = made.get("properties")
    if isinstance(properties, dict) and made.get("type") == "object":
        made["properties"] = {**{name: {} for name in beyond}, **properties}
        made["additionalProperties"] = False
    return made


def validator(method: str, path: str) -> Draft7Validator:
    for file in sorted(VENDOR.glob("*.json")):
        document = json.loads(file.read_text())
        if method.lower() in document["paths"].get(path, {}):
            break
    else:
        pytest.fail(f"The vendor has no {method} {path}")
    operation = document["paths"][path][method.lower()]
    content = operation["responses"]["200"]["content"]["application/json"]["schema"]
    if path in SCHEMAS:
        content = {"$ref": f"#/components/schemas/{SCHEMAS[path]}"}
    if path in LISTS:
        content = {"type": "array", "items": content}
    if path in ENVELOPES:
        content = content["items"]
    components = closed(document["components"], BEYOND.get(path, set()), ABSENT.get(path, set()))
    return Draft7Validator({"allOf": [content], "components": components})


EXPORT = "/v1/commons/payroll/export/async"
# Tested elsewhere, since the vendor's files do not describe them or they do not answer in JSON:
# tests/tap/test_command.py, tests/tap/test_payroll.py.
ELSEWHERE = ("/v1/commons/generic_locations/multi_read", f"POST {EXPORT}", "/response", "/status")
DESCRIBED = [one for one in OPERATIONS if not one.name.endswith(ELSEWHERE)]


@pytest.mark.parametrize("operation", DESCRIBED, ids=lambda operation: operation.name)
def test_answers(client: Client, operation: Any) -> None:
    sent = body(operation.path, client.people())
    query = QUERIES.get(operation.path, {})
    answer = client.read(operation.method, operation.path, sent, **query)
    assert answer
    if operation.path in LISTED_BELOW:
        answer = answer[LISTED_BELOW[operation.path]]
        assert answer
    if operation.path == DATA:
        # Described as objects, though texts come.
        del answer["metadata"]
    if operation.path == ASSIGNMENTS:
        answer = one_by_one(answer)
        assert len(answer) > 30
    errors = [
        f"{error.json_path}: {error.message[:200]}"
        for error in validator(operation.method, operation.path).iter_errors(answer)
    ]
    assert not errors, errors[:10]


@pytest.mark.parametrize("kind", ["accrual", "device", "employee", "scheduling", "timekeeping"])
def test_single_extensions(client: Client, kind: str) -> None:
    path = "/v1/commons/persons/extensions/multi_read"
    where = {"employees": {"key": "personid", "values": ["1001", "7"]}, "extensionType": kind}
    answer = client.post(path, {"where": where})
    assert not list(validator("POST", path).iter_errors(answer))
    assert list(answer[0]) == [f"{kind}Extension"]
    assert answer[1]["exceptionPresent"]


def test_open_shifts(client: Client) -> None:
    where = {"locations": {"locations": {"ids": [1]}, "dateRange": RANGE}}
    answer = client.post(SCHEDULE, {"where": where})
    assert answer["openShifts"]
    assert answer["shifts"]
    assert not list(validator("POST", SCHEDULE).iter_errors(answer))


def test_attendance_by_options(client: Client) -> None:
    asked = {"employees": {"ids": client.people()}, "dateRange": RANGE}

    def read(stream: str, **more: object) -> list[Row]:
        rows: list[Row] = client.post(ATTENDANCE[stream], {**asked, **more})
        return rows

    events = read("attendance_events", wageLiabilityCalculated=True)
    path = ATTENDANCE["attendance_events"]
    assert not list(validator("POST", path).iter_errors(events))
    wages = {"wageLiability", "employeeCurrency", "userCurrency"}
    plain = [{name: v for name, v in row.items() if name not in wages} for row in events]
    assert plain == read("attendance_events") != events
    counted = [row for row in plain if "pointTransaction" in row]
    assert read("attendance_events", excludeInconsequentialEvents=True) == counted != plain
    late = read("attendance_events", eventTypes=["PATTERN"])
    assert {row["type"]["name"] for row in late} == {"pattern"}
    one = counted[0]["employee"]["id"]
    mine = [row for row in plain if row["employee"]["id"] == one]
    assert read("attendance_events", employeeId=one) == mine != plain
    actions = read("attendance_actions")
    done = [row for row in actions if row["completed"]]
    assert read("attendance_actions", completed=True) == done != actions
    required = [row for row in actions if not row["completed"]]
    assert read("attendance_actions", requiredOnly=True) == required
    (warned, *_) = [row for row in required if not row["perfectAttendance"]]
    causes = read("attendance_events", actionId=warned["id"])
    assert {row["applyDate"] for row in causes} <= {warned["triggeredDateTime"][:10]}
    daily = read("discipline_levels", includeDailyDiscLevels=True)
    path = ATTENDANCE["discipline_levels"]
    assert not list(validator("POST", path).iter_errors(daily))
    assert len(daily) > 5 * len(read("discipline_levels"))
    audits = read("attendance_audits", entityTypes=["ACTION"])
    assert {row["entityType"]["name"] for row in audits} == {"action"}
    assert read("attendance_balance_adjustments", balanceTypes=["none"]) == []


def test_payroll_exports(client: Client) -> None:
    answer = client.call("POST", EXPORT, {"query": "SELECT * FROM payroll_lines"})
    job = answer.json()
    assert (answer.status_code, job["state"], job["nextPing"]) == (202, "PENDING", 60)
    listed = client.read("GET", EXPORT)
    assert not list(validator("GET", EXPORT).iter_errors(listed))
    assert {name: job[name] for name in ("executionKey", "state")}.items() <= listed["records"][
        0
    ].items()
    status = client.read("GET", f"{EXPORT}/{job['executionKey']}/status")
    described = validator("GET", f"{EXPORT}/{{executionKey}}/status")
    assert not list(described.iter_errors(status))


def test_the_check_checks(client: Client) -> None:
    answer = client.post(TIMECARD, body(TIMECARD, client.people()))
    punches = next(item["punches"] for item in answer if item["punches"])
    punches[0]["punchDateTime"] = "no such property"
    punches[0]["id"] = "not a number"
    assert len(list(validator("POST", TIMECARD).iter_errors(answer))) == 2
