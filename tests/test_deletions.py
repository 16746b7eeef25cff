"""What is gone in UKG leaves the warehouse, also outside the look-back; who is gone hides nobody else."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import select
from tests.test_truth import STREAMS, compare, expected
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from tap_ukg_wfm.sandbox import Sandbox
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


def test_marks_need_the_feed(tap: Tap, tenant: Sandbox) -> None:
    catalog = chosen(tap, "punches")
    run = tap(tenant.config(), catalog=catalog)
    deleted_long_ago(tenant, "delete_punch")
    again = tap(tenant.config(lookback_days=1), catalog=catalog, state=run.state)
    assert not [row for row in again.records("punches") if row["_sdc_deleted_at"]]


def test_who_is_deleted_meanwhile_hides_nobody(tap: Tap, tenant: Sandbox) -> None:
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
    assert "POST /v1/timekeeping/timecard/multi_read leaves somebody out: WCO-101259" in run.stderr
    assert f"Asked for person {gone}." in run.stderr
