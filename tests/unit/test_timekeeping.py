"""Timekeeping: rows of responses from live tenants, dates of balances, units."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm.api.responses import Body, Response
from tap_ukg_wfm.streams import STREAMS
from tap_ukg_wfm.sync.windows import Window, as_of
from tap_ukg_wfm.tables.projection import Projection
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


LIVE = ROOT / "tests" / "live_cases"


READ_AT = "2026-11-15T12:00:00.000000Z"


def live_rows(case: str, stream: str) -> list[dict[str, Any]]:
    """The rows of a stream in an answer of a live tenant, without the columns that have nothing."""
    table = next(table for table in STREAMS if table.name == stream)
    answer = Response((LIVE / f"{case}.json").read_bytes(), READ_AT)
    columns = {column.name for column in table.columns}
    projection = Projection(
        table.name, table.columns, columns, table.records, left_out=table.left_out
    )
    rows = projection.rows(Body(table.operation, answer))
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def test_a_live_balance() -> None:
    (row,) = live_rows("accrual-summary-of-98-days", "accrual_balances")
    assert row["balance_date"] == row["current_balance_balance_date"] == "2026-07-27"
    assert row["starting_balance_balance_date"] == "2026-04-20"
    assert row["available_balance_hours"] == 30.7222
    assert row["available_balance_in_seconds"] == 110600
    assert row["current_balance_vested_duration_in_seconds"] == 110600
    assert row["taking_to_date_in_seconds"] == 0
    assert row["accrual_code_hours_per_day_in_seconds"] == 28800
    assert row["reporting_period_summaries"][0]["priorEndingBalance"]["vestedHoursAmount"] == 7.5


def test_a_live_transaction() -> None:
    (row,) = live_rows("accrual-transaction", "accrual_transactions")
    assert (row["hours_amount"], row["seconds_amount"]) == (1.54, 5544)
    assert row["probation_seconds_amount"] == 0
    assert row["accrual_code_short_name"] == "SCK"


def test_a_live_attestation_is_dated_by_its_local_time() -> None:
    (row,) = live_rows("attestation-in-the-evening", "attestations")
    assert row["attestation_date"] == "2026-06-18"
    assert row["punch_transaction_start_dtm"] == "2026-06-19T01:00:00"
    assert row["unique_id"] == -1


def test_a_live_daily_total_is_in_seconds() -> None:
    (row,) = live_rows("daily-total-in-seconds", "daily_total_summaries")
    assert row["total_seconds"] == 28800
    assert row["hours_and_cost_summaries_hour"][0]["durationInHours"] == 8.0
    assert "cumulative_total" not in row


def test_types_of_exceptions_come_as_names_or_as_objects() -> None:
    late = {"id": 1, "name": "LATE_IN", "displayName": "Late In"}
    late |= {"category": "IN_PUNCH_EXCEPTIONS", "description": "LATE_IN_DSC"}
    table = next(table for table in STREAMS if table.name == "exception_types")
    columns = {column.name for column in table.columns}
    answer = Response(json.dumps(["EARLY_OUT", late]).encode(), READ_AT)
    projection = Projection(table.name, table.columns, columns)
    name, whole = projection.rows(Body(table.operation, answer))
    assert {name: value for name, value in name.items() if value} == {"name": "EARLY_OUT"}
    assert whole == {
        "id": 1,
        "name": "LATE_IN",
        "display_name": "Late In",
        "category": "IN_PUNCH_EXCEPTIONS",
        "description": "LATE_IN_DSC",
    }


@pytest.mark.parametrize(
    ("window", "first_load", "wanted"),
    [
        # Month ends that have come, and the latest date.
        (("2026-09-10", "2026-12-15"), False, ["2026-09-30", "2026-10-31", "2026-11-14"]),
        # The first date of the first load.
        (("2026-10-31", "2026-11-16"), True, ["2026-10-31", "2026-11-14"]),
        (("2026-11-02", "2026-11-16"), True, ["2026-11-02", "2026-11-14"]),
        # A run that ends before today.
        (("2026-09-10", "2026-10-05"), False, ["2026-09-30", "2026-10-05"]),
        # A run that begins after it: today all the same.
        (("2026-11-16", "2026-12-16"), True, ["2026-11-14"]),
    ],
)
def test_dates_of_balances(window: tuple[str, str], first_load: bool, wanted: list[str]) -> None:  # noqa: FBT001
    whole = Window(*map(date.fromisoformat, window))
    found = as_of(whole, date(2026, 11, 14), (), first_load=first_load)
    assert [day.isoformat() for day in found] == wanted


AMOUNT = re.compile(
    r"(hours|days|seconds|amount|wages1?|money|balance|duration|total|to_date|addition)"
)


UNITS = re.compile(r"\((hours|seconds|days|money)\b|HOUR, DAY or MONEY")


def amounts() -> Iterator[tuple[str, str]]:
    """Numbers of timekeeping that are amounts, with their descriptions."""
    for table in STREAMS:
        if ".timekeeping." in table.__module__:
            properties: Mapping[str, Any] = table.table_schema()["properties"]
            for name, schema in properties.items():
                if AMOUNT.search(name) and "number" in json.dumps(schema.get("type")):
                    yield f"{table.name}.{name}", schema["description"]


def test_every_amount_names_its_unit() -> None:
    found = dict(amounts())
    assert len(found) > 50
    assert [name for name, description in found.items() if not UNITS.search(description)] == []


def test_descriptions_hold_no_riddles() -> None:
    for table in STREAMS:
        for name, schema in table.table_schema()["properties"].items():
            assert "the other way" not in schema["description"], f"{table.name}.{name}"


def test_the_margin_stays_within_what_a_request_may_span() -> None:
    table = next(table for table in STREAMS if table.name == "attestations")
    assert table.operation.margin == 1
    assert timedelta(days=table.operation.margin) * 2 < timedelta(days=table.operation.days)
