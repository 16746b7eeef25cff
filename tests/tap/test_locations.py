"""The location tree where it holds more jobs than UKG puts into one answer."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox

from tap_ukg_wfm.api.errors import (
    BatchError,
    OperationError,
    RefusedError,
    SettingError,
    TooLargeError,
    UnsteadyError,
)
from tap_ukg_wfm.api.responses import Response
from tap_ukg_wfm.streams.organization.lists import Locations
from tap_ukg_wfm.sync.readers.locations import fetch_tree
from tap_ukg_wfm.sync.requests import OperationRun, Request
from tests.conftest import TODAY, catalog_of
from tests.truth import assert_truth
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from tap_ukg_wfm.api.operations import Operation
    from tests.conftest import Tap

PLACES = {"simplified": "generic_locations", "classic": "locations"}


def operation(structure: str) -> str:
    return f"POST /v1/commons/{PLACES[structure]}/multi_read"


@pytest.mark.parametrize("structure", list(PLACES))
def test_a_tree_with_too_many_jobs_is_read_by_subtrees(structure: str, tap: Tap) -> None:
    settings: dict[str, Any] = {"employees": 300, "days": 10, "today": TODAY, "max_jobs": 12}
    with Sandbox(**settings, live={"business_structure": structure}) as tenant:
        config = tenant.config()
        catalog, warehouse = catalog_of("locations", "open_shifts"), Warehouse()
        first = tap(config, catalog=catalog)
        assert first.code == 0, first.stderr[-2000:]
        warehouse.land(first.lines)
        assert_truth(warehouse, tenant, "locations", config["start_date"])
        # Open shifts are asked for by the jobs of the tree.
        assert_truth(warehouse, tenant, "open_shifts", config["start_date"])
        keys = [(row["node_id"], row["effective_date"]) for row in first.records("locations")]
        assert len(keys) == len(set(keys))
        asked = [r["body"]["where"] for r in tenant.requests() if "locations/" in r["path"]]
        assert sum("childrenOfDuring" in where for where in asked) > 3
        tenant.advance(20)
        second = tap(config, catalog=catalog, state=warehouse.state)
        assert second.code == 0
        warehouse.land(second.lines)
        assert 0 < len(second.records("locations")) < len(keys) / 2
        assert_truth(warehouse, tenant, "locations", config["start_date"])


class Tree:
    """A client of a tree in which one subtree is not answered whole: 1 above 2 and 3, 3 above 4."""

    def __init__(self, error: OperationError) -> None:
        self.error = error
        self.bodies: list[Any] = []

    def call(self, _: Operation, body: Any) -> Response:
        self.bodies.append(body)
        ((search, where),) = body["where"].items()
        place = where.get("locationRef", {}).get("id")
        if search == "descendantsOfDuring" and place == 1:
            raise self.error
        ids = {"query": [1], "locationsSpan": where.get("locationRefs", {}).get("ids", [place])}
        below = {1: [2, 3], 3: [4]}.get(place, [])
        jobs = {2: {"genericJobRef": {"id": 9}}}
        found = [
            {"nodeId": n, "effectiveDate": "d", **jobs.get(n, {})} for n in ids.get(search, below)
        ]
        return Response(json.dumps(found).encode(), "2026-11-15T12:00:00Z")


def read(error: OperationError, since: str | None = None) -> tuple[list[int], list[Any]]:
    client = Tree(error)
    request = Request(OperationRun(Locations.operation, ()), (), since=since)
    pages = list(fetch_tree(client, request, date(2026, 11, 15)))  # type: ignore[arg-type]
    return [node["nodeId"] for page in pages for node in page.response.body], client.bodies


@pytest.mark.parametrize("kind", [TooLargeError, UnsteadyError, BatchError])
def test_a_subtree_that_fails_for_its_size_is_read_in_parts(kind: type[OperationError]) -> None:
    nodes, bodies = read(kind("too much"), since="2026-11-14T00:00:00")
    assert nodes == [1, 2, 3, 4]
    since = {
        next(iter(body["where"])): body["multiReadOptions"].get("modifiedSince") for body in bodies
    }
    # What changed may lie below a location that did not.
    assert since.pop("childrenOfDuring") is since.pop("query") is None
    assert set(since.values()) == {"2026-11-14T00:00:00"}


@pytest.mark.parametrize("kind", [RefusedError, SettingError])
def test_a_refusal_has_nothing_to_do_with_size(kind: type[OperationError]) -> None:
    with pytest.raises(kind):
        read(kind("not allowed"))


def test_a_tree_that_cannot_be_read_at_all_fails(tap: Tap, tenant: Sandbox) -> None:
    body = '{"errorCode": "WCO-106194", "message": "too much"}'
    tenant.fault(operation=operation("classic"), times=None, status=413, body=body)
    run = tap(tenant.config(), catalog=catalog_of("locations"))
    assert run.code == 1
    assert not run.records("locations")
    assert run.state["bookmarks"]["locations"] == {}
