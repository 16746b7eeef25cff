"""A company of 2,300 people: more than fit on a page, and the truth for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ukg_wfm_sandbox import Sandbox

from tap_ukg_wfm.streams.people.persons import Persons
from tests.conftest import TODAY, catalog_of
from tests.truth import assert_truth
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from tests.conftest import Tap

EMPLOYEES = 2300
STREAMS = ["persons", "employees", "timecards", "punches", "actual_totals", "pay_codes"]


def test_the_truth_lands_for_people_on_several_pages(tap: Tap) -> None:
    warehouse = Warehouse()
    with Sandbox(employees=EMPLOYEES, days=2, seed=5, today=TODAY) as tenant:
        config = tenant.config(batch_size=200)
        run = tap(config, catalog=catalog_of(*STREAMS))
        assert run.code == 0, run.stderr[-2000:]
        warehouse.land(run.lines)
        for stream in STREAMS:
            assert_truth(warehouse, tenant, stream, config["start_date"])
        asked = sum(tenant.stats()["requests"][Persons.operation.name].values())
    listed = run.records("persons")
    assert len(listed) >= EMPLOYEES
    assert asked == len(listed) // 1000 + 1
    told = {
        row["person_id"] for row in run.records("extraction_windows") if row["stream"] == "punches"
    }
    assert told == {row["person_id"] for row in listed}
