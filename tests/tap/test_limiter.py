"""A tenant that serves fewer requests at once than the settings allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ukg_wfm_sandbox import Sandbox

from tests.conftest import catalog_of
from tests.truth import MECHANISMS, assert_truth
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from tests.conftest import Tap


def test_a_tenant_with_less_room_than_the_setting(tap: Tap) -> None:
    with Sandbox(
        employees=12, days=40, seed=11, today="2026-11-15", latency=(15, 0), max_concurrency=2
    ) as tenant:
        config = tenant.config(concurrency=8, window_days=8, batch_size=6)
        run = tap(config, catalog=catalog_of(*MECHANISMS))
        assert run.code == 0
        answers = list(tenant.stats()["requests"].values())
        refused = sum(counts.get("429", 0) for counts in answers)
        good = sum(counts.get("200", 0) for counts in answers)
        assert 0 < refused < good / 3
        warehouse = Warehouse()
        warehouse.land(run.lines)
        for stream in MECHANISMS:
            assert_truth(warehouse, tenant, stream, tenant.config()["start_date"])
