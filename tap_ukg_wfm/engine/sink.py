"""How rows leave the tap: the fast way where nothing changes them, else the SDK's."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from singer_sdk.mapper import SameRecordTransform

from tap_ukg_wfm.projection import Projection, number_lines
from tap_ukg_wfm.streams.base import READ_AT, WINDOW_DATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_ukg_wfm.columns import Line
    from tap_ukg_wfm.streams.base import UKGStream
    from tap_ukg_wfm.windows import Window


class Sink:
    """Writes the rows of one stream.

    Args:
        stream: The stream.
        beside: Paths of lists that stand in the same lines and are streams of their own.
        version: The version of a full table, for ACTIVATE_VERSION; None where there is none.
        limit: The most rows of a dry run; None writes all.
    """

    def __init__(
        self,
        stream: UKGStream,
        *,
        beside: Sequence[str] = (),
        version: int | None = None,
        limit: int | None = None,
    ) -> None:
        self.stream = stream
        self.version = version
        self.count = 0
        self._limit = limit
        self._columns = stream.selected_columns
        own = stream.records
        inside = [path.removeprefix(f"{own}.") if own else path for path in beside if path != own]
        left_out = {*stream.left_out, *(path.partition(".")[0] for path in inside)}
        # The date and the key of numbered lines are needed even where they are not selected.
        wanted = self._columns | {stream.dated_by, *stream.primary_keys} - {""}
        self._projection = Projection(stream.name, stream.columns, wanted, own, left_out=left_out)
        self._drop = wanted - self._columns
        maps = stream.stream_maps
        self._plain = (
            len(maps) == 1
            and type(maps[0]) is SameRecordTransform
            and not maps[0].flattening_enabled
        )

    def write(
        self,
        found: Any,  # noqa: ANN401 - any JSON
        read_at: str,
        window: Window | None,
        whole: Window | None,
    ) -> None:
        """Write the rows of the lines in `found` that belong to `window`.

        Args:
            found: The items of an answer.
            read_at: The moment at which they were read.
            window: The dates asked for, where there were any.
            whole: All dates of the run: periods that began before count as of its first day.
        """
        rows = []
        lines: list[tuple[tuple[Any, ...], Line, dict[str, Any]]] = []
        for line in self._projection.lines(found):
            row = self._projection.row(line)
            if window and whole:
                day = self._date(row, whole)
                if not window.start.isoformat() <= day <= window.end.isoformat():
                    continue
                row[WINDOW_DATE.name] = day
                row[READ_AT.name] = read_at
                if self.stream.numbered:
                    lines.append(((row["person_id"], day), line, row))
            elif self.stream.tree:
                row[READ_AT.name] = read_at
            rows.append(row)
        if lines:
            number_lines(lines)
        self.write_rows(rows, read_at)

    def write_rows(self, rows: list[dict[str, Any]], read_at: str) -> None:
        """Write rows that are made already."""
        if self._limit is not None:
            rows = rows[: max(0, self._limit - self.count)]
        if not rows:
            return
        self.count += len(rows)
        unwanted = rows[0].keys() - self._columns
        for name in unwanted:
            for row in rows:
                del row[name]
        tap = self.stream.tap
        if self._plain:
            tap.message_writer.write_rows(self.stream.name, rows, read_at, self.version)
            return
        extracted = datetime.fromisoformat(read_at.replace("Z", "+00:00"))
        for row in rows:
            for message in self.stream._generate_record_messages(row):  # noqa: SLF001 - the SDK's own path
                message.time_extracted = extracted
                message.version = self.version
                tap.write_message(message)

    def _date(self, row: dict[str, Any], whole: Window) -> str:
        """The date of a row; of a period that overlaps the run's dates, one of these."""
        text = row[self.stream.dated_by]
        day = str(text)[:10] if text else whole.start.isoformat()
        if not self.stream.spans:
            return day
        return max(whole.start, min(whole.end, date.fromisoformat(day))).isoformat()
