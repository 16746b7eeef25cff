"""How a command begins and ends: signals, the last words before the exit, the exit code."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

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
    """Run a command; end at once: a request still under way may otherwise hold it for minutes."""
    # Answers hold no cycles, so that looking for some among them is in vain.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    try:
        command()
    except SystemExit as end:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else int(end.code is not None))
