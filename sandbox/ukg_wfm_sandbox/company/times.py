"""Days as ordinals, instants as epoch seconds, and their texts in a time zone."""

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
    """Write a day as YYYY-MM-DD."""
    return date.fromordinal(ordinal).isoformat()


def ordinal(text: str) -> int:
    """Read a day written as YYYY-MM-DD."""
    return date.fromisoformat(text).toordinal()


def midnight(day_ordinal: int) -> int:
    """Give the instant at which a day begins in UTC."""
    return (day_ordinal - UNIX) * DAY


@lru_cache(maxsize=16384)
def _offset(zone: str, hour: int) -> int:
    moment = datetime.fromtimestamp(hour * 3600, ZoneInfo(zone))
    return int((moment.utcoffset() or timedelta()).total_seconds())


def instant(zone: str, day_ordinal: int, minute: int) -> int:
    """Give the instant of a wall-clock minute (it may pass midnight) of a day in a zone."""
    wall = midnight(day_ordinal) + minute * 60
    # Two rounds settle the offset; a minute that a spring change skips comes out an hour later.
    guess = wall - _offset(zone, wall // 3600)
    return wall - _offset(zone, guess // 3600)


def moment(text: str) -> int:
    """Read an ISO date and time without offset as UTC."""
    return int(datetime.fromisoformat(text[:19]).replace(tzinfo=timezone.utc).timestamp())


def wall(zone: str, at: int) -> int:
    """Give the seconds that the zone's wall clock shows, counted as if it were UTC."""
    return at + _offset(zone, at // 3600)


def local(zone: str, at: int) -> str:
    """Write an instant as the local date and time of a zone, without an offset."""
    days, second = divmod(wall(zone, at), DAY)
    return f"{day(days + UNIX)}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def local_day(zone: str, at: int) -> int:
    """Give the ordinal of the local date of an instant."""
    return wall(zone, at) // DAY + UNIX


def utc(at: int, milliseconds: int = 0) -> str:
    """Write an instant as date and time in UTC with milliseconds, without an offset."""
    days, second = divmod(at, DAY)
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{milliseconds:03}"
    return f"{day(days + UNIX)}T{clock}"


class Clock:
    """The sandbox's own clock: starts at 18:00 UTC of its first day and runs in real seconds.

    Time clocks hand in what they recorded at every full hour; so `collected`, the last full
    hour, is the horizon up to which punches and edits exist.
    """

    def __init__(self, today: int) -> None:
        self._base = midnight(today) + 18 * 3600
        self._started = time.monotonic()

    @property
    def now(self) -> int:
        """The present instant."""
        return self._base + int(time.monotonic() - self._started)

    @property
    def today(self) -> int:
        """The ordinal of the present day in UTC."""
        return self.now // DAY + UNIX

    @property
    def collected(self) -> int:
        """The last full hour."""
        return self.now // 3600 * 3600

    def advance(self, days: int) -> None:
        """Let whole days pass."""
        self._base += days * DAY

    def http_date(self) -> str:
        """Write the present instant as HTTP headers do."""
        moment = datetime.fromtimestamp(self.now, timezone.utc)
        return moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
