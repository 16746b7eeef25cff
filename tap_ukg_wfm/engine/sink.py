"""How rows leave the tap: the fast way where nothing changes them, else the SDK's."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from singer_sdk.mapper import SameRecordTransform

from tap_ukg_wfm.projection import Projection, number_lines
from tap_ukg_wfm.streams.base import LINE_NUMBER, READ_AT, WINDOW_DATE

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from tap_ukg_wfm.engine.batch_files import BatchFiles
    from tap_ukg_wfm.engine.body import Body
    from tap_ukg_wfm.picking import Row
    from tap_ukg_wfm.streams.base import UKGStream
    from tap_ukg_wfm.windows import Window


class Sink:
    """Writes the rows of one stream.

    Args:
        stream: The stream.
        beside: Paths of lists that stand in the same lines and are streams of their own.
        version: The version of a full table, for ACTIVATE_VERSION; None where there is none.
        limit: The most rows of a dry run; None writes all.
        files: Where rows go instead of RECORD messages; None without `batch_config`.
    """

    def __init__(
        self,
        stream: UKGStream,
        *,
        beside: Sequence[str] = (),
        version: int | None = None,
        limit: int | None = None,
        files: BatchFiles | None = None,
    ) -> None:
        self.stream = stream
        self.version = version
        self.count = 0
        self._limit = limit
        self._files = files
        selected = stream.selected_columns
        own = stream.records
        inside = [path.removeprefix(f"{own}.") if own else path for path in beside if path != own]
        left_out = {*stream.left_out, *(path.partition(".")[0] for path in inside)}
        # The date and the key of numbered lines are needed even where they are not selected.
        wanted = selected | {stream.dated_by, *stream.primary_keys} - {""}
        self._projection = Projection(stream.name, stream.columns, wanted, own, left_out=left_out)
        added = {LINE_NUMBER.name, WINDOW_DATE.name, READ_AT.name}
        self._drop = [name for name in wanted | added if name not in selected]
        maps = stream.stream_maps
        self._plain = (
            len(maps) == 1
            and type(maps[0]) is SameRecordTransform
            and not maps[0].flattening_enabled
        )

    def write(
        self,
        body: Body,
        window: Window | None,
        whole: Window | None,
    ) -> None:
        """Write the rows of the lines in `body` that belong to `window`.

        Args:
            body: An answer.
            window: The dates asked for, where there were any.
            whole: All dates of the run: periods that began before count as of its first day.
        """
        if window and whole:
            rows = self._windowed(body, window, whole)
        else:
            rows = self._projection.rows(body)
            if self.stream.tree:
                rows = ({**row, READ_AT.name: body.read_at} for row in rows)
        self.write_rows(rows, body.read_at)

    def write_rows(self, rows: Iterable[Row], read_at: str) -> None:
        """Write rows that are made already."""
        if self._limit is not None:
            rows = islice(rows, max(0, self._limit - self.count))
        if self._drop:
            rows = map(self._selected, rows)
        tap, name = self.stream.tap, self.stream.name
        if self._plain and self._files:
            self.count += self._files.write(self.stream, name, rows, self.version)
        elif self._plain:
            self.count += tap.message_writer.write_rows(name, rows, read_at, self.version)
        else:
            self._write_mapped(rows, read_at)

    def _write_mapped(self, rows: Iterable[Row], read_at: str) -> None:
        """Write rows by way of the SDK's stream maps."""
        extracted = datetime.fromisoformat(read_at.replace("Z", "+00:00"))
        for row in rows:
            self.count += 1
            for message in self.stream._generate_record_messages(row):  # noqa: SLF001 - the SDK's own path
                if self._files:
                    self._files.write(self.stream, message.stream, [message.record], self.version)
                    continue
                message.time_extracted = extracted
                message.version = self.version
                self.stream.tap.write_message(message)

    def _windowed(self, body: Body, window: Window, whole: Window) -> Iterable[Row]:
        """The rows that belong to a window, each once: an answer may hold the days around it too."""
        start, end = window.start.isoformat(), window.end.isoformat()
        first, last = whole.start.isoformat(), whole.end.isoformat()
        dated_by, spans, read_at = self.stream.dated_by, self.stream.spans, body.read_at
        numbered: list[tuple[Hashable, Row]] = []
        for row in self._projection.rows(body):
            day = (row[dated_by] or first)[:10]
            if spans:
                day = max(first, min(last, day))
            if start <= day <= end:
                row["window_date"] = day
                row["read_at"] = read_at
                if self.stream.numbered:
                    numbered.append(((row["person_id"], day), row))
                else:
                    yield row
        number_lines(numbered)
        for _, row in numbered:
            yield row

    def _selected(self, row: Row) -> Row:
        for name in self._drop:
            row.pop(name, None)
        return row
