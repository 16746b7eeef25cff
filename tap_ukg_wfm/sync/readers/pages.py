"""How a request is read whole: page by page, and in smaller parts where it fails as it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.errors import (
    BatchError,
    OperationError,
    TooLargeError,
    UnknownNameError,
    may_be_one_of_many,
)
from tap_ukg_wfm.api.operations import Partition
from tap_ukg_wfm.api.responses import Body, Response
from tap_ukg_wfm.custom.dataviews import DataRequest
from tap_ukg_wfm.custom.payroll import PayrollExport
from tap_ukg_wfm.sync.accounting import account
from tap_ukg_wfm.sync.readers.dataviews import fetch_data
from tap_ukg_wfm.sync.readers.lists import fetch_list
from tap_ukg_wfm.sync.readers.payroll import fetch_export
from tap_ukg_wfm.sync.requests import Accounted, Page, Person, Request, identify, values
from tap_ukg_wfm.sync.windows import halve, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.sync.requests import Named
    from tap_ukg_wfm.sync.windows import Window

_ALONE = 3
"""So many who fail alone, while nobody is read, are no exceptions: the operation fails."""


def fetch(client: Client, request: Request, *, once: bool = False) -> Iterator[Page]:
    """The responses to a request: one, or several where it is paged or has to be cut.

    Args:
        client: Calls the operation.
        request: What to fetch.
        once: For a connection test: no more than one request of one record a page.

    Raises:
        OperationError: When the operation refuses, or fails for good.
    """
    failing = [named for named in request.batch if identify(named) in request.run.alone]
    if failing and len(request.batch) > 1:
        # Who failed alone in another window would fail the whole batch in this one, too.
        others = [named for named in request.batch if named not in failing]
        for batch in (others, *([named] for named in failing)):
            if batch:
                yield from fetch(client, request._replace(batch=batch), once=once)
        return
    try:
        # Whole before any of it goes out: a later page may call for smaller requests.
        pages = list(_fetch_pages(client, request, once=once))
        _require_somebody(request, pages)
    except TooLargeError as error:
        for part in _smaller(request, error):
            yield from fetch(client, part, once=once)
    except OperationError as error:
        unknown = isinstance(error, UnknownNameError)
        if not request.batch or not (unknown or (may_be_one_of_many(error) and not once)):
            raise
        yield from _in_parts(client, request, error, once=once)
    else:
        request.run.well += sum(len(page.accounted.read) for page in pages)
        yield from pages


def _require_somebody(request: Request, pages: list[Page]) -> None:
    """Let a batch be asked for in parts where nobody of it was read.

    Raises:
        BatchError: When it has to be, or so many fail alone that the operation fails.
    """
    found = [page.accounted for page in pages]
    lost = [one for one in found if one.left_out]
    if not lost or any(one.read for one in found):
        return
    error = BatchError(
        f"{request.run.operation.name} returned nothing for those whom the request names. Run again; if "
        f"it goes on, ask UKG. ({lost[0].reason or 'no reason given'})"
    )
    if len(request.batch) > 1:
        raise error
    if lost[0].reason:
        request.run.alone.setdefault(identify(request.batch[0]), error)
        _give_up(request, error)


def _in_parts(
    client: Client, request: Request, error: OperationError, *, once: bool
) -> Iterator[Page]:
    """A batch in halves, then the days of a window, down to who or what fails alone."""
    if len(request.batch) > 1:
        for half in halve(request.batch):
            yield from fetch(client, request._replace(batch=half), once=once)
        return
    (named,) = request.batch
    unknown = isinstance(error, UnknownNameError)
    if not unknown:
        yield from _days(client, request, error)
        return
    yield _without(request, named, error)


def _days(client: Client, request: Request, error: OperationError) -> Iterator[Page]:
    """The days of one person that can be read; a half of a window that fails is halved again.

    Two halves that fail are not looked into any further: then it is the person, and not a day.
    """
    run, (named,) = request.run, request.batch
    if run.alone.setdefault(identify(named), error) is error:
        _give_up(request, error)
    window = request.window
    # While nobody was read it is the operation that fails, and no day.
    if window is None or not request.divisible or not run.well:
        yield _without(request, named, error)
        return
    halves = [request._replace(window=w) for w in split(window, (window.days + 1) // 2)]
    results = [_attempt(client, half) for half in halves]
    if all(isinstance(result, OperationError) for result in results):
        yield _without(request, named, error)
        return
    for half, result in zip(halves, results, strict=True):
        if isinstance(result, OperationError):
            yield from _days(client, half, result)
        else:
            yield from result


def _attempt(client: Client, request: Request) -> list[Page] | OperationError:
    try:
        return list(_fetch_pages(client, request, once=False))
    except OperationError as error:
        if not may_be_one_of_many(error):
            raise
        return error


def _give_up(request: Request, error: OperationError) -> None:
    """Let the operation fail where those who fail alone are no exceptions.

    Raises:
        OperationError: When they are none.
    """
    if len(request.run.alone) > _ALONE + request.run.well // 10:
        raise error


def _without(request: Request, named: Named, error: OperationError) -> Page:
    """A page with nothing on it, which says who is left out."""
    lost = frozenset({identify(named)})
    accounted = (
        Accounted(unknown=lost, reason=str(error))
        if isinstance(error, UnknownNameError)
        else Accounted(left_out=lost, reason=str(error))
    )
    return Page(Response(b"[]", ""), request.window, request.batch, accounted)


def _fetch_pages(client: Client, request: Request, *, once: bool) -> Iterator[Page]:
    operation, window, batch = request.run.operation, request.window, request.batch
    call = partial(_call, client, request)
    if operation.page:
        answers = fetch_list(operation, call, once=once)
        for number, (answer, total) in enumerate(answers, 1):
            # All pages count as read with the first one, and only the last says that all are.
            named = batch if number == len(answers) else ()
            accounted = Accounted(frozenset(map(identify, named)))
            yield Page(answer, window, named, accounted, total)
        return
    if isinstance(operation, DataRequest):
        answer = fetch_data(operation, call)
    elif isinstance(operation, PayrollExport):
        answer = fetch_export(client, operation, values(request), once=once)
    else:
        answer = call()
    if isinstance(operation, (DataRequest, PayrollExport)):
        accounted = Accounted(frozenset(map(identify, batch)))
    else:
        accounted = account(operation, answer, batch)
        _require_no_errors(client, request, answer)
    if accounted.reason:
        accounted = accounted._replace(reason=client.redactor.redact(accounted.reason))
    yield Page(answer, window, batch, accounted)


def _require_no_errors(client: Client, request: Request, answer: Response) -> None:
    """Where a request names nobody, an error in its response is nobody's in particular.

    Raises:
        BatchError: When there is one.
    """
    operation = request.run.operation
    if operation.partition is not Partition.NONE:
        return
    for error in Body(operation, answer).errors:
        said = client.redactor.redact(f"{error.code} {error.message}".strip() or "no reason given")
        raise BatchError(
            f"{operation.name} returned an error among its items, so that its list is not whole. Run "
            f"again; if it goes on, ask UKG. (HTTP {answer.status}, {said})"
        )


def _call(client: Client, request: Request, **more: Any) -> Response:  # noqa: ANN401 - template values
    return client.ask(request.run.operation, {**request.variables, **values(request), **more})


def _smaller(request: Request, error: TooLargeError) -> list[Request]:
    """Two halves of a request that was refused for its size: of its batch, else of its window.

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
