"""Streams that the configuration declares: custom streams and dataviews."""

from __future__ import annotations

import contextlib
import copy
import io
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm.custom import dataviews, payroll
from tap_ukg_wfm.custom import operations as custom
from tap_ukg_wfm.settings.validation import problems
from tap_ukg_wfm.sync.readers import dataviews as information
from tap_ukg_wfm.tap import TapUKGWFM
from tests.conftest import ROOT, select
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap

GROUPS = {
    "name": "my_groups",
    "path": "/v1/commons/employee_groups",
    "columns": {"id": "id:integer", "name": "name:string", "whole": "updateDtm:json"},
    "primary_keys": ["id"],
}
PUNCHES = {
    "name": "my_punches",
    "path": "/v1/timekeeping/timecard/multi_read",
    "method": "POST",
    "body": {
        "where": {
            "employees": {"ids": "$employee_ids"},
            "dateRange": {"startDate": "$start_date", "endDate": "$end_date"},
        },
        "select": ["PUNCHES"],
    },
    "records": "punches",
    "columns": {
        "id": "id:integer",
        "person_id": "employee.id:integer",
        "punched_at": "punchDtm:local_time",
        "punched_on": "punchDtm:date",
        "zone": "timeZone:json",
    },
    "primary_keys": ["person_id", "id"],
    "replication_key": "punched_on",
}
PERSONS = {
    "name": "my_persons",
    "path": "/v1/commons/persons/apply_read",
    "method": "POST",
    "body": {"where": {}, "index": "$index", "count": "$count"},
    "page_size": 5,
    "columns": {"person_id": "personId:integer", "name": "lastName:string"},
    "primary_keys": ["person_id"],
}


HOURS = {
    "name": "my_hours",
    "select": ["EMP_COMMON_FULL_NAME", "EMP_COMMON_HIRE_DATE", "TIMECARD_TRANS_ACTUAL_HOURS"],
    "group_by": ["EMP_COMMON_TIMEZONE"],
}
SITES = {
    "name": "my_jobs",
    "view": "location",
    "select": ["LOCATION_NAME", "LOCATION_HEADCOUNT"],
    "symbolic_period": "1",
}


def hours_by_person_and_month(tenant: Sandbox) -> dict[tuple[int, str], float]:
    last = (date.fromisoformat(str(tenant.today)) + timedelta(days=1)).isoformat()
    found: dict[tuple[int, str], float] = {}
    for row in tenant.truth("actual_totals", end_date=last):
        key = (row["person_id"], row["apply_date"][:7])
        found[key] = found.get(key, 0) + (row.get("hours_amount") or 0)
    return {key: hours for key, hours in found.items() if hours}


def test_dataviews_hold_what_the_streams_hold(tap: Tap, tenant: Sandbox) -> None:
    config = tenant.config(dataviews=[HOURS, SITES], batch_size=5)
    catalog = json.loads(tap(config, "--discover", singer=False).stdout)
    entry = next(e for e in catalog["streams"] if e["stream"] == "my_hours")
    assert entry["schema"]["properties"]["emp_common_hire_date"]["format"] == "date"
    hours = entry["schema"]["properties"]["timecard_trans_actual_hours"]
    assert hours["type"] == ["number", "null"]
    chosen = select(catalog, "my_hours", "my_jobs", "extraction_windows")
    warehouse = Warehouse()
    state = None
    for days in (0, 3):
        tenant.advance(days)
        run = tap(config, catalog=chosen, state=state)
        assert run.code == 0, run.stderr[-2000:]
        warehouse.land(run.lines)
        state = run.state
        rows = warehouse.rows("my_hours")
        here = {
            (r["person_id"], r["start_date"].isoformat()[:7]): r["timecard_trans_actual_hours"]
            for r in rows
        }
        assert len(here) == len(rows)
        assert {key: value for key, value in here.items() if value} == pytest.approx(
            hours_by_person_and_month(tenant)
        )
    assert all(row["emp_common_timezone"] for row in rows)
    jobs = warehouse.rows("my_jobs")
    active = [p for p in tenant.truth("persons") if p["employment_status"] == "Active"]
    assert sum(row["location_headcount"] for row in jobs) == len(active)


def test_pages_of_a_dataview_are_one_answer(
    tenant: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(information, "_COUNT", 2)
    config = tenant.config(dataviews=[HOURS], concurrency=1)
    tap = TapUKGWFM(config=config)
    (stream,) = (s for s in tap.streams.values() if s.name == "my_hours")
    for other in tap.streams.values():
        other.selected = other is stream
    printed = io.BytesIO()
    with contextlib.redirect_stdout(io.TextIOWrapper(printed, "utf-8", write_through=True)):
        tap.sync_all()
        tap.message_writer.flush()
        lines = printed.getvalue().splitlines()
    rows = [m["record"] for m in map(json.loads, lines) if "record" in m]
    asked = [r["body"] for r in tenant.requests() if r["path"].endswith("commons/data/multi_read")]
    assert len(rows) == 2 * len(tenant.truth("persons"))
    assert len({body["options"]["requestTag"] for body in asked}) == 2
    assert {body["index"] for body in asked} > {0}


def test_a_column_that_fails_is_no_null(tap: Tap, tenant: Sandbox) -> None:
    refused = {**HOURS, "select": [*HOURS["select"], "TIMECARD_TRANS_PROJECTED_WAGES"]}
    config = tenant.config(dataviews=[refused])
    catalog = json.loads(tap(config, "--discover", singer=False).stdout)
    run = tap(config, catalog=select(catalog, "my_hours"))
    assert run.code == 1
    assert (
        "Dataview my_hours: UKG could not return column timecard_trans_projected_wages, so it"
        in run.stderr
    )
    rows = run.records("my_hours")
    assert rows
    assert not any("timecard_trans_projected_wages" in row for row in rows)


def test_dataviews_of_other_people(tap: Tap, tenant: Sandbox) -> None:
    name = tenant.truth("hyperfind_queries")[1]["name"]
    both = [{**HOURS, "name": "mine", "hyperfind": name}, {**HOURS, "name": "everyone"}]
    config = tenant.config(dataviews=both)
    catalog = json.loads(tap(config, "--discover", singer=False).stdout)
    run = tap(config, catalog=select(catalog, "mine", "everyone"))
    mine = {row["person_id"] for row in run.records("mine")}
    everyone = {row["person_id"] for row in run.records("everyone")}
    assert mine < everyone
    assert len(everyone) == len(tenant.truth("persons"))


def test_a_dataview_of_something_else_begins_anew(tap: Tap, tenant: Sandbox) -> None:
    name = tenant.truth("hyperfind_queries")[1]["name"]
    state = None
    for change, fewest in (({"hyperfind": name}, 1), ({}, 12), ({"period": "day"}, 300)):
        config = tenant.config(dataviews=[{**HOURS, **change}], lookback_days=0)
        chosen = select(json.loads(tap(config, "--discover", singer=False).stdout), "my_hours")
        run = tap(config, catalog=chosen, state=state)
        rows = run.records("my_hours")
        assert len(rows) >= fewest
        months = {row["start_date"][:7] for row in rows}
        assert tenant.config()["start_date"][:7] in months
        state = run.state


def test_a_type_of_locations_that_is_not_there(tap: Tap, tenant: Sandbox) -> None:
    config = tenant.config(dataviews=[{**SITES, "location_type": "Galaxy"}])
    chosen = select(json.loads(tap(config, "--discover", singer=False).stdout), "my_jobs")
    run = tap(config, catalog=chosen)
    assert run.code == 1
    assert (
        "The tenant has no locations of the type Galaxy. Set location_type to one of its types: "
        in run.stderr
    )
    assert not [m for m in run.lines if m["type"] == "ACTIVATE_VERSION"]


def test_an_unknown_element_is_said(tap: Tap, tenant: Sandbox) -> None:
    wrong = {**HOURS, "select": ["EMP_COMMON_FULLNAME"]}
    run = tap(tenant.config(dataviews=[wrong]), "--discover")
    assert run.code == 1
    assert not run.lines
    assert "selects EMP_COMMON_FULLNAME, which the tenant's data dictionary does not" in run.stderr
    assert "Did you mean EMP_COMMON_FULL_NAME?" in run.stderr
    for flags in ((), ("--test",)):
        assert tap(tenant.config(dataviews=[wrong]), *flags).code == 1
    tokens = tenant.stats()["tokens"]
    assert tokens["grants"] == tokens["revokes"] == 3


def test_custom_streams_read_lists_pages_and_windows(tap: Tap, tenant: Sandbox) -> None:
    config = tenant.config(custom_streams=[GROUPS, PUNCHES, PERSONS], window_days=11)
    run = tap(config)
    assert run.code == 0, run.stderr[-2000:]
    for mine, theirs, key in (
        ("my_groups", "employee_groups", "id"),
        ("my_punches", "punches", "id"),
        ("my_persons", "persons", "person_id"),
    ):
        rows = run.records(mine)
        assert rows
        assert sorted(r[key] for r in rows) == sorted(r[key] for r in run.records(theirs))
    row = run.records("my_punches")[0]
    assert row["punched_on"] == row["window_date"] == row["punched_at"][:10]
    assert row["zone"].startswith('{"id": ')
    asked = [r for r in tenant.requests() if r["path"].endswith("persons/apply_read")]
    assert max(r["body"]["index"] for r in asked) == 2
    assert run.state["bookmarks"]["my_punches"]["covered"]
    tenant.advance(2)
    again = tap({**config, "lookback_days": 3}, state=run.state)
    assert again.code == 0
    assert 0 < len(again.records("my_punches")) < len(run.records("my_punches"))


def test_records_stand_at_a_path_from_the_top(tap: Tap, tenant: Sandbox) -> None:
    deep = json.dumps(
        {"data": {"items": [{"id": 1, "name": "a"}, {"id": 2}], "count": 2}, "page": 0}
    )
    tenant.fault(operation="GET /v1/commons/employee_groups", status=200, times=None, body=deep)
    groups = {**GROUPS, "records": "data.items"}
    punches = {**PUNCHES, "records": "punches", "name": "again"}
    config = tenant.config(custom_streams=[groups, punches, {**PERSONS, "records": "records"}])
    chosen = json.loads(tap(config, "--discover", singer=False).stdout)
    run = tap(config, catalog=select(chosen, "my_groups", "my_persons", "again", "punches"))
    assert run.code == 0
    assert [row["id"] for row in run.records("my_groups")] == [1, 2]
    # Page after page, of 5.
    assert len(run.records("my_persons")) == len(tenant.truth("persons")) > 10
    assert len(run.records("again")) == len(run.records("punches"))
    assert "returned a field" not in run.stderr


@pytest.mark.parametrize(
    ("entry", "change", "sentence"),
    [
        (
            PERSONS,
            {"records": "people"},
            "if you defined the stream yourself, check its records. (dict) Not read: mine",
        ),
        (
            GROUPS,
            {"records": "data.items"},
            "Stream mine: UKG returned no records. If there should be some, check the definition",
        ),
        (
            GROUPS,
            {"columns": {"id": "key:integer", "name": "name:string"}},
            "no value for id (field key)). The tap read all other lines",
        ),
    ],
)
def test_a_declaration_that_finds_nothing_is_told_of(
    tap: Tap, tenant: Sandbox, entry: dict[str, Any], change: dict[str, Any], sentence: str
) -> None:
    config = tenant.config(custom_streams=[{**entry, **change, "name": "mine"}])
    chosen = select(json.loads(tap(config, "--discover", singer=False).stdout), "mine")
    run = tap(config, catalog=chosen)
    assert not run.records("mine")
    assert sentence in run.stderr
    assert run.code == 1


MISTAKES: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (HOURS, {"view": "people"}, "needs view to be one of employee, location, work_unit"),
    (HOURS, {"select": []}, "The dataview my_hours needs select"),
    (HOURS, {"select": ["A", "A"]}, "selects A twice"),
    (HOURS, {"select": ["a b"]}, "which is not a key of a data element"),
    (HOURS, {"location_type": "Site"}, "has location_type, which belongs to the view location"),
    (HOURS, {"view": "work_unit"}, "needs work_units"),
    (HOURS, {"period": "month", "symbolic_period": "1"}, "Use one of them"),
    (HOURS, {"period": "year"}, "needs period to be one of day, month"),
    (GROUPS, {"name": None}, "Entry 1 of custom_streams needs name"),
    (GROUPS, {"name": "My Groups"}, "needs a name of lowercase letters"),
    (GROUPS, {"name": "persons"}, "The custom stream persons has the same name as another stream"),
    (GROUPS, {"columns": {}}, "The custom stream my_groups needs columns"),
    (GROUPS, {"columns": {"id": "id"}}, "a column id that is not written as path:type"),
    (GROUPS, {"columns": {"id": "id:int"}}, "with one of the types string, integer"),
    (GROUPS, {"primary_keys": ["key"]}, "names key as a key but does not have that column"),
    (GROUPS, {"primary_keys": "id"}, "needs primary_keys to be a list of strings"),
    (GROUPS, {"method": "DELETE"}, "needs method to be one of GET, POST"),
    (GROUPS, {"method": "POST"}, "may not POST to this path"),
    (GROUPS, {"path": "https://example.com/v1/x"}, "without host"),
    (GROUPS, {"path": "/v1/../../authentication"}, "needs a path such as"),
    (GROUPS, {"key": 1}, "has an unknown field key"),
    (GROUPS, {"page_size": 0}, "needs page_size to be a whole number above 0"),
    (PUNCHES, {"replication_key": None}, "needs a replication_key"),
    (PUNCHES, {"body": {"$for": "x"}}, "uses $for, which is not one of"),
    (
        GROUPS,
        {"columns": {"id": "id:integer", "read_at": "x:date"}},
        "a column read_at, which the tap",
    ),
    (HOURS, {"group_by": ["A", "A"]}, "selects A twice"),
    (PUNCHES, {"replication_key": "punched_at"}, "needs punched_at to be a date"),
    (PUNCHES, {"body": {"a": "$employees"}}, "uses $employees, which is not one of"),
    (PERSONS, {"body": {"index": "$index"}}, "has to use $index and $count together"),
]


@pytest.mark.parametrize(("entry", "change", "sentence"), MISTAKES, ids=[m[2] for m in MISTAKES])
def test_mistakes_are_said_at_the_start(
    sandbox: Sandbox, entry: dict[str, Any], change: dict[str, Any], sentence: str
) -> None:
    known = TapUKGWFM.known_settings()
    setting = "custom_streams" if "path" in entry else "dataviews"
    assert problems(sandbox.config(**{setting: [entry]}), known) == []
    wrong = {**copy.deepcopy(entry), **change}
    found = problems(sandbox.config(**{setting: [wrong]}), known)
    assert sentence in " ".join(found)
    assert "has to be a list of objects." in problems(sandbox.config(**{setting: "all"}), known)[0]


def test_blank_fields_are_as_good_as_none(tap: Tap, tenant: Sandbox) -> None:
    blanks = dict.fromkeys(("method", "params", "records", "batch_size", "page_size"))
    view = {**HOURS, "view": None, "group_by": None, "period": "", "hyperfind": None}
    config = tenant.config(custom_streams=[{**GROUPS, **blanks}], dataviews=[view])
    chosen = json.loads(tap(config, "--discover", singer=False).stdout)
    run = tap(config, catalog=select(chosen, "my_groups", "my_hours"))
    assert run.code == 0
    assert run.records("my_groups")
    assert run.records("my_hours")


def test_the_documented_examples_are_right() -> None:
    text = (ROOT / "docs" / "user-defined-streams.md").read_text("utf-8")
    examples = [block.partition("```")[0] for block in text.split("```json\n")[1:]]
    declared = json.loads("{" + ",".join(examples) + "}")
    assert set(declared) == {"dataviews", "payroll_exports", "custom_streams"}
    settings = {"subdomain": "merge.prd", "client_id": "a", "client_secret": "b"}
    settings |= {"username": "c", "password": "d"}
    assert problems({**settings, **declared}, TapUKGWFM.known_settings()) == []
    fields = {*dataviews.FIELDS, *payroll.FIELDS, *custom.FIELDS}
    assert all(f"| `{field}` |" in text for field in fields)
