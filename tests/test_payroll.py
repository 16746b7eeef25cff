"""Payroll exports: submitted, awaited, downloaded, and told of when any of it fails."""

from __future__ import annotations

import copy
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm.settings.validation import problems
from tap_ukg_wfm.tap import TapUKGWFM
from tests.conftest import select
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Run, Tap

PATH = "/v1/commons/payroll/export/async"
STATUS = f"GET {PATH}/{{executionKey}}/status"
FILE = f"GET {PATH}/{{executionKey}}/response"
PAYROLL: dict[str, Any] = {
    "name": "payroll",
    "query": {
        "where": {
            "hyperfind": {"id": 1},
            "dateRange": {"startDate": "$start_date", "endDate": "$end_date"},
        }
    },
    "columns": {
        "person_number": "Employee ID:string",
        "apply_date": "Apply Date:date",
        "pay_code": "Pay Code:string",
        "hours": "Hours:number",
        "wages": "Wages:number",
        "job": "Job:string",
    },
    "primary_keys": ["person_number", "apply_date", "pay_code"],
    "replication_key": "apply_date",
}


def counted(rows: Iterable[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    names = ("person_number", "apply_date", "pay_code", "hours", "wages", "job")
    return Counter(tuple(str(row[name]) for name in names) for row in rows)


def truth(tenant: Sandbox) -> Counter[tuple[Any, ...]]:
    return counted(
        {
            **row,
            "pay_code": row["pay_code_qualifier"],
            "hours": row.get("hours_amount"),
            "job": row["job_qualifier"],
        }
        for row in tenant.truth("actual_totals")
    )


def read(tap: Tap, tenant: Sandbox, entry: dict[str, Any], **settings: Any) -> Run:
    config = tenant.config(payroll_exports=[entry], **settings)
    catalog = json.loads(tap(config, "--discover", singer=False).stdout)
    return tap(config, catalog=select(catalog, "payroll", "extraction_windows"))


def test_an_export_holds_what_the_totals_hold(tap: Tap, tenant: Sandbox) -> None:
    config = tenant.config(payroll_exports=[PAYROLL], window_days=15)
    catalog = json.loads(tap(config, "--discover", singer=False).stdout)
    chosen = select(catalog, "payroll", "extraction_windows")
    (entry,) = (e for e in catalog["streams"] if e["stream"] == "payroll")
    assert entry["key_properties"] == [*PAYROLL["primary_keys"], "line_number"]
    assert entry["schema"]["properties"]["hours"]["type"] == ["number", "null"]
    warehouse = Warehouse()
    state = None
    for days in (0, 3):
        tenant.advance(days)
        run = tap({**config, "lookback_days": 90}, catalog=chosen, state=state)
        assert run.code == 0, run.stderr[-2000:]
        warehouse.land(run.lines)
        state = run.state
        rows = warehouse.rows("payroll")
        assert rows
        assert counted(rows) == truth(tenant)
    asked = {name: sum(answers.values()) for name, answers in tenant.stats()["requests"].items()}
    # Each export is asked after until it is done, and no oftener.
    assert asked[STATUS] == 2 * asked[f"POST {PATH}"] == 2 * asked[FILE] > 4
    assert any(row["line_number"] > 1 for row in rows)


def test_an_export_without_dates_is_a_full_table(tap: Tap, tenant: Sandbox) -> None:
    dates = {"startDate": "2026-11-01", "endDate": "2026-11-14"}
    query = {"where": {"hyperfind": {"id": 1}, "dateRange": dates}}
    fixed = {**PAYROLL, "query": query, "replication_key": None}
    run = read(tap, tenant, fixed)
    assert run.code == 0
    assert {row["apply_date"] for row in run.records("payroll")} <= {
        f"2026-11-{day:02}" for day in range(1, 15)
    }
    assert "ACTIVATE_VERSION" in {m["type"] for m in run.lines if m.get("stream") == "payroll"}


def test_a_connection_test_exports_nothing(tap: Tap, tenant: Sandbox) -> None:
    run = tap(tenant.config(payroll_exports=[PAYROLL]), "--test", singer=False)
    assert run.code == 0, run.stderr[-2000:]
    asked = {r["method"] for r in tenant.requests() if r["path"] == PATH}
    assert asked == {"GET"}


FAILED = json.dumps({"executionKey": "1", "state": "FAILED", "message": "No pay period."})
FAILURES: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (
        {
            "operation": f"POST {PATH}",
            "status": 403,
            "error": {"errorCode": "WFA-1", "message": "No."},
        },
        {},
        "grant the Access Control Point WAGES",
    ),
    (
        {"operation": STATUS, "status": 200, "body": FAILED},
        {},
        f"POST {PATH} failed in UKG (No pay period.)",
    ),
    (
        {"operation": f"POST {PATH}", "status": 202, "body": '{"executionKey": "../../persons"}'},
        {},
        "in a shape that this version does not know",
    ),
    (
        {"operation": STATUS, "delay": 0.01},
        {"wait_seconds": 1},
        "is not done after 1 seconds: raise the export",
    ),
    (
        {
            "operation": FILE,
            "status": 200,
            "body": 'Employee ID,Hours\n"1',
            "content_type": "text/csv",
        },
        {},
        "gave a file that is no CSV",
    ),
    (
        {
            "operation": FILE,
            "status": 200,
            "body": "Employee ID,Hours\n1,2",
            "content_type": "text/csv",
        },
        {},
        "without Apply Date, Pay Code, Wages, Job: check the export's columns; the file has Employee",
    ),
    (
        {
            "operation": FILE,
            "status": 200,
            "body": "Employee ID,Apply Date,Pay Code,Hours,Wages,Job\n1,2026-11-01,Regular",
            "content_type": "text/csv",
        },
        {},
        "a line has other fields than the header",
    ),
]


@pytest.mark.parametrize(
    ("fault", "change", "sentence"), FAILURES, ids=[f[2][:40] for f in FAILURES]
)
def test_failures_are_said(
    tap: Tap, tenant: Sandbox, fault: dict[str, Any], change: dict[str, Any], sentence: str
) -> None:
    tenant.fault(times=None, **fault)
    run = read(tap, tenant, {**PAYROLL, **change})
    assert run.code == 1
    assert sentence in run.stderr
    assert "Not read: payroll." in run.stderr
    assert run.records("payroll") == []
    assert run.state["bookmarks"]["payroll"] == {}


@pytest.mark.parametrize("kind", ["html", "empty", "cut", "drop"])
def test_a_broken_download_is_made_again(tap: Tap, tenant: Sandbox, kind: str) -> None:
    tenant.fault(operation=FILE, kind=kind)
    run = read(tap, tenant, PAYROLL)
    assert run.code == 0, run.stderr[-2000:]
    first = min(row["apply_date"] for row in run.records("payroll"))
    wanted = Counter({line: count for line, count in truth(tenant).items() if line[1] >= first})
    assert counted(run.records("payroll")) == wanted


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"query": {}}, "The payroll export payroll needs query"),
    ({"query": {"a": "$start_date"}}, "has to use $start_date and $end_date together"),
    ({"query": {"a": "$employee_ids"}}, "uses $employee_ids, which is none of"),
    ({"replication_key": None}, "needs a replication_key"),
    ({"replication_key": "day"}, "has no column day, which is one of its keys"),
    ({"columns": {"hours": "Hours"}}, "a column hours that is not written as path:type"),
    ({"columns": {**PAYROLL["columns"], "line_number": "N:integer"}}, "choose another name"),
    ({"wait_seconds": "long"}, "needs a whole number above 0 as wait_seconds"),
    ({"name": "punches"}, "has the name of another stream"),
]


@pytest.mark.parametrize(("change", "sentence"), MISTAKES, ids=[m[1] for m in MISTAKES])
def test_mistakes_are_said_at_the_start(
    sandbox: Sandbox, change: dict[str, Any], sentence: str
) -> None:
    known = TapUKGWFM.known_settings()
    assert problems(sandbox.config(payroll_exports=[PAYROLL]), known) == []
    wrong = {**copy.deepcopy(PAYROLL), **change}
    assert sentence in " ".join(problems(sandbox.config(payroll_exports=[wrong]), known))
