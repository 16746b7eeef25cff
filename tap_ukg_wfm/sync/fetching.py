"""Fetch everything that a request asks for, with smaller requests where the whole one fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_ukg_wfm.api.actions import may_be_one_of_many
from tap_ukg_wfm.api.errors import (
    BatchError,
    OperationError,
    TooLargeError,
    UnknownNameError,
)
from tap_ukg_wfm.api.responses import Response
from tap_ukg_wfm.sync.readers import READERS
from tap_ukg_wfm.sync.requests import Accounted, Page, Person, Request, identify
from tap_ukg_wfm.sync.windows import halve, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.sync.requests import Named
    from tap_ukg_wfm.sync.windows import Window

_FAILS_ALONE = 3
"""If more ids than this fail alone before any id was read, the operation fails."""


def fetch(client: Client, request: Request, *, once: bool = False) -> Iterator[Page]:
    """The pages of a request. A batch or window that fails is fetched in smaller parts.

    Args:
        client: Calls the operation.
        request: What to fetch.
        once: For a connection test: send one request for one record.

    Raises:
        OperationError: When UKG refuses the operation, or it keeps failing.
    """
    failing = [named for named in request.batch if identify(named) in request.run.alone]
    if failing and len(request.batch) > 1:
        # An id that failed alone in another window would fail the whole batch in this one.
        others = [named for named in request.batch if named not in failing]
        for batch in (others, *([named] for named in failing)):
            if batch:
                yield from fetch(client, request._replace(batch=batch), once=once)
        return
    try:
        # Collect all pages before yielding any: a later page may require smaller requests.
        pages = list(_read(client, request, once=once))
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
        request.run.read_ids += sum(len(page.accounted.read) for page in pages)
        yield from pages


def _read(client: Client, request: Request, *, once: bool = False) -> Iterator[Page]:
    return READERS[request.run.operation.reader](client, request, once=once)


def _require_somebody(request: Request, pages: list[Page]) -> None:
    """Check that the responses hold data for at least one id of the batch.

    Raises:
        BatchError: When nobody in the batch was read, or too many ids fail alone.
    """
    accounts = [page.accounted for page in pages]
    lost = [one for one in accounts if one.left_out]
    if not lost or any(one.read for one in accounts):
        return
    error = BatchError(
        f"{request.run.operation.name} returned nothing for the people or ids in the request. Run "
        f"again; if it happens again, ask UKG. ({lost[0].reason or 'no reason given'})"
    )
    if len(request.batch) > 1:
        raise error
    if lost[0].reason:
        request.run.alone.setdefault(identify(request.batch[0]), error)
        _give_up(request, error)


def _in_parts(
    client: Client, request: Request, error: OperationError, *, once: bool
) -> Iterator[Page]:
    """Halve a batch, then a window, until only the ids or days that fail are left."""
    if len(request.batch) > 1:
        for half in halve(request.batch):
            yield from fetch(client, request._replace(batch=half), once=once)
        return
    (named,) = request.batch
    if isinstance(error, UnknownNameError):
        yield _without(request, named, error)
        return
    yield from _days(client, request, error)


def _days(client: Client, request: Request, error: OperationError) -> Iterator[Page]:
    """Read the days of one person that can be read; halve each half that fails.

    If both halves fail, the cause is the person and not a day: the person is left out.
    """
    run, (named,) = request.run, request.batch
    if run.alone.setdefault(identify(named), error) is error:
        _give_up(request, error)
    window = request.window
    # As long as nobody was read, the operation is failing, not a single day.
    if window is None or not request.divisible or not run.read_ids:
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
        return list(_read(client, request))
    except OperationError as error:
        if not may_be_one_of_many(error):
            raise
        return error


def _give_up(request: Request, error: OperationError) -> None:
    """Fail the operation when too many ids fail alone.

    Raises:
        OperationError: When they are more than `_FAILS_ALONE` plus a tenth of all ids read.
    """
    if len(request.run.alone) > _FAILS_ALONE + request.run.read_ids // 10:
        raise error


def _without(request: Request, named: Named, error: OperationError) -> Page:
    """An empty page that records who was left out."""
    lost = frozenset({identify(named)})
    accounted = (
        Accounted(unknown=lost, reason=str(error))
        if isinstance(error, UnknownNameError)
        else Accounted(left_out=lost, reason=str(error))
    )
    return Page(Response(b"[]", ""), request.window, request.batch, accounted)


def _smaller(request: Request, error: TooLargeError) -> list[Request]:
    """Two halves of a request that was too large: of its batch, or else of its window.

    Raises:
        TooLargeError: When the request cannot be divided any further.
    """
    if len(request.batch) > 1:
        return [request._replace(batch=half) for half in halve(request.batch)]
    if request.window and request.divisible:
        half = (request.window.days + 1) // 2
        return [request._replace(window=window) for window in split(request.window, half)]
    scope = [*map(_who, request.batch), *([_when(request.window)] if request.window else [])]
    if not scope:
        raise error
    raise TooLargeError(f"{error} The request was only for {' '.join(scope)}.") from error


def _who(named: Named) -> str:
    return f"person {named.id}" if isinstance(named, Person) else f"id {named}"


def _when(window: Window) -> str:
    if window.days == 1:
        return f"on {window.start}"
    return f"from {window.start} to {window.end}"
