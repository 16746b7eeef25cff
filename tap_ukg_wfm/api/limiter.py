"""The number of concurrent requests: fewer while the tenant throttles."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tap_ukg_wfm.api.retry import ANNOUNCE_EVERY, WORTH_TELLING, announce

if TYPE_CHECKING:
    from collections.abc import Iterator


class ConcurrencyLimiter:
    """Limits concurrent requests by additive increase and multiplicative decrease (AIMD).

    When the tenant throttles, all threads wait, and then half as many requests may run. After each
    series of successful responses, one more may run. Long waits are logged at once and every minute.

    Args:
        most: The maximum number of concurrent requests.
        announce_every: Seconds between two log messages about a wait.
    """

    def __init__(self, most: int, announce_every: float = ANNOUNCE_EVERY) -> None:
        self._most = self._now = most
        self._busy = self._good = self.turns = 0
        self._opens = self._narrowed = self._announced = 0.0
        self._why = ""
        self._announce_every = announce_every
        self.waited = 0.0
        self._condition = threading.Condition()

    @contextmanager
    def turn(self) -> Iterator[float]:
        """Wait until a request may start; yields the time (monotonic) at which it did."""
        with self._condition:
            while (pause := self._opens - time.monotonic()) > 0 or self._busy >= self._now:
                self._condition.wait(self._announce(pause) if pause > 0 else None)
            self._busy += 1
            self.turns += 1
        try:
            yield time.monotonic()
        finally:
            with self._condition:
                self._busy -= 1
                self._condition.notify_all()

    def throttled(self, began: float, pause: float, why: str) -> None:
        """Pause all requests and halve their number, unless it was halved after the request began.

        Args:
            began: When the throttled request began (monotonic).
            pause: Seconds to wait.
            why: The reason, for the log.
        """
        with self._condition:
            now = time.monotonic()
            if now + pause > self._opens:
                self.waited += now + pause - max(now, self._opens)
                self._opens, self._why = now + pause, why
                self._announced = now
                if pause >= WORTH_TELLING:
                    announce(pause, why)
            if began >= self._narrowed:
                self._now, self._narrowed, self._good = max(1, self._now // 2), now, 0

    def went_well(self) -> None:
        """Count a successful response; after enough of them, one more request may run."""
        with self._condition:
            self._good += 1
            if self._now < self._most and self._good >= 2 * self._now:
                self._now, self._good = self._now + 1, 0
                self._condition.notify_all()

    def _announce(self, pause: float) -> float:
        """Log a long wait again when it is time; returns the seconds until the next check."""
        now = time.monotonic()
        if now >= self._announced + self._announce_every:
            self._announced = now
            announce(pause, self._why)
        return min(pause, max(0.0, self._announced + self._announce_every - now))
