"""The progress of a run: a progress bar on a terminal, and a log message every minute elsewhere."""

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
"""Seconds between two log messages."""


class ProgressReport:
    """Shows how many windows are done, with the number of records, requests and waits.

    Args:
        client: Counts requests and waits.
        windows: The number of windows to read.
        silent: Whether to show nothing, for connection tests.
    """

    def __init__(self, client: Client, windows: int, *, silent: bool = False) -> None:
        self._client = client
        self._windows = windows
        self._done = self._records = 0
        self._logged = time.monotonic()
        self._stack = contextlib.ExitStack()
        self._silent = silent
        self._bar = self._make_bar() if sys.stderr.isatty() and not silent else None

    def __enter__(self) -> Self:
        """Enter the context."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Log the final numbers."""
        if self._bar is None:
            self._log()
        self._stack.close()

    def update(self, records: int, windows: int = 0) -> None:
        """Record the number of rows written so far, and of windows that are done now."""
        self._records = records
        self._done += windows
        if self._bar is not None:
            self._bar.set_postfix_str(self._figures(), refresh=False)
            self._bar.update(windows)
        elif time.monotonic() - self._logged >= EVERY:
            self._log()

    def _log(self) -> None:
        if self._silent:
            return
        self._logged = time.monotonic()
        _LOGGER.info("Windows: %s of %s, %s", self._done, self._windows, self._figures())

    def _figures(self) -> str:
        waited = f", {self._client.waited:.0f} s held by UKG" if self._client.waited else ""
        return f"{self._records:,} records, {self._client.calls:,} requests{waited}"

    def _make_bar(self) -> tqdm[Any]:
        # Import it here, because most runs have no terminal.
        from tqdm import tqdm  # noqa: PLC0415
        from tqdm.contrib.logging import logging_redirect_tqdm  # noqa: PLC0415

        self._stack.enter_context(logging_redirect_tqdm())
        layout = "{percentage:3.0f}%|{bar}| {n_fmt} of {total_fmt} windows, {elapsed}{postfix}"
        bar: tqdm[Any] = tqdm(total=self._windows, file=sys.stderr, bar_format=layout)
        return self._stack.enter_context(bar)
