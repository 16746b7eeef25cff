"""The items of a decoded response, and its errors about single items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tap_ukg_wfm.api.actions import error_code
from tap_ukg_wfm.api.errors import unknown_shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_ukg_wfm.api.operations import Operation


class Problem(NamedTuple):
    """An error about a single person or id; `named` is how the response refers to it."""

    code: str
    message: str
    named: Any = None


def items(operation: Operation, body: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """The items of a response: of the named list, of a bare list, or a single object.

    For a partial success (207), the successful ones. Items that are errors are left out, see `errors`.

    Raises:
        OperationError: When the response has an unknown structure. It must not look like an empty list.
    """
    if (results := partial_results(body)) is not None:
        body = [success for result in results for success in _successes(result)]
    elif isinstance(body, dict) and listed_errors(body):
        body = []
    if isinstance(body, dict):
        for name in operation.envelope:
            if name in body:
                found = body[name]
                return _good(found) if isinstance(found, list) else [] if found is None else [found]
        if operation.page and not operation.paged_at:
            if set(body) == {"metadata"}:
                return []
            raise unknown_shape(operation.name, body)
        return [body]
    if isinstance(body, list):
        if operation.word:
            # If a newer release returns objects, they are the items.
            return [one if isinstance(one, dict) else {operation.word: one} for one in body]
        inner = [
            entry[name]
            for entry in body
            if isinstance(entry, dict)
            for name in operation.envelope
            if isinstance(entry.get(name), list)
        ]
        return _good([entry for part in inner for entry in part] if inner else body)
    raise unknown_shape(operation.name, body)


def errors(body: Any) -> Iterator[Problem]:  # noqa: ANN401 - any JSON
    r"""The errors of a response about single people or ids, in every known form.

    >>> list(errors([{"employee": {"id": 1}}, {"errorCode": "WCO-1", "message": "Not\n found"}]))
    [Problem(code='WCO-1', message='Not found', named=None)]
    """
    results = partial_results(body)
    if results is not None:
        for result in results:
            if not _successes(result) or (isinstance(result, dict) and result.get("error")):
                yield _problem(result)
        return
    found = body if isinstance(body, list) else listed_errors(body)
    yield from (_problem(entry) for entry in found if not isinstance(body, list) or _failed(entry))


def partial_results(body: Any) -> list[Any] | None:  # noqa: ANN401 - any JSON
    """The results of a partial success; None for any other response."""
    details = body.get("details") if isinstance(body, dict) else None
    results = details.get("results") if isinstance(details, dict) else None
    return results if isinstance(results, list) else None


def listed_errors(body: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """The errors of a response that holds only errors."""
    details = body.get("details") if isinstance(body, dict) else None
    found = details.get("errors") if isinstance(details, dict) else None
    return found if isinstance(found, list) else []


def _successes(result: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    found = result.get("success") if isinstance(result, dict) else None
    if isinstance(found, list):
        return [entry for entry in found if isinstance(entry, dict)]
    return [found] if isinstance(found, dict) else []


def _good(entries: list[Any]) -> list[Any]:
    return [entry for entry in entries if not _failed(entry)]


def _failed(entry: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether an item is an error."""
    return isinstance(entry, dict) and bool(
        entry.get("error") or (entry.get("errorCode") and "message" in entry)
    )


def _problem(entry: Any) -> Problem:  # noqa: ANN401 - any JSON
    """An error as a `Problem`: it may be an object, a text or null."""
    error = entry.get("error") if isinstance(entry, dict) and "error" in entry else entry
    if not isinstance(error, dict):
        return Problem("", " ".join(str(error).split()) if isinstance(error, str) else "")
    about = (error.get("inputDetail"), error.get("employee"), entry.get("employee"))
    named = next((found for found in about if found), None)
    return Problem(error_code(error), " ".join(str(error.get("message") or "").split()), named)


def whole_number(value: Any) -> int | None:  # noqa: ANN401 - any JSON
    """An id as a number or as text, which some tenants write; None for anything else.

    >>> whole_number("12"), whole_number(-3), whole_number(True), whole_number([1])
    (12, -3, None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.removeprefix("-").isdecimal() and value.isascii():
        return int(value[:20])
    return value if isinstance(value, int) else None
