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
        beside: Paths of lists in the same lines that are streams of their own.
        output: Where the rows go.
        limit: The maximum number of rows in a dry run; None writes all.
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
        # Lists inside a line that are streams of their own are not unknown fields.
        above = f"{own}." if isinstance(own, str) and own else ""
        inside = {path.removeprefix(above).partition(".")[0] for path in beside if path}
        left_out = None if stream.table.user_defined else {*stream.table.left_out, *inside}
        # Dates, keys and the columns of a delete feed are needed even if they are not selected.
        feed = stream.table.deletes

        reads = stream.table.reads
        needed = {reads.dated_by, *stream.table.primary_keys, *(feed.columns if feed else ())}
        wanted = set(selected) | needed - {""}
        # The first day of a period may be null.
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
        self._changes: dict[tuple[str, int, int], tuple[str, bool, int, str]] = {}
        """The last change of each record: when, whether it exists, the person and the date."""

    @property
    def refused(self) -> Mapping[str, int]:
        """How many lines could not become rows so far, by reason."""
        return self._projection.refused

    def write(
        self,
        body: Body,
        window: Window | None,
        whole: Window | None,
    ) -> bool:
        """Write the rows of the lines in `body` that belong to `window`.

        A line without its key or its date is refused; all other lines are written.

        Args:
            body: The items of a response.
            window: The dates of the request, if it has any.
            whole: All dates of the run. A period that began earlier belongs to the first date.

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

    def warn_outside(self) -> None:
        """Warn of rows outside of the requested dates."""
        if self._outside:
            _LOGGER.warning(
                "Stream %s: UKG returned %s rows outside of the requested dates. The tap left them out. "
                "(%s)",
                self.stream.name,
                f"{self._outside:,}",
                self.stream.table.operation.name,
            )

    def _missing(self, body: Body) -> int:
        """How many items lack the stream's section.

        A section that the request selects is in every item, even if it is empty. Any other section is
        in at least one item. If a stream reads several sections that UKG chooses, all may be absent.
        """
        several = len(self._sections) > 1 and not self.stream.table.select
        if several or not self._sections:
            return 0
        lacking = body.lacks(self._sections)
        selected = bool(self.stream.table.select)
        return lacking if selected or lacking == body.size else 0

    def leave_out(self, column: str) -> bool:
        """Leave a column out of all rows from now on; False if it already was."""
        if column in self._drop:
            return False
        self._drop.append(column)
        return True

    def removed(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The rows that the feed reports as deleted, each with the name of its stream.

        A record that was deleted and created again is not deleted.
        """
        changes, self._changes = self._changes, {}
        feed = self.stream.table.deletes
        for (kind, _, identifier), (_, exists, person_id, day) in changes.items():
            if feed and not exists and kind in feed.streams:
                row = {"person_id": person_id, "id": identifier, WINDOW_DATE.name: day}
                yield feed.streams[kind], row

    def mark(self, rows: Iterable[Row], read_at: str) -> None:
        """Write rows that only hold a key, marked as deleted."""
        if DELETED_AT.name not in self.stream.columns:
            # Without the mark, they would look like existing rows without values.
            return
        nothing = dict.fromkeys(self.stream.columns)
        gone = {READ_AT.name: read_at, DELETED_AT.name: read_at}
        self.write_rows([{**nothing, **row, **gone} for row in rows], read_at)

    def write_rows(self, rows: Iterable[Row], read_at: str) -> None:
        """Write finished rows."""
        if self._limit is not None:
            rows = islice(rows, max(0, self._limit - self.count))
        if self._drop:
            rows = map(self._selected, rows)
        self.count += self._output.rows(self.stream, rows, read_at)

    def _windowed(self, body: Body, window: Window, whole: Window) -> Iterable[Row]:
        """The rows that belong to a window: a response may also hold the days around it."""
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
        feed = self.stream.table.deletes
        numbered: list[tuple[Hashable, Row]] = []
        for row in self._projection.rows(body):
            if not dated_by:
                day = row["start_date"] = start
                row["end_date"] = end
            else:
                # A period without a first day belongs to the first date of the run.
                day = (row[dated_by] or first)[:10]
                if day not in self._days and not self._is_date(row[dated_by] or first):
                    continue
            if spans:
                day = max(first, min(last, day))
            if not start <= day <= end:
                # UKG also returns punches of the day before and after, because of night shifts.
                self._outside += not spans and not first_day <= day <= last_day
            else:
                row["window_date"] = day
                row["read_at"] = read_at
                if deletable:
                    row["_sdc_deleted_at"] = None
                if feed:
                    self._record_change(feed, row)
                if self.stream.table.numbered:
                    numbered.append((self._group(row), row))
                else:
                    yield row
        number_lines(numbered)
        for _, row in numbered:
            yield row

    def _is_date(self, value: str) -> bool:
        """Whether a value begins with a date. If it does not, the row is counted as refused."""
        try:
            self._days.add(calendar_date(value))
        except ValueError:
            name = self.stream.table.reads.dated_by
            self._projection.refused[f"a {name} that is not a date"] += 1
            return False
        return True

    def _group(self, row: Row) -> Hashable:
        """The key of a line without its number: lines with the same one are numbered together."""
        return tuple(row[key] for key in self.stream.table.primary_keys if key != LINE_NUMBER.name)

    def _record_change(self, feed: DeleteFeed, row: Row) -> None:
        person_id, identifier, at = row["person_id"], row["id"], row[feed.at]
        # A record that moves from one person to another is not deleted.
        key = (row[feed.kind], 0 if feed.moves else person_id, identifier)
        exists = row[feed.change] != feed.gone
        if exists and not feed.moves and key not in self._changes:
            return
        change = (at, exists, person_id, (row[feed.day] or at)[:10])
        self._changes[key] = max(change, self._changes.get(key, change))

    def _selected(self, row: Row) -> Row:
        for name in self._drop:
            row.pop(name, None)
        return row


def paths(records: str | tuple[str, ...]) -> tuple[str, ...]:
    """The paths of a stream's lines.

    >>> paths("a.b"), paths(("a", "b"))
    (('a.b',), ('a', 'b'))
    """
    return records if isinstance(records, tuple) else (records,)
