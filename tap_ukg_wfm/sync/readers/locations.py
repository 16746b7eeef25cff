"""The location tree: its roots, then all revisions below each, or those changed since the last run.

Follows `POST /v1/commons/locations/multi_read`: `query` for the roots, `locationsSpan` for their own
revisions, `descendantsOfDuring` for all others. Where UKG has closed it to a tenant in favour of
`POST /v1/commons/generic_locations/multi_read` (Simplified Business Structure), that one is asked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.errors import RefusedError, known_shape
from tap_ukg_wfm.api.responses import items
from tap_ukg_wfm.sync.requests import OperationRun, Page, Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.api.operations import Operation
    from tap_ukg_wfm.api.responses import Response

_EVER = {"context": "ORG", "startDate": "1900-01-01", "endDate": "2999-12-31"}
_GENERIC = "/v1/commons/generic_locations/multi_read"
JOBS = ""
"""The kind of the locations that are jobs, where shifts, open ones too, are scheduled."""


def fetch_tree(
    client: Client, request: Request, today: date, *, once: bool = False
) -> Iterator[Page]:
    """All revisions of all locations, or those modified since `request.since`.

    Args:
        client: Calls the operation.
        request: A task of the locations' operation.
        today: The date on which the roots are looked up.
        once: For a connection test: the roots only.

    Raises:
        RefusedError: When both operations are refused.
    """
    operation = request.run.operation
    options: dict[str, Any] = {"includeOrgPathDetails": True}
    lookup = {"query": {"context": "ORG", "date": today.isoformat(), "q": "/"}}

    def read(**where: Any) -> Response:  # noqa: ANN401 - any JSON
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
        yield Page(roots, None, ())
        return
    if request.since:
        options["modifiedSince"] = request.since
    with known_shape(operation.name):
        ids = [root["nodeId"] for root in items(operation, roots.body)]
    for reference in ({"id": identifier} for identifier in ids):
        yield Page(read(locationsSpan={**_EVER, "locationRef": reference}), None, ())
        yield Page(read(descendantsOfDuring={**_EVER, "locationRef": reference}), None, ())


def places(client: Client, operation: Operation, today: date) -> Mapping[str, list[int]]:
    """The ids of all locations, whenever they are, by the name of their type; jobs by `JOBS`.

    Raises:
        OperationError: When the tree cannot be read.
    """
    tree = Request(OperationRun(operation, ()), ())
    found: dict[str, set[int]] = defaultdict(set)
    for page in fetch_tree(client, tree, today):
        with known_shape(operation.name):
            for node in items(operation, page.answer.body):
                kind = node.get("orgNodeTypeRef", {}).get("qualifier", "")
                found[JOBS if "genericJobRef" in node else kind].add(node["nodeId"])
    return {kind: sorted(ids) for kind, ids in found.items()}
