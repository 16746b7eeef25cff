"""What is gone in UKG leaves the warehouse, also outside the look-back; who is gone hides nobody else."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox

from tests.conftest import TODAY, select
from tests.truth import STREAMS, compare, expected
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from tests.conftest import Tap

# How each is deleted, and the feed that tells of it.
KINDS = {
    "punches": ("delete_punch", "timecard_changes"),
    "pay_code_edits": ("delete_pay_code_edit", "timecard_changes"),
    "shifts": ("delete_shift", "schedule_changes"),
}


def deleted_long_ago(tenant: Sandbox, kind: str) -> str:
    """Delete something on the first date, long before a look-back, on which there is something."""
    for back in range(30, 10, -1):
        on = (date.fromisoformat(str(tenant.today)) - timedelta(days=back)).isoformat()
        for person in tenant.truth("persons"):
            if tenant.edit(person_id=person["person_id"], date=on, kind=kind)["done"]:
                return on
    raise AssertionError(f"there is nothing for {kind}")


def chosen(tap: Tap, *streams: str) -> dict[str, Any]:
    catalog = json.loads(tap(None, "--discover", singer=False).stdout)
    return select(catalog, *streams, "extraction_windows")


@pytest.mark.parametrize("stream", KINDS)
def test_deletions_before_the_look_back(tap: Tap, tenant: Sandbox, stream: str) -> None:
    kind, feed = KINDS[stream]
    catalog = chosen(tap, stream, feed)
    warehouse, start = Warehouse(), tenant.config()["start_date"]
    warehouse.land(tap(tenant.config(), catalog=catalog).lines)
    compare(stream, warehouse.rows(stream), tenant, start)
    on = deleted_long_ago(tenant, kind)
    run = tap(tenant.config(lookback_days=1), catalog=catalog, state=warehouse.state)
    marked = [row for row in run.records(stream) if row["_sdc_deleted_at"]]
    assert [row["window_date"] for row in marked if row["window_date"] == on] == [on]
    warehouse.land(run.lines)
    compare(stream, warehouse.rows(stream), tenant, start)


@pytest.mark.parametrize("left", [1, 2, 4])
def test_a_run_that_ends_within_the_feed_loses_no_mark(
    tap: Tap, tenant: Sandbox, left: int
) -> None:
    catalog, changes = chosen(tap, "punches", "timecard_changes"), "timecard/changes/reports"
    config = tenant.config(lookback_days=1, window_days=1, concurrency=1)
    warehouse = Warehouse()
    warehouse.land(tap(config, catalog=catalog).lines)
    tenant.advance(1)
    deleted_long_ago(tenant, "delete_punch")
    tenant.advance(4)
    # After some windows of the feed there is no token any more; the run's first one is good.
    operation = f"POST /v1/timekeeping/{changes}/multi_read"
    refused = {"status": 400, "times": None, "error": {"error": "invalid_grant"}}
    tenant.fault(operation=operation, kind="expire_token", times=None, every=left + 1)
    tenant.fault(operation="refresh", **refused)
    tenant.fault(operation="token", every=2, **refused)
    broken = tap(config, catalog=catalog, state=warehouse.state)
    assert broken.code == 1
    assert not [row for row in broken.records("punches") if row["_sdc_deleted_at"]]
    warehouse.land(broken.lines)
    tenant.clear_faults()
    warehouse.land(tap(config, catalog=catalog, state=warehouse.state).lines)
    there = {(row["person_id"], row["id"]) for row in tenant.truth("punches")}
    assert {(row["person_id"], row["id"]) for row in warehouse.rows("punches")} - there == set()


@pytest.mark.parametrize("told", [True, False])
def test_marks_have_the_columns_that_are_selected(tap: Tap, tenant: Sandbox, told: bool) -> None:  # noqa: FBT001 - a case
    catalog = chosen(tap, "punches", "timecard_changes")
    kept = {"person_id", "id", "window_date", *(["_sdc_deleted_at"] if told else [])}
    (entry,) = (e for e in catalog["streams"] if e["stream"] == "punches")
    for item in entry["metadata"]:
        if item["breadcrumb"]:
            item["metadata"]["selected"] = item["breadcrumb"][1] in kept
    first = tap(tenant.config(), catalog=catalog)
    deleted_long_ago(tenant, "delete_punch")
    run = tap(tenant.config(lookback_days=1), catalog=catalog, state=first.state)
    rows = run.records("punches")
    assert {frozenset(row) for row in rows} == {frozenset(kept)}
    assert any(row.get("_sdc_deleted_at") for row in rows) is told


def test_marks_need_the_feed(tap: Tap, tenant: Sandbox) -> None:
    catalog = chosen(tap, "punches")
    run = tap(tenant.config(), catalog=catalog)
    deleted_long_ago(tenant, "delete_punch")
    again = tap(tenant.config(lookback_days=1), catalog=catalog, state=run.state)
    assert not [row for row in again.records("punches") if row["_sdc_deleted_at"]]


def test_whom_an_answer_leaves_out_is_asked_for_again(tap: Tap, tenant: Sandbox) -> None:
    """A partial success (207): what succeeded is kept, what failed comes with the next run."""
    catalog = chosen(tap, "punches", "employees")
    warehouse, start = Warehouse(), tenant.config()["start_date"]
    config = tenant.config(window_days=100, batch_size=100)
    error = {"errorCode": "WTK-1", "message": "Internal error."}
    body = json.dumps({"details": {"results": [{"error": error}]}})
    for operation in ("timekeeping/timecard/multi_read", "commons/persons/extensions/multi_read"):
        tenant.fault(operation=f"POST /v1/{operation}", status=207, times=None, body=body)
    run = tap(config, catalog=catalog)
    assert run.code == 1
    assert "multi_read returned nothing for the people or ids in the request." in run.stderr
    assert 'WTK-1, "Internal error."' in run.stderr
    tenant.clear_faults()
    assert not run.records("punches")
    assert not [
        m for m in run.lines if m["type"] == "ACTIVATE_VERSION" and m["stream"] == "employees"
    ]
    warehouse.land(run.lines)
    again = tap(tenant.config(lookback_days=0), catalog=catalog, state=warehouse.state)
    assert again.code == 0
    warehouse.land(again.lines)
    compare("punches", warehouse.rows("punches"), tenant, start)
    compare("employees", warehouse.rows("employees"), tenant, start)


def test_who_is_deleted_meanwhile_hides_nobody(tap: Tap) -> None:
    """Where UKG says who is unknown; else they cannot be told from people who are kept from the user."""
    live = {"partial_success": "results"}
    with Sandbox(employees=12, days=40, seed=11, today=TODAY, live=live) as tenant:
        _somebody_is_deleted(tap, tenant)


def _somebody_is_deleted(tap: Tap, tenant: Sandbox) -> None:
    start = tenant.config()["start_date"]
    gone = tenant.truth("persons")[4]["person_id"]
    tenant.edit(person_id=gone, date=start, kind="erase_person")
    run = tap(tenant.config())
    assert run.code == 0, run.stderr[-3000:]
    warehouse = Warehouse()
    warehouse.land(run.lines)
    for stream in STREAMS:
        truth = expected(tenant, stream, start)
        if stream == "persons" or not truth or "person_id" not in truth[0]:
            continue
        here = {row["person_id"] for row in warehouse.rows(stream)}
        assert here == {row["person_id"] for row in truth} - {gone}, stream
    windows = run.records("extraction_windows")
    assert windows
    assert gone not in {row["person_id"] for row in windows}
    assert f"UKG does not know 1 of the requested people or ids (ids {gone})." in run.stderr
