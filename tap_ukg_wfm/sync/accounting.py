"""Who was read: what a response proves about the people or ids in its request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.actions import is_unknown_name
from tap_ukg_wfm.api.items import Problem, whole_number
from tap_ukg_wfm.api.responses import Body
from tap_ukg_wfm.sync.requests import Accounted, Person, identify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_ukg_wfm.api.operations import Operation
    from tap_ukg_wfm.api.responses import Response
    from tap_ukg_wfm.sync.requests import Named

_SILENT = Problem("", "")


def account(operation: Operation, response: Response, batch: Sequence[Named]) -> Accounted:
    """Decide who of a batch was read. No other code decides this.

    If an operation returns one item for each person, everybody with an item was read. Otherwise
    everybody was read whom no error names. If an error names nobody, nobody was read.
    """
    body = Body(operation, response)
    requested = frozenset(map(identify, batch))
    errors = body.errors
    if operation.person_at:
        read = requested & body.people
    elif not errors and not body.partial:
        read = requested
    else:
        named = {_named(error, batch) for error in errors} or {None}
        read = frozenset() if None in named else requested - named
    missing = requested - read
    if not missing:
        return Accounted(read)
    unknown = [error for error in errors if is_unknown_name(error.code)]
    if len(unknown) == len(errors) >= len(missing):
        return Accounted(read, unknown=missing, reason=_reason(unknown[0]))
    gone = missing & {_named(error, batch) for error in unknown}
    others = [error for error in errors if error not in unknown]
    return Accounted(read, missing - gone, gone, _reason((others or [_SILENT])[0]))


def _reason(error: Problem) -> str:
    message = f'"{error.message}"' if error.message else ""
    return ", ".join(filter(None, (error.code, message)))


def _named(error: Problem, batch: Sequence[Named]) -> int | None:
    """The id in the batch that an error names; None when it names nobody in the batch."""
    for value in _identifiers(error.named):
        for named in batch:
            number = whole_number(value)
            if number is not None and number == identify(named):
                return number
            if isinstance(named, Person) and value == named.number:
                return named.id
    return None


def _identifiers(named: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    if isinstance(named, dict):
        return [named.get(key) for key in ("id", "personId", "qualifier", "personNumber")]
    return [named]
