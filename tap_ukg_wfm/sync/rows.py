"""From the responses of an operation to the rows of one of its streams."""

from __future__ import annotations

import logging
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.streams.base import (
    DELETED_AT,
    LINE_NUMBER,
    READ_AT,
    WINDOW_DATE,
    Modified,
    Spanning,
)
from tap_ukg_wfm.tables.columns import UNKNOWN_FIELDS, calendar_date
from tap_ukg_wfm.tables.projection import Projection, number_lines

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from tap_ukg_wfm.api.responses import Body
    from tap_ukg_wfm.streams.base import DeleteFeed
    from tap_ukg_wfm.sync.output import Output, SelectedStream
    from tap_ukg_wfm.sync.windows import Window
    from tap_ukg_wfm.tables.compiled import Row


_LOGGER = logging.getLogger(__name__)
_DAY = timedelta(days=1)


class RowWriter:
    """Writes the rows of one stream.

    Args:
        stream: The stream.
        beside: Paths of lists that stand in the same lines and are streams of their own.
        output: Where the rows go.
        limit: The most rows of a dry run; None writes all.
    """

    def __init__(
        self,
        stream: SelectedStream,
        output: Output,
        *,
        beside: Sequence[str] = (),
        limit: int | None = None,
    ) -> None:
        self.stream = stream
        self.count = 0
        self._output = output
        self._limit = limit
        selected = stream.columns
        own = stream.table.records
        # Lists below the lines that are streams of their own are no columns, and no surprise.
        above = f"{own}." if isinstance(own, str) and own else ""
        inside = {path.removeprefix(above).partition(".")[0] for path in beside if path}
        left_out = None if stream.table.user_defined else {*stream.table.left_out, *inside}
        # The date and the key of numbered lines are needed even where they are not selected.
        told = stream.table.deletes.columns if stream.table.deletes else ()
        reads = stream.table.reads
        wanted = set(selected) | {reads.dated_by, *stream.table.primary_keys, *told} - {""}
        # A period may have begun before anybody wrote down when.
        dates = () if isinstance(reads, Spanning) else (reads.dated_by,)
        self._projection = Projection(
            stream.name,
            stream.table.columns,
            wanted,
            own,
            left_out=left_out,
            required={*stream.table.primary_keys, *dates},
            keep=stream.table.keeps_unknown and UNKNOWN_FIELDS.name in selected,
        )
        self._days: set[str] = set()
        self._sections = {path.partition(".")[0] for path in paths(own)} - {""}
        self._outside = 0
        added = {
            column.name for column in stream.table.table_columns()[len(stream.table.columns) :]
        }
        self._drop = [name for name in wanted | added if name not in selected]
        self._told: dict[tuple[str, int, int], tuple[str, bool, int, str]] = {}

    @property
    def refused(self) -> Mapping[str, int]:
        """How many lines could not become rows by now, by the reason."""
        return self._projection.refused

    def write(
        self,
        body: Body,
        window: Window | None,
        whole: Window | None,
    ) -> bool:
        """Write the rows of the lines in `body` that belong to `window`.

        A line without its key or its date costs itself and nothing else.

        Args:
            body: An answer.
            window: The dates asked for, where there were any.
            whole: All dates of the run: periods that began before count as of its first day.

        Returns:
            Whether all lines became rows.
        """
        before = sum(self.refused.values())
        if lacking := self._missing(body):
            named = " or ".join(sorted(self._sections))
            self._projection.refused[f"no {named} in an item"] += lacking
        if window and whole:
            rows = self._windowed(body, window, whole)
        else:
            rows = self._projection.rows(body)
            if self.stream.table.numbered:
                rows = list(rows)
                number_lines((self._group(row), row) for row in rows)
            if isinstance(self.stream.table.reads, Modified):
                rows = ({**row, READ_AT.name: body.read_at} for row in rows)
        self.write_rows(rows, body.read_at)
        return sum(self.refused.values()) == before

    def tell_outside(self) -> None:
        """Warn of rows that were not asked for."""
        if self._outside:
            _LOGGER.warning(
                "Stream %s: %s rows are dated outside of the dates that the tap asked for. They are left "
                "out. (%s)",
                self.stream.name,
                f"{self._outside:,}",
                self.stream.table.operation.name,
            )

    def _missing(self, body: Body) -> int:
        """How many items lack the stream's section.

        A section that was selected is in every item, be it empty; another one in one item at least.
        Of several that UKG chooses itself, such as the kinds of changes, there may be none.
        """
        several = len(self._sections) > 1 and not self.stream.table.select
        if several or not self._sections:
            return 0
        lacking = body.lacks(self._sections)
        selected = bool(self.stream.table.select)
        return lacking if selected or lacking == body.size else 0

    def leave_out(self, column: str) -> bool:
        """Leave a column out of all rows from now on; False where it is already."""
        if column in self._drop:
            return False
        self._drop.append(column)
        return True

    def removed(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Streams, and their rows that the lines written by now tell to be gone.

        What was deleted and is there again later is not gone.
        """
        told, self._told = self._told, {}
        removals = self.stream.table.deletes
        for (kind, _, identifier), (_, there, person_id, day) in told.items():
            if removals and not there and kind in removals.streams:
                row = {"person_id": person_id, "id": identifier, WINDOW_DATE.name: day}
                yield removals.streams[kind], row

    def mark(self, rows: Iterable[Row], read_at: str) -> None:
        """Write rows of which no more is known than their keys, and that they are gone."""
        if DELETED_AT.name not in self.stream.columns:
            # Nothing would tell them from rows that are there, with nothing in them.
            return
        nothing = dict.fromkeys(self.stream.columns)
        gone = {READ_AT.name: read_at, DELETED_AT.name: read_at}
        self.write_rows([{**nothing, **row, **gone} for row in rows], read_at)

    def write_rows(self, rows: Iterable[Row], read_at: str) -> None:
        """Write rows that are made already."""
        if self._limit is not None:
            rows = islice(rows, max(0, self._limit - self.count))
        if self._drop:
            rows = map(self._selected, rows)
        self.count += self._output.rows(self.stream, rows, read_at)

    def _windowed(self, body: Body, window: Window, whole: Window) -> Iterable[Row]:
        """The rows that belong to a window, each once: an answer may hold the days around it too."""
        start, end = window.start.isoformat(), window.end.isoformat()
        first, last = whole.start.isoformat(), whole.end.isoformat()
        first_day = (window.start - _DAY).isoformat()
        last_day = (window.end + _DAY).isoformat()
        dated_by, spans, read_at = (
            self.stream.table.reads.dated_by,
            isinstance(self.stream.table.reads, Spanning),
            body.read_at,
        )
        deletable = self.stream.table.deletable
        removals = self.stream.table.deletes
        numbered: list[tuple[Hashable, Row]] = []
        for row in self._projection.rows(body):
            if not dated_by:
                day = row["start_date"] = start
                row["end_date"] = end
            else:
                # A period without a beginning belongs to every window in which it is answered.
                day = (row[dated_by] or first)[:10]
                if day not in self._days and not self._is_date(row[dated_by] or first):
                    continue
            if spans:
                day = max(first, min(last, day))
            if not start <= day <= end:
                # UKG answers punches of the day before and after, too; a night shift reaches over.
                self._outside += not spans and not first_day <= day <= last_day
            else:
                row["window_date"] = day
                row["read_at"] = read_at
                if deletable:
                    row["_sdc_deleted_at"] = None
                if removals:
                    self._listen(removals, row)
                if self.stream.table.numbered:
                    numbered.append((self._group(row), row))
                else:
                    yield row
        number_lines(numbered)
        for _, row in numbered:
            yield row

    def _is_date(self, value: str) -> bool:
        """Whether the value by which a row is dated begins with a date; counts it where it does not."""
        try:
            self._days.add(calendar_date(value))
        except ValueError:
            name = self.stream.table.reads.dated_by
            self._projection.refused[f"a {name} that is not a date"] += 1
            return False
        return True

    def _group(self, row: Row) -> Hashable:
        """What lines have in common that are told apart by their number."""
        return tuple(row[key] for key in self.stream.table.primary_keys if key != LINE_NUMBER.name)

    def _listen(self, removals: DeleteFeed, row: Row) -> None:
        person_id, identifier, at = row["person_id"], row["id"], row[removals.at]
        # What moves from one person to another is not gone.
        key = (row[removals.kind], 0 if removals.moves else person_id, identifier)
        there = row[removals.change] != removals.gone
        if there and not removals.moves and key not in self._told:
            return
        said = (at, there, person_id, (row[removals.day] or at)[:10])
        self._told[key] = max(said, self._told.get(key, said))

    def _selected(self, row: Row) -> Row:
        for name in self._drop:
            row.pop(name, None)
        return row


def paths(records: str | tuple[str, ...]) -> tuple[str, ...]:
    """The paths of a stream's lines."""
    return records if isinstance(records, tuple) else (records,)
