"""The location tree: its roots, then all revisions below each, or those changed since the last run.

Follows `POST /v1/commons/locations/multi_read`: `query` for the roots, `locationsSpan` for their own
revisions, `descendantsOfDuring` for all others. UKG refuses an answer with more than 5,000 jobs. Then
the tree is read subtree by subtree: `childrenOfDuring` names the locations below, whatever their
types, and each of them is asked for like a root. Where UKG has closed the operation to a tenant in
favor of `POST /v1/commons/generic_locations/multi_read` (Simplified Business Structure), that one is
called.
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
from tap_ukg_wfm.api.responses import Response, items
from tap_ukg_wfm.sync.requests import OperationRun, Page, Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.api.operations import Operation

_EVER = {"context": "ORG", "startDate": "1900-01-01", "endDate": "2999-12-31"}
_GENERIC = "/v1/commons/generic_locations/multi_read"
_SIZES = (TooLargeError, UnsteadyError, BatchError)
"""What may come of a subtree's size: a refusal, or an answer that takes too long (504)."""
_NAMED = 500
"""How many locations one request names."""
JOBS = ""
"""The kind of the locations that are jobs, where shifts, open ones too, are scheduled."""


def fetch_tree(
    client: Client, request: Request, today: date, *, once: bool = False
) -> Iterator[Page]:
    """All revisions of all locations, or those modified since `request.since`.

    Args:
        client: Calls the operation.
        request: A request of the locations' operation.
        today: The date on which the roots are looked up.
        once: For a connection test: the roots only.

    Raises:
        RefusedError: When both operations are refused.
        OperationError: When a part of the tree cannot be read.
    """
    tree = _Tree(client, request.run.operation, request.since)
    roots = tree.roots(today)
    if once:
        yield Page(roots, None, ())
        return
    for root in tree.nodes(roots):
        yield Page(tree.revisions([root]), None, ())
        for answer in tree.below(root):
            yield Page(answer, None, ())


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


class _Tree:
    """Reads parts of the tree.

    Args:
        client: Calls the operation.
        operation: The locations' operation.
        since: Only revisions modified since this moment; None for all.
    """

    def __init__(self, client: Client, operation: Operation, since: str | None) -> None:
        self._client = client
        self._operation = operation
        self._since = {"modifiedSince": since} if since else {}
        self._descended: set[int] = set()
        self._seen: set[tuple[int, str]] = set()

    def roots(self, today: date) -> Response:
        """The top locations as of a date, read by the operation that the tenant has.

        Raises:
            RefusedError: When it has neither.
        """
        query = {"query": {"context": "ORG", "date": today.isoformat(), "q": "/"}}
        try:
            return self._read(query, {})
        except RefusedError as refusal:
            self._operation = replace(self._operation, path=_GENERIC)
            try:
                return self._read(query, {})
            except RefusedError:
                # Which of the two the tenant should have had, only its administrator knows.
                raise refusal from None

    def nodes(self, answer: Response, *, jobs: bool = True) -> list[int]:
        """The ids of the locations in an answer, each once; without jobs on request."""
        with known_shape(self._operation.name):
            found = items(self._operation, answer.body)
            kept = [node["nodeId"] for node in found if jobs or not node.get("genericJobRef")]
        return list(dict.fromkeys(kept))

    def revisions(self, nodes: Sequence[int]) -> Response:
        """The revisions of locations themselves."""
        named: dict[str, Any] = {"locationRefs": {"ids": list(nodes)}}
        if len(nodes) == 1:
            named = {"locationRef": {"id": nodes[0]}}
        return self._read({"locationsSpan": {**_EVER, **named}}, self._since)

    def below(self, node: int, *, part: bool = False) -> Iterator[Response]:
        """The revisions of all locations below one; in parts where UKG refuses them together."""
        where = {**_EVER, "locationRef": {"id": node}}
        try:
            answer = self._read({"descendantsOfDuring": where}, self._since)
        except OperationError as error:
            # Some limits are refused as 400 with codes of their own; settings and rights are not.
            if not isinstance(error, _SIZES):
                raise
        else:
            yield self._new(answer) if part else answer
            return
        # What was modified does not matter here: it may lie below a location that was not.
        children = self._read({"childrenOfDuring": where}, {})
        ids = self.nodes(children)
        for start in range(0, len(ids), _NAMED):
            yield self._new(self.revisions(ids[start : start + _NAMED]))
        for child in self.nodes(children, jobs=False):
            # A location that was moved hangs below several.
            if child not in self._descended:
                self._descended.add(child)
                yield from self.below(child, part=True)

    def _new(self, answer: Response) -> Response:
        """What of an answer has not been in another one."""
        kept = []
        with known_shape(self._operation.name):
            for node in items(self._operation, answer.body):
                key = (node["nodeId"], str(node.get("effectiveDate")))
                if key not in self._seen:
                    self._seen.add(key)
                    kept.append(node)
        return Response(msgspec.json.encode(kept), answer.read_at)

    def _read(self, where: Mapping[str, Any], options: Mapping[str, Any]) -> Response:
        body = {"multiReadOptions": {"includeOrgPathDetails": True, **options}, "where": where}
        return self._client.call(self._operation, body)
