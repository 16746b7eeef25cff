"""Whether a successful response has a structure that the tap knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tap_ukg_wfm.api.items import listed_errors, partial_results
from tap_ukg_wfm.api.responses import JSON, PARTIAL, Part, Response

if TYPE_CHECKING:
    from tap_ukg_wfm.api.operations import Operation


class _Item(msgspec.Struct):
    """An object with any fields."""


_ITEMS = msgspec.json.Decoder(list[_Item | None])
_OBJECTS = msgspec.json.Decoder(list[_Item])
_TEXTS = msgspec.json.Decoder(list[str])


def problem(operation: Operation, response: Response) -> str:
    """What a successful response holds instead of data; empty if its structure is known.

    >>> from tap_ukg_wfm.api.operations import Operation
    >>> find = Operation("/v1/commons/hyperfind", envelope=("hyperfindQueries",))
    >>> problem(find, Response(b'{"errorCode": "WFP-00500"}', ""))
    'an error'
    >>> problem(find, Response(b'{"hyperfindQueries": []}', ""))
    ''
    """
    if operation.media != JSON:
        return ""
    start = response.content.lstrip()[:1]
    if start == b"[":
        return _problem_of_list(operation, response.content)
    if start != b"{":
        return "neither an object nor a list"
    whole = msgspec.json.decode(response.content, type=Part)
    return _problem_of_object(operation, whole, response) if whole else "an empty object"


def _problem_of_object(operation: Operation, whole: Part, response: Response) -> str:
    if _is_partial(whole, response.status):
        body = response.body
        return (
            ""
            if partial_results(body) or listed_errors(body)
            else "a partial success without results"
        )
    if _is_error(whole, operation):
        return "an error"
    return _problem_of_envelope(operation, whole)


def _problem_of_list(operation: Operation, content: bytes | msgspec.Raw) -> str:
    try:
        (_TEXTS if operation.word else _OBJECTS).decode(content)
    except msgspec.ValidationError:
        expected = "texts" if operation.word else "objects"
        return f"a list with items that are not {expected}"
    return _problem_of_envelopes(operation, content) if operation.envelope else ""


def _problem_of_envelopes(operation: Operation, content: bytes | msgspec.Raw) -> str:
    """The problem of a list of envelopes, one for each location or person."""
    parts = msgspec.json.decode(content, type=list[Part | None])
    lists = [
        [bytes(part[name])[:1] for name in operation.envelope if name in part]
        for part in parts
        if part and not _is_error(part, operation)
    ]
    if any(lists) and not all(starts and starts[0] in b"[n" for starts in lists):
        return f"an item without a list of {' or '.join(operation.envelope)}"
    return ""


def _problem_of_envelope(operation: Operation, whole: Part) -> str:
    if not operation.envelope:
        return "" if not operation.page or operation.paged_at else "an object instead of a list"
    name = next((name for name in operation.envelope if name in whole), None)
    if name is None:
        # An empty page may lack its list, if it has metadata.
        empty = operation.page and set(whole) == {"metadata"}
        return "" if empty or operation.lone else f"no {' or '.join(operation.envelope)}"
    raw = whole[name]
    first = bytes(raw)[:1]
    if first == b"[":
        return _problem_of_list(operation, raw)
    return "" if first in b"{n" else f"{name} that is not a list"


def _is_partial(whole: Part, status: int) -> bool:
    return status == PARTIAL or b'"results"' in bytes(whole.get("details", b""))


def _is_error(whole: Part, operation: Operation) -> bool:
    """Whether an object is an error without data."""
    if any(name in whole for name in operation.envelope):
        return False
    return any(
        bytes(whole.get(name, b"null")) not in {b"null", b"[]", b"{}", b'""', b"false"}
        for name in ("errorCode", "error", "fault", "errors")
    )
