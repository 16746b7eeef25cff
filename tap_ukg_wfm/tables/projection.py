"""From a line of UKG's answer to a row of the table, by the stream's columns."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ukg_wfm.api.errors import OperationError
from tap_ukg_wfm.tables.columns import ColumnType
from tap_ukg_wfm.tables.compiled import TypedLines, dig, picker

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from tap_ukg_wfm.api.responses import Body
    from tap_ukg_wfm.tables.columns import Column, Line, Shape
    from tap_ukg_wfm.tables.compiled import Row


_LOGGER = logging.getLogger(__name__)
# Rows of one stream differ in what is null; beyond so many kinds each is looked at anew.
_MOST_KINDS = 10_000
_ABOUT = {"^", "#", "##", "."}
"""What a line is told about itself: its parent, the names of its list and of what holds that list, and
the line as a whole."""


class Projection:
    """Makes rows of one stream; tells of each unknown field and each misfit once.

    Args:
        stream: The stream's name, for the log.
        columns: All columns of the stream.
        selected: The names of those that shall be in the rows.
        records: Paths of the stream's lines inside an item of the answer.
        left_out: Fields of a line that are no columns on purpose; None are all the others.
    """

    def __init__(
        self,
        stream: str,
        columns: Iterable[Column],
        selected: set[str],
        records: str | tuple[str, ...] = "",
        *,
        left_out: Iterable[str] | None = (),
    ) -> None:
        self._stream = stream
        self._chosen = left_out is None
        lists = (records,) if isinstance(records, str) else records
        self._paths = [tuple(path.split(".")) if path else () for path in lists]
        self._all = tuple(columns)
        self._uses_parent = any(column.source[0] in _ABOUT for column in self._all)
        paths = [path for column in self._all for path in (column.source, *column.otherwise)]
        self._known = {path[0] for path in paths} | {*_ABOUT, *(left_out or ())}
        self._columns = [column for column in self._all if column.name in selected]
        self._pick = picker(self._columns)
        self._fitting = [_fitting(column.shape) for column in self._columns]
        # What no Python type tells apart, such as a date among texts, is looked at in every row.
        self._each = [column for column in self._columns if not _tells(column.shape)]
        self._otherwise = [(c.name, c.otherwise) for c in self._columns if c.otherwise]
        self._absent = [(c.name, c.absent) for c in self._columns if c.absent is not None]
        self._sources = {column.source[0] for column in self._all}
        self._good: set[tuple[type, ...]] = set()
        self._told: set[str] = set()
        self._typed = self._made_typed()

    def rows(self, body: Body) -> Iterator[Row]:
        """The rows of an answer: the fast way, and by hand whatever does not fit its type.

        Raises:
            OperationError: When the answer has no known shape.
        """
        sections = body.sections(".".join(self._paths[0])) if self._typed else None
        if sections is None:
            for path in self._paths:
                yield from map(self.row, self._walk(body.items, path, None))
            return
        for section in sections:
            try:
                rows = self._typed.rows(section) if self._typed else None
            except msgspec.ValidationError:
                rows = None
            if rows is not None:
                self._complete(rows)
                yield from rows
                continue
            told = len(self._told)
            yield from map(self.row, self._walk(msgspec.json.decode(section), (), None))
            if len(self._told) > told:
                # A field that has been told of is no surprise from now on.
                self._typed = self._made_typed()

    def row(self, line: Line) -> Row:
        """The row of a line: every selected column, null where the line has nothing."""
        try:
            row = self._pick(line)
        except AttributeError:
            # Something other than an object stands where one should.
            row = {column.name: dig(line, column.source) for column in self._columns}
        for name, paths in self._otherwise:
            if row[name] is None:
                found = (dig(line, path) for path in paths)
                row[name] = next((value for value in found if value is not None), None)
        # Rows are alike: one look tells those whose types have been seen to fit.
        kinds = tuple(map(type, row.values()))
        if kinds not in self._good:
            self._fit_all(row, kinds)
        self._complete((row,))
        if not (self._chosen or "." in self._sources or self._known.issuperset(line)):
            self._tell_unknown(line)
        return row

    def _complete(self, rows: Sequence[Row]) -> None:
        """See to what no Python type tells, and to what stands where there is nothing."""
        for column in self._each:
            for row in rows:
                row[column.name] = self._fit(column, row[column.name])
        for name, absent in self._absent:
            for row in rows:
                if row[name] is None:
                    row[name] = absent

    def _made_typed(self) -> TypedLines | None:
        """A type for the lines; None for those that lie deeper or look up to their parents."""
        if len(self._paths) > 1 or len(self._paths[0]) > 1 or self._uses_parent or self._otherwise:
            return None
        names = {column.name for column in self._columns}
        try:
            known = {*self._known, *self._told} - _ABOUT
            return TypedLines(self._all, known, names, strict=not self._chosen)
        except ValueError:
            return None

    def _walk(
        self,
        item: Any,  # noqa: ANN401 - any JSON
        path: tuple[str, ...],
        parent: Any,  # noqa: ANN401
        names: tuple[str, ...] = ("", ""),
    ) -> Iterator[Line]:
        if isinstance(item, list):
            for entry in item:
                yield from self._walk(entry, path, parent, names)
        elif isinstance(item, dict):
            above = {**item, "^": parent} if parent else item
            if path and path[0] == "*":
                for field, value in item.items():
                    inner = value if isinstance(value, (dict, list)) else {"value": value}
                    yield from self._walk(inner, path[1:], above, (*names, field))
            elif path:
                yield from self._walk(item.get(path[0]), path[1:], above, (*names, path[0]))
            elif self._uses_parent:
                yield {**item, "^": parent, "#": names[-1], "##": names[-2], ".": item}
            else:
                yield item

    def _fit_all(self, row: Row, kinds: tuple[type, ...]) -> None:
        """Convert what does not fit; remember the types of a row in which nothing had to be."""
        good = True
        for column, kind, fitting in zip(self._columns, kinds, self._fitting, strict=True):
            if kind not in fitting:
                good = False
                row[column.name] = self._fit(column, row[column.name])
        if good and len(self._good) < _MOST_KINDS:
            self._good.add(kinds)

    def _fit(self, column: Column, value: Any) -> Any:  # noqa: ANN401 - any JSON
        if value is None:
            return None
        if isinstance(column.shape, ColumnType):
            try:
                return column.shape.convert(value)
            except (ValueError, TypeError, KeyError, OverflowError):
                if column.shape.strict:
                    raise self._unreadable(column.name, value) from None
        self._tell_misfit(column.name, value)
        return None

    def _unreadable(self, name: str, value: Any) -> OperationError:  # noqa: ANN401 - any JSON
        text = " ".join(str(value).split())[:100]
        return OperationError(
            f"Stream {self._stream}: {text!r} in column {name} is not an amount that can be read in one "
            "way only. Have UKG write it as a plain number, such as 1234.5, make the column a string, "
            "or deselect it."
        )

    def _tell_misfit(self, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON
        if name not in self._told:
            self._told.add(name)
            _LOGGER.warning(
                "Stream %s: a %s came where column %s has another type; it is null in the table.",
                self._stream,
                type(value).__name__,
                name,
            )

    def _tell_unknown(self, line: Line) -> None:
        for field in line.keys() - self._known - self._told:
            self._told.add(field)
            _LOGGER.warning(
                "Stream %s: UKG answers a field that this version does not know and leaves out: %s.",
                self._stream,
                field,
            )


def number_lines(rows: Iterable[tuple[Hashable, Row]]) -> None:
    """Give each row its `line_number`: 1, 2, ... among the rows of the same group.

    The order is that of the rows as text, so that an unchanged answer, in whatever order it comes,
    gives unchanged numbers, and equal lines stay apart.
    """
    groups: dict[Hashable, list[tuple[bytes, Row]]] = defaultdict(list)
    for group, row in rows:
        groups[group].append((msgspec.json.encode(list(row.values()), order="deterministic"), row))
    for members in groups.values():
        members.sort(key=lambda member: member[0])
        for number, (_, row) in enumerate(members, start=1):
            row["line_number"] = number


def _fitting(shape: Shape) -> tuple[type, ...]:
    """The Python types of values that need no conversion."""
    if isinstance(shape, ColumnType):
        return (*(shape.fits or (str,)), NoneType)
    return (dict if isinstance(shape, Mapping) else list, NoneType)


def _tells(shape: Shape) -> bool:
    """Whether a value's Python type says that it fits."""
    return not isinstance(shape, ColumnType) or bool(shape.fits)
