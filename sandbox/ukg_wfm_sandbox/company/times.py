"""Days (ordinals) and instants (epoch seconds), and their texts in a time zone."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = 86_400
UNIX = date(1970, 1, 1).toordinal()
FOREVER = date(3000, 1, 1).toordinal()
EVER = date(1900, 1, 1).toordinal()


@lru_cache(maxsize=4096)
def day(ordinal: int) -> str:
    """Return a day as YYYY-MM-DD."""
    return date.fromordinal(ordinal).isoformat()


def ordinal(text: str) -> int:
    """Read a day written as YYYY-MM-DD."""
    return date.fromisoformat(text).toordinal()


def midnight(day_ordinal: int) -> int:
    """Return the instant at which a day begins in UTC."""
    return (day_ordinal - UNIX) * DAY


@lru_cache(maxsize=16384)
def _offset(zone: str, hour: int) -> int:
    moment = datetime.fromtimestamp(hour * 3600, ZoneInfo(zone))
    return int((moment.utcoffset() or timedelta()).total_seconds())


def instant(zone: str, day_ordinal: int, minute: int) -> int:
    """Return the instant of a wall-clock minute of a day in a zone; it may be past midnight."""
    wall = midnight(day_ordinal) + minute * 60
    # Two rounds find the offset; a minute skipped in spring becomes one hour later.
    guess = wall - _offset(zone, wall // 3600)
    return wall - _offset(zone, guess // 3600)


def moment(text: str) -> int:
    """Read an ISO date and time without offset as UTC."""
    return int(datetime.fromisoformat(text[:19]).replace(tzinfo=timezone.utc).timestamp())


def wall(zone: str, at: int) -> int:
    """Return the wall-clock time of a zone in seconds, as if it were UTC."""
    return at + _offset(zone, at // 3600)


def local(zone: str, at: int) -> str:
    """Return an instant as the local date and time of a zone, without an offset."""
    days, second = divmod(wall(zone, at), DAY)
    return f"{day(days + UNIX)}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def local_day(zone: str, at: int) -> int:
    """Return the ordinal of the local date of an instant."""
    return wall(zone, at) // DAY + UNIX


def utc(at: int, milliseconds: int = 0) -> str:
    """Return an instant as date and time in UTC with milliseconds, without an offset."""
    days, second = divmod(at, DAY)
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{milliseconds:03}"
    return f"{day(days + UNIX)}T{clock}"


class Clock:
    """The sandbox's clock: it starts at 18:00 UTC on the first day and runs at normal speed.

    Time clocks upload their punches every full hour. So punches and edits exist up to `collected`,
    the last full hour.
    """

    def __init__(self, today: int) -> None:
        self._base = midnight(today) + 18 * 3600
        self._started = time.monotonic()

    @property
    def now(self) -> int:
        """The current instant."""
        return self._base + int(time.monotonic() - self._started)

    @property
    def today(self) -> int:
        """The ordinal of the current day in UTC."""
        return self.now // DAY + UNIX

    @property
    def collected(self) -> int:
        """The last full hour."""
        return self.now // 3600 * 3600

    def advance(self, days: int) -> None:
        """Move forward by whole days."""
        self._base += days * DAY

    def http_date(self) -> str:
        """Return the current instant in the format of HTTP headers."""
        moment = datetime.fromtimestamp(self.now, timezone.utc)
        return moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
