"""How many requests may be under way at once: fewer while the tenant throttles."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tap_ukg_wfm.api.retry import ANNOUNCE_EVERY, WORTH_TELLING, announce

if TYPE_CHECKING:
    from collections.abc import Iterator


class ConcurrencyLimiter:
    """How many requests may be under way, and until when none may start.

    When the tenant throttles, all threads wait together and fewer go on; each further run of good
    responses lets one more through again. A wait is announced when it begins, and every minute.

    Args:
        most: Requests under way at once, as long as nothing is throttled.
        announce_every: Seconds between two log lines about a wait.
    """

    def __init__(self, most: int, announce_every: float = ANNOUNCE_EVERY) -> None:
        self._most = self._now = most
        self._busy = self._good = self.turns = 0
        self._opens = self._narrowed = self._told = 0.0
        self._why = ""
        self._announce_every = announce_every
        self.waited = 0.0
        self._condition = threading.Condition()

    @contextmanager
    def turn(self) -> Iterator[float]:
        """Wait for a turn; gives the moment (monotonic) at which it began."""
        with self._condition:
            while (pause := self._opens - time.monotonic()) > 0 or self._busy >= self._now:
                self._condition.wait(self._tell(pause) if pause > 0 else None)
            self._busy += 1
            self.turns += 1
        try:
            yield time.monotonic()
        finally:
            with self._condition:
                self._busy -= 1
                self._condition.notify_all()

    def throttled(self, began: float, pause: float, why: str) -> None:
        """Hold all threads for `pause` seconds; go on with half, unless just narrowed.

        Args:
            began: When the request that was throttled began.
            pause: Seconds.
            why: What UKG answered, for the log.
        """
        with self._condition:
            now = time.monotonic()
            if now + pause > self._opens:
                self.waited += now + pause - max(now, self._opens)
                self._opens, self._why = now + pause, why
                self._told = now
                if pause >= WORTH_TELLING:
                    announce(pause, why)
            if began >= self._narrowed:
                self._now, self._narrowed, self._good = max(1, self._now // 2), now, 0

    def went_well(self) -> None:
        """Count a good response; after two rounds of them one more request may be under way."""
        with self._condition:
            self._good += 1
            if self._now < self._most and self._good >= 2 * self._now:
                self._now, self._good = self._now + 1, 0
                self._condition.notify_all()

    def _tell(self, pause: float) -> float:
        """Announce a long wait once more when it is time to; seconds until the next look."""
        now = time.monotonic()
        if now >= self._told + self._announce_every:
            self._told = now
            announce(pause, self._why)
        return min(pause, max(0.0, self._told + self._announce_every - now))
