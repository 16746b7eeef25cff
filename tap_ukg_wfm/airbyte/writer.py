"""Airbyte messages on stdout: rows in blocks, each state after the rows that it covers."""

from __future__ import annotations

import json
import logging
import threading
from collections import Counter
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec
from airbyte_protocol_dataclasses.models import (
    AirbyteLogMessage,
    AirbyteMessage,
    AirbyteStreamStatus,
    Level,
    Type,
)
from typing_extensions import override

from tap_ukg_wfm.airbyte import messages
from tap_ukg_wfm.streams.extraction import ExtractionWindows
from tap_ukg_wfm.sync.lines import LineWriter, write_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tap_ukg_wfm.sync.output import SelectedStream

NO_CURSOR = {"__ab_no_cursor_state_message": True}
"""The state of a stream without state. The platform then commits the rows before it."""
_LEVELS = (
    (logging.CRITICAL, Level.FATAL),
    (logging.ERROR, Level.ERROR),
    (logging.WARNING, Level.WARN),
    (logging.INFO, Level.INFO),
)


class AirbyteOutput(LineWriter):
    """Writes a run's rows, states and progress as Airbyte messages."""

    def __init__(self) -> None:
        super().__init__()
        self._marks: Mapping[str, Mapping[str, Any]] = {}
        self._known: dict[str, bytes] = {}
        self._status: dict[str, AirbyteStreamStatus] = {}
        self._since: Counter[str] = Counter()
        self._has_state: set[str] = set()
        self.stdout = threading.RLock()
        """Held while a block is written, because other threads write log lines."""

    def begin(
        self, bookmarks: Mapping[str, Mapping[str, Any]], marks: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """Begin a run.

        Args:
            bookmarks: The bookmarks from which the streams continue. They are not written again.
            marks: The additional content of each stream's state.
        """
        self._marks = marks
        self._known = {name: self._content(name, found) for name, found in bookmarks.items()}

    def say(self, message: AirbyteMessage) -> None:
        """Write a message, after everything in the block."""
        self._block += messages.line(message)
        self.flush()

    @override
    def flush(self) -> None:
        """Write the block, while no other thread writes."""
        with self.stdout:
            super().flush()

    def started(self, streams: Sequence[SelectedStream], full: Mapping[str, bool]) -> None:
        """Write the status STARTED of every stream."""
        del full
        for stream in streams:
            self._write_status(stream.name, AirbyteStreamStatus.STARTED)

    def expected(self, stream: SelectedStream, rows: int) -> None:
        """Write an ESTIMATE."""
        self.say(messages.estimate(stream.name, rows))

    def rows(self, stream: SelectedStream, rows: Iterable[dict[str, Any]], read_at: str) -> int:
        """Write rows as RECORD messages; returns how many there were."""
        name = stream.name
        if self._status.get(name) is not AirbyteStreamStatus.RUNNING:
            rows = iter(rows)
            if (first := next(rows, None)) is None:
                return 0
            self._write_status(name, AirbyteStreamStatus.RUNNING)
            rows = chain([first], rows)
        moment = datetime.fromisoformat(read_at.replace("Z", "+00:00"))
        head = f'{{"type":"RECORD","record":{{"stream":{json.dumps(name)},"data":'
        tail = f',"emitted_at":{moment.timestamp() * 1000:.0f}}}}}\n'
        count = self.write_lines(head.encode(), rows, tail.encode())
        self._since[name] += count
        return count

    def state(self, states: Mapping[str, Mapping[str, Any]], *, last: bool = False) -> None:
        """Write the states that have changed."""
        del last
        self._write_states(states)

    def finished(self, stream: SelectedStream, *, complete: bool) -> None:
        """Do nothing: `finish` writes the final status, after the last state."""

    def finish(self, incomplete: Collection[str] = ()) -> None:
        """Write the last state of every complete stream, and the final status of all streams."""
        for stream in [*self._status, *(s for s in incomplete if s not in self._status)]:
            if stream in incomplete:
                self._write_status(stream, AirbyteStreamStatus.INCOMPLETE)
                continue
            if self._since[stream] or stream not in self._has_state:
                self._write_state(stream)
            self._write_status(stream, AirbyteStreamStatus.COMPLETE)

    def give_up(self) -> None:
        """Write the status INCOMPLETE of every stream."""
        self.finish(incomplete=self._status)

    def _write_status(self, stream: str, value: AirbyteStreamStatus) -> None:
        self._status[stream] = value
        self.say(messages.status(stream, value))

    def _write_states(self, bookmarks: Mapping[str, Mapping[str, Any]]) -> None:
        """Write the states that have changed."""
        contents = {
            name: self._content(name, bookmark) for name, bookmark in bookmarks.items() if bookmark
        }
        changed = {name: new for name, new in contents.items() if self._known.get(name) != new}
        # Its rows decide which rows of the other streams are current, so its state goes first.
        if changed and self._since[ExtractionWindows.name]:
            self._write_state(ExtractionWindows.name)
        for name, content in changed.items():
            self._known[name] = content
            self._write_state(name)

    def _write_state(self, stream: str) -> None:
        content = self._known.get(stream)
        found = NO_CURSOR if content is None else msgspec.json.decode(content)
        self.say(messages.state(stream, found, self._since.pop(stream, 0)))
        self._has_state.add(stream)

    def _content(self, stream: str, bookmark: Mapping[str, Any]) -> bytes:
        return self._encoder.encode({**bookmark, **self._marks.get(stream, {})})


class LogHandler(logging.Handler):
    """Writes log records as LOG messages, without tracebacks."""

    def __init__(self, writer: AirbyteOutput) -> None:
        super().__init__()
        self._writer = writer

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Write one LOG message."""
        level = next((level for least, level in _LEVELS if record.levelno >= least), Level.DEBUG)
        log = AirbyteLogMessage(level=level, message=record.getMessage())
        message = AirbyteMessage(type=Type.LOG, log=log)
        if threading.current_thread() is threading.main_thread():
            self._writer.say(message)
            return
        # Only the main thread may touch the block.
        with self._writer.stdout:
            write_out(messages.line(message))
