"""How a request is read whole: page by page, and in smaller parts where UKG refuses its size."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ukg_wfm.api.errors import TooLargeError, UnknownNameError, UnsteadyError, unknown_shape
from tap_ukg_wfm.api.responses import Response, items
from tap_ukg_wfm.custom.dataviews import DataRequest
from tap_ukg_wfm.custom.payroll import PayrollExport
from tap_ukg_wfm.sync.readers.dataviews import fetch_data
from tap_ukg_wfm.sync.readers.payroll import fetch_export
from tap_ukg_wfm.sync.requests import Page, Person, Request, values
from tap_ukg_wfm.sync.windows import halve, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.api.operations import Operation
    from tap_ukg_wfm.sync.windows import Window


def fetch(client: Client, request: Request, *, once: bool = False) -> Iterator[Page]:
    """The answers to a task: one, or several where it is paged or has to be cut.

    Args:
        client: Calls the operation.
        request: What to fetch.
        once: For a connection test: no more than one request of one record a page.

    Raises:
        OperationError: When the operation refuses, or fails for good.
    """
    try:
        # Whole before any of it goes out: a later page may call for smaller requests.
        pages = list(_fetch_pages(client, request, once=once))
    except TooLargeError as error:
        for part in _smaller(request, error):
            yield from fetch(client, part, once=once)
    except UnknownNameError as error:
        if len(request.batch) > 1:
            for half in halve(request.batch):
                yield from fetch(client, request._replace(batch=half), once=once)
            return
        if not request.batch:
            raise
        yield Page(
            Response(b"[]", ""),
            request.window,
            request.batch,
            f"{error} Asked for {_whom(request)}.",
        )
    else:
        yield from pages


def _fetch_pages(client: Client, request: Request, *, once: bool) -> Iterator[Page]:
    operation = request.run.operation
    if operation.page:
        return _paged_pages(client, request, once=once)
    if isinstance(operation, DataRequest):
        answer = fetch_data(operation, partial(_call, client, request))
        return iter([Page(answer, request.window, request.batch)])
    if isinstance(operation, PayrollExport):
        answer = fetch_export(client, operation, values(request), once=once)
        return iter([Page(answer, request.window, request.batch)])
    return iter([Page(_call(client, request), request.window, request.batch)])


def _call(client: Client, request: Request, **more: Any) -> Response:  # noqa: ANN401 - template values
    operation = request.run.operation
    return client.ask(operation, {**request.variables, **values(request), **more})


def _smaller(request: Request, error: TooLargeError) -> list[Request]:
    """Two halves of a task that was refused for its size: of its batch, else of its window.

    Raises:
        TooLargeError: When one employee and one day are still too much.
    """
    if len(request.batch) > 1:
        return [request._replace(batch=half) for half in halve(request.batch)]
    if request.window and request.divisible:
        half = (request.window.days + 1) // 2
        return [request._replace(window=window) for window in split(request.window, half)]
    when = _when(request.window) if request.window else ""
    raise TooLargeError(f"{error} It was asked for {_whom(request)}{when} alone.") from error


def _when(window: Window) -> str:
    if window.days == 1:
        return f" on {window.start}"
    return f" from {window.start} to {window.end}"


def _whom(request: Request) -> str:
    named = request.batch[0] if request.batch else None
    return f"person {named.id}" if isinstance(named, Person) else f"id {named}"


def _paged_pages(client: Client, request: Request, *, once: bool) -> Iterator[Page]:
    """All pages; all again where the list changed meanwhile, since a page may then have moved."""
    operation = request.run.operation
    count = 1 if once else operation.page
    for _ in range(3):
        seen, read_at = 0, ""
        totals: set[int | None] = set()
        distinct: set[int] = set()
        for index in range(1_000_000):
            answer = _call(client, request, index=index, count=count)
            body = answer.body
            found = _paged(operation, body)
            total = _total(body)
            seen += len(found)
            totals.add(total)
            distinct.update(hash(msgspec.json.encode(entry)) for entry in found)
            last = once or not found or (seen >= total if total is not None else len(found) < count)
            # All pages count as read with the first one, and only the last says that all are.
            read_at = read_at or answer.read_at
            batch, whole = request.batch if last else (), None if index else total
            yield Page(Response(answer.content, read_at), request.window, batch, total=whole)
            if last:
                break
        # An entry that was there twice pushed another one out of sight.
        if once or (len(totals) == 1 and len(distinct) == seen):
            return
    raise UnsteadyError(
        f"{operation.name} changed while its pages were read, three times: try again later."
    )


def _paged(operation: Operation, body: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """What is counted in an answer's page: its items, or the first list on the way to them."""
    if not operation.paged_at:
        return items(operation, body)
    found = body
    for part in operation.paged_at.split("."):
        if isinstance(found, dict):
            found = found.get(part)
    if not isinstance(found, list):
        raise unknown_shape(operation.name, body)
    return found


def _total(body: Any) -> int | None:  # noqa: ANN401 - any JSON
    for name in ("totalElements", "totalRecords"):
        if isinstance(body, dict) and str(body.get(name, "")).isdecimal():
            return int(body[name])
    return None
