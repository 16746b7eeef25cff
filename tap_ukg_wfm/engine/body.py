"""An answer as several streams see it: decoded no further, and no oftener, than they need."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ukg_wfm.engine.reading import errors, items
from tap_ukg_wfm.errors import known_shape

if TYPE_CHECKING:
    from tap_ukg_wfm.client import Answer
    from tap_ukg_wfm.operations import Operation

Part = dict[str, msgspec.Raw]


class Body:
    """The items of one answer."""

    def __init__(self, operation: Operation, answer: Answer) -> None:
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
