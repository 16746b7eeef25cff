"""A row per person and month whenever runs begin, windows cut evenly, and state that cannot be right."""

from __future__ import annotations

import calendar
import json
import random
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox

from tap_ukg_wfm.api.errors import TooLargeError
from tap_ukg_wfm.streams.timekeeping.timecards import Punches, Timecards
from tap_ukg_wfm.sync.fetching import _smaller
from tap_ukg_wfm.sync.output import SelectedStream
from tap_ukg_wfm.sync.requests import OperationRun, Person, Request
from tap_ukg_wfm.sync.windows import Window
from tests.conftest import catalog_of
from tests.truth import INSIDE, assert_truth, comparable
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Tap

MONTHLY = ("timecards", "exception_counts", "schedule_audits", "hours_by_month")
DAILY = ("schedule_changes", "activity_shift_changes")
SETTINGS: dict[str, Any] = {
    "dataviews": [{"name": "hours_by_month", "select": ["EMP_COMMON_FULL_NAME"]}],
}


def day(text: str, days: int = 0) -> str:
    return (date.fromisoformat(text) + timedelta(days=days)).isoformat()


def daily(tenant: Sandbox, **settings: Any) -> dict[str, Any]:
    """The configuration of daily runs: no start_date, unless it is given."""
    config = tenant.config()
    del config["start_date"]
    return {**config, **settings}


@pytest.fixture(scope="module")
def tenant() -> Iterator[Sandbox]:
    with Sandbox(employees=6, days=70, seed=5, today="2026-10-30", spike_limit=1000) as running:
        yield running


def test_daily_runs_leave_a_row_per_person_and_month(tap: Tap, tenant: Sandbox) -> None:
    """Even where a target only upserts by key, over the end of a month."""
    warehouse = Warehouse()
    landed: dict[str, dict[Any, Any]] = {name: {} for name in (*MONTHLY, *DAILY)}
    first = day(tenant.today, -29)
    for days in (0, 1, 1, 1, 2):
        tenant.advance(days)
        run = tap(daily(tenant, **SETTINGS), state=warehouse.state)
        assert run.code == 0, run.stderr[-2000:]
        warehouse.land(run.lines)
        for name, rows in landed.items():
            keys = warehouse.schemas[name]["key_properties"]
            rows.update({tuple(row[key] for key in keys): row for row in run.records(name)})
    for name in MONTHLY:
        assert landed[name]
        for row in landed[name].values():
            start = date.fromisoformat(row["start_date"])
            last = calendar.monthrange(start.year, start.month)[1]
            assert start.day == 1
            assert row["end_date"] == start.replace(day=last).isoformat()
    months = Counter((row["person_id"], row["start_date"]) for row in landed["timecards"].values())
    assert set(months.values()) == {1}
    assert {start for _, start in months} == {"2026-10-01", "2026-11-01"}
    for name in DAILY:
        assert all(row["start_date"] == row["end_date"] for row in landed[name].values())
    for name in ("timecards", "exception_counts", "schedule_audits", "absence_spans"):
        assert_truth(warehouse, tenant, name, first)


@pytest.mark.parametrize("settings", [{}, {"start_date": "2026-10-17", "end_date": "2026-10-20"}])
def test_a_month_is_read_whole_wherever_the_run_begins(
    tap: Tap, tenant: Sandbox, settings: dict[str, str]
) -> None:
    run = tap(daily(tenant, **settings), catalog=catalog_of("timecards"))
    assert {row["start_date"][8:] for row in run.records("timecards")} == {"01"}
    told = {(row["start_date"], row["end_date"]) for row in run.records("extraction_windows")}
    assert ("2026-10-01", "2026-10-31") in told
    # What counts as read is what the run was asked for.
    ((start, _),) = run.state["bookmarks"]["timecards"]["covered"]
    assert start == settings.get("start_date", day(tenant.today, -29))


def test_a_month_is_never_halved() -> None:
    def request(table: Any, *people: int) -> Request:
        stream = SelectedStream(table, frozenset(c.name for c in table.table_columns()))
        run = OperationRun(table.operation, (stream,))
        window = Window(date(2026, 10, 1), date(2026, 10, 31))
        return Request(run, run.streams, window, [Person(n, str(n)) for n in people])

    parts = _smaller(request(Timecards, 1, 2), TooLargeError("Too much."))
    assert [len(part.batch) for part in parts] == [1, 1]
    with pytest.raises(TooLargeError, match="only for person 1 from 2026-10-01 to 2026-10-31"):
        _smaller(request(Timecards, 1), TooLargeError("Too much."))
    assert [
        p.window.days for p in _smaller(request(Punches, 1), TooLargeError("")) if p.window
    ] == [
        16,
        15,
    ]


def asked(tenant: Sandbox, path: str) -> list[tuple[str, str]]:
    """The ranges of the requests for punches."""
    ranges = [r["body"]["where"]["dateRange"] for r in tenant.requests() if path in r["path"]]
    return sorted((dates["startDate"], dates["endDate"]) for dates in ranges)


def test_windows_are_cut_evenly(tap: Tap, tenant: Sandbox) -> None:
    config = tenant.config(start_date="2026-10-01", end_date="2026-10-31", window_days=30)
    tenant.reset_stats()
    assert tap(config, catalog=catalog_of("punches")).code == 0
    assert asked(tenant, "timecard/multi_read") == [
        ("2026-10-01", "2026-10-16"),
        ("2026-10-17", "2026-10-31"),
    ]


def test_a_month_of_31_days_takes_no_more_requests(tap: Tap, tenant: Sandbox) -> None:
    counts = {}
    for end in ("2026-10-30", "2026-10-31"):
        tenant.reset_stats()
        assert tap(tenant.config(start_date="2026-10-01", end_date=end)).code == 0
        counts[end] = {name: sum(by.values()) for name, by in tenant.stats()["requests"].items()}
    # These are read by the day, and those have limits of their own.
    for other in ("schedule/changes", "net_changes", "volume_budget", "activity_totals"):
        for count in counts.values():
            (name,) = (name for name in count if other in name)
            del count[name]
    assert counts["2026-10-30"] == counts["2026-10-31"]


def test_a_daily_run_reads_its_look_back_in_one_window(tap: Tap) -> None:
    with Sandbox(employees=3, days=50, seed=5, today="2026-10-29") as tenant:
        first = tap(daily(tenant), catalog=catalog_of("punches"))
        tenant.advance(1)
        tenant.reset_stats()
        assert tap(daily(tenant), catalog=catalog_of("punches"), state=first.state).code == 0
        assert len(asked(tenant, "timecard/multi_read")) == 1


STREAMS = ("punches", "pay_code_edits", "actual_totals", "shifts", "timecards")


def assert_covered(warehouse: Warehouse, tenant: Sandbox, stream: str) -> None:
    """All dates that any run has read are as the tenant has them now."""
    rows = warehouse.rows(stream)
    for start, end in warehouse.state["bookmarks"][stream]["covered"]:
        # A month is there whole where any date of it was read.
        first = start[:8] + "01" if stream == "timecards" else start
        here = Counter(comparable(r) for r in rows if first <= str(r["window_date"]) <= end)
        truth = tenant.truth(stream, start_date=start, end_date=end)
        for row in truth:
            row.pop(INSIDE.get(stream, ""), None)
        there = Counter(map(comparable, truth))
        assert here == there, (stream, start, end, here - there, there - here)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_narrow_and_wide_runs_lose_nothing(tap: Tap, seed: int) -> None:
    """Days without a run, runs of an old month, and runs of everything, on one state."""
    rng, warehouse, catalog = random.Random(seed), Warehouse(), catalog_of(*STREAMS)
    with Sandbox(employees=4, days=60, seed=seed, today="2026-10-05", spike_limit=1000) as tenant:
        people = [row["person_id"] for row in tenant.truth("persons")]

        def run(**settings: Any) -> None:
            config = daily(tenant, lookback_days=rng.choice([30, 40]), **settings)
            done = tap(config, state=warehouse.state, catalog=catalog)
            assert done.code == 0, done.stderr[-2000:]
            warehouse.land(done.lines)

        run()
        for pause in (rng.choice([1, 20]), rng.choice([2, 35]), 3):
            for on in (0, -9, -25):
                for person in people:
                    tenant.edit(person_id=person, date=day(tenant.today, on), kind="add_punch")
            tenant.advance(pause)
            back = rng.choice([3, 40])
            start = day(tenant.today, -back - 20)
            run(start_date=start, end_date=day(tenant.today, -back))
            tenant.advance(1)
            if rng.random() < 0.5:
                run(start_date=day(tenant.today, -2))
        tenant.advance(1)
        run()
        for stream in STREAMS:
            assert_covered(warehouse, tenant, stream)
            assert "due" not in warehouse.state["bookmarks"][stream]


@pytest.mark.parametrize("completed", ["2999-01-01", None])
def test_a_state_of_unknown_time_is_read_again(tap: Tap, tenant: Sandbox, completed: Any) -> None:
    catalog = catalog_of("punches", "jobs")
    first = tap(daily(tenant), catalog=catalog)
    state = json.loads(json.dumps(first.state))
    state["bookmarks"]["punches"]["completed"] = completed
    state["bookmarks"]["jobs"]["replication_key_value"] = "2999-01-01T00:00:00.000000Z"
    again = tap(daily(tenant), catalog=catalog, state=state)
    assert again.code == 0
    for stream in ("punches", "jobs"):
        assert len(again.records(stream)) == len(first.records(stream)) > 0
    assert "A clock was probably wrong" in again.stderr
    assert again.state["bookmarks"]["punches"] == first.state["bookmarks"]["punches"]
    assert again.state["bookmarks"]["jobs"]["replication_key_value"] < "2999"


@pytest.mark.parametrize("completed", [0, "", "yesterday"])
def test_a_damaged_state_is_refused(tap: Tap, tenant: Sandbox, completed: Any) -> None:
    catalog = catalog_of("punches")
    state = json.loads(json.dumps(tap(daily(tenant), catalog=catalog).state))
    state["bookmarks"]["punches"]["completed"] = completed
    again = tap(daily(tenant), catalog=catalog, state=state)
    assert again.code == 1
    assert "Stream punches: its state cannot be read" in again.stderr


def test_the_earliest_start_date_makes_a_state_that_is_read(tap: Tap, tenant: Sandbox) -> None:
    catalog = catalog_of("timecard_signoffs", "timecards")
    settings = {"start_date": "1900-01-01", "end_date": "1900-01-20"}
    first = tap(daily(tenant, **settings), catalog=catalog)
    assert first.code == 0
    assert tap(daily(tenant, **settings), catalog=catalog, state=first.state).code == 0
    refused = tap(daily(tenant, start_date="1899-12-31"), catalog=catalog)
    assert refused.code == 1
    assert "The start_date 1899-12-31 is before 1900-01-01" in refused.stderr
