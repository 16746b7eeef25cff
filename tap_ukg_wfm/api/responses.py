"""What an operation answers: decoded no further, and no oftener, than its streams need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ukg_wfm.api.errors import OperationError, error_code, known_shape, unknown_shape

if TYPE_CHECKING:
    from tap_ukg_wfm.api.operations import Operation


@dataclass(frozen=True)
class Response:
    """An answer, and the moment (UTC, as text) before which nothing in it was read.

    It stays text until it is asked for: objects take several times the memory, and are made and
    dropped fastest by the thread that uses them.
    """

    content: bytes
    read_at: str

    @property
    def body(self) -> Any:  # noqa: ANN401 - any JSON
        """The decoded answer, which is JSON, made anew each time.

        Raises:
            OperationError: When it holds a number beyond all measure.
        """
        try:
            return decode(self.content)
        except msgspec.ValidationError as error:
            raise OperationError(
                f"An answer holds a number beyond all measure ({error}): please report it."
            ) from error


Part = dict[str, msgspec.Raw]


class Body:
    """The items of one answer."""

    def __init__(self, operation: Operation, answer: Response) -> None:
        self._operation = operation
        self._answer = answer
        self.read_at = answer.read_at

    @cached_property
    def items(self) -> list[Any]:
        """All of it, decoded.

        Raises:
            OperationError: When the answer has no known shape.
        """
        return items(self._operation, self._answer.body)

    @cached_property
    def errors(self) -> list[tuple[str, str]]:
        """What it says of those for whom there is no answer."""
        return errors(self._answer.body) if self._may_hold_errors else []

    @property
    def people(self) -> set[int]:
        """The ids of the persons for whom there is an item.

        Raises:
            OperationError: When the answer has no known shape.
        """
        with known_shape(self._operation.name):
            named = (entry.get("employee") or entry.get("employeeId") for entry in self.items)
            return {reference["id"] for reference in named if isinstance(reference, dict)}

    def sections(self, name: str) -> list[msgspec.Raw] | None:
        """What stands under `name` in each item, as text; without a name the list of items itself.

        None where the answer is not of a shape in which that is plain to see: then look at `items`.
        """
        found = self._parts if name else self._list
        if found is None:
            return None
        if isinstance(found, msgspec.Raw):
            return [found]
        return [part[name] for part in found if name in part]

    @cached_property
    def _list(self) -> msgspec.Raw | None:
        """The list of items, not decoded yet."""
        if self._whole is None:
            is_list = self._answer.content.lstrip()[:1] == b"["
            return msgspec.Raw(self._answer.content) if is_list and self._is_plain else None
        named = (self._whole[name] for name in self._operation.envelope if name in self._whole)
        return next((raw for raw in named if bytes(raw)[:1] == b"["), None)

    @cached_property
    def _whole(self) -> Part | None:
        """The answer, where it is an object."""
        if self._answer.content.lstrip()[:1] != b"{" or not self._is_plain:
            return None
        return msgspec.json.decode(self._answer.content, type=Part)

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
        content = self._answer.content
        is_list = content.lstrip()[:1] == b"["
        enveloped = is_list and self._operation.envelope
        changed = enveloped or self._operation.word
        return b"\\u0000" not in content and not changed and not self._may_hold_errors

    @cached_property
    def _may_hold_errors(self) -> bool:
        return b'"error"' in self._answer.content


def items(operation: Operation, body: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """The items of an answer: of the named list, a bare list, or a lone object.

    Of a partial success (207) those that succeeded; items that are errors are left out, see `errors`.

    Raises:
        OperationError: When the answer has no known shape, which must not pass for an empty one.
    """
    if (results := _results(body)) is not None:
        body = [result["success"] for result in results if "success" in result]
    if isinstance(body, dict):
        for name in operation.envelope:
            if name in body:
                found = body[name]
                return _good(found) if isinstance(found, list) else [] if found is None else [found]
        if operation.page and not operation.paged_at:
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
        return [entry for part in inner for entry in part] if inner else _good(body)
    raise unknown_shape(operation.name, body)


def errors(body: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - any JSON
    """What an answer says of those whom it could not answer for: code and message of each."""
    found = _results(body)
    if found is None:
        found = body if isinstance(body, list) else []
    return [
        (error_code(entry["error"]), " ".join(str(entry["error"].get("message", "")).split())[:300])
        for entry in found
        if _is_error(entry)
    ]


def _results(body: Any) -> list[dict[str, Any]] | None:  # noqa: ANN401 - any JSON
    """The single results of a partial success; None for any other answer."""
    details = body.get("details") if isinstance(body, dict) else None
    results = details.get("results") if isinstance(details, dict) else None
    return results if isinstance(results, list) else None


def _good(entries: list[Any]) -> list[Any]:
    return [entry for entry in entries if not _is_error(entry)]


def _is_error(entry: Any) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(entry, dict) and isinstance(entry.get("error"), dict) and len(entry) <= 2  # noqa: PLR2004 - it, and a flag


def decode(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    """The JSON value of a response's content."""
    decoded = msgspec.json.decode(content)
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
