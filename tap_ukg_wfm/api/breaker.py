"""Ends the run if the whole tenant is unavailable, instead of failing one operation after another."""

from __future__ import annotations

import threading
import time

from tap_ukg_wfm.api.errors import TapError, TenantAwayError


class Breaker:
    """A circuit breaker: counts operations that fail in a row as if the tenant were unavailable.

    Concurrent requests fail together in a short outage. So a failure counts only if its request began
    after the previous failure. Safe for threads.

    Args:
        most: The number of operations in a row that ends the run.
    """

    def __init__(self, most: int = 3) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._cause = ""
        self._failed: set[str] = set()
        self._known = 0.0
        self._ever_well = False
        self._end = ""

    def check(self) -> None:
        """Check before each request whether to continue.

        Raises:
            TenantAwayError: When the run must end.
        """
        if self._end:
            raise TenantAwayError(self._end)

    def went_well(self) -> None:
        """Record a response of UKG's own, even a refusal."""
        with self._lock:
            self._ever_well = True
            self._failed.clear()

    def failed(self, operation: str, error: TapError, began: float) -> None:
        """Record that an operation failed.

        Args:
            operation: Its name.
            error: How it failed.
            began: When it was called (monotonic).

        Raises:
            TenantAwayError: When too many operations failed.
        """
        self.check()
        if not error.away:
            self.went_well()
            return
        with self._lock:
            if error.away == "HTTP 404" and self._ever_well:
                # An available tenant may lack some operations.
                return
            if error.away != self._cause:
                self._cause = error.away
                self._failed.clear()
            if self._failed and began < self._known:
                return
            self._failed.add(operation)
            self._known = time.monotonic()
            if len(self._failed) >= self._most:
                self._end = (
                    f"The run ends because {self._most} operations in a row failed in the same way: the "
                    f"whole tenant seems to be unavailable. {error}"
                )
        self.check()
