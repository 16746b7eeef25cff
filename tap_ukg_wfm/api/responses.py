"""What an operation returns: judged before anything is taken from it, decoded only where needed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from tap_ukg_wfm.api.decoding import decode as _decode
from tap_ukg_wfm.api.errors import error_code, unknown_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_ukg_wfm.api.operations import Operation

PARTIAL = 207
"""The HTTP status of a partial success."""
JSON = "application/json"
Part = dict[str, msgspec.Raw]


@dataclass(frozen=True)
class Response:
    """A response, and the moment (UTC, as text) before which nothing in it was read.

    It stays text until it is needed: objects take several times the memory, and are made and
    dropped fastest by the thread that uses them.
    """

    content: bytes
    read_at: str
    status: int = 200

    @property
    def body(self) -> Any:  # noqa: ANN401 - any JSON
        """The decoded response, which is JSON, made anew each time."""
        return decode(self.content)


class Problem(NamedTuple):
    """Why a response holds nothing for somebody; `named` is what it says about whom."""

    code: str
    message: str
    named: Any = None


class _Item(msgspec.Struct):
    """An object, whatever it holds."""


_ITEMS = msgspec.json.Decoder(list[_Item | None])
_OBJECTS = msgspec.json.Decoder(list[_Item])
_WORDS = msgspec.json.Decoder(list[str])


def problem(operation: Operation, response: Response) -> str:
    """What a successful response has instead of data; empty where its shape is a known one.

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
        return "" if _results(body) or _listed_errors(body) else "a partial success without results"
    if _is_error(whole, operation):
        return "an error"
    return _problem_of_envelope(operation, whole)


def _problem_of_list(operation: Operation, content: bytes | msgspec.Raw) -> str:
    try:
        (_WORDS if operation.word else _OBJECTS).decode(content)
    except msgspec.ValidationError:
        kind = "texts" if operation.word else "objects"
        return f"a list with items that are not {kind}"
    return _problem_of_envelopes(operation, content) if operation.envelope else ""


def _problem_of_envelopes(operation: Operation, content: bytes | msgspec.Raw) -> str:
    """What is wrong with a list of envelopes, one for each place or person, where it is one."""
    parts = msgspec.json.decode(content, type=list[Part | None])
    held = [
        [bytes(part[name])[:1] for name in operation.envelope if name in part]
        for part in parts
        if part and not _is_error(part, operation)
    ]
    if any(held) and not all(kinds and kinds[0] in b"[n" for kinds in held):
        return f"an item without a list of {' or '.join(operation.envelope)}"
    return ""


def _problem_of_envelope(operation: Operation, whole: Part) -> str:
    if not operation.envelope:
        return "" if not operation.page or operation.paged_at else "an object instead of a list"
    name = next((name for name in operation.envelope if name in whole), None)
    if name is None:
        # A page with nothing on it may lack its list, and then says so.
        empty = operation.page and set(whole) == {"metadata"}
        return "" if empty or operation.lone else f"no {' or '.join(operation.envelope)}"
    raw = whole[name]
    kind = bytes(raw)[:1]
    if kind == b"[":
        return _problem_of_list(operation, raw)
    return "" if kind in b"{n" else f"{name} that is not a list"


def _is_partial(whole: Part, status: int) -> bool:
    return status == PARTIAL or b'"results"' in bytes(whole.get("details", b""))


def _is_error(whole: Part, operation: Operation) -> bool:
    """Whether an object tells of an error, and holds no data."""
    if any(name in whole for name in operation.envelope):
        return False
    return any(
        bytes(whole.get(name, b"null")) not in {b"null", b"[]", b"{}", b'""', b"false"}
        for name in ("errorCode", "error", "fault", "errors")
    )


class Body:
    """The items of one response, whose shape is a known one."""

    def __init__(self, operation: Operation, response: Response) -> None:
        self._operation = operation
        self._response = response
        self.read_at = response.read_at

    @cached_property
    def items(self) -> list[Any]:
        """All of it, decoded.

        Raises:
            OperationError: When the response has no known shape.
        """
        return items(self._operation, self._response.body)

    @cached_property
    def errors(self) -> list[Problem]:
        """What it says about those for whom it holds nothing."""
        return list(errors(self._response.body)) if self._may_hold_errors else []

    @property
    def partial(self) -> bool:
        """Whether it says that it is not all that was asked for."""
        return self._response.status == PARTIAL

    @property
    def people(self) -> set[int]:
        """The ids of the persons for whom there is an item, where items are persons'."""
        path = tuple(self._operation.person_at.split("."))
        if self._list is not None and self._is_plain:
            try:
                found = _person_decoder(path).decode(self._list)
            except msgspec.ValidationError:
                pass
            else:
                return {value for item in found for value in _held(item, path)}
        return {
            identifier
            for item in self.items
            if (identifier := whole_number(_dig(item, path))) is not None
        }

    def lacks(self, names: Iterable[str]) -> int:
        """How many items have none of these fields; 0 where that is not plain to see."""
        wanted = set(names)
        parts: list[Any] = self.items if self._parts is None else self._parts
        # A page with nothing on it may hold nothing but its metadata.
        return sum(
            1
            for part in parts
            if isinstance(part, dict) and wanted.isdisjoint(part) and set(part) != {"metadata"}
        )

    def sections(self, name: str) -> list[msgspec.Raw] | None:
        """What stands under `name` in each item, as text; without a name the list of items itself.

        None where the response is not of a shape in which that is plain to see: then look at `items`.
        """
        found = self._parts if name else self._list
        if found is None:
            return None
        if isinstance(found, msgspec.Raw):
            return [found]
        return [part[name] for part in found if name in part]

    @property
    def size(self) -> int:
        """How many items there are."""
        return len(self.items if self._parts is None else self._parts)

    @cached_property
    def _list(self) -> msgspec.Raw | None:
        """The list of items, not decoded yet."""
        if self._whole is None:
            is_list = self._response.content.lstrip()[:1] == b"["
            return msgspec.Raw(self._response.content) if is_list and self._is_plain else None
        named = (self._whole[name] for name in self._operation.envelope if name in self._whole)
        return next((raw for raw in named if bytes(raw)[:1] == b"["), None)

    @cached_property
    def _whole(self) -> Part | None:
        """The response, where it is an object."""
        if self._response.content.lstrip()[:1] != b"{" or not self._is_plain:
            return None
        return msgspec.json.decode(self._response.content, type=Part)

    @cached_property
    def _parts(self) -> list[Part] | None:
        """The items, each taken apart by its fields."""
        if self._whole is not None and not self._operation.envelope:
            return [self._whole]
        try:
            return msgspec.json.decode(self._list, type=list[Part]) if self._list else None
        except msgspec.ValidationError:
            return None

    @cached_property
    def _is_plain(self) -> bool:
        # A list may hold envelopes, and U+0000 has to be taken out of every text.
        content = self._response.content
        is_list = content.lstrip()[:1] == b"["
        enveloped = is_list and self._operation.envelope
        changed = enveloped or self._operation.word
        return b"\\u0000" not in content and not changed and not self._may_hold_errors

    @cached_property
    def _may_hold_errors(self) -> bool:
        content = self._response.content
        return self.partial or b'"error"' in content or b'"errorCode"' in content


def items(operation: Operation, body: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """The items of a response: of the named list, a bare list, or a lone object.

    Of a partial success (207) those that succeeded; items that are errors are left out, see `errors`.

    Raises:
        OperationError: When the response has no known shape, which must not pass for an empty one.
    """
    if (results := _results(body)) is not None:
        body = [success for result in results for success in _successes(result)]
    elif isinstance(body, dict) and _listed_errors(body):
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
            # Where a newer release answers objects, they are the items.
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
    r"""What a response says about those for whom it holds nothing, in every form that is known.

    >>> list(errors([{"employee": {"id": 1}}, {"errorCode": "WCO-1", "message": "Not\n found"}]))
    [Problem(code='WCO-1', message='Not found', named=None)]
    """
    results = _results(body)
    if results is not None:
        for result in results:
            if not _successes(result) or (isinstance(result, dict) and result.get("error")):
                yield _said(result)
        return
    found = body if isinstance(body, list) else _listed_errors(body)
    yield from (_said(entry) for entry in found if not isinstance(body, list) or _failed(entry))


def _results(body: Any) -> list[Any] | None:  # noqa: ANN401 - any JSON
    """The single results of a partial success; None for any other response."""
    details = body.get("details") if isinstance(body, dict) else None
    results = details.get("results") if isinstance(details, dict) else None
    return results if isinstance(results, list) else None


def _listed_errors(body: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """The errors of a response that holds nothing else."""
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


def _said(entry: Any) -> Problem:  # noqa: ANN401 - any JSON
    """What an error says, be it an object, a text or nothing at all."""
    error = entry.get("error") if isinstance(entry, dict) and "error" in entry else entry
    if not isinstance(error, dict):
        return Problem("", " ".join(str(error).split()) if isinstance(error, str) else "")
    about = (error.get("inputDetail"), error.get("employee"), entry.get("employee"))
    named = next((found for found in about if found), None)
    return Problem(error_code(error), " ".join(str(error.get("message") or "").split()), named)


def whole_number(value: Any) -> int | None:  # noqa: ANN401 - any JSON
    """An id, which some tenants write as text; None for anything else.

    >>> whole_number("12"), whole_number(-3), whole_number(True), whole_number([1])
    (12, -3, None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.removeprefix("-").isdecimal() and value.isascii():
        return int(value[:20])
    return value if isinstance(value, int) else None


@lru_cache(maxsize=16)
def _person_decoder(path: tuple[str, ...]) -> msgspec.json.Decoder[list[Any]]:
    """Decodes of each item no more than the id at a path."""
    kind: Any = int | None
    for name in reversed(path):
        kind = msgspec.defstruct("Item", [(name, kind, None)])
        if name != path[0]:
            kind = kind | None
    return msgspec.json.Decoder(list[kind])


def _held(item: Any, path: tuple[str, ...]) -> Iterator[int]:  # noqa: ANN401 - one of the structs
    for name in path:
        item = getattr(item, name, None)
    if item is not None:
        yield item


def _dig(item: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - any JSON
    for name in path:
        item = item.get(name) if isinstance(item, dict) else None
    return item


def decode(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    """The JSON value of a response's content."""
    decoded = _decode(content)
    # PostgreSQL, for one, has no room for U+0000 in a text; it is rare, so looked for only once.
    return _without_nul(decoded) if b"\\u0000" in content else decoded


def _without_nul(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [_without_nul(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _without_nul(entry) for key, entry in value.items()}
    return value
