"""What lands is what the tenant holds: row for row, after a full run, after edits, after selections."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import catalog_of, select
from tests.truth import STREAMS, assert_truth, expected
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap


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
