"""When and how often a failed request is repeated."""

from __future__ import annotations

import logging
import random
import re
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar

import backoff

from tap_ukg_wfm.api.errors import RetryLater

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from backoff.types import Details

T = TypeVar("T")
_LOGGER = logging.getLogger(__name__)
_LONGEST_WAIT = 60.0
_LONGEST_PAUSE = 3600.0
WORTH_TELLING = 5.0
"""Seconds from which on a wait is announced."""
ANNOUNCE_EVERY = 60.0
"""Seconds after which a wait that goes on is announced again."""


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how long to ask again before giving up.

    Args:
        tries: The most requests for one response.
        seconds: The time after which no further one is sent.
        timeout: Seconds that one response may take, from the request to its last byte.
    """

    tries: int = 8
    seconds: float = 180.0
    timeout: float = 60.0

    def run(self, ask: Callable[[], T]) -> T:
        """What `ask` returns, called again after each `RetryLater` as long as there are tries.

        Raises:
            RetryLater: The last one, when the tries or the time are used up.
        """
        began, tried = time.monotonic(), 0

        def is_hopeless(error: Exception) -> bool:
            nonlocal tried
            tried += 1
            after = getattr(error, "after", None) or 0.0
            tries = getattr(error, "tries", None) or self.tries
            return tried >= tries or time.monotonic() + after - began > self.seconds

        retry = backoff.on_exception(
            exponential_backoff,
            RetryLater,
            max_tries=self.tries,
            max_time=self.seconds,
            jitter=jitter,
            giveup=is_hopeless,
            on_backoff=_rest_long,
            # What a wait is for is told by `announce`.
            logger=None,
        )
        return retry(ask)()


def exponential_backoff() -> Generator[float, Any, None]:
    """Seconds to wait before each further try: those that UKG asks for, a minute of them at most.

    What UKG asks for beyond that minute has passed by then, see `_rest_long`.
    """
    wait = 1.0
    error = yield wait
    while True:
        after = getattr(error, "after", None)
        error = yield min(wait if after is None else after, _LONGEST_WAIT)
        wait = min(wait * 2, _LONGEST_WAIT)


def _rest_long(details: Details) -> None:
    """Announce a wait, and sleep what of it goes beyond a minute."""
    error, wait = details["exception"], details["wait"]
    longer = max(0.0, (getattr(error, "after", None) or 0.0) - _LONGEST_WAIT)
    if longer:
        rest(longer, str(error))
    if wait >= WORTH_TELLING:
        announce(wait, str(error))


def jitter(wait: float) -> float:
    """Up to a quarter more, so that two taps do not ask at the same moments."""
    return wait + random.uniform(0, wait / 4)  # noqa: S311 - no secret


def rest(seconds: float, why: str) -> None:
    """Sleep; a wait worth knowing about is announced when it begins, and every minute."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if left >= WORTH_TELLING:
            announce(left, why)
        time.sleep(min(left, ANNOUNCE_EVERY))


def announce(seconds: float, why: str) -> None:
    """Say in the log how long the tap waits, and why."""
    _LOGGER.info("Waiting %.0f seconds before the next request. Reason: %s", seconds, why)


def retry_after(header: str | None, date: str | None = None) -> float | None:
    """The seconds of a `Retry-After` header, an hour at most; None where there is none.

    Args:
        header: Seconds, also with decimals, or an HTTP date.
        date: The response's own `Date`, from which an HTTP date counts.

    >>> retry_after("1.5")
    1.5
    >>> retry_after("Wed, 25 Nov 2026 10:00:30 GMT", "Wed, 25 Nov 2026 10:00:00 GMT")
    30.0
    >>> retry_after("soon")
    """
    text = (header or "").strip()
    if re.fullmatch(r"\d{1,300}(?:\.\d*)?", text, re.ASCII):
        return min(float(text), _LONGEST_PAUSE)
    until = http_date(text)
    if until is None:
        return None
    now = http_date(date) or datetime.now(timezone.utc)
    return min(max(0.0, (until - now).total_seconds()), _LONGEST_PAUSE)


def http_date(text: str | None) -> datetime | None:
    """The moment that an HTTP date names; None for anything else.

    >>> http_date("Wed, 25 Nov 2026 10:00:30 GMT").isoformat()
    '2026-11-25T10:00:30+00:00'
    """
    try:
        moment = parsedate_to_datetime(text or "")
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
        return zoned.astimezone(timezone.utc)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
