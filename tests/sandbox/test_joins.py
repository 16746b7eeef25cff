"""The simulated tenant is one company: every row that another one names exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from docs.generators.relations import relations

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox


# What a real tenant leaves without a partner, too.
ORPHANS = {
    # Nothing is above the root.
    "locations.parent_node_id": {-1},
    # A request goes on naming a shift that is deleted since.
    "swap_requests.offered_shift_id": None,
    "cover_requests.shift_id": None,
}


@pytest.fixture(scope="module")
def tables(sandbox: Sandbox) -> dict[str, list[dict[str, Any]]]:
    # Schedules end 30 days ahead; what is asked for goes no further.
    span = {"start_date": sandbox.config()["start_date"], "end_date": "2026-12-16"}
    names = {relation.stream for relation in relations()} - {"extraction_windows"}
    names |= {relation.target for relation in relations()}
    return {name: sandbox.truth(name, **span) for name in names}


def test_every_reference_has_its_row(tables: dict[str, list[dict[str, Any]]]) -> None:
    joined, wrong = 0, []
    for relation in relations():
        if relation.stream not in tables:
            continue
        there = {row[relation.key] for row in tables[relation.target]}
        rows = tables[relation.stream]
        named = {row[relation.column] for row in rows if row.get(relation.column) is not None}
        joined += bool(named)
        without = named - there
        allowed = ORPHANS.get(f"{relation.stream}.{relation.column}", set())
        if without and allowed is not None and without - allowed:
            wrong.append((relation, sorted(without)[:3]))
    assert not wrong
    assert joined > 150
