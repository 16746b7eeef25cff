"""How many requests may be under way at once: fewer while the tenant throttles."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class ConcurrencyLimiter:
    """How many requests may be under way, and until when none may start.

    When the tenant throttles, all threads wait together and fewer go on; each further run of good
    answers lets one more through again.
    """

    def __init__(self, most: int) -> None:
        self._most = self._now = most
        self._busy = self._good = self.turns = 0
        self._opens = self._narrowed = 0.0
        self.waited = 0.0
        self._condition = threading.Condition()

    @contextmanager
    def turn(self) -> Iterator[float]:
        """Wait for a turn; gives the moment (monotonic) at which it began."""
        with self._condition:
            while (pause := self._opens - time.monotonic()) > 0 or self._busy >= self._now:
                self._condition.wait(pause if pause > 0 else None)
            self._busy += 1
            self.turns += 1
        try:
            yield time.monotonic()
        finally:
            with self._condition:
                self._busy -= 1
                self._condition.notify_all()

    def throttled(self, began: float, pause: float) -> None:
        """Hold all threads for `pause` seconds; go on with half, unless just narrowed."""
        with self._condition:
            now = time.monotonic()
            self.waited += max(0.0, now + pause - max(now, self._opens))
            self._opens = max(self._opens, now + pause)
            if began >= self._narrowed:
                self._now, self._narrowed, self._good = max(1, self._now // 2), now, 0

    def went_well(self) -> None:
        """Count a good answer; after two rounds of them one more request may be under way."""
        with self._condition:
            self._good += 1
            if self._now < self._most and self._good >= 2 * self._now:
                self._now, self._good = self._now + 1, 0
                self._condition.notify_all()
