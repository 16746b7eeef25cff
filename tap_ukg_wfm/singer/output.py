"""Rows and states as Singer messages: RECORD lines, BATCH files, stream maps."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING, Any

from singer_sdk.mapper import SameRecordTransform

from tap_ukg_wfm.api.errors import SettingError, maps_problem
from tap_ukg_wfm.singer.batch_files import BatchFiles
from tap_ukg_wfm.singer.nested import pruner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from singer_sdk.singerlib import RecordMessage

    from tap_ukg_wfm.singer.stream import SingerStream
    from tap_ukg_wfm.singer.writer import MessageWriter
    from tap_ukg_wfm.sync.output import SelectedStream
    from tap_ukg_wfm.tables.compiled import Row


class SingerOutput:
    """Writes a run's rows and states to stdout.

    Args:
        streams: The SDK's streams by name.
        config: The settings.
        writer: Writes messages.
        write_state: Writes a STATE message with the tap's state.

    Raises:
        SettingsError: When the storage of `batch_config` cannot be written.
    """

    def __init__(
        self,
        streams: Mapping[str, SingerStream],
        config: Mapping[str, Any],
        writer: MessageWriter,
        write_state: Callable[[], None],
    ) -> None:
        self._streams, self._config = streams, config
        self._writer, self._write_state = writer, write_state
        batch_config = config.get("batch_config")
        self._files = BatchFiles(batch_config, writer.write_message) if batch_config else None
        self._versions: dict[str, int] = {}
        self._mapped: set[str] = set()
        self._prune: dict[str, Callable[[Row], Row]] = {}
        self._counts: Counter[str] = Counter()
        self._metrics = ExitStack()

    def started(self, streams: Sequence[SelectedStream], full: Mapping[str, bool]) -> None:
        """Write all schemas, before the first row of any stream."""
        version = int(time.time() * 1000)
        activate = self._config["emit_activate_version_messages"]
        for stream in streams:
            singer = self._stream(stream)
            singer.write_schema()
            if activate and full[stream.name]:
                self._versions[stream.name] = version
            if _is_mapped(singer):
                self._mapped.add(stream.name)
            if fields := singer.deselected_fields:
                self._prune[stream.name] = pruner(fields)
            self._metrics.enter_context(singer.get_sync_timer())
            counter = self._metrics.enter_context(singer.get_record_counter())
            self._metrics.callback(self._count, counter, stream.name)

    def expected(self, stream: SelectedStream, rows: int) -> None:
        """Do nothing: Singer has no message for it."""

    def rows(self, stream: SelectedStream, rows: Iterable[Row], read_at: str) -> int:
        """Write rows as RECORD messages or into BATCH files; returns how many there were."""
        name, version = stream.name, self._versions.get(stream.name)
        if prune := self._prune.get(name):
            rows = map(prune, rows)
        if name in self._mapped:
            count = self._write_mapped(self._stream(stream), rows, read_at)
        elif self._files:
            count = self._files.write(name, name, rows, version)
        else:
            count = self._writer.write_rows(name, rows, read_at, version)
        self._counts[name] += count
        return count

    def state(self, states: Mapping[str, Mapping[str, Any]], *, last: bool = False) -> None:
        """Write the state; with BATCH files only after the messages that name them."""
        del states  # the same object as in the tap's state
        if self._files and not last and not self._files.due:
            return
        if self._files:
            self._files.finish_all()
        self._write_state()

    def finished(self, stream: SelectedStream, *, complete: bool) -> None:
        """Write ACTIVATE_VERSION for a full table that was read completely."""
        version = self._versions.get(stream.name)
        if complete and version is not None:
            if self._files:
                self._files.finish_all()
            self._stream(stream).activate(version)

    def close(self) -> None:
        """Log the SDK's metrics of all streams."""
        self._metrics.close()

    def _stream(self, stream: SelectedStream) -> SingerStream:
        return self._streams[stream.name]

    def _count(self, counter: Any, name: str) -> None:  # noqa: ANN401 - the SDK's counter
        counter.increment(self._counts[name])

    def _write_mapped(self, singer: SingerStream, rows: Iterable[Row], read_at: str) -> int:
        """Write rows that the SDK's stream maps or flattening change."""
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
                self._writer.write_message(message)
        return count


def _is_mapped(singer: SingerStream) -> bool:
    """Whether a stream map or flattening changes the stream's rows."""
    maps = singer.stream_maps
    plain = len(maps) == 1 and type(maps[0]) is SameRecordTransform
    return not plain or maps[0].flattening_enabled


def _messages(singer: SingerStream, row: Row) -> list[RecordMessage]:
    """The messages that the SDK's stream maps make of a row.

    Raises:
        SettingError: When an expression fails; the SDK's own text may hold a person's data.
    """
    try:
        return list(singer._generate_record_messages(row))  # noqa: SLF001 - the SDK's own path
    except Exception as error:
        said = f"{type(error).__name__} in a record of {singer.name}"
        raise SettingError(maps_problem(said)) from error
