"""When and how often to retry a failed request."""

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
"""Waits of at least this many seconds are logged."""
ANNOUNCE_EVERY = 60.0
"""Seconds between log messages about a long wait."""


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how long to retry.

    Args:
        tries: The maximum number of requests for one response.
        seconds: The time after which no further request is sent.
        timeout: Seconds for one response, from the request to the last byte.
    """

    tries: int = 8
    seconds: float = 180.0
    timeout: float = 60.0

    def run(self, ask: Callable[[], T]) -> T:
        """Call `ask` until it returns, and again after each `RetryLater` while there are tries left.

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
            # `announce` logs the reason.
            logger=None,
        )
        return retry(ask)()


def exponential_backoff() -> Generator[float, Any, None]:
    """Seconds to wait before each further try: exponential, or those of UKG's `Retry-After`.

    At most a minute; `_rest_long` has already waited for the rest.
    """
    wait = 1.0
    error = yield wait
    while True:
        after = getattr(error, "after", None)
        error = yield min(wait if after is None else after, _LONGEST_WAIT)
        wait = min(wait * 2, _LONGEST_WAIT)


def _rest_long(details: Details) -> None:
    """Log a wait, and sleep for the part of it beyond a minute."""
    error, wait = details["exception"], details["wait"]
    longer = max(0.0, (getattr(error, "after", None) or 0.0) - _LONGEST_WAIT)
    if longer:
        rest(longer, str(error))
    if wait >= WORTH_TELLING:
        announce(wait, str(error))


def jitter(wait: float) -> float:
    """The wait plus up to a quarter, so that two taps do not retry at the same time."""
    return wait + random.uniform(0, wait / 4)  # noqa: S311 - no secret


def rest(seconds: float, why: str) -> None:
    """Sleep. A long wait is logged at the start and every minute."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if left >= WORTH_TELLING:
            announce(left, why)
        time.sleep(min(left, ANNOUNCE_EVERY))


def announce(seconds: float, why: str) -> None:
    """Log how long the tap waits, and why."""
    _LOGGER.info("Waiting %.0f seconds before the next request. Reason: %s", seconds, why)


def retry_after(header: str | None, date: str | None = None) -> float | None:
    """The seconds of a `Retry-After` header, at most an hour; None without a valid header.

    Args:
        header: Seconds, which may have decimals, or an HTTP date.
        date: The `Date` header of the response, relative to which an HTTP date counts.

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
    """The time of an HTTP date; None for anything else.

    >>> http_date("Wed, 25 Nov 2026 10:00:30 GMT").isoformat()
    '2026-11-25T10:00:30+00:00'
    """
    try:
        moment = parsedate_to_datetime(text or "")
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
        return zoned.astimezone(timezone.utc)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
