"""From a line of UKG's answer to a row of the table, by the stream's columns."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ukg_wfm.api.redaction import redact
from tap_ukg_wfm.tables.columns import UNKNOWN_FIELDS, ColumnType
from tap_ukg_wfm.tables.compiled import TypedLines, dig, picker
from tap_ukg_wfm.tables.fields import ABOUT, KnownFields, nested_fields

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from tap_ukg_wfm.api.responses import Body
    from tap_ukg_wfm.tables.columns import Column, Line, Shape
    from tap_ukg_wfm.tables.compiled import Row
    from tap_ukg_wfm.tables.fields import Path


_LOGGER = logging.getLogger(__name__)
# Rows of one stream differ in what is null; beyond so many kinds each is looked at anew.
_MOST_KINDS = 10_000
_LONGEST_AMOUNT = 40
# An object whose field names are data, such as ids, would be a new field in every line.
_MOST_UNKNOWN = 100


class _Refused(Exception):  # noqa: N818 - a signal inside this module, never shown
    """A line that cannot become a row; the text says why."""


class Projection:
    """Makes rows of one stream; reports each unknown field and each misfit once.

    A line without a value for a required column, a key above all, never becomes a row, and neither
    does what is not an object: it is counted in `refused`, and all other lines become rows.

    Args:
        stream: The stream's name, for the log.
        columns: All columns of the stream.
        selected: The names of those that shall be in the rows.
        records: Paths of the stream's lines inside an item of the answer.
        left_out: Fields of a line that are no columns on purpose; None are all the others.
        required: The names of columns without which a line is no row; all of them are selected.
        keep: Whether rows get the column `unknown_fields`; nothing is reported as unknown then.
    """

    def __init__(  # noqa: PLR0913 - a table has that many sides
        self,
        stream: str,
        columns: Iterable[Column],
        selected: set[str],
        records: str | tuple[str, ...] = "",
        *,
        left_out: Iterable[str] | None = (),
        required: Iterable[str] = (),
        keep: bool = False,
    ) -> None:
        self._stream = stream
        lists = (records,) if isinstance(records, str) else records
        self._paths = [tuple(path.split(".")) if path else () for path in lists]
        self._all = tuple(columns)
        sources = {column.source[0] for column in self._all if column.source}
        self._uses_parent = bool(sources & ABOUT)
        # Nothing of a line is unknown where a column takes it whole, or somebody chose the columns.
        self._open = left_out is None or "." in sources
        self._keep = keep and not self._open
        self._known = KnownFields(self._all, left_out or ())
        self._columns = [column for column in self._all if column.name in selected]
        self._required = {column.name for column in self._columns} & set(required)
        self._fitting = [
            _fitting(
                column.shape, null=column.name not in self._required or column.absent is not None
            )
            for column in self._columns
        ]
        # What no Python type tells apart, such as a date among texts, is looked at in every row.
        self._each = [column for column in self._columns if not _tells(column.shape)]
        self._otherwise = [(c.name, c.otherwise) for c in self._columns if c.otherwise]
        self._absent = [(c.name, c.absent) for c in self._columns if c.absent is not None]
        self._good: set[tuple[type, ...]] = set()
        self._told: set[str] = set()
        self._examples: dict[str, str] = {}
        self._unknown: set[Path] = set()
        self.refused: Counter[str] = Counter()
        """Lines that did not become rows, by the reason."""
        self._learn()

    def rows(self, body: Body) -> Iterator[Row]:
        """The rows of an answer: the fast way, and by hand whatever does not fit its type.

        Raises:
            OperationError: When the answer has no known shape.
        """
        sections = body.sections(".".join(self._paths[0])) if self._typed else None
        if sections is None:
            for path in self._paths:
                yield from self._by_hand(body.items, path)
            return
        for section in sections:
            try:
                rows = self._typed.rows(section) if self._typed else None
                if rows is not None:
                    self._complete(rows)
            except (msgspec.ValidationError, _Refused):
                rows = None
            if rows is None:
                yield from self._by_hand(msgspec.json.decode(section), ())
            else:
                yield from rows

    def row(self, line: Line) -> Row | None:
        """The row of a line: every selected column, null where the line has nothing.

        None where the line cannot become a row: `refused` then counts it.
        """
        try:
            return self._row(line)
        except _Refused as reason:
            self.refused[str(reason)] += 1
            return None

    def _by_hand(self, found: Any, path: Path) -> Iterator[Row]:  # noqa: ANN401 - any JSON
        learned = self._learned
        for line in self._walk(found, path, None):
            row = self.row(line)
            if row is not None:
                yield row
        if self._learned != learned:
            # A field that has been reported is no surprise from now on.
            self._learn()

    def _row(self, line: Line) -> Row:
        try:
            row, known = self._pick(line)
        except (AttributeError, TypeError):
            # Something other than an object stands where one should.
            row = {column.name: self._dig(line, column) for column in self._columns}
            known = False
        for name, paths in self._otherwise:
            if row[name] is None:
                found = (dig(line, path) for path in paths)
                row[name] = next((value for value in found if value is not None), None)
        # Rows are alike: one look tells those whose types have been seen to fit.
        kinds = tuple(map(type, row.values()))
        if kinds not in self._good:
            self._fit_all(row, kinds)
        self._complete([row])
        if not (known or self._open):
            self._look(line["."] if self._uses_parent else line, row)
        return row

    def _complete(self, rows: list[Row]) -> None:
        """See to what no Python type tells, and to what stands where there is nothing."""
        for column in self._each:
            for row in rows:
                row[column.name] = self._fit(column, row[column.name])
        for name, absent in self._absent:
            for row in rows:
                if row[name] is None:
                    row[name] = absent
        if self._keep:
            for row in rows:
                row[UNKNOWN_FIELDS.name] = None

    @property
    def _learned(self) -> tuple[int, int, bool]:
        return len(self._unknown), len(self._known.named), self._open

    def _learn(self) -> None:
        """Make anew what knows the fields of a line."""
        self._pick = picker(self._columns, self._known)
        self._typed: TypedLines | None = None
        # Lines that lie deeper, or look up to their parents, are made by hand.
        if len(self._paths) > 1 or len(self._paths[0]) > 1 or self._uses_parent or self._otherwise:
            return
        absent = {name for name, _ in self._absent}
        names, strict = [column.name for column in self._columns], not self._open
        try:
            self._typed = TypedLines(
                self._all, self._known, names, self._required - absent, strict=strict
            )
        except ValueError:
            return

    def _walk(
        self,
        item: Any,  # noqa: ANN401 - any JSON
        path: Path,
        parent: Any,  # noqa: ANN401
        names: tuple[str, ...] = ("", ""),
    ) -> Iterator[Line]:
        entries = item if isinstance(item, list) else [item]
        for entry in entries:
            if not isinstance(entry, dict):
                if entry is not None or isinstance(item, list):
                    where = f" in {redact(names[-1])}" if names[-1] else ""
                    kind = type(entry).__name__
                    self.refused[f"a {kind}{where} where UKG documents an object"] += 1
                continue
            above = {**entry, "^": parent} if parent else entry
            if path and path[0] == "*":
                for field, value in entry.items():
                    inner = value if isinstance(value, (dict, list)) else {"value": value}
                    yield from self._walk(inner, path[1:], above, (*names, field))
            elif path:
                yield from self._walk(entry.get(path[0]), path[1:], above, (*names, path[0]))
            elif self._uses_parent:
                yield {**entry, "^": parent, "#": names[-1], "##": names[-2], ".": entry}
            else:
                yield entry

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
        """The value as the column has it.

        Raises:
            _Refused: When a required column has none, or it is an amount that cannot be read.
        """
        if value is not None:
            if not isinstance(column.shape, ColumnType):
                if isinstance(value, dict if isinstance(column.shape, Mapping) else list):
                    return value
            else:
                try:
                    return column.shape.convert(value)
                except (ValueError, TypeError, KeyError, OverflowError):
                    if column.shape.strict:
                        raise _Refused(self._unreadable(column.name, value)) from None
            self._misfit(column, value)
        elif column.name in self._required and column.absent is None:
            raise _Refused(f"no value for {_field(column)}")
        return None

    def _unreadable(self, name: str, value: Any) -> str:  # noqa: ANN401 - any JSON
        """Why an amount cannot be read, the same for all of a column: with the first one as an example."""
        # An amount is short; what is not is somebody's text.
        text = str(value)
        shown = f"'{redact(text)}'" if len(text) <= _LONGEST_AMOUNT else "a long text"
        example = self._examples.setdefault(name, shown)
        return (
            f"an amount such as {example} in column {name}, which cannot be read in one way only: have "
            "UKG write plain numbers such as 1234.5, or make the column a string"
        )

    def _dig(self, line: Line, column: Column) -> Any:  # noqa: ANN401 - any JSON
        """What stands at a column's path, where something other than an object may lie on the way."""
        for depth in range(1, len(column.source)):
            found = dig(line, column.source[:depth])
            if found and not isinstance(found, (dict, list)):
                self._misfit(column, found)
                return None
        return dig(line, column.source)

    def _misfit(self, column: Column, value: Any) -> None:  # noqa: ANN401 - any JSON
        """Report a value of another type once.

        Raises:
            _Refused: When the column is required.
        """
        kind = type(value).__name__
        if column.name in self._required:
            raise _Refused(f"a {kind} that does not fit {_field(column)}")
        if column.name not in self._told:
            self._told.add(column.name)
            _LOGGER.warning(
                "Stream %s: a %s came where column %s has another type; it is null in the table.",
                self._stream,
                kind,
                column.name,
            )

    def _look(self, line: Line, row: Row) -> None:
        """Keep or report what no column takes."""
        found = dict(self._known.unknown(line))
        if self._keep:
            if found:
                row[UNKNOWN_FIELDS.name] = msgspec.json.encode(
                    nested_fields(found.items()), order="deterministic"
                ).decode()
            return
        for path in found:
            # What stands where an object should is reported as a misfit of its columns.
            if not self._known.is_object(path):
                self._report(path)

    def _report(self, path: Path) -> None:
        """Report an unknown field, which is known from now on."""
        if path in self._unknown or self._open:
            return
        self._unknown.add(path)
        self._known.learn(path)
        if len(self._unknown) > _MOST_UNKNOWN:
            self._open = True
            name = f"further ones, more than {_MOST_UNKNOWN} in all"
        else:
            name = redact(".".join(path))
        _LOGGER.warning(
            "Stream %s: UKG returned a field that this version of the tap does not know, so it is not "
            "in the table: %s. Set unknown_fields to keep to store such fields.",
            self._stream,
            name,
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


def _field(column: Column) -> str:
    """A column and its field in the answer, for messages."""
    return f"{column.name} (field {'.'.join(column.source)})"


def _fitting(shape: Shape, *, null: bool) -> tuple[type, ...]:
    """The Python types of values that need no conversion."""
    none = (NoneType,) if null else ()
    if isinstance(shape, ColumnType):
        return (*(shape.fits or (str,)), *none)
    return (dict if isinstance(shape, Mapping) else list, *none)


def _tells(shape: Shape) -> bool:
    """Whether a value's Python type says that it fits."""
    return not isinstance(shape, ColumnType) or bool(shape.fits)
