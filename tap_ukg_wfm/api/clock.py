"""The tenant's time, which decides the dates of a run."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from tap_ukg_wfm.api.errors import ClockError
from tap_ukg_wfm.api.retry import http_date

_TRUSTED = timedelta(seconds=60)
_MOST = timedelta(days=1)
_EASTERNMOST = timedelta(hours=14)
_WESTERNMOST = timedelta(hours=-12)


class Clock:
    """This machine's clock, corrected by the tenant's if the two differ by more than a minute."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def set_by(self, date_header: str | None, reference: str | None = None) -> None:
        """Set the time from the `Date` header of a response; ignore a missing or unreadable one.

        Args:
            date_header: The tenant's time.
            reference: The time to compare it with, instead of this machine's: a simulated tenant sends
                the date that it simulates.

        Raises:
            ClockError: When the two differ by more than a day. Rows with a wrong date would replace, or
                be replaced by, those of other runs.
        """
        there = http_date(date_header)
        if there is None:
            return
        here = datetime.now(timezone.utc)
        if abs(there - (http_date(reference) or here)) > _MOST:
            raise ClockError(
                f"The clock of the tenant ({_minute(there)}) and the clock of this machine "
                f"({_minute(here)}) differ by more than a day. Set this machine's clock. If it is right, a "
                "proxy may change the Date header, or UKG must correct its clock."
            )
        ahead = there - here
        self._ahead = ahead if abs(ahead) > _TRUSTED else timedelta()

    def now(self) -> datetime:
        """The current time in UTC."""
        return datetime.now(timezone.utc) + self._ahead

    def stamp(self) -> str:
        """The current time as text with a fixed width, so that texts sort by time."""
        return self.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def today(self) -> date:
        """The latest date that has begun in any time zone: employees may be ahead of UTC."""
        return (self.now() + _EASTERNMOST).date()

    def today_everywhere(self) -> date:
        """The latest date that has begun in every time zone: it is in nobody's future."""
        return (self.now() + _WESTERNMOST).date()


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")
