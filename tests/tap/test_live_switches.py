"""The tap is right, or says which stream is not, however a live tenant answers the open questions.

Every pair of values of two switches occurs in one tenant at least. Each tenant is read whole.
"""

from __future__ import annotations

import re
from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
from ukg_wfm_sandbox import Sandbox
from ukg_wfm_sandbox.live import SWITCHES

from tests.conftest import TODAY
from tests.test_truth import STREAMS, assert_truth
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
