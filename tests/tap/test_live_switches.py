"""The tap is right, or says which stream is not, however a live tenant answers the open questions.

Every pair of values of two switches occurs in one tenant at least. Each tenant is read whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, cast

import pytest
from ukg_wfm_sandbox import Sandbox
from ukg_wfm_sandbox.live import SWITCHES

from tests.conftest import TODAY
from tests.truth import STREAMS, assert_truth
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.conftest import Tap

Live = dict[str, str]
# What cannot be read from such a tenant. The run then names the stream and ends with exit code 1.
UNREADABLE: dict[tuple[str, str], set[str]] = {
    # Totals without a date sum up the request: no fact of any day.
    ("totals_rollup", "ignored"): {"timecard_totals"},
}


@dataclass
class Listed:
    """A tenant with the truth of those whom it lists."""

    tenant: Sandbox
    people: list[int]

    @property
    def today(self) -> str:
        return self.tenant.today

    def truth(self, stream: str, start_date: str, end_date: str) -> list[dict[str, Any]]:
        return self.tenant.truth(stream, start_date, end_date, self.people)


def pairwise(factors: Mapping[str, Sequence[str]]) -> list[Live]:
    """Few combinations in which each two values of two factors meet, all first values first."""
    missing = {
        ((one, a), (other, b))
        for one, other in combinations(factors, 2)
        for a, b in product(factors[one], factors[other])
    }

    def covered(row: Live) -> set[tuple[tuple[str, str], tuple[str, str]]]:
        return set(combinations([(key, row[key]) for key in factors if key in row], 2)) & missing

    rows: list[Live] = []
    while missing:
        row: Live = {} if rows else {key: values[0] for key, values in factors.items()}
        if rows:
            row.update(min(missing))
        for key, values in factors.items():
            if key not in row:
                row[key] = max(values, key=lambda value: len(covered({**row, key: value})))
        missing -= covered(row)
        rows.append({key: row[key] for key in factors})
    return rows


COMBINATIONS = pairwise({switch.key: switch.values for switch in SWITCHES})


def test_every_pair_of_values_occurs() -> None:
    for one, other in combinations(SWITCHES, 2):
        met = {(live[one.key], live[other.key]) for live in COMBINATIONS}
        assert met == set(product(one.values, other.values))
    assert set(COMBINATIONS[0].items()) == {(one.key, one.default) for one in SWITCHES}
    assert len(COMBINATIONS) < 25


@pytest.mark.parametrize("live", COMBINATIONS, ids=lambda live: ",".join(live.values()))
def test_the_truth_whatever_the_tenant_is_like(tap: Tap, live: Live) -> None:
    unreadable = set().union(*(UNREADABLE.get(item, set()) for item in live.items()))
    with Sandbox(employees=12, days=20, seed=11, today=TODAY, live=live) as tenant:
        tenant.advance(2)
        run = tap(tenant.config())
        warehouse = Warehouse()
        warehouse.land(run.lines)
        assert run.code == bool(unreadable), run.stderr[-3000:]
        for stream in STREAMS:
            if stream in unreadable:
                assert re.search(rf"\b{stream}\b", run.stderr), f"{stream} is quietly short"
            else:
                assert_truth(warehouse, tenant, stream, tenant.config()["start_date"])


@pytest.mark.parametrize("form", next(s.values for s in SWITCHES if s.key == "partial_success"))
def test_a_person_who_is_left_out_costs_nobody_else(tap: Tap, form: str) -> None:
    live = {"partial_success": form}
    with Sandbox(employees=12, days=20, seed=11, today=TODAY, live=live) as tenant:
        people = [row["person_id"] for row in tenant.truth("persons")]
        gone = people[4]
        tenant.edit(person_id=gone, date=TODAY, kind="erase_person")
        run = tap(tenant.config())
        warehouse = Warehouse()
        warehouse.land(run.lines)
        start = tenant.config()["start_date"]
        others = cast("Sandbox", Listed(tenant, [one for one in people if one != gone]))
        read = run.records("extraction_windows")
        told = [line for line in run.stderr.splitlines() if "| WARNING " in line]
        # Whom UKG reports as unknown is told; who is left out without a word fails the run, too.
        assert run.code == (form == "silent")
        said = re.compile(r"UKG returned nothing for 1 of|UKG does not know 1 of the")
        assert any("timecard/multi_read" in line and said.search(line) for line in told), told
        assert gone not in {row["person_id"] for row in read if "timecard" in row["operation"]}
        for stream in ("punches", "worked_shifts", "actual_totals", "shifts", "leave_cases"):
            assert_truth(warehouse, others, stream, start)
            assert gone not in {row["person_id"] for row in run.records(stream)}
