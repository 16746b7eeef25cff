"""The location tree: the roots, and all revisions below them or those changed since the last run.

Calls `POST /v1/commons/locations/multi_read`: `query` for the roots, `locationsSpan` for their own
revisions, and `descendantsOfDuring` for all others. UKG refuses a response with more than 5,000 jobs.
Then the tap reads the tree subtree by subtree: `childrenOfDuring` names the locations below, whatever
their types, and each of them is read like a root. Tenants with the Simplified Business Structure have
`POST /v1/commons/generic_locations/multi_read` instead; the tap calls it when UKG refuses the first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ukg_wfm.api.errors import (
    BatchError,
    OperationError,
    RefusedError,
    TooLargeError,
    UnsteadyError,
    known_shape,
)
from tap_ukg_wfm.api.items import items
from tap_ukg_wfm.api.responses import Response
from tap_ukg_wfm.sync.requests import OperationRun, Page, Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.api.operations import Operation

_EVER = {"context": "ORG", "startDate": "1900-01-01", "endDate": "2999-12-31"}
_GENERIC = "/v1/commons/generic_locations/multi_read"
_SIZES = (TooLargeError, UnsteadyError, BatchError)
"""Errors that a large subtree may cause: a refusal, or a response that takes too long (504)."""
_BATCH = 500
"""The number of locations in one request."""
JOBS = ""
"""Stands for the type of the locations that are jobs: shifts and open shifts belong to jobs."""


def read(client: Client, request: Request, *, once: bool = False) -> Iterator[Page]:
    """All revisions of all locations, or those modified since `request.since`.

    Raises:
        OperationError: As `fetch_tree` does.
    """
    return fetch_tree(client, request, client.clock.today(), once=once)


def fetch_tree(
    client: Client, request: Request, today: date, *, once: bool = False
) -> Iterator[Page]:
    """All revisions of all locations, or those modified since `request.since`.

    Args:
        client: Calls the operation.
        request: A request of the locations' operation.
        today: The date on which the roots are looked up.
        once: For a connection test: fetch the roots only.

    Raises:
        RefusedError: When UKG refuses both operations.
        OperationError: When a part of the tree cannot be read.
    """
    tree = _Tree(client, request.run.operation, request.since)
    roots = tree.roots(today)
    if once:
        yield Page(roots, None, ())
        return
    for root in tree.nodes(roots):
        yield Page(tree.revisions([root]), None, ())
        for response in tree.below(root):
            yield Page(response, None, ())


def places(client: Client, operation: Operation, today: date) -> Mapping[str, list[int]]:
    """The ids of all locations, past and future ones too, by location type; those of jobs by `JOBS`.

    Raises:
        OperationError: When the tree cannot be read.
    """
    tree = Request(OperationRun(operation, ()), ())
    found: dict[str, set[int]] = defaultdict(set)
    for page in fetch_tree(client, tree, today):
        with known_shape(operation.name):
            for node in items(operation, page.response.body):
                location_type = node.get("orgNodeTypeRef", {}).get("qualifier", "")
                found[JOBS if "genericJobRef" in node else location_type].add(node["nodeId"])
    return {location_type: sorted(ids) for location_type, ids in found.items()}


class _Tree:
    """Reads parts of the tree.

    Args:
        client: Calls the operation.
        operation: The locations' operation.
        since: Read only revisions modified since this moment; None for all.
    """

    def __init__(self, client: Client, operation: Operation, since: str | None) -> None:
        self._client = client
        self._operation = operation
        self._since = {"modifiedSince": since} if since else {}
        self._descended: set[int] = set()
        self._seen: set[tuple[int, str]] = set()

    def roots(self, today: date) -> Response:
        """The top locations as of a date. Chooses the operation that the tenant has.

        Raises:
            RefusedError: When UKG refuses both operations.
        """
        query = {"query": {"context": "ORG", "date": today.isoformat(), "q": "/"}}
        try:
            return self._read(query, {})
        except RefusedError as refusal:
            self._operation = replace(self._operation, path=_GENERIC)
            try:
                return self._read(query, {})
            except RefusedError:
                # Report the usual operation: only an administrator knows which one the tenant has.
                raise refusal from None

    def nodes(self, response: Response, *, jobs: bool = True) -> list[int]:
        """The ids of the locations in a response, each once, with or without jobs."""
        with known_shape(self._operation.name):
            found = items(self._operation, response.body)
            kept = [node["nodeId"] for node in found if jobs or not node.get("genericJobRef")]
        return list(dict.fromkeys(kept))

    def revisions(self, nodes: Sequence[int]) -> Response:
        """The revisions of locations themselves."""
        named: dict[str, Any] = {"locationRefs": {"ids": list(nodes)}}
        if len(nodes) == 1:
            named = {"locationRef": {"id": nodes[0]}}
        return self._read({"locationsSpan": {**_EVER, **named}}, self._since)

    def below(self, node: int, *, part: bool = False) -> Iterator[Response]:
        """The revisions of all locations below one, in parts where UKG refuses the whole subtree."""
        where = {**_EVER, "locationRef": {"id": node}}
        try:
            response = self._read({"descendantsOfDuring": where}, self._since)
        except OperationError as error:
            # Smaller requests help with limits, but not with settings and rights.
            if not isinstance(error, _SIZES):
                raise
        else:
            yield self._new(response) if part else response
            return
        # No modifiedSince here: a modified location may be below an unmodified one.
        children = self._read({"childrenOfDuring": where}, {})
        ids = self.nodes(children)
        for start in range(0, len(ids), _BATCH):
            yield self._new(self.revisions(ids[start : start + _BATCH]))
        for child in self.nodes(children, jobs=False):
            # A location that was moved is below several others.
            if child not in self._descended:
                self._descended.add(child)
                yield from self.below(child, part=True)

    def _new(self, response: Response) -> Response:
        """The locations of a response that were not in an earlier one."""
        kept = []
        with known_shape(self._operation.name):
            for node in items(self._operation, response.body):
                key = (node["nodeId"], str(node.get("effectiveDate")))
                if key not in self._seen:
                    self._seen.add(key)
                    kept.append(node)
        return Response(msgspec.json.encode(kept), response.read_at)

    def _read(self, where: Mapping[str, Any], options: Mapping[str, Any]) -> Response:
        body = {"multiReadOptions": {"includeOrgPathDetails": True, **options}, "where": where}
        return self._client.call(self._operation, body)
