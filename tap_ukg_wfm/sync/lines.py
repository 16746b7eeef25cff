"""Lines on stdout: written in blocks of whole lines that a signal does not interrupt."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ukg_wfm.api.errors import TapError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_BLOCK = 1 << 16
_OLDEST = 1.0


class StdoutError(TapError):
    """Writing to stdout failed."""


class LineWriter:
    """Collects lines and writes them at 64 KB, after a second, and on request.

    Writing each line at once would take longer than all other work on a row. The reader of stdout gets
    whole lines, at most a second late.
    """

    def __init__(self) -> None:
        super().__init__()
        self._block = bytearray()
        self._written = 0.0
        self._writing = False
        self._on_written: Callable[[], None] | None = None
        self._encoder = msgspec.json.Encoder()

    def write_lines(self, head: bytes, rows: Iterable[dict[str, Any]], tail: bytes) -> int:
        """Write a line for each row, between `head` and `tail`; returns how many."""
        encode = self._encoder.encode
        count = 0
        for row in rows:
            self._block += b"%b%b%b" % (head, encode(row), tail)
            count += 1
            if len(self._block) >= _BLOCK:
                self.flush()
        self._write_when_due()
        return count

    def flush(self) -> None:
        """Write the collected lines. Without any, it does not touch stdout, which may be closed."""
        self._written = time.monotonic()
        if self._block:
            self._writing = True
            waiting, self._block = self._block, bytearray()
            try:
                write_out(waiting)
            finally:
                self._writing = False
        if self._on_written:
            action, self._on_written = self._on_written, None
            action()

    def at_a_safe_point(self, action: Callable[[], None]) -> None:
        """Call `action` now, or after the current block if a signal arrived while it is written."""
        if self._writing:
            self._on_written = action
        else:
            action()

    def _write_when_due(self) -> None:
        if len(self._block) >= _BLOCK or time.monotonic() - self._written >= _OLDEST:
            self.flush()


def write_out(content: bytes | bytearray) -> None:
    """Write everything to stdout. An unbuffered stdout may write only a part when a signal arrives.

    Raises:
        StdoutError: When stdout cannot be written, such as on a full disk.
    """
    left = memoryview(content)
    try:
        while left:
            left = left[sys.stdout.buffer.write(left) or 0 :]
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StdoutError(stdout_error(error)) from error


def stdout_error(error: OSError) -> str:
    """The message for a failed write."""
    return f"stdout cannot be written ({error.strerror}). Check where it goes, and the free disk space."


def detach_stdout() -> None:
    """Discard further output, because the reader of stdout has closed it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
