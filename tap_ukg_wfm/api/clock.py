"""The tenant's time: what day it is there decides which windows there are."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from tap_ukg_wfm.api.errors import ClockError
from tap_ukg_wfm.api.retry import http_date

_TRUSTED = timedelta(seconds=60)
_MOST = timedelta(days=1)
_EASTERNMOST = timedelta(hours=14)
_WESTERNMOST = timedelta(hours=-12)


class Clock:
    """This machine's clock, corrected by the tenant's where the two differ by more than a minute."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def set_by(self, date_header: str | None, reference: str | None = None) -> None:
        """Take the time from a response's `Date` header; a missing or unreadable one changes nothing.

        Args:
            date_header: The tenant's time.
            reference: What to compare it with instead of this machine's clock: a simulated tenant
                on this machine says which date it simulates.

        Raises:
            ClockError: When the two differ by more than a day: rows dated by a wrong clock would
                hide, or be hidden by, those of other runs.
        """
        there = http_date(date_header)
        if there is None:
            return
        here = datetime.now(timezone.utc)
        if abs(there - (http_date(reference) or here)) > _MOST:
            raise ClockError(
                f"The clock of the tenant ({_minute(there)}) and the clock of this machine "
                f"({_minute(here)}) differ by more than a day. Set this machine's clock; if it is "
                "right, a proxy may change the Date header, or UKG has to correct its clock."
            )
        ahead = there - here
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


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")
