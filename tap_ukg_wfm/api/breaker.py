"""Ends a run whose whole tenant is away, instead of failing one operation after another."""

from __future__ import annotations

import threading
import time

from tap_ukg_wfm.api.errors import TapError, TenantAwayError


class Breaker:
    """Counts operations that fail one after another as if no tenant were there. Safe for threads.

    Requests that are under way together fail together when UKG falters for a moment, so only a request
    that began after the last failure was known counts as a further one.

    Args:
        most: So many operations in a row end the run.
    """

    def __init__(self, most: int = 3) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kind = ""
        self._failed: set[str] = set()
        self._known = 0.0
        self._ever_well = False
        self._end = ""

    def check(self) -> None:
        """Let a request begin.

        Raises:
            TenantAwayError: When the run has to end.
        """
        if self._end:
            raise TenantAwayError(self._end)

    def went_well(self) -> None:
        """Note an answer of UKG's own, be it a refusal."""
        with self._lock:
            self._ever_well = True
            self._failed.clear()

    def failed(self, operation: str, error: TapError, began: float) -> None:
        """Note that an operation failed.

        Args:
            operation: Its name.
            error: How it failed.
            began: When it was called (monotonic).

        Raises:
            TenantAwayError: When it is one too many.
        """
        self.check()
        if not error.away:
            self.went_well()
            return
        with self._lock:
            if error.away == "HTTP 404" and self._ever_well:
                # A tenant that is there may lack some operations.
                return
            if error.away != self._kind:
                self._kind = error.away
                self._failed.clear()
            if self._failed and began < self._known:
                return
            self._failed.add(operation)
            self._known = time.monotonic()
            if len(self._failed) >= self._most:
                self._end = (
                    f"The run ends here: {self._most} operations in a row failed in the same way, so "
                    f"the whole tenant seems to be away. {error}"
                )
        self.check()
