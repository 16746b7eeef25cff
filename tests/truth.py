"""Compares what landed in a warehouse with what the sandbox holds."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.streams import STREAMS as TABLES
from tap_ukg_wfm.streams.base import AsOf

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

    from tests.warehouse import Warehouse

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
