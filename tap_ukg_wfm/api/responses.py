"""The response of an operation, decoded only where that is needed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ukg_wfm.api.decoding import decode as _decode
from tap_ukg_wfm.api.items import Problem, errors, items, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_ukg_wfm.api.operations import Operation

PARTIAL = 207
"""The HTTP status of a partial success."""
JSON = "application/json"
Part = dict[str, msgspec.Raw]


@dataclass(frozen=True)
class Response:
    """A response, and the moment (UTC, as text) just before it was requested.

    It stays text until it is needed: objects take several times the memory, and the thread that uses
    them creates and frees them fastest.
    """

    content: bytes
    read_at: str
    status: int = 200

    @property
    def body(self) -> Any:  # noqa: ANN401 - any JSON
        """The decoded JSON; each access decodes it again."""
        return decode(self.content)

    # Several readers look at a response; each of these passes over it is made once for all.

    @cached_property
    def may_hold_errors(self) -> bool:
        """Whether it is a partial success, or an error may stand among its items."""
        found = b'"error"' in self.content or b'"errorCode"' in self.content
        return self.status == PARTIAL or found

    @cached_property
    def may_hold_nul(self) -> bool:
        """Whether U+0000, which must be removed, may stand in one of its texts."""
        return b"\\u0000" in self.content


class Body:
    """The items of one response with a known structure."""

    def __init__(self, operation: Operation, response: Response) -> None:
        self._operation = operation
        self._response = response
        self.read_at = response.read_at

    @cached_property
    def items(self) -> list[Any]:
        """All items, decoded.

        Raises:
            OperationError: When the response has an unknown structure.
        """
        return items(self._operation, self._response.body)

    @cached_property
    def errors(self) -> list[Problem]:
        """Its errors about single people or ids."""
        return list(errors(self._response.body)) if self._response.may_hold_errors else []

    @property
    def partial(self) -> bool:
        """Whether its status says that it holds only a part of what was requested."""
        return self._response.status == PARTIAL

    @property
    def people(self) -> set[int]:
        """The ids of the persons who have an item."""
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
        """How many items have none of these fields; 0 if the structure does not show it."""
        wanted = set(names)
        parts: list[Any] = self.items if self._parts is None else self._parts
        # An empty page may hold only its metadata.
        return sum(
            1
            for part in parts
            if isinstance(part, dict) and wanted.isdisjoint(part) and set(part) != {"metadata"}
        )

    def sections(self, name: str) -> list[msgspec.Raw] | None:
        """The values of `name` in all items, as JSON text; without a name, the list of items itself.

        None if the structure of the response does not show them: use `items` then.
        """
        found = self._parts if name else self._list
        if found is None:
            return None
        if isinstance(found, msgspec.Raw):
            return [found]
        return [part[name] for part in found if name in part]

    @property
    def size(self) -> int:
        """The number of items."""
        return len(self.items if self._parts is None else self._parts)

    @cached_property
    def _list(self) -> msgspec.Raw | None:
        """The list of items as JSON text."""
        if self._whole is None:
            is_list = self._response.content.lstrip()[:1] == b"["
            return msgspec.Raw(self._response.content) if is_list and self._is_plain else None
        named = (self._whole[name] for name in self._operation.envelope if name in self._whole)
        return next((raw for raw in named if bytes(raw)[:1] == b"["), None)

    @cached_property
    def _whole(self) -> Part | None:
        """The response, if it is an object."""
        if self._response.content.lstrip()[:1] != b"{" or not self._is_plain:
            return None
        return msgspec.json.decode(self._response.content, type=Part)

    @cached_property
    def _parts(self) -> list[Part] | None:
        """The items, each as its fields in JSON text."""
        if self._whole is not None and not self._operation.envelope:
            return [self._whole]
        try:
            return msgspec.json.decode(self._list, type=list[Part]) if self._list else None
        except msgspec.ValidationError:
            return None

    @cached_property
    def _is_plain(self) -> bool:
        # A list may hold envelopes, and U+0000 must be removed from every text.
        response = self._response
        is_list = response.content.lstrip()[:1] == b"["
        enveloped = is_list and self._operation.envelope
        changed = enveloped or self._operation.word
        return not (changed or response.may_hold_nul or response.may_hold_errors)


@lru_cache(maxsize=16)
def _person_decoder(path: tuple[str, ...]) -> msgspec.json.Decoder[list[Any]]:
    """Decodes only the id at a path of each item."""
    type_: Any = int | None
    for name in reversed(path):
        type_ = msgspec.defstruct("Item", [(name, type_, None)])
        if name != path[0]:
            type_ = type_ | None
    return msgspec.json.Decoder(list[type_])


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
    r"""The JSON value of a response, without U+0000.

    >>> decode(b'["a\\u0000b"]')
    ['ab']
    """
    decoded = _decode(content)
    # PostgreSQL, for example, cannot store U+0000. It is rare, so check the whole content at once.
    return _without_nul(decoded) if b"\\u0000" in content else decoded


def _without_nul(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [_without_nul(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _without_nul(entry) for key, entry in value.items()}
    return value
