"""The truth is what the raw API says, before and after days pass; the change log explains it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox.records.forecasting.volumes import LABELS
from ukg_wfm_sandbox.tables import flat

from .conftest import TODAY, Client
from .reading import ATTENDANCE, LEAVE_AUDITS, LEAVE_CASES, LOCATIONS, SIGNOFFS, read, span, windows

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

Row = dict[str, Any]


def same(rows: list[Row]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def compare(sandbox: Sandbox, client: Client, first: str, last: str, days: int) -> None:
    found = read(client, client.people(), first, last, days)
    for stream, rows in found.items():
        assert same(rows) == same(sandbox.truth(stream, first, last)), stream


def ahead(days: int) -> str:
    return (date.fromisoformat(TODAY) + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("days", [3, 45])
def test_windows(sandbox: Sandbox, client: Client, days: int) -> None:
    compare(sandbox, client, "2026-10-20", ahead(3), days)


def test_after_days_and_edits(fresh: Sandbox) -> None:
    client = Client(fresh)
    compare(fresh, client, "2026-10-12", ahead(0), 13)
    fresh.advance(4)
    for person in client.people()[:10]:
        for kind in ("move_punch", "delete_punch", "add_punch", "add_pay_code_edit"):
            fresh.edit(person_id=person, date="2026-11-10", kind=kind)
        fresh.edit(person_id=person, date="2026-11-22", kind="move_shift")
    compare(fresh, client, "2026-10-12", ahead(9), 13)


def test_lists(sandbox: Sandbox, client: Client) -> None:
    people = [str(one) for one in client.people()]
    where = {"employees": {"key": "personid", "values": people}}
    answer = client.post("/v1/commons/persons/extensions/multi_read", {"where": where})
    employees = [one["allExtension"]["employeeExtension"] for one in answer]
    assert "Canary-" in json.dumps(answer)
    head = [{"person_id": e["personId"], "person_number": e["personNumber"]} for e in employees]
    for stream, name in (
        ("employee_primary_jobs", "effDatedPrimaryJobAccountEntries"),
        ("employee_employment_statuses", "employmentStatuses"),
    ):
        rows = [{**h, **flat(r)} for h, e in zip(head, employees, strict=True) for r in e[name]]
        assert same(rows) == same(sandbox.truth(stream))
    truth = sandbox.truth("employees")
    assert "Canary-" not in json.dumps(truth)
    assert len(truth) == len(people)
    records = client.post("/v1/commons/persons/apply_read", {"where": {}})["records"]
    assert same([flat(row) for row in records]) == same(sandbox.truth("persons"))
    for stream, path in (
        ("pay_codes", "/v2/timekeeping/setup/pay_codes"),
        ("time_zones", "/v1/commons/setup/timezones"),
    ):
        assert same([flat(row) for row in client.read("GET", path)]) == same(sandbox.truth(stream))


def test_leave_and_signoffs(fresh: Sandbox) -> None:
    client = Client(fresh)

    def found() -> dict[str, list[str]]:
        people = client.people()
        span = {"startDate": "2024-01-01", "endDate": "2027-12-31"}
        body = {"employees": {"ids": people}, "dateRange": span}
        signoffs = [client.read("GET", SIGNOFFS, None, employee_id=str(one))[0] for one in people]
        return {
            "leave_cases": same([flat(row) for row in client.post(LEAVE_CASES, body)]),
            "leave_audits": same([flat(row) for row in client.post(LEAVE_AUDITS, body)]),
            "timecard_signoffs": same([flat(row) for row in signoffs]),
        }

    before = found()
    assert before == {stream: same(fresh.truth(stream)) for stream in before}
    fresh.advance(15)
    after = found()
    assert after == {stream: same(fresh.truth(stream)) for stream in after}
    assert all(before[stream] != after[stream] for stream in before)


def test_attendance(fresh: Sandbox) -> None:
    client = Client(fresh)
    first = "2026-10-06"

    def found(days: int, last: str) -> dict[str, list[str]]:
        whole: dict[str, list[Row]] = {stream: [] for stream in ATTENDANCE}
        for window in windows(first, last, days):
            body = {"employees": {"ids": client.people()}, "dateRange": span(window)}
            for stream, path in ATTENDANCE.items():
                more = {"wageLiabilityCalculated": True} if stream == "attendance_events" else {}
                whole[stream] += client.post(path, {**body, **more})
        for row in whole["discipline_levels"]:
            row.pop("endDateTime", None)
        return {stream: same([flat(row) for row in rows]) for stream, rows in whole.items()}

    before = found(60, ahead(1))
    assert before == found(4, ahead(1))
    assert before == {stream: same(fresh.truth(stream, first, ahead(1))) for stream in before}
    fresh.advance(15)
    after = found(9, ahead(16))
    assert after == {stream: same(fresh.truth(stream, first, ahead(16))) for stream in after}
    for stream, rows in before.items():
        assert set(after[stream]) - set(rows), stream
    for stream in ("attendance_events", "attendance_actions", "attendance_balances",
                   "perfect_attendance"):  # fmt: skip
        assert set(before[stream]) - set(after[stream]), stream
    audits = fresh.truth("attendance_audits")
    withdrawn = {int(row["id"]) for row in audits if row["revision_type_name"] == "del"}
    assert withdrawn
    left = fresh.truth("attendance_balance_adjustments", first, ahead(16))
    assert not withdrawn & {row["id"] for row in left}


def test_attendance_follows_from_timecards(fresh: Sandbox) -> None:
    def days(rows: list[Row], kind: str) -> set[tuple[int, str]]:
        return {(row["person_id"], row["apply_date"]) for row in rows if row.get(kind) == 1}

    # Who has no attendance profile has no balance, and no events.
    judged = {row["person_id"] for row in fresh.truth("attendance_balances")}
    for _ in range(2):
        late = days(fresh.truth("timecard_exceptions"), "exception_type_id")
        events = fresh.truth("attendance_events")
        found = days(events, "event_definition_exception_type_id")
        assert found == {day for day in late if day[0] in judged} < late
        fresh.advance(6)
    assert len({(row["id"], row["type_name"]) for row in events}) == len(events)
    assert len({row["id"] for row in events}) < len(events)
    profiles = fresh.truth("attendance_profiles")
    policies = {one["id"] for profile in profiles for version in profile["versions"]
                for one in version["profilePolicyAssignments"]}  # fmt: skip
    assert {row["policy_definition_id"] for row in events} == policies


@pytest.mark.parametrize("path", ["labor_entries", "cost_centers"])
def test_pages(sandbox: Sandbox, client: Client, path: str) -> None:
    rows: list[Row] = []
    while True:
        body = {"index": len(rows) // 7, "count": 7}
        answer = client.post(f"/v1/commons/{path}/apply_read", body)
        rows += answer["records"]
        if len(rows) % 7 or not answer["records"]:
            break
    assert len(rows) == answer["totalRecords"]
    stream = {"labor_entries": "labor_category_entries"}.get(path, path)
    assert same([flat(row) for row in rows]) == same(sandbox.truth(stream))


def locations(client: Client, since: str | None = None) -> list[Row]:
    options: Row = {"includeOrgPathDetails": True}
    if since:
        options["modifiedSince"] = since
    query = {"query": {"context": "ORG", "date": TODAY, "q": "/"}}
    roots = client.post(LOCATIONS, {"where": query, "multiReadOptions": options})
    where = {
        "context": "ORG",
        "startDate": "1900-01-01",
        "endDate": "2999-12-31",
        "locationRef": {"id": 1},
    }
    body = {"where": {"descendantsOfDuring": where}, "multiReadOptions": options}
    return [flat(row) for row in roots + client.post(LOCATIONS, body)]


def test_locations(fresh: Sandbox) -> None:
    client = Client(fresh)
    before = {(row["node_id"], row["effective_date"]): row for row in locations(client)}
    assert same(list(before.values())) == same(fresh.truth("locations"))
    fresh.advance(8)
    changed = locations(client, f"{TODAY}T18:00:00")
    assert 0 < len(changed) < len(before)
    after = before | {(row["node_id"], row["effective_date"]): row for row in changed}
    assert same(list(after.values())) == same(fresh.truth("locations"))


def test_days_pass(fresh: Sandbox) -> None:
    streams = ("punches", "pay_code_edits", "shifts", "actual_totals", "accrual_balances",
               "time_off_requests", "open_shifts", "persons", "historical_corrections",
               "employee_employment_statuses", "locations", "worked_shifts",
               "activities", "activity_totals", "activity_shifts", "activity_results",
               "labor_forecasts", "labor_budgets", "symbolic_periods")  # fmt: skip
    span = ("2026-10-18", ahead(20))
    before = {stream: same(fresh.truth(stream, *span)) for stream in streams}
    assert before["punches"] == same(fresh.truth("punches", *span))
    fresh.advance(9)
    for stream in streams:
        after = same(fresh.truth(stream, *span))
        assert set(after) - set(before[stream]), stream
        assert len(after) > 0


def test_change_log_explains_punches(fresh: Sandbox) -> None:
    first, last = "2026-10-01", ahead(10)
    streams = ("punches", "pay_code_edits")
    before = {(s, r["id"]): r for s in streams for r in fresh.truth(s, first, last)}
    fresh.advance(6)
    after = {(s, r["id"]): r for s in streams for r in fresh.truth(s, first, last)}
    log = fresh.truth("timecard_changes", TODAY, last)
    names = {"PUNCH": "punches", "PAYCODEEDIT": "pay_code_edits"}
    kinds: dict[tuple[str, int], list[str]] = {}
    for row in sorted(log, key=lambda row: row["change_date_time"]):
        key = (names[row["element_type"]], row["id"])
        kinds.setdefault(key, []).append(row["change_type"])
    ignored = {"hours_worked", "updated_on_dtm"}
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old is None:
            assert "ADD" in kinds[key]
            assert kinds[key][-1] != "DELETE"
        elif new is None:
            assert kinds[key][-1] == "DELETE"
        elif {k: v for k, v in old.items() if k not in ignored} != {
            k: v for k, v in new.items() if k not in ignored
        }:
            assert "UPDATE" in kinds[key], (old, new)
    assert any(kind == ["DELETE"] for kind in kinds.values())
    instants = [(row["person_id"], row["change_date_time"]) for row in log]
    assert len(set(instants)) == len(instants)


@pytest.mark.parametrize(
    ("kind", "stream"),
    [
        ("move_punch", "punches"),
        ("delete_punch", "punches"),
        ("add_punch", "punches"),
        ("add_pay_code_edit", "pay_code_edits"),
        ("delete_pay_code_edit", "pay_code_edits"),
        ("delete_shift", "shifts"),
        ("move_shift", "shifts"),
    ],
)
def test_named_edits(fresh: Sandbox, kind: str, stream: str) -> None:
    before = fresh.truth(stream)
    changed = next(
        row
        for row in before
        if fresh.edit(
            person_id=row["person_id"],
            date=(row.get("punch_dtm") or row.get("apply_date") or row["start_date_time"])[:10],
            kind=kind,
        )["done"]
    )
    after = fresh.truth(stream)
    assert same(after) != same(before)
    assert changed["person_id"]


def test_ids_are_unique(fresh: Sandbox) -> None:
    fresh.advance(6)
    for stream in ("punches", "pay_code_edits", "shifts", "shift_segments", "worked_shifts",
                   "timecard_exceptions", "historical_corrections", "open_shifts",
                   "time_off_requests", "activity_shifts", "activity_results",
                   "activities", "attendance_actions", "discipline_levels",
                   "attendance_balance_adjustments", "perfect_attendance",
                   "perfect_attendance_deductions"):  # fmt: skip
        ids = [row["id"] for row in fresh.truth(stream, end_date=ahead(30))]
        assert len(set(ids)) == len(ids), stream
        assert max(ids, default=0) < 2**53


SEASONAL = ("comments", "device_groups", "employee_groups", "known_places", "location_sets",
            "schedule_groups", "shift_templates", "skills", "certifications")  # fmt: skip


def test_set_up_comes_and_goes(fresh: Sandbox) -> None:
    before = {stream: {row["id"] for row in fresh.truth(stream)} for stream in SEASONAL}
    fresh.advance(50)
    for stream, ids in before.items():
        after = {row["id"] for row in fresh.truth(stream)}
        assert ids & after, stream
        assert after - ids, stream
    assert any(ids - {row["id"] for row in fresh.truth(s)} for s, ids in before.items())


@pytest.mark.parametrize(
    ("stream", "column", "other", "key"),
    [
        ("employee_groups", "location_set_id", "location_sets", "id"),
        ("employee_groups", "labor_category_profile_id", "labor_category_profiles", "id"),
        ("employment_term_versions", "employment_term_id", "employment_terms", "id"),
        ("employment_term_versions", "pay_rule", "pay_rules", "name"),
        ("employment_term_versions", "accrual_profile", "accrual_profiles", "name"),
        ("function_access_permissions", "control_point_key", "access_control_points", "key"),
        ("leave_reasons", "leave_category_id", "leave_categories", "id"),
        ("locations", "generic_job_id", "jobs", "id"),
        ("locations", "org_node_type_id", "location_types", "id"),
        ("accrual_balances", "accrual_code_id", "accrual_codes", "id"),
        ("attendance_events", "type_name", "attendance_event_types", "qualifier"),
        ("attendance_events", "time_zone_id", "time_zones", "id"),
        ("attendance_events", "event_definition_pay_code_id", "pay_codes", "id"),
        ("attendance_events", "updated_by_user_id", "persons", "person_id"),
        ("discipline_levels", "profile_id", "attendance_profiles", "id"),
        ("attendance_actions", "discipline_level_id", "discipline_levels", "discipline_id"),
        ("activities", "parent_id", "activities", "id"),
        ("activity_shifts", "activity_id", "activities", "id"),
        ("activity_shifts", "work_shift_id", "worked_shifts", "id"),
        ("activity_results", "activity_segment_id", "activity_shifts", "id"),
        ("activity_totals", "activity_id", "activities", "id"),
        ("labor_forecasts", "org_job_id", "locations", "node_id"),
        ("labor_budgets", "org_job_id", "locations", "node_id"),
    ],
)
def test_set_up_joins(sandbox: Sandbox, stream: str, column: str, other: str, key: str) -> None:
    named = {row[column] for row in sandbox.truth(stream) if row.get(column) is not None}
    assert named
    assert named <= {row[key] for row in sandbox.truth(other)}


def test_volumes(fresh: Sandbox) -> None:
    client = Client(fresh)
    for days in (0, 6):
        if days:
            fresh.advance(days)
        first, last = ahead(-15), ahead(days + 5)
        nodes = locations(client)
        places = {
            kind: sorted({n["node_id"] for n in nodes if n["org_node_type_qualifier"] == kind})
            for kind in ("Department", "Site")
        }
        found = volumes(client, places["Department"], places["Site"], first, last)
        for stream, rows in found.items():
            assert rows, stream
            assert same(rows) == same(fresh.truth(stream, first, last)), stream


def volumes(
    client: Client, departments: list[int], sites: list[int], first: str, last: str
) -> dict[str, list[Row]]:
    dates = {"startDate": first, "endDate": last}
    path = "/v1/forecasting"
    asked = {"categoryDrivers": [{"category": {"id": one}} for one in departments]}
    forecasts = client.post(
        f"{path}/volume_forecasts/multi_read", {"where": {**asked, "dateRange": dates}}
    )
    budgets = client.post(
        f"{path}/volume_budget/multi_read",
        {
            "dateRange": dates,
            "drivers": {"ids": [3001, 3002, 3003]},
            "orgNodes": {"ids": departments},
        },
    )
    labels = [{"externalLabel": {"id": one}} for one in LABELS]
    details = [{"site": {"id": one}, "externalLabelDrivers": labels} for one in sites]
    actuals = client.post(
        f"{path}/actual_volume/apply_read",
        {"where": {"dateSpan": dates, "siteDetails": details}},
    )

    def inner(item: Row, name: str, *kept: str) -> list[Row]:
        return [flat({**line, **{one: item[one] for one in kept}}) for line in item[name]]

    return {
        "volume_forecasts": [
            row
            for item in forecasts
            for row in inner(item, "amountPerDay", "category", "driver", "volumeType")
        ],
        "volume_budgets": [
            row for item in budgets for row in inner(item, "amountPerDays", "orgNode", "driver")
        ],
        "actual_volumes": [
            row
            for site in actuals
            for item in site["actualVolumes"]
            for row in inner(
                {**item, "site": site["site"]},
                "actualVolumesPerDay",
                "site",
                "externalLabel",
                "driver",
            )
        ],
    }
