"""The bookmark of a windowed stream: which dates it has read, and which it must read next.

It holds nothing per employee, so it stays small. Pure functions of dates.
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
    """The dates that were read, and when.

    Timecards and schedules are edited after the fact. So dates from `lookback_days` before the day of
    the last run onward are stale, and the next run reads them again.

    >>> start, today = date(2026, 11, 1), date(2026, 11, 15)
    >>> bookmark = Bookmark("everyone")
    >>> bookmark.open(today, lookback_days=3)
    >>> bookmark.complete(Window(start, today))
    >>> bookmark.close(Window(start, today))
    >>> bookmark.open(date(2026, 11, 16), lookback_days=3)
    >>> [str(day) for window in bookmark.needed(Window(start, date(2026, 11, 16))) for day in window]
    ['2026-11-12', '2026-11-16']

    Args:
        population: A digest of the settings that choose people.
        covered: Dates of which all batches were written, and which are not stale.
        completed: The day of the last complete run; None before the first.
        opened: The day on which the unfinished run began, if there is one.
        done: Dates that the unfinished run has read.
        due: The date from which everything must be read again, because a run was stopped or was
            limited to other dates; None if nothing is left to read.
    """

    population: str
    covered: list[Window] = field(default_factory=list)
    completed: date | None = None
    opened: date | None = None
    done: list[Window] = field(default_factory=list)
    due: date | None = None

    @classmethod
    def load(cls, state: Mapping[str, Any], population: str) -> Bookmark:
        """The bookmark in the state of a stream; an empty one if the settings choose other people now.

        Raises:
            ValueError: When another tap or a newer version of this one wrote the state.
            KeyError, TypeError: When the state is damaged.
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
        """The state as JSON: `replication_key_value` is the end of the first range of covered dates."""
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
        """Whether dates were read after today, which means that a clock was wrong.

        One day is tolerated: a run around midnight may have begun on the next day.
        """
        return any(day and day > today + _DAY for day in (self.completed, self.opened))

    def open(self, today: date, lookback_days: int) -> None:
        """Begin a run, or continue one that was interrupted today.

        Stale dates are no longer covered. They become due, because this run may be stopped, or limited
        to other dates. If it is unknown when dates were read, all are stale. What an interrupted run
        has read today is not stale.
        """
        continues = self.opened == today
        # What an interrupted first run of today has covered is not stale.
        if self.covered and not (continues and not self.completed):
            self._drop_stale(today, lookback_days)
        if self.is_ahead(today):
            self.completed = None
        if continues:
            self.covered = union([*self.covered, *self.done])
        else:
            self.opened, self.done = today, []

    def needed(self, whole: Window) -> list[Window]:
        """The dates of `whole` that the current run must read."""
        return subtract(whole, self.covered)

    def first_due(self, asked: Iterable[Window] = ()) -> date | None:
        """The first date that must be read again, except for dates in `asked`.

        None before the first run. A date in the future means that nothing else is due.
        """
        if not self.due:
            return None
        read = [*self.covered, *asked]
        ends = [self.due, *(window.end + _DAY for window in read)]
        return subtract(Window(self.due, max(ends)), read)[0].start

    def complete(self, window: Window) -> None:
        """Record that every batch of `window` was written."""
        self.covered = union([*self.covered, window])
        self.done = union([*self.done, window])

    def close(self, *asked: Window) -> None:
        """End the run. Dates that are due and were not part of the run stay due.

        Args:
            asked: All dates of the run. A stream that is read as of single dates does not cover them all.
        """
        due = self.first_due(asked)
        self.due = due if due and self.opened and due <= self.opened else None
        self.completed, self.opened, self.done = self.opened, None, []

    def _drop_stale(self, today: date, lookback_days: int) -> None:
        """Remove stale dates from the covered ones, and make them due."""
        stale, last = self.covered[0].start, self.covered[-1].end
        if read_on := self._read_on(today):
            stale = max(stale, read_on - timedelta(days=lookback_days))
        self.due = min(self.due or stale, stale)
        if stale <= last:
            edited = [Window(stale, last)]
            self.covered = [part for w in self.covered for part in subtract(w, edited)]

    def _read_on(self, today: date) -> date | None:
        """The earliest day on which dates were read that may be stale; None if unknown."""
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
