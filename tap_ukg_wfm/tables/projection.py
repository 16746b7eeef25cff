"""From a line of UKG's response to a row of the table."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ukg_wfm.api.redaction import redact
from tap_ukg_wfm.tables.columns import UNKNOWN_FIELDS, ColumnType
from tap_ukg_wfm.tables.compiled import TypedLines, dig, picker
from tap_ukg_wfm.tables.fields import ABOUT, KnownFields, nested_fields
from tap_ukg_wfm.tables.lines import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_ukg_wfm.api.responses import Body
    from tap_ukg_wfm.tables.columns import Column, Line, Shape
    from tap_ukg_wfm.tables.compiled import Row
    from tap_ukg_wfm.tables.fields import Path


_LOGGER = logging.getLogger(__name__)
# Rows of one stream differ in which values are null. Remember this many combinations of types.
_MAX_TYPES = 10_000
_LONGEST_AMOUNT = 40
# If field names are data, such as ids, every line has new fields.
_MAX_UNKNOWN = 100


class _Refused(Exception):  # noqa: N818 - a signal inside this module, never shown
    """A line that cannot become a row; the message says why."""


class Projection:
    """Makes the rows of one stream. Logs each unknown field and each value of a wrong type once.

    A line becomes a row unless it is not an object or has no value for a required column, such as a
    key. Such lines are counted in `refused`.

    Args:
        stream: The stream's name, for the log.
        columns: All columns of the stream.
        selected: The names of the columns in the rows.
        records: Paths of the stream's lines inside an item of a response.
        left_out: Fields of a line that are not columns on purpose; None for all others.
        required: The names of columns that are never null; the rows must contain all of them.
        keep: Whether rows get the column `unknown_fields` instead of a log message.
    """

    def __init__(  # noqa: PLR0913 - all that a table declares
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
        # No field is unknown if a column holds the whole line, or if a user chose the columns.
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
        # Values that no Python type identifies, such as dates, are converted in every row.
        self._each = [column for column in self._columns if not _is_typed(column.shape)]
        self._otherwise = [(c.name, c.otherwise) for c in self._columns if c.otherwise]
        self._absent = [(c.name, c.absent) for c in self._columns if c.absent is not None]
        self._good: set[tuple[type, ...]] = set()
        self._reported: set[str] = set()
        self._examples: dict[str, str] = {}
        self._unknown: set[Path] = set()
        self.refused: Counter[str] = Counter()
        """The number of lines that did not become rows, by reason."""
        self._learn()

    def rows(self, body: Body) -> Iterator[Row]:
        """The rows of a response: with compiled functions, or line by line if a type does not fit.

        Raises:
            OperationError: When the response has an unknown structure.
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
        """The row of a line, with null for missing values; None if it was refused."""
        try:
            return self._row(line)
        except _Refused as reason:
            self.refused[str(reason)] += 1
            return None

    def _by_hand(self, value: Any, path: Path) -> Iterator[Row]:  # noqa: ANN401 - any JSON
        learned = self._learned
        lines = walk(value, path, self.refused, with_parents=self._uses_parent)
        for line in lines:
            row = self.row(line)
            if row is not None:
                yield row
        if self._learned != learned:
            # Compile again: the new fields are known now.
            self._learn()

    def _row(self, line: Line) -> Row:
        try:
            row, known = self._pick(line)
        except (AttributeError, TypeError):
            # A value is not an object where the columns expect one.
            row = {column.name: self._dig(line, column) for column in self._columns}
            known = False
        for name, paths in self._otherwise:
            if row[name] is None:
                found = (dig(line, path) for path in paths)
                row[name] = next((value for value in found if value is not None), None)
        # Rows are alike: skip the conversion if the same types fitted before.
        types = tuple(map(type, row.values()))
        if types not in self._good:
            self._fit_all(row, types)
        self._complete([row])
        if not (known or self._open):
            self._look(line["."] if self._uses_parent else line, row)
        return row

    def _complete(self, rows: list[Row]) -> None:
        """Convert values that no Python type identifies, and fill in the values for missing fields."""
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
        """Compile the functions for the known fields of a line."""
        self._pick = picker(self._columns, self._known)
        self._typed: TypedLines | None = None
        # Nested lines and lines with values of their parents are read line by line.
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

    def _fit_all(self, row: Row, types: tuple[type, ...]) -> None:
        """Convert values that do not fit. Remember the types of a row that needs no conversion."""
        good = True
        for column, type_, fitting in zip(self._columns, types, self._fitting, strict=True):
            if type_ not in fitting:
                good = False
                row[column.name] = self._fit(column, row[column.name])
        if good and len(self._good) < _MAX_TYPES:
            self._good.add(types)

    def _fit(self, column: Column, value: Any) -> Any:  # noqa: ANN401 - any JSON
        """The value, converted to the type of the column.

        Raises:
            _Refused: When a required column has no value, or an amount is ambiguous.
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
        """Why an amount cannot be read, with the first one of the column as an example."""
        # An amount is short. Do not quote a longer text: it may be personal.
        text = str(value)
        shown = f"'{redact(text)}'" if len(text) <= _LONGEST_AMOUNT else "a long text"
        example = self._examples.setdefault(name, shown)
        return (
            f"an amount such as {example} in column {name}, which cannot be read in one way only: have "
            "UKG write plain numbers such as 1234.5, or make the column a string"
        )

    def _dig(self, line: Line, column: Column) -> Any:  # noqa: ANN401 - any JSON
        """The value at the path of a column, if a value on the way may not be an object."""
        for depth in range(1, len(column.source)):
            found = dig(line, column.source[:depth])
            if found and not isinstance(found, (dict, list)):
                self._misfit(column, found)
                return None
        return dig(line, column.source)

    def _misfit(self, column: Column, value: Any) -> None:  # noqa: ANN401 - any JSON
        """Report a value of a wrong type once.

        Raises:
            _Refused: When the column is required.
        """
        type_ = type(value).__name__
        if column.name in self._required:
            raise _Refused(f"a {type_} that does not fit {_field(column)}")
        if column.name not in self._reported:
            self._reported.add(column.name)
            _LOGGER.warning(
                "Stream %s: UKG returned a %s that does not fit the type of column %s. It is null in the "
                "table.",
                self._stream,
                type_,
                column.name,
            )

    def _look(self, line: Line, row: Row) -> None:
        """Keep or report the fields without a column."""
        found = dict(self._known.unknown(line))
        if self._keep:
            if found:
                row[UNKNOWN_FIELDS.name] = msgspec.json.encode(
                    nested_fields(found.items()), order="deterministic"
                ).decode()
            return
        for path in found:
            # A wrong type instead of an object is reported for its columns.
            if not self._known.is_object(path):
                self._report(path)

    def _report(self, path: Path) -> None:
        """Report an unknown field once."""
        if path in self._unknown or self._open:
            return
        self._unknown.add(path)
        self._known.learn(path)
        if len(self._unknown) > _MAX_UNKNOWN:
            self._open = True
            name = f"more than {_MAX_UNKNOWN} fields in all"
        else:
            name = redact(".".join(path))
        _LOGGER.warning(
            "Stream %s: UKG returned a field that this version of the tap does not know, so it is not "
            "in the table: %s. Set unknown_fields to keep to store such fields.",
            self._stream,
            name,
        )


def _field(column: Column) -> str:
    """A column and its field in the response, for messages."""
    return f"{column.name} (field {'.'.join(column.source)})"


def _fitting(shape: Shape, *, null: bool) -> tuple[type, ...]:
    """The Python types of values that need no conversion."""
    none = (NoneType,) if null else ()
    if isinstance(shape, ColumnType):
        return (*(shape.fits or (str,)), *none)
    return (dict if isinstance(shape, Mapping) else list, *none)


def _is_typed(shape: Shape) -> bool:
    """Whether the Python type of a value shows that it fits."""
    return not isinstance(shape, ColumnType) or bool(shape.fits)
