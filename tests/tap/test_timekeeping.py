"""Timecards, accruals and attestations, where a live tenant differs from the vendor's documentation."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox

from tap_ukg_wfm.api.responses import Body, Response
from tap_ukg_wfm.streams import STREAMS
from tap_ukg_wfm.sync.windows import Window, as_of
from tap_ukg_wfm.tables.projection import Projection
from tests.conftest import ROOT, TODAY, catalog_of
from tests.truth import assert_truth
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.conftest import Tap

LIVE = ROOT / "tests" / "live_cases"
METRICS = "/timecard_metrics/multi_read"
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


def asked(tenant: Sandbox) -> list[tuple[tuple[str, str], list[str], tuple[int, ...]]]:
    """The metrics requests: first and last date, sections and people."""
    found = []
    for request in tenant.requests():
        if request["path"].endswith(METRICS):
            where = request["body"]["where"]["employeeSet"]
            dates = where["dateRange"]
            people = tuple(where["employees"]["ids"])
            span = (dates["startDate"], dates["endDate"])
            found.append((span, request["body"]["select"], people))
    return found


def test_balances_are_asked_for_by_date_and_no_section_twice(tap: Tap, tenant: Sandbox) -> None:
    listed = ["2026-10-10", "2027-01-31"]
    config = tenant.config(window_days=9, accrual_balance_dates=listed)
    start = config["start_date"]
    streams = ("accrual_balances", "accrual_transactions", "actual_totals", "projected_totals")
    warehouse = Warehouse()
    warehouse.land(tap(config, catalog=catalog_of(*streams)).lines)
    balances = {span for span, select, _ in asked(tenant) if "ACCRUAL_SUMMARY" in select}
    wanted = {start, "2026-10-31", TODAY, *listed}
    assert balances == {(day, day) for day in wanted}
    sections = [
        (span, section, person)
        for span, select, people in asked(tenant)
        for section in select
        for person in people
    ]
    assert len(set(sections)) == len(sections)
    landed = {str(row["balance_date"]) for row in warehouse.rows("accrual_balances")}
    assert landed == wanted
    for stream in streams[1:]:
        assert_truth(warehouse, tenant, stream, start)

    # The next run reads today's, and what its look-back reaches: no other date of the list.
    tenant.advance(20)
    tenant.reset_stats()
    later = {**config, "lookback_days": 10}
    warehouse.land(tap(later, catalog=catalog_of(*streams), state=warehouse.state).lines)
    balances = {span for span, select, _ in asked(tenant) if "ACCRUAL_SUMMARY" in select}
    wanted = {"2026-11-30", "2026-12-05", "2027-01-31"}
    assert balances == {(day, day) for day in wanted}


def test_a_balance_is_that_of_the_end_of_its_date(tap: Tap, tenant: Sandbox) -> None:
    run = tap(tenant.config(), catalog=catalog_of("accrual_balances", "accrual_transactions"))
    moved: dict[tuple[int, int], int] = {}
    for row in run.records("accrual_transactions"):
        if "2026-10-31" < row["effective_date"] <= TODAY:
            key = (row["person_id"], row["accrual_code_id"])
            moved[key] = moved.get(key, 0) + row["seconds_amount"]
    found: dict[str, dict[tuple[int, int], int]] = {}
    for row in run.records("accrual_balances"):
        key = (row["person_id"], row["accrual_code_id"])
        found.setdefault(row["balance_date"], {})[key] = row["available_balance_in_seconds"]
    for key in found["2026-10-31"].keys() & found[TODAY].keys():
        assert found[TODAY][key] - found["2026-10-31"][key] == moved.get(key, 0)
    assert moved


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2026-10-31", "has to be a list of dates"),
        (["2026-10-31", "31.10.2026"], "accrual_balance_dates"),
        (["2026-02-30"], "accrual_balance_dates"),
        ([20261031], "has to be a list of dates"),
    ],
)
def test_dates_of_balances_that_are_none(tap: Tap, small: Sandbox, given: Any, said: str) -> None:
    run = tap(small.config(accrual_balance_dates=given), singer=False)
    assert run.code == 1
    assert said in run.stderr
    assert "2026-01-31" in run.stderr


def test_totals_without_a_date_fail_with_the_stream_and_the_operation(tap: Tap) -> None:
    with Sandbox(employees=5, days=12, today=TODAY, live={"totals_rollup": "ignored"}) as tenant:
        run = tap(tenant.config(), catalog=catalog_of("timecard_totals", "punches"))
        warehouse = Warehouse()
        warehouse.land(run.lines)
        assert_truth(warehouse, tenant, "punches", tenant.config()["start_date"])
    assert run.code == 1
    assert not run.records("timecard_totals")
    said = [line for line in run.stderr.splitlines() if "field applyDate" in line]
    assert said
    for line in said:
        assert "timecard_totals" in line
        assert "POST /v1/timekeeping/timecard/multi_read" in line
    # Nothing of it counts as read.
    bookmark = run.state["bookmarks"]["timecard_totals"]
    assert not bookmark.get("covered")
    assert not bookmark.get("completed")
    windows = {row["stream"] for row in run.records("extraction_windows")}
    assert windows == {"punches"}


@pytest.mark.parametrize("dates", ["local", "utc"])
def test_attestations_are_whole_whatever_dates_the_tenant_selects_by(tap: Tap, dates: str) -> None:
    live = {"attestation_dates": dates}
    with Sandbox(employees=30, days=20, seed=7, today=TODAY, live=live) as tenant:
        warehouse = Warehouse()
        config = tenant.config(window_days=2)
        catalog = catalog_of("attestations")
        warehouse.land(tap(config, catalog=catalog).lines)
        assert_truth(warehouse, tenant, "attestations", config["start_date"])
        tenant.advance(3)
        warehouse.land(tap(config, catalog=catalog, state=warehouse.state).lines)
        assert_truth(warehouse, tenant, "attestations", config["start_date"])


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
