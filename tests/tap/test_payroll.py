"""Payroll exports: submitted, looked for, downloaded, and told of when any of it fails."""

from __future__ import annotations

import copy
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox

from tap_ukg_wfm.settings.validation import problems
from tap_ukg_wfm.tap import TapUKGWFM
from tests.conftest import TODAY, select
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.conftest import Run, Tap

PATH = "/v1/commons/payroll/export/async"
LIST = f"GET {PATH}"
STATUS = f"GET {PATH}/{{executionKey}}/status"
FILE = f"GET {PATH}/{{executionKey}}/response"
NAMES = ("employee_id", "apply_date", "paid_on", "pay_code", "hours", "wages", "job")
COLUMNS = {
    "employee_id": "employee_id:string",
    "apply_date": "apply_date:date",
    "paid_on": "paid_on:date",
    "pay_code": "pay_code:string",
    "hours": "hours:number",
    "wages": "wages:number",
    "job": "job:string",
}
PAYROLL: dict[str, Any] = {
    "name": "payroll",
    "query": "SELECT * FROM payroll_lines WHERE paid_on BETWEEN '$start_date' AND '$end_date'",
    "columns": COLUMNS,
    "primary_keys": ["employee_id", "apply_date", "pay_code"],
}


@pytest.fixture
def tenant() -> Iterator[Sandbox]:
    """A tenant that wants to be asked for an export every second."""
    with Sandbox(employees=12, days=40, seed=11, today=TODAY, next_ping=1) as running:
        yield running


def counted(rows: Iterable[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    def shown(value: Any) -> str:
        return f"{value:.2f}" if isinstance(value, float) else str(value)

    return Counter(tuple(shown(row[name]) for name in NAMES) for row in rows)


def read(tap: Tap, tenant: Sandbox, entry: dict[str, Any], **settings: Any) -> Run:
    config = tenant.config(payroll_exports=[entry], **settings)
    catalog = json.loads(tap(config, "--discover", singer=False).stdout)
    return tap(config, catalog=select(catalog, "payroll", "extraction_windows"))


def test_an_export_holds_what_is_paid(tap: Tap, tenant: Sandbox) -> None:
    config = tenant.config(payroll_exports=[PAYROLL], window_days=15)
    catalog = json.loads(tap(config, "--discover", singer=False).stdout)
    chosen = select(catalog, "payroll", "extraction_windows")
    (entry,) = (e for e in catalog["streams"] if e["stream"] == "payroll")
    assert entry["key_properties"] == ["start_date", *PAYROLL["primary_keys"], "line_number"]
    assert entry["schema"]["properties"]["hours"]["type"] == ["number", "null"]
    warehouse = Warehouse()
    state = None
    for days in (0, 3, 20):
        tenant.advance(days)
        run = tap({**config, "lookback_days": 30}, catalog=chosen, state=state)
        assert run.code == 0, run.stderr[-2000:]
        warehouse.land(run.lines)
        state = run.state
        rows = warehouse.rows("payroll")
        assert rows
        assert counted(rows) == counted(tenant.truth("payroll_lines"))
    # Corrections apply to days that were paid months ago, and are kept.
    retroactive = [row for row in rows if str(row["apply_date"]) < str(row["start_date"])]
    assert retroactive
    assert all(
        str(row["start_date"]) <= str(row["paid_on"]) <= str(row["end_date"]) for row in rows
    )
    # UKG is asked for each export until it is done, and no more often.
    asked = {name: sum(answers.values()) for name, answers in tenant.stats()["requests"].items()}
    assert asked[FILE] == asked[f"POST {PATH}"] >= 5
    assert asked[f"POST {PATH}"] * 2 >= asked[LIST] > 4
    assert STATUS not in asked
    assert any(row["line_number"] > 1 for row in rows)
    sent = [r["body"] for r in tenant.requests() if r["path"] == PATH and r["method"] == "POST"]
    assert len({body["requestId"] for body in sent}) == len(sent)
    assert all("$" not in body["query"] for body in sent)


def test_an_export_without_dates_is_a_full_table(tap: Tap, tenant: Sandbox) -> None:
    run = read(tap, tenant, {**PAYROLL, "query": "SELECT * FROM payroll_lines"})
    assert run.code == 0, run.stderr[-2000:]
    assert counted(run.records("payroll")) == counted(tenant.truth("payroll_lines"))
    assert "ACTIVATE_VERSION" in {m["type"] for m in run.lines if m.get("stream") == "payroll"}


def test_a_connection_test_exports_nothing(tap: Tap, tenant: Sandbox) -> None:
    run = tap(tenant.config(payroll_exports=[PAYROLL]), "--test", singer=False)
    assert run.code == 0, run.stderr[-2000:]
    asked = {r["method"] for r in tenant.requests() if r["path"] == PATH}
    assert asked == {"GET"}


def test_an_export_is_found_among_many(tap: Tap, tenant: Sandbox) -> None:
    # The list is that of all users, a page at a time.
    others = [{"executionKey": f"other-{number}", "state": "SUCCESSFUL"} for number in range(100)]
    page = json.dumps({"records": others, "totalElements": 101})
    tenant.fault(operation=LIST, status=200, body=page, times=1)
    run = read(tap, tenant, {**PAYROLL, "query": "SELECT * FROM payroll_lines"})
    assert run.code == 0, run.stderr[-2000:]
    asked = [r["query"] for r in tenant.requests() if r["path"] == PATH and r["method"] == "GET"]
    assert {"index": "1", "count": "100"} in asked
    assert run.records("payroll")


def test_ukg_says_how_often_it_is_asked(tap: Tap, tenant: Sandbox) -> None:
    told = {"executionKey": "slow", "state": "PENDING", "nextPing": 3}
    tenant.fault(operation=f"POST {PATH}", status=202, body=json.dumps(told))
    run = read(tap, tenant, {**PAYROLL, "query": "SELECT 1", "wait_seconds": 4})
    assert run.code == 1
    # After 3 seconds, and at the end of the wait.
    assert sum(tenant.stats()["requests"][LIST].values()) == 2
    assert "The tap checks every 3 seconds, for at most 4 seconds" in run.stderr
    assert "did not finish within 4 seconds. Raise wait_seconds" in run.stderr


HEADER = ",".join(NAMES)
FAILURES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    (
        "refused",
        {
            "operation": f"POST {PATH}",
            "status": 403,
            "error": {"errorCode": "WFA-1", "message": "No."},
        },
        {},
        "Grant the Access Control Point WAGES",
    ),
    (
        "failed",
        {
            "operation": f"POST {PATH}",
            "status": 202,
            "body": '{"executionKey": "1", "state": "FAILED"}',
        },
        {},
        f"POST {PATH} failed in UKG. Check the query of the export. (no reason given)",
    ),
    (
        "key",
        {"operation": f"POST {PATH}", "status": 202, "body": '{"executionKey": "../../persons"}'},
        {},
        "a structure that this version of the tap does not know",
    ),
    (
        "list",
        {"operation": LIST, "status": 200, "body": '{"errorCode": "WFP-00500"}'},
        {},
        "(HTTP 200, WFP-00500",
    ),
    ("sql", {"operation": "nothing"}, {"query": "SELECT"}, "The query is not valid"),
    (
        "csv",
        {"operation": FILE, "status": 200, "body": 'employee_id\n"1', "content_type": "text/csv"},
        {},
        "returned a file that is not CSV",
    ),
    (
        "header",
        {
            "operation": FILE,
            "status": 200,
            "body": "employee_id,hours\n1,2",
            "content_type": "text/csv",
        },
        {},
        "without the columns apply_date, paid_on, pay_code, wages, job. Check the columns of the export.",
    ),
    (
        "fields",
        {
            "operation": FILE,
            "status": 200,
            "body": f"{HEADER}\n1,2026-11-01,Regular",
            "content_type": "text/csv",
        },
        {},
        "a line that has more or fewer fields than the header",
    ),
]


@pytest.mark.parametrize(
    ("fault", "change", "sentence"), [f[1:] for f in FAILURES], ids=[f[0] for f in FAILURES]
)
def test_failures_are_told(
    tap: Tap, tenant: Sandbox, fault: dict[str, Any], change: dict[str, Any], sentence: str
) -> None:
    if fault["operation"] != "nothing":
        tenant.fault(times=None, **fault)
    run = read(tap, tenant, {**PAYROLL, **change})
    assert run.code == 1
    assert sentence in run.stderr
    assert "Not read: payroll." in run.stderr
    assert run.records("payroll") == []


def test_a_job_that_fails_says_why(tap: Tap, tenant: Sandbox) -> None:
    tenant.fault(
        operation=f"POST {PATH}",
        status=202,
        body=json.dumps({"executionKey": "1", "state": "FAILED", "nextPing": 60}),
    )
    failed = {"executionKey": "1", "state": "FAILED", "message": "No pay period."}
    tenant.fault(operation=STATUS, status=200, body=json.dumps(failed), times=None)
    run = read(tap, tenant, {**PAYROLL, "query": "SELECT 1"})
    assert run.code == 1
    assert (
        f"POST {PATH} failed in UKG. Check the query of the export. (No pay period.)" in run.stderr
    )


WRITTEN = {
    "1,234.50": 1234.5,
    "(12.50)": -12.5,
    "$12.50": 12.5,
    "1.234,50": 1234.5,
    "12.50-": -12.5,
    "": None,
}


def test_amounts_that_are_written_for_people(tap: Tap, tenant: Sandbox) -> None:
    lines = [
        f'{number},2026-11-01,2026-11-01,Regular,8,"{text}",Job'
        for number, text in enumerate(WRITTEN)
    ]
    body = "\n".join([HEADER, *lines])
    tenant.fault(operation=FILE, status=200, body=body, content_type="text/csv")
    run = read(tap, tenant, {**PAYROLL, "query": "SELECT * FROM payroll_lines"})
    assert run.code == 0, run.stderr[-2000:]
    assert [row["wages"] for row in run.records("payroll")] == list(WRITTEN.values())


def test_an_amount_that_could_be_two_numbers_costs_its_line(tap: Tap, tenant: Sandbox) -> None:
    texts = ("8:30", "9:15", "7.5", "1" * 50)
    lines = [f"{text[:1]},2026-11-01,2026-11-01,Regular,{text},10.00,Job" for text in texts]
    body = "\n".join([HEADER, *lines])
    tenant.fault(operation=FILE, status=200, body=body, content_type="text/csv", times=None)
    run = read(tap, tenant, PAYROLL)
    assert run.code == 1
    assert {row["hours"] for row in run.records("payroll")} == {7.5, float("1" * 50)}
    assert (
        "x an amount such as '8:30' in column hours, which cannot be read in one way" in run.stderr
    )
    # Nothing counts as read where an amount is missing.
    assert run.records("extraction_windows") == []
    assert run.state["bookmarks"]["payroll"].get("covered", []) == []


@pytest.mark.parametrize("kind", ["html", "empty", "cut", "drop"])
def test_a_broken_download_is_made_again(tap: Tap, tenant: Sandbox, kind: str) -> None:
    tenant.fault(operation=FILE, kind=kind)
    run = read(tap, tenant, {**PAYROLL, "query": "SELECT * FROM payroll_lines"})
    assert run.code == 0, run.stderr[-2000:]
    assert counted(run.records("payroll")) == counted(tenant.truth("payroll_lines"))


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"query": ""}, "The payroll export payroll needs query"),
    ({"query": {"where": {}}}, "needs query to be a string"),
    ({"query": "SELECT '$start_date'"}, "has to use $start_date and $end_date together"),
    ({"query": "SELECT $employee_ids"}, "uses $employee_ids, which is not one of"),
    ({"primary_keys": ["day"]}, "names day as a key but does not have that column"),
    ({"columns": {"hours": "Hours"}}, "a column hours that is not written as path:type"),
    ({"columns": {**COLUMNS, "line_number": "N:integer"}}, "Choose another name"),
    ({"columns": {**COLUMNS, "start_date": "N:date"}}, "Choose another name"),
    ({"wait_seconds": "long"}, "needs wait_seconds to be a whole number above 0"),
    ({"name": "punches"}, "has the same name as another stream"),
]


@pytest.mark.parametrize(("change", "sentence"), MISTAKES, ids=[m[1] for m in MISTAKES])
def test_mistakes_are_told_at_the_start(
    sandbox: Sandbox, change: dict[str, Any], sentence: str
) -> None:
    known = TapUKGWFM.known_settings()
    assert problems(sandbox.config(payroll_exports=[PAYROLL]), known) == []
    wrong = {**copy.deepcopy(PAYROLL), **change}
    assert sentence in " ".join(problems(sandbox.config(payroll_exports=[wrong]), known))
