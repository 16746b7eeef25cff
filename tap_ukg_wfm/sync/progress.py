"""How far a run has come, for people: a bar on a terminal, now and then a log line elsewhere."""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType

    from tqdm import tqdm
    from typing_extensions import Self

    from tap_ukg_wfm.api.client import Client

_LOGGER = logging.getLogger("tap-ukg-wfm")
EVERY = 60.0
"""Seconds between two log lines."""


class ProgressReport:
    """Tells how many windows are done, and the records, requests and waits that they took.

    Args:
        client: Counts requests and waits.
        windows: How many windows there are to read.
        silent: Tells nothing, since a connection test finishes no window.
    """

    def __init__(self, client: Client, windows: int, *, silent: bool = False) -> None:
        self._client = client
        self._windows = windows
        self._done = self._records = 0
        self._told = time.monotonic()
        self._stack = contextlib.ExitStack()
        self._silent = silent
        self._bar = self._make_bar() if sys.stderr.isatty() and not silent else None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Tell the last figures."""
        if self._bar is None:
            self._log()
        self._stack.close()

    def update(self, records: int, windows: int = 0) -> None:
        """Take note of the records written by now, and of windows that have just been done."""
        self._records = records
        self._done += windows
        if self._bar is not None:
            self._bar.set_postfix_str(self._figures(), refresh=False)
            self._bar.update(windows)
        elif time.monotonic() - self._told >= EVERY:
            self._log()

    def _log(self) -> None:
        if self._silent:
            return
        self._told = time.monotonic()
        _LOGGER.info("Windows: %s of %s, %s", self._done, self._windows, self._figures())

    def _figures(self) -> str:
        waited = f", {self._client.waited:.0f} s held by UKG" if self._client.waited else ""
        return f"{self._records:,} records, {self._client.calls:,} requests{waited}"

    def _make_bar(self) -> tqdm[Any]:
        # Only here: most runs have no terminal, and need not wait for the import.
        from tqdm import tqdm  # noqa: PLC0415
        from tqdm.contrib.logging import logging_redirect_tqdm  # noqa: PLC0415

        self._stack.enter_context(logging_redirect_tqdm())
        layout = "{percentage:3.0f}%|{bar}| {n_fmt} of {total_fmt} windows, {elapsed}{postfix}"
        bar: tqdm[Any] = tqdm(total=self._windows, file=sys.stderr, bar_format=layout)
        return self._stack.enter_context(bar)
