"""Lines on stdout: collected into blocks, written whole, and never torn by a signal."""

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
    """Output failed, so that no message can say so."""


class LineWriter:
    """Collects lines and writes them at 64 KB, after a second, and when asked to.

    Writing and flushing each line costs more than all other work on a row. What is read from the
    other end sees whole lines only, at most a second late.
    """

    def __init__(self) -> None:
        super().__init__()
        self._block = bytearray()
        self._written = 0.0
        self._writing = False
        self._last_act: Callable[[], None] | None = None
        self._encoder = msgspec.json.Encoder()

    def write_lines(self, head: bytes, rows: Iterable[dict[str, Any]], tail: bytes) -> int:
        """Write a line for each row, which stands between `head` and `tail`; how many."""
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
        """Write what waits; nothing when nothing does, so that a closed stdout is left in peace."""
        self._written = time.monotonic()
        if self._block:
            self._writing = True
            waiting, self._block = self._block, bytearray()
            try:
                write_out(waiting)
            finally:
                self._writing = False
        if self._last_act:
            act, self._last_act = self._last_act, None
            act()

    def at_a_safe_point(self, act: Callable[[], None]) -> None:
        """Do `act` now, or, from a signal that came while a block is written, once it is out whole."""
        if self._writing:
            self._last_act = act
        else:
            act()

    def _write_when_due(self) -> None:
        if len(self._block) >= _BLOCK or time.monotonic() - self._written >= _OLDEST:
            self.flush()


def write_out(content: bytes | bytearray) -> None:
    """Write all of it to stdout, which takes a part only when it is unbuffered and a signal comes.

    Raises:
        StdoutError: When it takes no more, such as a file on a full disk.
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
    """The sentence for output that failed."""
    return f"stdout cannot be written ({error.strerror}): check where it leads, and the disk."


def detach_stdout() -> None:
    """Discard what is still written to stdout, since its reader has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
