"""Pay periods: two weeks from Monday to Sunday, the same for everyone."""

from __future__ import annotations

PERIOD = 14


def start(ordinal: int) -> int:
    """Return the first day of the pay period that a day belongs to."""
    return ordinal - (ordinal - 1) % PERIOD
