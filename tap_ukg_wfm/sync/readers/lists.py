"""Lists that come in pages: read to their end, each item once, and again where they move."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from tap_ukg_wfm.api.errors import BatchError, OperationError, UnsteadyError, unknown_shape
from tap_ukg_wfm.api.responses import errors, items, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_ukg_wfm.api.operations import Operation
    from tap_ukg_wfm.api.responses import Response

_LOGGER = logging.getLogger(__name__)
_READINGS = 3


class _Reading(NamedTuple):
    """One reading of a list, page by page.

    Args:
        answers: The pages; an item that came before is not in a later one.
        distinct: Hashes of all items.
        repeated: How many items were left out because they came before.
        promised: The most items that a page promises.
        moved: Whether something says that items changed pages while they were read.
    """

    answers: list[Response]
    distinct: frozenset[int]
    repeated: int
    promised: int
    moved: bool

    @property
    def cut(self) -> bool:
        """Whether the list ended before all that it promises."""
        return len(self.distinct) + self.repeated < self.promised


def fetch_list(
    operation: Operation, ask: Callable[..., Response], *, once: bool = False
) -> list[tuple[Response, int | None]]:
    """All pages of a list, and with the first how many items there are, where UKG says so.

    A total is no more than a lower bound, since some operations count the page. A list ends with a
    page that is empty, or that is not full while no total promises more.

    Args:
        operation: The list's.
        ask: Makes one request, given the values of `index` and `count`.
        once: For a connection test: one page with one item.

    Raises:
        UnsteadyError: When the list ends too early, or keeps changing.
        OperationError: When the same page comes again and again.
    """
    before: _Reading | None = None
    for _ in range(_READINGS):
        reading = _read(operation, ask, once=once)
        # What repeats itself in the same way is no list that moves.
        steady = before is not None and before.distinct == reading.distinct
        if once or (not reading.cut and (steady or not reading.moved)):
            return _whole(operation, reading)
        before = reading
    assert before is not None  # noqa: S101 - there was a reading
    if before.cut:
        raise UnsteadyError(
            f"{operation.name} returned {len(before.distinct):,} of {before.promised:,} items and "
            "then an end of the list, three times. The list is not whole, so it is not used. Run "
            "again; if it goes on, ask UKG."
        )
    raise UnsteadyError(
        f"{operation.name} changed while its pages were read, three times. Try again later."
    )


def _whole(operation: Operation, reading: _Reading) -> list[tuple[Response, int | None]]:
    if reading.repeated:
        _LOGGER.warning(
            "%s returned %d items twice, equal in every field: each is used once.",
            operation.name,
            reading.repeated,
        )
    # All pages count as read with the first one.
    read_at = reading.answers[0].read_at
    total = reading.promised if reading.promised == len(reading.distinct) else None
    return [
        (replace(answer, read_at=read_at), None if number else total)
        for number, answer in enumerate(reading.answers)
    ]


def _read(operation: Operation, ask: Callable[..., Response], *, once: bool) -> _Reading:
    """One reading.

    Raises:
        OperationError: When a full page holds nothing that was not on an earlier page.
    """
    count = 1 if once else operation.page
    answers: list[Response] = []
    distinct: set[int] = set()
    totals: set[int] = set()
    seen = repeated = 0
    moved = False
    index = 0
    while True:
        answer = ask(index=index, count=count)
        body = answer.body
        found = paged(operation, body)
        if problem := next(iter(errors(found)), None):
            raise BatchError(
                f"{operation.name} returned an error among its items ({problem.code or 'no code'}), so "
                "that its list is not whole. Run again; if it goes on, ask UKG."
            )
        hashes = [hash(msgspec.json.encode(item)) for item in found]
        nothing_new = bool(found) and distinct.issuperset(hashes)
        if nothing_new and len(found) >= count:
            raise OperationError(
                f"{operation.name} returned the same page again (index {index}). UKG does not page this "
                "list as it should, so its end cannot be found. Report it to UKG."
            )
        # An item of an earlier page has moved, and may have pushed another one out of sight.
        moved = moved or not distinct.isdisjoint(hashes)
        kept = []
        for item, one in zip(found, hashes, strict=True):
            if one not in distinct:
                distinct.add(one)
                kept.append(item)
        if len(kept) < len(found):
            repeated += len(found) - len(kept)
            found[:] = kept
            answer = replace(answer, content=msgspec.json.encode(body))
        answers.append(answer)
        seen += len(hashes)
        totals.add(_total(body))
        promised = max(totals)
        if once or not hashes or nothing_new or (len(hashes) < count and seen >= promised):
            break
        index += 1
    real = {total for total in totals if total > count}
    return _Reading(
        answers, frozenset(distinct), repeated, 0 if once else promised, moved or len(real) > 1
    )


def paged(operation: Operation, body: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """What is counted in a page: its list of items, or the first list on the way to them.

    Raises:
        OperationError: When there is none.
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
    """The number of items that a page promises; 0 where it promises none."""
    if not isinstance(body, dict):
        return 0
    places = (body, body.get("metadata"))
    found = [
        whole_number(place.get(name)) or 0
        for place in places
        if isinstance(place, dict)
        for name in ("totalElements", "totalRecords")
    ]
    return max(found, default=0)
