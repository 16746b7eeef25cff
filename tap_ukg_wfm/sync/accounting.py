"""Who was read: what a response proves about those whom its request names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.errors import is_unknown_name
from tap_ukg_wfm.api.responses import Body, Problem, whole_number
from tap_ukg_wfm.sync.requests import Accounted, Person, identify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_ukg_wfm.api.operations import Operation
    from tap_ukg_wfm.api.responses import Response
    from tap_ukg_wfm.sync.requests import Named

_SILENT = Problem("", "")


def account(operation: Operation, response: Response, batch: Sequence[Named]) -> Accounted:
    """Decide who of a batch was read; the only place that does.

    Where an operation answers one item for each person, everybody with an item was read. Elsewhere
    everybody was, but for those whom an error names; where errors name nobody, nobody was.
    """
    body = Body(operation, response)
    asked = frozenset(map(identify, batch))
    errors = body.errors
    if operation.person_at:
        read = asked & body.people
    elif not errors and not body.partial:
        read = asked
    else:
        named = {_named(error, batch) for error in errors} or {None}
        read = frozenset() if None in named else asked - named
    missing = asked - read
    if not missing:
        return Accounted(read)
    unknown = [error for error in errors if is_unknown_name(error.code)]
    if len(unknown) == len(errors) >= len(missing):
        return Accounted(read, unknown=missing, reason=_reason(unknown[0]))
    gone = missing & {_named(error, batch) for error in unknown}
    others = [error for error in errors if error not in unknown]
    return Accounted(read, missing - gone, gone, _reason((others or [_SILENT])[0]))


def _reason(error: Problem) -> str:
    said = f'"{error.message}"' if error.message else ""
    return ", ".join(filter(None, (error.code, said)))


def _named(error: Problem, batch: Sequence[Named]) -> int | None:
    """The id of the batch that an error is about; None where it names nobody of it."""
    for word in _words(error.named):
        for named in batch:
            number = whole_number(word)
            if number is not None and number == identify(named):
                return number
            if isinstance(named, Person) and word == named.number:
                return named.id
    return None


def _words(named: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    if isinstance(named, dict):
        return [named.get(key) for key in ("id", "personId", "qualifier", "personNumber")]
    return [named]
