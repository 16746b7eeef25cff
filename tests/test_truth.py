"""What lands is what the tenant holds: row for row, after a full run, after edits, after selections."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm.streams import STREAMS as TABLES
from tap_ukg_wfm.streams.base import AsOf
from tests.conftest import catalog_of, select
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap

STREAMS: list[str] = [table.name for table in TABLES if table.operation.path]
# One stream, at least, of each way of reading: what the engine does to these it does to all.
MECHANISMS: list[str] = [
    *("pay_codes", "labor_category_entries", "locations", "persons", "employees"),
    *("employee_custom_data", "person_assignments", "timecards", "punches", "worked_shift_spans"),
    *("pay_code_edits", "timecard_exceptions", "timecard_changes", "timecard_totals"),
    *("timecard_approvals", "timecard_signoffs", "actual_totals", "exception_counts"),
    *("accrual_balances", "shifts", "open_shifts", "schedule_patterns", "schedule_status"),
    *("time_off_requests", "leave_cases", "volume_forecasts", "actual_volumes", "labor_forecasts"),
    *("attendance_events", "activity_totals", "activity_shift_changes"),
]
AHEAD = {table.name for table in TABLES if table.operation.looks_ahead}
AS_OF = {table.name for table in TABLES if isinstance(table.reads, AsOf)}
COUNTS_LATER = {"planned_taking_hours", "pending_grant_hours"}
ADDED = {
    *("read_at", "window_date", "line_number", "_version"),
    *("worked_shift_start_date_time", "shift_start_date_time", "first_date"),
    "attestation_date",
}

# Lists that are streams of their own, and are not repeated in the stream above them.
INSIDE = {"worked_shifts": "worked_spans", "shifts": "segments"}


def comparable(row: dict[str, Any]) -> str:
    """A row as text: without what the tap adds, and without what is absent."""
    shown = {}
    for name, value in row.items():
        if value is None or name in ADDED:
            continue
        shown[name] = str(value) if isinstance(value, date) else value
        if isinstance(value, datetime):
            shown[name] = f"{value.isoformat(timespec='milliseconds')}Z"
        if isinstance(value, str) and value[:1] in "[{":
            with contextlib.suppress(ValueError):
                shown[name] = json.loads(value)
        if isinstance(value, (float, Decimal)):
            shown[name] = int(value) if value == int(value) else float(value)
    return json.dumps(shown, sort_keys=True, default=str)


def expected(tenant: Sandbox, stream: str, start: str) -> list[dict[str, Any]]:
    # The tap reads until the date that has begun anywhere, and schedules 30 days beyond.
    last = date.fromisoformat(str(tenant.today)) + timedelta(
        days=1 + (30 if stream in AHEAD else 0)
    )
    rows = tenant.truth(stream, start_date=start, end_date=last.isoformat())
    dates = as_of_dates(tenant, start)
    return [row for row in rows if stream not in AS_OF or row["balance_date"] in dates]


def as_of_dates(tenant: Sandbox, start: str) -> set[str]:
    """The dates as of which one run reads balances: the first one, month ends, today."""
    first, today = date.fromisoformat(start), date.fromisoformat(str(tenant.today))
    days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    ends = {day for day in days if (day + timedelta(days=1)).day == 1}
    return {day.isoformat() for day in {first, today, *ends}}


def _as_read(row: dict[str, Any], tenant: Sandbox) -> dict[str, Any]:
    """A balance; before the look-back without what counts later edits, which is not read again."""
    first = date.fromisoformat(str(tenant.today)) - timedelta(days=30)
    later = () if str(row["balance_date"]) >= first.isoformat() else COUNTS_LATER
    return {name: value for name, value in row.items() if name not in later}


def compare(stream: str, landed: list[dict[str, Any]], tenant: Sandbox, start: str) -> None:
    """Landed rows and the truth, row for row, equal lines included."""
    truth = expected(tenant, stream, start)
    if stream in AS_OF:
        # As of the days of earlier runs, balances stay as they were then.
        kept = as_of_dates(tenant, start)
        landed = [row for row in landed if str(row["balance_date"]) in kept]
        landed, truth = [[_as_read(row, tenant) for row in rows] for rows in (landed, truth)]
    for row in truth:
        row.pop(INSIDE.get(stream, ""), None)
    here, there = Counter(map(comparable, landed)), Counter(map(comparable, truth))
    assert here == there, (
        f"{stream}: {sum((here - there).values())} too many, such as "
        f"{list(here - there)[:1]}; {sum((there - here).values())} missing, such as "
        f"{list(there - here)[:1]}"
    )


def assert_truth(warehouse: Warehouse, tenant: Sandbox, stream: str, start: str) -> None:
    landed = warehouse.rows(stream)
    compare(stream, landed, tenant, start)
    keys = warehouse.schemas[stream]["key_properties"]
    values = [tuple(row[key] for key in keys) for row in landed]
    assert all(None not in value for value in values)
    assert len(set(values)) == len(values)


@pytest.fixture(scope="module")
def landed(sandbox: Sandbox) -> Any:
    """A tenant read whole, once for all tests of this module that only look."""
    return sandbox, {}


@pytest.mark.parametrize("stream", STREAMS)
def test_full_run(stream: str, tap: Tap, landed: Any) -> None:
    tenant, kept = landed
    if not kept:
        run = tap(tenant.config(window_days=13, batch_size=7))
        assert run.code == 0, run.stderr[-2000:]
        kept["warehouse"] = Warehouse()
        kept["warehouse"].land(run.lines)
        kept["log"] = run.stderr
    assert f"Stream {stream}: " not in kept["log"]
    assert expected(tenant, stream, tenant.config()["start_date"]), "the truth shall not be empty"
    assert_truth(kept["warehouse"], tenant, stream, tenant.config()["start_date"])


def test_incremental_runs_follow_three_advances(tap: Tap, tenant: Sandbox) -> None:
    warehouse = Warehouse()
    start = tenant.config()["start_date"]
    warehouse.land(tap(tenant.config(window_days=9)).lines)
    for days in (1, 3, 2):
        tenant.advance(days)
        run = tap(tenant.config(window_days=9), state=warehouse.state)
        assert run.code == 0
        warehouse.land(run.lines)
    for stream in STREAMS:
        assert_truth(warehouse, tenant, stream, start)


def test_selection_of_streams_and_fields(tap: Tap, sandbox: Sandbox) -> None:
    catalog = json.loads(tap(None, "--discover", singer=False).stdout)
    chosen = select(
        catalog, "punches", "extraction_windows", without=("punches.punch_dtm", "punches.id")
    )
    sandbox.reset_stats()
    run = tap(sandbox.config(), catalog=chosen)
    assert run.code == 0
    assert {m["stream"] for m in run.lines if "stream" in m} == {"punches", "extraction_windows"}
    row = run.records("punches")[0]
    assert "punch_dtm" not in row
    assert row["id"]
    truth = expected(sandbox, "punches", sandbox.config()["start_date"])
    assert sorted(r["id"] for r in run.records("punches")) == sorted(r["id"] for r in truth)
    sections = [
        r["body"]["select"] for r in sandbox.requests() if "timecard/multi_read" in r["path"]
    ]
    assert ["PUNCHES"] in sections


def test_a_composite_is_asked_once_for_all_its_streams(tap: Tap, tenant: Sandbox) -> None:
    tap(tenant.config(window_days=20, batch_size=5))
    asked = [r["body"] for r in tenant.requests() if r["path"].endswith("/timecard/multi_read")]
    windows, batches, months = 3, 3, 2
    assert sum("PUNCHES" in body["select"] for body in asked) == windows * batches
    # What sums up a month is small, so that everyone is asked for at once.
    assert len(asked) == windows * batches + months


def test_only_what_changed_of_the_organization_is_read_again(tap: Tap, tenant: Sandbox) -> None:
    streams = ("locations", "location_types", "jobs")
    catalog, warehouse = catalog_of(*streams), Warehouse()
    first = tap(tenant.config(), catalog=catalog)
    warehouse.land(first.lines)
    tenant.advance(20)
    tenant.reset_stats()
    second = tap(tenant.config(), catalog=catalog, state=warehouse.state)
    warehouse.land(second.lines)
    for stream in streams:
        assert len(second.records(stream)) < len(first.records(stream)) / 2
        assert_truth(warehouse, tenant, stream, tenant.config()["start_date"])
    asked = [json.dumps(r["body"]) for r in tenant.requests() if "multi_read" in r["path"]]
    assert sum("modifiedSince" in body for body in asked) >= len(streams)


def test_bookmarks_follow_windows(tap: Tap, tenant: Sandbox) -> None:
    run = tap(tenant.config(window_days=10, concurrency=1))
    states = [m["value"]["bookmarks"].get("punches", {}) for m in run.lines if m["type"] == "STATE"]
    ends = [s.get("replication_key_value", "") for s in states]
    assert ends == sorted(ends)
    assert len(set(ends)) >= 4
    assert ends[-1] == "2026-11-16"
    assert len(json.dumps(run.state)) < 64_000
