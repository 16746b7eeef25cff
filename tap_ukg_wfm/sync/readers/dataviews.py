"""Information Access: read the pages of a cached report and make rows out of its tree of nodes.

Calls `POST /v1/commons/data/multi_read`. Every page is requested with the same `requestTag`, and
`metadata.cacheKey` identifies the report that the pages belong to. When it changes, UKG has built the
report again, and the tap reads all pages again.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from msgspec.json import encode

from tap_ukg_wfm.api.errors import OperationError, UnsteadyError, known_shape, unknown_shape
from tap_ukg_wfm.api.items import whole_number
from tap_ukg_wfm.api.responses import Response
from tap_ukg_wfm.custom.dataviews import ENTITY, ENTITY_NAME
from tap_ukg_wfm.sync.requests import Accounted, MissingColumn, Page, ask, identify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.api.operations import Operation
    from tap_ukg_wfm.custom.dataviews import DataRequest
    from tap_ukg_wfm.sync.requests import Request

    Ask = Callable[..., Response]

_COUNT = 1000
_TRIES = 3
_ENTITIES = ("EMP", "ORG", "LOCATION", "WORKUNIT")


def read(client: Client, request: Request, *, once: bool = False) -> Iterator[Page]:
    """The rows of a dataview as one page.

    Raises:
        OperationError: As `fetch_data` does.
    """
    del once
    operation = cast("DataRequest", request.run.operation)
    response, failures = fetch_data(operation, partial(ask, client, request))
    missing = tuple(
        MissingColumn(operation.columns.get(key, ""), key, client.redact(reason))
        for key, reason in failures.items()
    )
    accounted = Accounted(frozenset(map(identify, request.batch)))
    yield Page(response, request.window, request.batch, accounted, missing=missing)


def fetch_data(operation: Operation, ask: Ask) -> tuple[Response, dict[str, str]]:
    """All pages as one response with `rows`, and the data elements that UKG could not return.

    Args:
        operation: The dataview's operation.
        ask: Sends one request, given the values of `index`, `count` and `request_tag`.

    Returns:
        The response, and the reason for each missing data element by its key.

    Raises:
        OperationError: When the response has an unknown structure, ends too early, repeats a page, or
            changes while it is read.
    """
    why = ""
    for _ in range(_TRIES):
        result = _read_pages(operation, ask)
        if not isinstance(result, str):
            return result
        why = result
    raise UnsteadyError(f"{operation.name} {why}, three times. Try again later.")


def _read_pages(operation: Operation, ask: Ask) -> tuple[Response, dict[str, str]] | str:
    """Read all pages once; a string says why they are not the whole report."""
    tag = str(uuid4())
    rows: list[dict[str, Any]] = []
    failures: dict[str, str] = {}
    cache, read_at, count, index = None, "", 0, 0
    previous: list[Any] = []
    while True:
        response = ask(index=index, count=_COUNT, request_tag=tag)
        read_at = read_at or response.read_at
        metadata, nodes = _parts(operation, response.body)
        with known_shape(operation.name):
            failures |= _failures(metadata)
            rows += [row for node in nodes for row in _rows(node, {})]
        if index and metadata.get("cacheKey") != cache:
            return "changed while its pages were read"
        if nodes and nodes == previous:
            raise OperationError(
                f"{operation.name} returned the same page twice. UKG does not page this report "
                f"correctly, so the tap cannot find its end. Report it to UKG. (index {index})"
            )
        cache, previous = metadata.get("cacheKey"), nodes
        count += len(nodes)
        # UKG counts either the nodes of the first level or the lowest ones.
        total = whole_number(metadata.get("totalElements"))
        read_rows = max(count, len(rows))
        if not nodes and total is not None and read_rows < total:
            return f"ended after {read_rows:,} of {total:,} rows"
        last = count >= total if total is not None else len(nodes) < _COUNT
        if not nodes or last:
            return Response(encode({"rows": rows}), read_at), failures
        index += 1


def _parts(operation: Operation, body: Any) -> tuple[Mapping[str, Any], list[Any]]:  # noqa: ANN401 - any JSON
    """The metadata of a page, and the nodes of the first level."""
    metadata = body.get("metadata") if isinstance(body, dict) else None
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(metadata, dict) or not isinstance(data, dict):
        raise unknown_shape(operation.name, body)
    children = data.get("children")
    if not isinstance(children, list):
        # The page after the last one may lack its list.
        if children is not None or ("attributes" not in data and "key" not in data):
            raise unknown_shape(operation.name, data)
        children = []
    return metadata, children


def _rows(node: Mapping[str, Any], inherited: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A row for each lowest node, with the values of the nodes above it."""
    values = {**inherited, **_entity(node)}
    for attribute in _list(node.get("attributes")):
        values[_text(attribute["key"])] = attribute.get("rawValue", attribute.get("value"))
    if children := _list(node.get("children")):
        for child in children:
            yield from _rows(child, values)
    else:
        yield {key: None if value == "" else value for key, value in values.items()}


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """A list; empty for null.

    Raises:
        TypeError: When the value is not a list.
    """
    if value is not None and not isinstance(value, list):
        raise TypeError("not a list")
    return value or []


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _entity(node: Mapping[str, Any]) -> dict[str, Any]:
    """The person, location or work unit that a node is about, without the groups it belongs to."""
    keys = node.get("coreEntityKey") or {}
    for entity in _ENTITIES:
        if reference := keys.get(entity):
            return {ENTITY: reference.get("id"), ENTITY_NAME: reference.get("qualifier")}
    plain = node.get("key") or {}
    for entity in _ENTITIES:
        if entity in plain:
            return {ENTITY: plain[entity]}
    return {}


def _failures(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Why UKG could not return single data elements, by key."""
    failures = {}
    for error in _list(metadata.get("errors")):
        if isinstance(error, dict):
            key = str(error.get("key") or error.get("dataElementKey") or error.get("alias") or "")
            reason = error.get("message") or error.get("errorMessage") or "no reason given"
            failures[key] = str(reason)
        else:
            failures[str(error)] = "no reason given"
    return failures
