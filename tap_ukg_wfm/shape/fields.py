"""What JSON values look like: types, lengths and forms by path, without the values."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_ukg_wfm.shape.names import Names

_FORMS = (
    ("date", re.compile(r"\d{4}-\d\d-\d\d")),
    ("UTC time", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z")),
    ("time with offset", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?[+-]\d\d:?\d\d")),
    ("local time", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?")),
    ("time of day", re.compile(r"\d\d:\d\d(:\d\d(\.\d+)?)?")),
    ("number in a text", re.compile(r"-?\d+(\.\d+)?")),
)
_EPOCH_MS = 10**12
_QUARTER, _MONTH = 900, 40 * 86_400
_MAGNITUDES: tuple[tuple[str, Callable[[float], bool]], ...] = (
    ("negative", lambda value: value < 0),
    ("zero", lambda value: value == 0),
    ("up to 24", lambda value: value <= 24),  # noqa: PLR2004 - hours of a day
    ("epoch milliseconds", lambda value: value >= _EPOCH_MS),
    ("seconds of whole minutes", lambda v: v % 60 == 0 and _QUARTER <= v <= _MONTH),
    ("above 24", lambda _: True),
)
_TOO_DEEP = 30


@dataclass
class FieldShape:
    """The values at one path: how many, of which types, how long, in which form."""

    seen: int = 0
    nulls: int = 0
    types: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    shortest: int | None = None
    longest: int | None = None

    def add(self, value: Any) -> None:  # noqa: ANN401 - any JSON
        """Add a value."""
        self.seen += 1
        if value is None:
            self.nulls += 1
            return
        self.types[_type(value)] += 1
        if form := _form(value):
            self.forms[form] += 1
        if isinstance(value, (str, list)):
            length = len(value)
            self.shortest = length if self.shortest is None else min(self.shortest, length)
            self.longest = max(self.longest or 0, length)

    def as_json(self) -> dict[str, Any]:
        """The shape, for the report."""
        found: dict[str, Any] = {"seen": self.seen, "types": dict(self.types)}
        if self.nulls:
            found["null_share"] = round(self.nulls / self.seen, 3)
        if self.forms:
            found["forms"] = dict(self.forms)
        if self.longest is not None:
            found["lengths"] = [self.shortest, self.longest]
        return found


class FieldShapes:
    """The shapes of all fields of an operation's responses.

    Args:
        names: Which field names may be shown.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self.fields: dict[str, FieldShape] = {}

    def add(self, value: Any, path: str = "", depth: int = 0) -> None:  # noqa: ANN401 - any JSON
        """Add a value and everything in it."""
        if depth > _TOO_DEEP:
            return
        if path:
            self.fields.setdefault(path, FieldShape()).add(value)
        if isinstance(value, dict):
            for name, inner in value.items():
                shown = self._names.shown(name)
                self.add(inner, f"{path}.{shown}" if path else shown, depth + 1)
        elif isinstance(value, list):
            for inner in value:
                self.add(inner, f"{path}[]", depth + 1)

    def as_json(self) -> dict[str, Any]:
        """All shapes by path."""
        return {path: shape.as_json() for path, shape in sorted(self.fields.items())}


def _type(value: Any) -> str:  # noqa: ANN401 - any JSON
    kinds = {bool: "boolean", int: "integer", float: "number", str: "text", list: "list"}
    return kinds.get(type(value), "object")


def _form(value: Any) -> str:  # noqa: ANN401 - any JSON
    """The form of a value, such as `date`.

    >>> _form("2026-04-21T00:00:00"), _form("2026-06-19T01:00:00Z"), _form(28800), _form(7.5)
    ('local time', 'UTC time', 'seconds of whole minutes', 'up to 24')
    """
    if isinstance(value, str):
        if not value:
            return "empty text"
        return next((name for name, form in _FORMS if form.fullmatch(value)), "")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return next(name for name, holds in _MAGNITUDES if holds(value))
