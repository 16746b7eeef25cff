"""Information Access: the pages of a cached result, and rows out of its tree of nodes.

Follows `POST /v1/commons/data/multi_read`: every page is asked for with the same `requestTag`, and
`metadata.cacheKey` names the result that they are pages of; where it changes, the result was made
anew, and its pages are read again from the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec.json import encode

from tap_ukg_wfm.api.errors import OperationError, UnsteadyError, known_shape, unknown_shape
from tap_ukg_wfm.api.responses import Response, whole_number
from tap_ukg_wfm.custom.dataviews import ENTITY, ENTITY_NAME, DataRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Ask = Callable[..., Response]

_COUNT = 1000
_TRIES = 3


def fetch_data(operation: DataRequest, ask: Ask) -> Response:
    """All pages as one response: `rows`, and as `failures` why single columns could not be had.

    Args:
        operation: The dataview's.
        ask: Makes one request, given the values of `index`, `count` and `request_tag`.

    Raises:
        OperationError: When the response has no known shape, ends too early, comes again and again,
            or changes while it is read.
    """
    why = ""
    for _ in range(_TRIES):
        found = _read(operation, ask)
        if isinstance(found, Response):
            return found
        why = found
    raise UnsteadyError(f"{operation.name} {why}, three times. Try again later.")


def _read(operation: DataRequest, ask: Ask) -> Response | str:
    """One reading of all pages; a text says why it is not the whole."""
    tag = str(uuid4())
    rows: list[dict[str, Any]] = []
    failures: dict[str, str] = {}
    cache, read_at, nodes, index = None, "", 0, 0
    before: list[Any] = []
    while True:
        answer = ask(index=index, count=_COUNT, request_tag=tag)
        read_at = read_at or answer.read_at
        metadata, found = _parts(operation, answer.body)
        with known_shape(operation.name):
            failures |= _failures(metadata)
            rows += [row for node in found for row in _rows(node, {})]
        if index and metadata.get("cacheKey") != cache:
            return "changed while its pages were read"
        if found and found == before:
            raise OperationError(
                f"{operation.name} returned the same page again (index {index}). UKG does not page this "
                "report as it should, so its end cannot be found. Report it to UKG."
            )
        cache, before = metadata.get("cacheKey"), found
        nodes += len(found)
        # Where it is not nodes of the first level that are counted, it is the lowest ones.
        total = whole_number(metadata.get("totalElements"))
        seen = max(nodes, len(rows))
        if not found and total is not None and seen < total:
            return f"returned {seen:,} of {total:,} rows and then an end of the list"
        if not found or (total is not None and nodes >= total):
            return Response(encode({"rows": rows, "failures": failures}), read_at)
        if total is None and len(found) < _COUNT:
            return Response(encode({"rows": rows, "failures": failures}), read_at)
        index += 1


def _parts(operation: DataRequest, body: Any) -> tuple[Mapping[str, Any], list[Any]]:  # noqa: ANN401 - any JSON
    """The metadata of a page, and the nodes of the first level."""
    metadata = body.get("metadata") if isinstance(body, dict) else None
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(metadata, dict) or not isinstance(data, dict):
        raise unknown_shape(operation.name, body)
    children = data.get("children")
    if not isinstance(children, list):
        # The page behind the last one may lack its list.
        if children is not None or ("attributes" not in data and "key" not in data):
            raise unknown_shape(operation.name, data)
        children = []
    return metadata, children


def _rows(node: Mapping[str, Any], above: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A row for each lowest node below, with what stands in the nodes above it."""
    values = {**above, **_entity(node)}
    for attribute in _list(node.get("attributes")):
        values[_text(attribute["key"])] = attribute.get("rawValue", attribute.get("value"))
    if children := _list(node.get("children")):
        for child in children:
            yield from _rows(child, values)
    else:
        yield {key: None if value == "" else value for key, value in values.items()}


def _list(found: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """A list, empty where there is none.

    Raises:
        TypeError: When it is something else.
    """
    if found is not None and not isinstance(found, list):
        raise TypeError("no list")
    return found or []


def _text(found: Any) -> str:  # noqa: ANN401 - any JSON
    if not isinstance(found, str):
        raise TypeError("no text")
    return found


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
    for error in _list(metadata.get("errors")):
        if isinstance(error, dict):
            key = str(error.get("key") or error.get("dataElementKey") or error.get("alias") or "")
            found[key] = str(error.get("message") or error.get("errorMessage") or "no reason given")
        else:
            found[str(error)] = "no reason given"
    return found
