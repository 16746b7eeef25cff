"""The tenant's time: what day it is there decides which windows there are."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_TRUSTED = timedelta(seconds=60)
_EASTERNMOST = timedelta(hours=14)
_WESTERNMOST = timedelta(hours=-12)


class Clock:
    """This machine's clock, put right by the tenant's where the two differ by more than a minute."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def set_by(self, http_date: str | None) -> None:
        """Take the time from an answer's `Date` header; a missing or odd one changes nothing."""
        try:
            ahead = parsedate_to_datetime(http_date or "") - datetime.now(timezone.utc)
        except (ValueError, TypeError):
            return
        self._ahead = ahead if abs(ahead) > _TRUSTED else timedelta()

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(timezone.utc) + self._ahead

    def stamp(self) -> str:
        """The moment as text of one fixed width, so that texts order as moments do."""
        return self.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def today(self) -> date:
        """The latest date that has begun anywhere, since employees may live ahead of UTC."""
        return (self.now() + _EASTERNMOST).date()

    def today_everywhere(self) -> date:
        """The latest date that has begun in every time zone: for nobody it lies ahead."""
        return (self.now() + _WESTERNMOST).date()
