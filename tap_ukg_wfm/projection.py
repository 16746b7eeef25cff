"""From a line of UKG's answer to a row of the table, by the stream's columns."""

from __future__ import annotations

import logging
from collections import defaultdict
from types import NoneType
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ukg_wfm.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_ukg_wfm.columns import Column, Line


_LOGGER = logging.getLogger(__name__)


class Projection:
    """Makes rows of one stream; tells of each unknown field and each misfit once.

    Args:
        stream: The stream's name, for the log.
        columns: All columns of the stream.
        selected: The names of those that shall be in the rows.
        records: Path of the stream's lines inside an item of the answer.
        left_out: Fields of a line that are known, and no columns on purpose.
    """

    def __init__(
        self,
        stream: str,
        columns: Iterable[Column],
        selected: set[str],
        records: str = "",
        *,
        left_out: Iterable[str] = (),
    ) -> None:
        columns = tuple(columns)
        self._stream = stream
        self._path = tuple(records.split(".")) if records else ()
        self._uses_parent = any(column.source[0] == "^" for column in columns)
        self._known = {column.source[0] for column in columns} | {"^", *left_out}
        chosen = [column for column in columns if column.name in selected]
        self._flat = [
            (column.name, column.source[0], _fitting(column.shape), column.shape)
            for column in chosen
            if len(column.source) == 1
        ]
        deep: dict[str, list[Column]] = defaultdict(list)
        for column in chosen:
            if len(column.source) > 1:
                deep[column.source[0]].append(column)
        # Beside each object its columns all null, since most objects are absent most of the time.
        self._deep = [
            (
                key,
                dict.fromkeys(column.name for column in below),
                [(c.name, c.source[1], c.source[2:], _fitting(c.shape), c.shape) for c in below],
            )
            for key, below in deep.items()
        ]
        self._told: set[str] = set()

    def lines(self, item: Any) -> Iterator[Line]:  # noqa: ANN401 - any JSON
        """The stream's lines in one item of an answer, each with its parent under `^`."""
        return self._walk(item, self._path, None)

    def row(self, line: Line) -> dict[str, Any]:
        """The row of a line: every selected column, null where the line has nothing."""
        row: dict[str, Any] = {}
        for name, key, fitting, shape in self._flat:
            value = line.get(key)
            row[name] = value if value.__class__ in fitting else self._fit(name, shape, value)
        for key, absent, columns in self._deep:
            inner = line.get(key)
            if inner is None:
                row.update(absent)
                continue
            for name, first, rest, fitting, shape in columns:
                value = inner.get(first) if inner.__class__ is dict else _dig(inner, (first,))
                if rest:
                    value = _dig(value, rest)
                row[name] = value if value.__class__ in fitting else self._fit(name, shape, value)
        if not self._known.issuperset(line):
            self._tell_unknown(line)
        return row

    def _walk(self, item: Any, path: tuple[str, ...], parent: Any) -> Iterator[Line]:  # noqa: ANN401 - any JSON
        if isinstance(item, list):
            for entry in item:
                yield from self._walk(entry, path, parent)
        elif isinstance(item, dict):
            if path:
                yield from self._walk(
                    item.get(path[0]), path[1:], {**item, "^": parent} if parent else item
                )
            else:
                yield {**item, "^": parent} if self._uses_parent else item

    def _fit(self, name: str, shape: Any, value: Any) -> Any:  # noqa: ANN401 - any JSON
        if value.__class__ in _fitting(shape):
            return value
        if isinstance(shape, Kind):
            try:
                return shape.convert(value)
            except (ValueError, TypeError, KeyError, OverflowError):
                pass
        if name not in self._told:
            self._told.add(name)
            _LOGGER.warning(
                "Stream %s: a %s came where column %s has another type; it is null in the table.",
                self._stream,
                type(value).__name__,
                name,
            )
        return None

    def _tell_unknown(self, line: Line) -> None:
        for field in line.keys() - self._known - self._told:
            self._told.add(field)
            _LOGGER.warning(
                "Stream %s: UKG answers a field that this version does not know and leaves out: %s.",
                self._stream,
                field,
            )


def number_lines(rows: list[tuple[tuple[Any, ...], Line, dict[str, Any]]]) -> None:
    """Give each row its `line_number`: 1, 2, ... among the rows of the same person and date.

    The order is that of the whole lines as text, so that an unchanged answer, in whatever order it
    comes, gives unchanged numbers, and equal lines stay apart.
    """
    groups: dict[tuple[Any, ...], list[tuple[bytes, dict[str, Any]]]] = defaultdict(list)
    for group, line, row in rows:
        text = msgspec.json.encode(
            {k: v for k, v in line.items() if k != "^"}, order="deterministic"
        )
        groups[group].append((text, row))
    for members in groups.values():
        members.sort(key=lambda member: member[0])
        for number, (_, row) in enumerate(members, start=1):
            row["line_number"] = number


def _fitting(shape: Any) -> tuple[type, ...]:  # noqa: ANN401 - a Shape, which is recursive
    """The Python types of values that need no conversion."""
    return (*shape.fits, NoneType) if isinstance(shape, Kind) else (list, dict, NoneType)


def _dig(value: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - any JSON
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value
