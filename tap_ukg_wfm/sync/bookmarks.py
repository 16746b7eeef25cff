"""What a windowed stream remembers from run to run, and what it therefore has to read.

Nothing in it is per employee, so it stays small whatever the tenant holds. Pure: dates in, dates out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.settings.schema import EARLIEST
from tap_ukg_wfm.sync.windows import Window, subtract, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT = 1
_YEARS = range(EARLIEST.year, 3000)
_DAY = timedelta(days=1)


@dataclass
class Bookmark:
    """The dates that are in the warehouse, and how fresh they are.

    Timecards and schedules are edited after the fact. So dates are stale from `lookback_days` before
    the day on which they were read, and the next run reads them again.

    Args:
        population: A digest of the settings that say whose rows are read.
        covered: Dates of which every batch has been emitted, in any run, and which were not stale
            when the last run began, or which that run has read.
        completed: The day of the last run that came to its end; None before the first.
        opened: The day on which the unfinished run began, if there is one.
        done: Dates that the unfinished run has read.
        due: A run was to read everything from this date on again, and was asked for fewer dates, or
            did not come to its end; None where nothing is left over.
    """

    population: str
    covered: list[Window] = field(default_factory=list)
    completed: date | None = None
    opened: date | None = None
    done: list[Window] = field(default_factory=list)
    due: date | None = None

    @classmethod
    def load(cls, state: Mapping[str, Any], population: str) -> Bookmark:
        """The bookmark in a stream's state; an empty one where whose rows are read has changed.

        Raises:
            ValueError: When the state was not written by this tap, or by a newer version of it.
            KeyError, TypeError: When it is damaged.
        """
        if not state.get("format") and not state.get("replication_key_value"):
            return cls(population)
        if state.get("format") != FORMAT:
            raise ValueError("was not written by this version of the tap")
        if state["population"] != population:
            return cls(population)
        return cls(
            population,
            _windows(state["covered"]),
            _date(state.get("completed")),
            _date(state.get("opened")),
            _windows(state.get("done", [])),
            _date(state.get("due")),
        )

    def dump(self) -> dict[str, Any]:
        """The state, for JSON: `replication_key_value` is the end of the first unbroken stretch."""
        state: dict[str, Any] = {
            "format": FORMAT,
            "replication_key": "window_date",
            "population": self.population,
            "covered": _texts(self.covered),
        }
        if self.covered:
            state["replication_key_value"] = self.covered[0].end.isoformat()
        if self.completed:
            state["completed"] = self.completed.isoformat()
        if self.opened:
            state |= {"opened": self.opened.isoformat(), "done": _texts(self.done)}
        if self.due:
            state["due"] = self.due.isoformat()
        return state

    def is_ahead(self, today: date) -> bool:
        """Whether it says that dates were read later than today: a clock was wrong.

        A day is no matter: a run that begins around midnight may take the next one for today.
        """
        return any(day and day > today + _DAY for day in (self.completed, self.opened))

    def open(self, today: date, lookback_days: int) -> None:
        """Begin a run, or go on with one that was interrupted today.

        Dates that may have been edited since they were read are covered no more until they are read
        again, which is due: this run may be asked for fewer dates, or be stopped. Where it is not
        known when they were read, all are stale. What the interrupted run has read on this very day
        counts as fresh.
        """
        going_on = self.opened == today
        # What an interrupted first run of today has covered is as it has read it.
        if self.covered and not (going_on and not self.completed):
            self._drop_stale(today, lookback_days)
        if self.is_ahead(today):
            self.completed = None
        if going_on:
            self.covered = union([*self.covered, *self.done])
        else:
            self.opened, self.done = today, []

    def needed(self, whole: Window) -> list[Window]:
        """The dates of `whole` that the run which was begun has to read."""
        return subtract(whole, self.covered)

    def first_due(self, asked: Iterable[Window] = ()) -> date | None:
        """The first date that has to be read again, whatever a run is asked for.

        None before the first run. A date that lies ahead says that nothing else is due.
        """
        if not self.due:
            return None
        read = [*self.covered, *asked]
        ends = [self.due, *(window.end + _DAY for window in read)]
        return subtract(Window(self.due, max(ends)), read)[0].start

    def complete(self, window: Window) -> None:
        """Every batch of `window` has been emitted."""
        self.covered = union([*self.covered, window])
        self.done = union([*self.done, window])

    def close(self, *asked: Window) -> None:
        """The run has come to its end; what was due and was not asked for stays due.

        Args:
            asked: All dates of the run. Of a stream that is read as of single dates, these are not
                all covered.
        """
        due = self.first_due(asked)
        self.due = due if due and self.opened and due <= self.opened else None
        self.completed, self.opened, self.done = self.opened, None, []

    def _drop_stale(self, today: date, lookback_days: int) -> None:
        """Cover dates no more that may have been edited since they were read: they are due."""
        stale, last = self.covered[0].start, self.covered[-1].end
        if read_on := self._read_on(today):
            stale = max(stale, read_on - timedelta(days=lookback_days))
        self.due = min(self.due or stale, stale)
        if stale <= last:
            edited = [Window(stale, last)]
            self.covered = [part for w in self.covered for part in subtract(w, edited)]

    def _read_on(self, today: date) -> date | None:
        """The earliest day on which dates were read that may be stale; None where it is not known."""
        read_on = self.completed or (None if self.opened == today else self.opened)
        return None if self.is_ahead(today) or not read_on else min(read_on, today)


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.year not in _YEARS:
        raise ValueError("holds a date outside the years that the tap supports")
    return day


def _date(text: str | None) -> date | None:
    return None if text is None else _day(text)


def _windows(pairs: list[list[str]]) -> list[Window]:
    windows = [Window(_day(start), _day(end)) for start, end in pairs]
    if any(window.end < window.start for window in windows):
        raise ValueError("holds a range of dates that ends before it starts")
    return union(windows)


def _texts(windows: list[Window]) -> list[list[str]]:
    return [[window.start.isoformat(), window.end.isoformat()] for window in windows]
