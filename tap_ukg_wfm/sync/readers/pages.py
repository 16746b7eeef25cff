"""Read a single response, or a list in pages: the reader of most operations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tap_ukg_wfm.api.errors import BatchError
from tap_ukg_wfm.api.operations import Partition
from tap_ukg_wfm.api.responses import Body
from tap_ukg_wfm.sync.accounting import account
from tap_ukg_wfm.sync.readers.lists import fetch_list
from tap_ukg_wfm.sync.requests import Accounted, Page, ask, identify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.api.responses import Response
    from tap_ukg_wfm.sync.requests import Request


def read(client: Client, request: Request, *, once: bool = False) -> Iterator[Page]:
    """The response to a request, or all pages of its list.

    Raises:
        OperationError: When the operation fails, or its list cannot be read to the end.
    """
    operation, window, batch = request.run.operation, request.window, request.batch
    if operation.page:
        pages = fetch_list(operation, partial(ask, client, request), once=once)
        for number, (response, total) in enumerate(pages, 1):
            # The batch counts as read only with the last page.
            named = batch if number == len(pages) else ()
            accounted = Accounted(frozenset(map(identify, named)))
            yield Page(response, window, named, accounted, total)
        return
    response = ask(client, request)
    accounted = account(operation, response, batch)
    _require_no_errors(client, request, response)
    if accounted.reason:
        accounted = accounted._replace(reason=client.redact(accounted.reason))
    yield Page(response, window, batch, accounted)


def _require_no_errors(client: Client, request: Request, response: Response) -> None:
    """Check that the response of an operation without a batch holds no error.

    Where a request names nobody, an error cannot be attributed to anybody: the list is incomplete.

    Raises:
        BatchError: When there is an error.
    """
    operation = request.run.operation
    if operation.partition is not Partition.NONE:
        return
    for error in Body(operation, response).errors:
        reason = client.redact(f"{error.code} {error.message}".strip() or "no reason given")
        raise BatchError(
            f"{operation.name} returned an error among its items, so its list is incomplete. Run "
            f"again; if it happens again, ask UKG. (HTTP {response.status}, {reason})"
        )
