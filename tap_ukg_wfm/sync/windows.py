"""Dates and batches, cut and halved. Pure functions over inclusive ranges of dates."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple, TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
_DAY = timedelta(days=1)


class Window(NamedTuple):
    """A range of dates, both ends included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many dates it holds."""
        return (self.end - self.start).days + 1

    def widened(self, days: int) -> Window:
        """The same with so many dates more at each end."""
        return Window(self.start - timedelta(days=days), self.end + timedelta(days=days))


def union(windows: Iterable[Window]) -> list[Window]:
    """The same dates as few windows in order, none touching another."""
    merged: list[Window] = []
    for window in sorted(windows):
        if merged and window.start <= merged[-1].end + _DAY:
            merged[-1] = Window(merged[-1].start, max(merged[-1].end, window.end))
        else:
            merged.append(window)
    return merged


def subtract(whole: Window, done: Iterable[Window]) -> list[Window]:
    """The holes: what of `whole` is in none of `done`."""
    holes: list[Window] = []
    start = whole.start
    for window in union(done):
        if window.end < start:
            continue
        if window.start > whole.end:
            break
        if window.start > start:
            holes.append(Window(start, window.start - _DAY))
        start = window.end + _DAY
    if start <= whole.end:
        holes.append(Window(start, whole.end))
    return holes


def split(window: Window, days: int) -> list[Window]:
    """`window` in order, cut into pieces of at most `days` dates."""
    starts = [window.start + timedelta(days=n) for n in range(0, window.days, days)]
    return [Window(start, min(start + timedelta(days=days - 1), window.end)) for start in starts]


def months(window: Window) -> list[Window]:
    """`window` in order, cut where calendar months end."""
    cut = []
    start = window.start
    while start <= window.end:
        after = (start.replace(day=1) + timedelta(days=31)).replace(day=1)
        cut.append(Window(start, min(after - _DAY, window.end)))
        start = after
    return cut


def as_of(window: Window, today: date, listed: Iterable[date], *, first_load: bool) -> list[date]:
    """The dates as of which a run reads, in order: today, month ends, and those that are listed.

    None but the listed ones lies ahead of today.

    >>> found = as_of(
    ...     Window(date(2026, 9, 20), date(2026, 12, 15)), date(2026, 11, 14), (), first_load=True
    ... )
    >>> [str(day) for day in found]
    ['2026-09-20', '2026-09-30', '2026-10-31', '2026-11-14']

    Args:
        window: The dates of the run.
        today: The latest date that has begun in every time zone.
        listed: Further dates, within the window or not.
        first_load: Whether to read as of the first date, too.
    """
    last = min(window.end, today)
    ends = [month.end for month in months(Window(window.start, last))]
    first = [window.start] if first_load and window.start <= last else []
    return sorted({*first, *ends, last, *listed})


def plan(wanted: Mapping[K, Sequence[Window]], days: int) -> list[tuple[Window, frozenset[K]]]:
    """The windows to read so that everyone gets its dates and no date is read twice.

    Args:
        wanted: For each reader (a stream) the dates that it needs.
        days: The most dates in a window.

    Returns:
        Windows in order of dates, each with the readers that need it, none overlapping another.
    """
    edges = sorted(
        {edge for ranges in wanted.values() for w in ranges for edge in (w.start, w.end + _DAY)}
    )
    planned = []
    for start, after in pairwise(edges):
        stretch = Window(start, after - _DAY)
        readers = frozenset(
            reader
            for reader, ranges in wanted.items()
            if any(w.start <= stretch.start and stretch.end <= w.end for w in ranges)
        )
        if readers:
            planned += [(window, readers) for window in split(stretch, days)]
    return planned


def halve(items: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
    """Both halves of a batch of two or more; the first has the odd one."""
    middle = (len(items) + 1) // 2
    return items[:middle], items[middle:]


def batches(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """`items` in order, cut into batches of at most `size`."""
    return [items[start : start + size] for start in range(0, len(items), size)]
