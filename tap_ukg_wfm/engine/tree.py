"""The location tree: its roots, then all revisions below each, or those changed since the last run.

Follows `POST /v1/commons/locations/multi_read`: `query` for the roots, `locationsSpan` for their own
revisions, `descendantsOfDuring` for all others. Where UKG has closed it to a tenant in favour of
`POST /v1/commons/generic_locations/multi_read` (Simplified Business Structure), that one is asked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.engine.reading import Piece, Reading, Task, items
from tap_ukg_wfm.errors import RefusedError, known_shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from tap_ukg_wfm.client import Answer, Client
    from tap_ukg_wfm.operations import Operation

_EVER = {"context": "ORG", "startDate": "1900-01-01", "endDate": "2999-12-31"}
_GENERIC = "/v1/commons/generic_locations/multi_read"
JOBS = ""
"""The kind of the locations that are jobs, where shifts, open ones too, are scheduled."""


def fetch_tree(client: Client, task: Task, today: date, *, once: bool = False) -> Iterator[Piece]:
    """All revisions of all locations, or those modified since `task.since`.

    Args:
        client: Calls the operation.
        task: A task of the locations' operation.
        today: The date on which the roots are looked up.
        once: For a connection test: the roots only.

    Raises:
        RefusedError: When both operations are refused.
    """
    operation = task.reading.operation
    options: dict[str, Any] = {"includeOrgPathDetails": True}
    lookup = {"query": {"context": "ORG", "date": today.isoformat(), "q": "/"}}

    def read(**where: Any) -> Answer:  # noqa: ANN401 - any JSON
        return client.call(operation, {"multiReadOptions": options, "where": where})

    try:
        roots = read(**lookup)
    except RefusedError as refusal:
        operation = replace(operation, path=_GENERIC)
        try:
            roots = read(**lookup)
        except RefusedError:
            # Which of the two the tenant should have had, only its administrator knows.
            raise refusal from None
    if once:
        yield Piece(roots, None, ())
        return
    if task.since:
        options["modifiedSince"] = task.since
    with known_shape(operation.name):
        ids = [root["nodeId"] for root in items(operation, roots.body)]
    for reference in ({"id": identifier} for identifier in ids):
        yield Piece(read(locationsSpan={**_EVER, "locationRef": reference}), None, ())
        yield Piece(read(descendantsOfDuring={**_EVER, "locationRef": reference}), None, ())


def places(client: Client, operation: Operation, today: date) -> Mapping[str, list[int]]:
    """The ids of all locations, whenever they are, by the name of their type; jobs by `JOBS`.

    Raises:
        OperationError: When the tree cannot be read.
    """
    tree = Task(Reading(operation, ()), ())
    found: dict[str, set[int]] = defaultdict(set)
    for piece in fetch_tree(client, tree, today):
        with known_shape(operation.name):
            for node in items(operation, piece.answer.body):
                kind = node.get("orgNodeTypeRef", {}).get("qualifier", "")
                found[JOBS if "genericJobRef" in node else kind].add(node["nodeId"])
    return {kind: sorted(ids) for kind, ids in found.items()}
