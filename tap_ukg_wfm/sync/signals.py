"""How a command begins and ends: standard streams, signals, the exit code."""

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
    """End at SIGINT and SIGTERM, as `end_by_signal` does."""

    def handle(number: int, _: FrameType | None) -> None:
        end_by_signal(number, writer, on_terminate)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)


def end_by_signal(number: int, writer: LineWriter, on_terminate: Callable[[], None]) -> None:
    """End at once, after `on_terminate`: what is under way holds nothing worth waiting for.

    An orchestrator must not take a run that was stopped for one that came to its end, so the exit
    code is that of the signal. A target that reads no more does not hold the tap either.
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
    """Run a command and end the process at once: requests under way could hold it for minutes."""
    _open_streams()
    # Responses hold no reference cycles, so looking for some among them is a waste.
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
    """Make stdout UTF-8, whatever the locale, and refuse to run without it."""
    if sys.stderr is None:
        # A socket that got its number would receive the log.
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stdout is None:
        sys.stderr.write("stdout is closed: the messages have nowhere to go.\n")
        os._exit(1)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
