"""Information Access: the pages of a cached result, and rows out of its tree of nodes.

Follows `POST /v1/commons/data/multi_read`: every page is asked for with the same `requestTag`, and
`metadata.cacheKey` names the result that they are pages of; where it changes, the result was made
anew, and its pages are read again from the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec.json import encode

from tap_ukg_wfm.api.errors import UnsteadyError, unknown_shape
from tap_ukg_wfm.api.responses import Response
from tap_ukg_wfm.custom.dataviews import ENTITY, ENTITY_NAME, DataRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Ask = Callable[..., Response]

_COUNT = 1000
_TRIES = 3


def fetch_data(operation: DataRequest, ask: Ask) -> Response:
    """All pages as one answer: `rows`, and as `failures` why single columns could not be had.

    Args:
        operation: The dataview's.
        ask: Makes one request, given the values of `index`, `count` and `request_tag`.

    Raises:
        OperationError: When the answer has no known shape, or changes while it is read.
    """
    for _ in range(_TRIES):
        tag = str(uuid4())
        rows: list[dict[str, Any]] = []
        failures: dict[str, str] = {}
        cache, read_at, nodes = None, "", 0
        for index in range(1_000_000):
            answer = ask(index=index, count=_COUNT, request_tag=tag)
            read_at = read_at or answer.read_at
            metadata, data = _parts(operation, answer.body)
            failures |= _failures(metadata)
            found = data.get("children") or []
            nodes += len(found)
            rows += [row for node in found for row in _rows(node, {})]
            if index and metadata.get("cacheKey") != cache:
                break
            cache = metadata.get("cacheKey")
            total = str(metadata.get("totalElements", ""))
            # Where it is not nodes of the first level that are counted, an empty page is the end.
            if not found or (total.isdecimal() and nodes >= int(total)):
                return Response(encode({"rows": rows, "failures": failures}), read_at)
    raise UnsteadyError(
        f"{operation.name} changed while its pages were read, three times: try again later."
    )


def _parts(operation: DataRequest, body: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:  # noqa: ANN401 - any JSON
    metadata = body.get("metadata") if isinstance(body, dict) else None
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(metadata, dict) or not isinstance(data, dict):
        raise unknown_shape(operation.name, body)
    return metadata, data


def _rows(node: Mapping[str, Any], above: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A row for each lowest node below, with what stands in the nodes above it."""
    values = {**above, **_entity(node)}
    for attribute in node.get("attributes") or ():
        values[attribute["key"]] = attribute.get("rawValue", attribute.get("value"))
    if children := node.get("children"):
        for child in children:
            yield from _rows(child, values)
    else:
        yield {key: None if value == "" else value for key, value in values.items()}


def _entity(node: Mapping[str, Any]) -> dict[str, Any]:
    """Whom or what a node is about: the person, the location or the work unit, not its groups."""
    keys = node.get("coreEntityKey") or {}
    for kind in ("EMP", "ORG", "LOCATION", "WORKUNIT"):
        if reference := keys.get(kind):
            return {ENTITY: reference.get("id"), ENTITY_NAME: reference.get("qualifier")}
    plain = node.get("key") or {}
    for kind in ("EMP", "ORG", "LOCATION", "WORKUNIT"):
        if kind in plain:
            return {ENTITY: plain[kind]}
    return {}


def _failures(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Why single data elements could not be had, by key."""
    found = {}
    for error in metadata.get("errors") or ():
        if isinstance(error, dict):
            key = str(error.get("key") or error.get("dataElementKey") or error.get("alias") or "")
            found[key] = str(error.get("message") or error.get("errorMessage") or "no reason given")
        else:
            found[str(error)] = "no reason given"
    return found
