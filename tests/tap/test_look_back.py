"""Retroactive edits reach the warehouse with the next run; changed settings are not hidden by state."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from ukg_wfm_sandbox import Sandbox

from tests.conftest import Tap, catalog_of, select
from tests.truth import MECHANISMS, assert_truth, compare
from tests.warehouse import Warehouse

EDITS = ("move_punch", "delete_punch", "add_punch", "add_pay_code_edit", "delete_pay_code_edit")
Read = Callable[..., None]


def day(text: str, days: int = 0) -> str:
    return (date.fromisoformat(text) + timedelta(days=days)).isoformat()


@pytest.fixture
def warehouse() -> Warehouse:
    return Warehouse()


@pytest.fixture
def read(tap: Tap, warehouse: Warehouse) -> Read:
    """Runs the tap into the warehouse, from its state."""

    def run(tenant: Sandbox, catalog: dict[str, Any] | None = None, **settings: Any) -> None:
        catalog = catalog or catalog_of(*MECHANISMS)
        done = tap(tenant.config(**settings), state=warehouse.state, catalog=catalog)
        assert done.code == 0, done.stderr[-2000:]
        warehouse.land(done.lines)

    return run


def edit_all(tenant: Sandbox, *dates: str) -> int:
    """Every kind of edit, of everyone, on these dates; how many there were to make."""
    people = [row["person_id"] for row in tenant.truth("persons")]
    return sum(
        tenant.edit(person_id=person, date=on, kind=kind)["done"]
        for on in dates
        for kind in EDITS
        for person in people
    )


def assert_whole(warehouse: Warehouse, tenant: Sandbox) -> None:
    for stream in MECHANISMS:
        assert_truth(warehouse, tenant, stream, tenant.config()["start_date"])


def test_edits_on_the_edges(read: Read, warehouse: Warehouse, tenant: Sandbox) -> None:
    settings = {"lookback_days": 8, "window_days": 4, "batch_size": 5}
    read(tenant, **settings)
    completed = warehouse.state["bookmarks"]["punches"]["completed"]
    tenant.advance(1)
    # The look-back's first day, the days on both sides of each window's edge, and its last.
    first = day(completed, -8)
    dates = [first, *(day(first, 4 * n + side) for n in (1, 2) for side in (-1, 0)), tenant.today]
    assert edit_all(tenant, *dates) > 30
    # What happens by itself reaches back further than this look-back: read that, too.
    read(tenant, **{**settings, "lookback_days": 30})
    assert_whole(warehouse, tenant)
    assert edit_all(tenant, *(day(on, 1) for on in dates[:-1])) > 20
    read(tenant, **settings)
    assert_whole(warehouse, tenant)


@pytest.mark.parametrize(
    ("today", "change"), [("2026-11-04", "2026-11-01"), ("2026-03-11", "2026-03-08")]
)
def test_edits_around_a_daylight_saving_change(
    read: Read, warehouse: Warehouse, today: str, change: str
) -> None:
    with Sandbox(employees=20, days=12, seed=3, today=today) as tenant:
        overnight = {
            row["person_id"]
            for row in tenant.truth("worked_shifts")
            if row["start_date_time"][:10] < row.get("end_date_time", "")[:10]
        }
        assert overnight
        # Windows that end on, and begin with, the day of the change.
        for window_days in (1, 5):
            read(tenant, window_days=window_days)
            assert edit_all(tenant, day(change, -1), change, day(change, 1)) > 30
        read(tenant, window_days=3)
        assert_whole(warehouse, tenant)


def test_a_longer_look_back_is_respected(read: Read, warehouse: Warehouse, tenant: Sandbox) -> None:
    start = tenant.config()["start_date"]
    read(tenant)
    assert edit_all(tenant, day(tenant.today, -20)) > 5
    read(tenant, lookback_days=5)
    with pytest.raises(AssertionError):
        compare("punches", warehouse.rows("punches"), tenant, start)
    read(tenant, lookback_days=25)
    assert_whole(warehouse, tenant)


def test_an_earlier_start_is_respected(read: Read, warehouse: Warehouse, tenant: Sandbox) -> None:
    start = tenant.config()["start_date"]
    read(tenant, start_date=day(start, 15), lookback_days=1)
    tenant.reset_stats()
    read(tenant, lookback_days=1)
    assert_whole(warehouse, tenant)


def test_a_long_pause_leaves_no_hole(tap: Tap, warehouse: Warehouse, tenant: Sandbox) -> None:
    """Without a start_date the first one moves with the days, but never past what was read last."""
    config = tenant.config(lookback_days=5)
    del config["start_date"]
    for days in (0, 45):
        tenant.advance(days)
        run = tap(config, state=warehouse.state)
        assert run.code == 0
        warehouse.land(run.lines)
    start = day(tenant.today, -50)
    landed = [row for row in warehouse.rows("punches") if str(row["window_date"]) >= start]
    compare("punches", landed, tenant, start)
    (covered,) = warehouse.state["bookmarks"]["punches"]["covered"]
    assert covered[0] < start


def test_a_long_look_back_begins_no_earlier_than_the_first_run(tap: Tap, tenant: Sandbox) -> None:
    config = tenant.config(lookback_days=90)
    del config["start_date"]
    first = tap(config, catalog=catalog_of("punches"))
    again = tap(config, catalog=catalog_of("punches"), state=first.state)
    begun = [run.state["bookmarks"]["punches"]["covered"][0][0] for run in (first, again)]
    assert begun == [day(tenant.today, -29)] * 2


@pytest.mark.parametrize("narrow", [{"end_date": -20}, {"start_date": -3}])
def test_a_run_of_fewer_dates_hides_no_edit(
    read: Read, warehouse: Warehouse, tenant: Sandbox, narrow: dict[str, int]
) -> None:
    read(tenant)
    assert edit_all(tenant, day(tenant.today, -4)) > 5
    tenant.advance(25)
    read(tenant, **{name: day(tenant.today, days) for name, days in narrow.items()})
    tenant.advance(5)
    read(tenant)
    for stream in ("punches", "actual_totals"):
        assert_truth(warehouse, tenant, stream, tenant.config()["start_date"])


def test_other_people_are_read_whole(read: Read, warehouse: Warehouse, tenant: Sandbox) -> None:
    people = sorted(row["person_number"] for row in tenant.truth("persons"))
    read(tenant, person_numbers=people[:4], lookback_days=1)
    read(tenant, person_numbers=people[3:], lookback_days=1)
    read(tenant, lookback_days=1)
    assert_whole(warehouse, tenant)


def test_a_stream_selected_later_is_read_whole(
    read: Read, tap: Tap, warehouse: Warehouse, tenant: Sandbox
) -> None:
    catalog = json.loads(tap(None, "--discover", singer=False).stdout)
    first = select(catalog, "punches", "extraction_windows")
    read(tenant, first, lookback_days=2)
    tenant.reset_stats()
    later = select(catalog, "punches", "worked_shifts", "extraction_windows")
    read(tenant, later, lookback_days=2)
    start = tenant.config()["start_date"]
    for stream in ("punches", "worked_shifts"):
        assert_truth(warehouse, tenant, stream, start)
    # What punches need no more is asked for without them.
    sections = [
        request["body"]["select"]
        for request in tenant.requests()
        if "timecard/multi_read" in request["path"]
    ]
    assert ["WORKED_SHIFTS"] in sections
    assert any("PUNCHES" in section for section in sections)


def test_throttling_brings_no_storm(read: Read, warehouse: Warehouse, tenant: Sandbox) -> None:
    read(tenant, window_days=4, batch_size=4)
    calm = tenant.stats()["total"]
    warehouse.state.clear()
    tenant.reset_stats()
    tenant.fault(operation="*", times=None, every=10, status=429, headers={"Retry-After": "0"})
    read(tenant, window_days=4, batch_size=4)
    assert calm > 200
    assert tenant.stats()["total"] <= 1.15 * calm
    tenant.clear_faults()
    assert_whole(warehouse, tenant)


@pytest.fixture
def tenant() -> Iterator[Sandbox]:
    with Sandbox(employees=12, days=40, seed=11, today="2026-11-15") as running:
        yield running


def test_changes_late_on_the_day_of_a_run_are_not_lost_without_a_look_back(
    read: Read, warehouse: Warehouse, tenant: Sandbox
) -> None:
    feeds = catalog_of("schedule_changes", "shifts")
    settings = {"lookback_days": 0}
    read(tenant, feeds, **settings)
    # It is 18:00 in UTC, and tomorrow already in the east.
    people = [row["person_id"] for row in tenant.truth("persons")]
    dates = [day(tenant.today, n) for n in range(8)]
    edits = [
        tenant.edit(person_id=one, date=on, kind="change_shift")["done"]
        for one in people
        for on in dates
    ]
    assert sum(edits) > 10
    before = len(warehouse.rows("schedule_changes"))
    tenant.advance(1)
    read(tenant, feeds, **settings)
    assert len(warehouse.rows("schedule_changes")) > before + 10
    assert_truth(warehouse, tenant, "schedule_changes", tenant.config()["start_date"])
