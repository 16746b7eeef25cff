"""Timecards, accruals and attestations, where a live tenant differs from the vendor's documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox

from tests.conftest import TODAY, catalog_of
from tests.truth import assert_truth
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from tests.conftest import Tap

METRICS = "/timecard_metrics/multi_read"


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
