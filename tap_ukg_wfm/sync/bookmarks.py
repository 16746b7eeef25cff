"""What a windowed stream remembers from run to run, and what it therefore has to read.

Nothing in it is per employee, so it stays small whatever the tenant holds. Pure: dates in, dates out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.sync.windows import Window, subtract, union

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1
_YEARS = range(1900, 3000)


@dataclass
class Bookmark:
    """The dates that are in the warehouse, and how fresh they are.

    Args:
        population: A digest of the settings that say whose rows are read.
        covered: Dates of which every batch has been emitted, in any run.
        completed: The day of the last run that came to its end; None before the first.
        opened: The day on which the unfinished run began, if there is one.
        done: Dates that the unfinished run has read.
    """

    population: str
    covered: list[Window] = field(default_factory=list)
    completed: date | None = None
    opened: date | None = None
    done: list[Window] = field(default_factory=list)

    @classmethod
    def load(cls, state: Mapping[str, Any], population: str) -> Bookmark:
        """The bookmark in a stream's state; an empty one where whose rows are read has changed.

        Raises:
            ValueError: When the state was not written by this tap, or by a newer version of it.
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
        return state

    def needed(self, whole: Window, today: date, lookback_days: int) -> list[Window]:
        """The dates of `whole` that a run which starts now has to read.

        Holes are read; so are the dates that may have been edited since they were read: those
        from `lookback_days` before the last run on. What an interrupted run has read on this very
        day counts as fresh.
        """
        return subtract(whole, self._fresh(today, lookback_days))

    def open(self, today: date, lookback_days: int) -> None:
        """Begin a run, or go on with one that was interrupted today.

        What may have been edited since it was read is a hole from now on, until it is read again:
        this run may be asked for fewer dates, or be stopped.
        """
        self.covered = union(self._fresh(today, lookback_days))
        if self.opened != today:
            self.opened, self.done = today, []

    def stale_from(self, today: date, lookback_days: int) -> date | None:
        """The first date that may have been edited since the last run; None where none was before."""
        opened = None if self.opened == today else self.opened
        read_on = [day for day in (self.completed, opened) if day]
        return min(read_on) - timedelta(days=lookback_days) if read_on else None

    def _fresh(self, today: date, lookback_days: int) -> list[Window]:
        """The dates that need not be read again."""
        kept = self.covered
        if edited := self.stale_from(today, lookback_days):
            kept = [
                page for w in kept for page in subtract(w, [Window(edited, max(edited, w.end))])
            ]
        return [*kept, *self.done] if self.opened == today else kept

    def complete(self, window: Window) -> None:
        """Every batch of `window` has been emitted."""
        self.covered = union([*self.covered, window])
        self.done = union([*self.done, window])

    def close(self) -> None:
        """The run has come to its end."""
        self.completed, self.opened, self.done = self.opened, None, []


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.year not in _YEARS:
        raise ValueError("holds a date beyond all measure")
    return day


def _date(text: str | None) -> date | None:
    return _day(text) if text else None


def _windows(pairs: list[list[str]]) -> list[Window]:
    return [Window(_day(start), _day(end)) for start, end in pairs]


def _texts(windows: list[Window]) -> list[list[str]]:
    return [[window.start.isoformat(), window.end.isoformat()] for window in windows]
