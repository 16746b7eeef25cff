"""When and how often a failed request is repeated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import backoff

if TYPE_CHECKING:
    from collections.abc import Generator

_LONGEST_WAIT = 60.0
_LONGEST_PAUSE = 3600.0


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how long to ask again before giving up."""

    tries: int = 8
    seconds: float = 180.0
    timeout: float = 60.0


def exponential_backoff() -> Generator[float, Any, None]:
    """Seconds to wait before each further try, or what the tenant's `Retry-After` asks for."""
    wait = 1.0
    error = yield wait
    while True:
        asked = getattr(error, "after", None)
        error = yield wait if asked is None else asked
        wait = min(wait * 2, _LONGEST_WAIT)


def jitter(wait: float) -> float:
    """Up to a quarter more, so that two taps do not knock together."""
    return wait + backoff.full_jitter(wait / 4)


def retry_after(header: str | None) -> float | None:
    """The seconds of a `Retry-After` header, an hour at most; None where it is missing or a date."""
    return min(float(header), _LONGEST_PAUSE) if header and header.strip().isdecimal() else None
