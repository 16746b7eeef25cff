"""Lists in pages: read to the end, each item once, and again if items move between pages."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from tap_ukg_wfm.api.errors import BatchError, OperationError, UnsteadyError, unknown_shape
from tap_ukg_wfm.api.items import errors, items, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_ukg_wfm.api.operations import Operation
    from tap_ukg_wfm.api.responses import Response

_LOGGER = logging.getLogger(__name__)
_TRIES = 3


class _Attempt(NamedTuple):
    """A list as read once, page by page.

    Args:
        responses: The pages, without the items that were on an earlier page.
        distinct: Hashes of all items.
        repeated: How many items were dropped because they were on an earlier page.
        promised: The largest total that a page reports.
        moved: Whether items moved between pages during the read.
    """

    responses: list[Response]
    distinct: frozenset[int]
    repeated: int
    promised: int
    moved: bool

    @property
    def cut(self) -> bool:
        """Whether the list ended before the total that it reports."""
        return len(self.distinct) + self.repeated < self.promised


def fetch_list(
    operation: Operation, ask: Callable[..., Response], *, once: bool = False
) -> list[tuple[Response, int | None]]:
    """All pages of a list, and with the first page the number of items, where UKG reports it.

    A total is a lower bound only, because some operations report the size of the page. A list ends
    with an empty page, or with a page that is not full unless a total promises more items.

    Args:
        operation: The operation of the list.
        ask: Sends one request, given the values of `index` and `count`.
        once: For a connection test: fetch one page with one item.

    Raises:
        UnsteadyError: When the list ends too early, or keeps changing.
        OperationError: When UKG returns the same page again and again.
    """
    previous: _Attempt | None = None
    for _ in range(_TRIES):
        attempt = _read(operation, ask, once=once)
        # Two reads with the same items: the list repeats items, and does not move.
        steady = previous is not None and previous.distinct == attempt.distinct
        if once or (not attempt.cut and (steady or not attempt.moved)):
            return _pages(operation, attempt)
        previous = attempt
    assert previous is not None  # noqa: S101 - the loop ran
    if previous.cut:
        raise UnsteadyError(
            f"{operation.name} returned {len(previous.distinct):,} of {previous.promised:,} items, "
            "three times. The list is incomplete, so the tap does not use it. Run again; if it happens "
            "again, ask UKG."
        )
    raise UnsteadyError(
        f"{operation.name} changed while its pages were read, three times. Try again later."
    )


def _pages(operation: Operation, attempt: _Attempt) -> list[tuple[Response, int | None]]:
    if attempt.repeated:
        _LOGGER.warning(
            "%s returned %d items twice, equal in every field. The tap uses each item once.",
            operation.name,
            attempt.repeated,
        )
    # All pages count as read at the time of the first one.
    read_at = attempt.responses[0].read_at
    total = attempt.promised if attempt.promised == len(attempt.distinct) else None
    return [
        (replace(response, read_at=read_at), None if number else total)
        for number, response in enumerate(attempt.responses)
    ]


def _read(operation: Operation, ask: Callable[..., Response], *, once: bool) -> _Attempt:
    """Read a list once.

    Raises:
        OperationError: When a full page holds only items of earlier pages.
    """
    count = 1 if once else operation.page
    responses: list[Response] = []
    distinct: set[int] = set()
    totals: set[int] = set()
    seen = repeated = 0
    moved = False
    index = 0
    while True:
        response = ask(index=index, count=count)
        body = response.body
        page = paged(operation, body)
        if problem := next(iter(errors(page)), None):
            raise BatchError(
                f"{operation.name} returned an error among its items, so its list is incomplete. Run "
                f"again; if it happens again, ask UKG. ({problem.code or 'no error code'})"
            )
        hashes = [hash(msgspec.json.encode(item)) for item in page]
        nothing_new = bool(page) and distinct.issuperset(hashes)
        if nothing_new and len(page) >= count:
            raise OperationError(
                f"{operation.name} returned the same page twice. UKG does not page this list correctly, "
                f"so the tap cannot find its end. Report it to UKG. (index {index})"
            )
        # If an item of an earlier page moved, another item may have been skipped.
        moved = moved or not distinct.isdisjoint(hashes)
        kept = []
        for item, digest in zip(page, hashes, strict=True):
            if digest not in distinct:
                distinct.add(digest)
                kept.append(item)
        if len(kept) < len(page):
            repeated += len(page) - len(kept)
            page[:] = kept
            response = replace(response, content=msgspec.json.encode(body))
        responses.append(response)
        seen += len(hashes)
        totals.add(_total(body))
        promised = max(totals)
        if once or not hashes or nothing_new or (len(hashes) < count and seen >= promised):
            break
        index += 1
    real = {total for total in totals if total > count}
    return _Attempt(
        responses, frozenset(distinct), repeated, 0 if once else promised, moved or len(real) > 1
    )


def paged(operation: Operation, body: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """The list that UKG counts on a page: its items, or the first list on the way to them.

    Raises:
        OperationError: When there is no such list.
    """
    found = body
    if isinstance(body, list) and operation.envelope:
        return items(operation, body)
    if operation.paged_at and isinstance(body, dict) and set(body) == {"metadata"}:
        return []
    if operation.paged_at:
        for part in operation.paged_at.split("."):
            if isinstance(found, dict):
                found = found.get(part)
    elif isinstance(body, dict):
        found = next((body[name] for name in operation.envelope if name in body), [])
        found = [] if found is None else found
    if not isinstance(found, list):
        if operation.paged_at:
            raise unknown_shape(operation.name, body)
        return items(operation, body)
    return found


def _total(body: Any) -> int:  # noqa: ANN401 - any JSON
    """The number of items that a page reports for the whole list; 0 where it reports none.

    >>> _total({"metadata": {"totalElements": "12"}}), _total({"totalRecords": 3}), _total([])
    (12, 3, 0)
    """
    if not isinstance(body, dict):
        return 0
    places = (body, body.get("metadata"))
    totals = [
        whole_number(place.get(name)) or 0
        for place in places
        if isinstance(place, dict)
        for name in ("totalElements", "totalRecords")
    ]
    return max(totals, default=0)
