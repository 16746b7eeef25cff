"""The start and the end of a command: standard streams, signals, the exit code."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

from tap_ukg_wfm.sync.lines import StdoutError, detach_stdout, stdout_error

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from tap_ukg_wfm.sync.lines import LineWriter

_GRACE_SECONDS = 4.0


def end_on_signals(writer: LineWriter, on_terminate: Callable[[], None]) -> None:
    """On SIGINT and SIGTERM, call `end_by_signal`."""

    def handle(number: int, _: FrameType | None) -> None:
        end_by_signal(number, writer, on_terminate)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)


def end_by_signal(number: int, writer: LineWriter, on_terminate: Callable[[], None]) -> None:
    """End the process after `on_terminate`, without waiting for requests in flight.

    The exit code is that of the signal, so that an orchestrator does not mistake a stopped run for a
    complete one. A timer ends the process even if the target does not read stdout any longer.
    """
    code = 128 + number
    last_resort = threading.Timer(_GRACE_SECONDS, os._exit, (code,))
    last_resort.daemon = True
    last_resort.start()

    def end() -> None:
        try:
            on_terminate()
        finally:
            os._exit(code)

    writer.at_a_safe_point(end)


def run_and_end(command: Callable[[], object]) -> None:
    """Run a command and end the process at once: requests in flight could delay it for minutes."""
    _open_streams()
    # Responses have no reference cycles, so collect garbage rarely.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    code: object = 0
    try:
        command()
    except SystemExit as end:
        code = end.code
    except StdoutError as error:
        code = str(error)
        detach_stdout()
    except OSError as error:
        # click itself writes --version and --help.
        if error.errno is None:
            raise
        code = stdout_error(error)
        detach_stdout()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = code or 1
    except OSError as error:
        code = code or stdout_error(error)
    with contextlib.suppress(OSError, ValueError):
        if not isinstance(code, (int, type(None))):
            sys.stderr.write(f"{code}\n")
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def _open_streams() -> None:
    """Make stdout UTF-8 in every locale, and refuse to run without stdout."""
    if sys.stderr is None:
        # Otherwise a socket with the same file descriptor would receive the log.
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stdout is None:
        sys.stderr.write("stdout is closed, so the tap cannot write its messages. Open stdout.\n")
        os._exit(1)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
