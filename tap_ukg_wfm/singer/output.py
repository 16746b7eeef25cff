"""Rows and states as Singer messages: RECORD lines the fast way, stream maps the SDK's, BATCH files."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING, Any

from singer_sdk.mapper import SameRecordTransform

from tap_ukg_wfm.api.errors import SettingError, maps_problem
from tap_ukg_wfm.singer.batch_files import BatchFiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from singer_sdk.singerlib import RecordMessage

    from tap_ukg_wfm.singer.stream import SingerStream
    from tap_ukg_wfm.singer.tap import SingerTap
    from tap_ukg_wfm.sync.output import SelectedStream
    from tap_ukg_wfm.tables.compiled import Row


class SingerOutput:
    """Writes what a run tells to stdout.

    Args:
        tap: The tap, with its message writer, its state and its streams.
    """

    def __init__(self, tap: SingerTap) -> None:
        self._tap = tap
        batch_config = tap.config.get("batch_config")
        self._files = BatchFiles(batch_config, tap.write_message) if batch_config else None
        self._versions: dict[str, int] = {}
        self._mapped: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._metrics = ExitStack()

    def started(self, streams: Sequence[SelectedStream], full: Mapping[str, bool]) -> None:
        """Write all schemas, before the first row of any stream."""
        version = int(time.time() * 1000)
        activate = self._tap.config["emit_activate_version_messages"]
        for stream in streams:
            singer = self._stream(stream)
            singer.write_schema()
            if activate and full[stream.name]:
                self._versions[stream.name] = version
            if _is_mapped(singer):
                self._mapped.add(stream.name)
            self._metrics.enter_context(singer.get_sync_timer())
            counter = self._metrics.enter_context(singer.get_record_counter())
            self._metrics.callback(self._count, counter, stream.name)

    def expected(self, stream: SelectedStream, rows: int) -> None:
        """Nothing: Singer has no message for it."""

    def rows(self, stream: SelectedStream, rows: Iterable[Row], read_at: str) -> int:
        """Write rows as RECORD messages, or into BATCH files; how many there were."""
        name, version = stream.name, self._versions.get(stream.name)
        if name in self._mapped:
            count = self._write_mapped(self._stream(stream), rows, read_at)
        elif self._files:
            count = self._files.write(name, name, rows, version)
        else:
            count = self._tap.message_writer.write_rows(name, rows, read_at, version)
        self._counts[name] += count
        return count

    def state(self, states: Mapping[str, Mapping[str, Any]], *, last: bool = False) -> None:
        """Write the state; where rows go into files, only after these have been told of."""
        del states  # they are in the tap's own
        if self._files and not last and not self._files.due:
            return
        if self._files:
            self._files.tell_all()
        self._tap.write_state()

    def finished(self, stream: SelectedStream, *, complete: bool) -> None:
        """Write ACTIVATE_VERSION of a full table that was read whole."""
        version = self._versions.get(stream.name)
        if complete and version is not None:
            if self._files:
                self._files.tell_all()
            self._stream(stream).activate(version)

    def close(self) -> None:
        """Write the SDK's metrics of all streams."""
        self._metrics.close()

    def _stream(self, stream: SelectedStream) -> SingerStream:
        return self._tap.singer_streams[stream.name]

    def _count(self, counter: Any, name: str) -> None:  # noqa: ANN401 - the SDK's counter
        counter.increment(self._counts[name])

    def _write_mapped(self, singer: SingerStream, rows: Iterable[Row], read_at: str) -> int:
        """Write rows by way of the SDK's stream maps."""
        extracted = datetime.fromisoformat(read_at.replace("Z", "+00:00"))
        version = self._versions.get(singer.name)
        count = 0
        for row in rows:
            count += 1
            for message in _messages(singer, row):
                if self._files:
                    self._files.write(singer.name, message.stream, [message.record], version)
                    continue
                message.time_extracted = extracted
                message.version = version
                self._tap.write_message(message)
        return count


def _is_mapped(singer: SingerStream) -> bool:
    """Whether a stream map or flattening changes the stream's rows."""
    maps = singer.stream_maps
    plain = len(maps) == 1 and type(maps[0]) is SameRecordTransform
    return not plain or maps[0].flattening_enabled


def _messages(singer: SingerStream, row: Row) -> list[RecordMessage]:
    """What the SDK's maps make of a row.

    Raises:
        SettingError: When an expression fails. What it says may hold a person's data.
    """
    try:
        return list(singer._generate_record_messages(row))  # noqa: SLF001 - the SDK's own path
    except Exception as error:
        said = f"{type(error).__name__} in a record of {singer.name}"
        raise SettingError(maps_problem(said)) from error
