"""Windows of dates and batches. Pure functions; both ends of a window are included."""

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
        """The number of dates."""
        return (self.end - self.start).days + 1

    def widened(self, days: int) -> Window:
        """The window with more days at each end."""
        return Window(self.start - timedelta(days=days), self.end + timedelta(days=days))


def union(windows: Iterable[Window]) -> list[Window]:
    """The same dates as the fewest windows, in order.

    >>> first, second = date(2026, 11, 1), date(2026, 11, 2)
    >>> union([Window(second, second), Window(first, first)]) == [Window(first, second)]
    True
    """
    merged: list[Window] = []
    for window in sorted(windows):
        if merged and window.start <= merged[-1].end + _DAY:
            merged[-1] = Window(merged[-1].start, max(merged[-1].end, window.end))
        else:
            merged.append(window)
    return merged


def subtract(whole: Window, done: Iterable[Window]) -> list[Window]:
    """The dates of `whole` that are in none of `done`.

    >>> november = Window(date(2026, 11, 1), date(2026, 11, 30))
    >>> for window in subtract(november, [Window(date(2026, 11, 5), date(2026, 11, 20))]):
    ...     print(*window)
    2026-11-01 2026-11-04
    2026-11-21 2026-11-30
    """
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
    """`window` as the fewest parts of at most `days` dates, of about equal length.

    >>> [part.days for part in split(Window(date(2026, 10, 1), date(2026, 10, 31)), 30)]
    [16, 15]
    """
    parts = -(-window.days // days)
    edges = [window.days * n // parts for n in range(parts + 1)]
    # The earlier parts are the longer ones.
    starts = [window.end + _DAY - timedelta(days=edge) for edge in reversed(edges)]
    return [Window(start, after - _DAY) for start, after in pairwise(starts)]


def months(window: Window) -> list[Window]:
    """The calendar months with a date of `window`, in order.

    >>> for month in months(Window(date(2026, 10, 16), date(2026, 11, 15))):
    ...     print(*month)
    2026-10-01 2026-10-31
    2026-11-01 2026-11-30
    """
    found = []
    start = window.start.replace(day=1)
    while start <= window.end:
        after = (start + timedelta(days=31)).replace(day=1)
        found.append(Window(start, after - _DAY))
        start = after
    return found


def overlap(one: Window, other: Window) -> Window | None:
    """The dates that two windows have in common; None if there are none."""
    both = Window(max(one.start, other.start), min(one.end, other.end))
    return both if both.start <= both.end else None


def as_of(window: Window, today: date, listed: Iterable[date], *, first_load: bool) -> list[date]:
    """The dates as of which a run reads, in order: today, month ends, and the listed ones.

    Only listed dates may be in the future.

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
    ends = [month.end for month in months(window) if month.end <= last]
    first = [window.start] if first_load and window.start <= last else []
    return sorted({*first, *ends, last, *listed})


def plan(wanted: Mapping[K, Sequence[Window]], days: int) -> list[tuple[Window, frozenset[K]]]:
    """The windows to read so that every reader gets its dates and no date is read twice.

    Args:
        wanted: For each reader (a stream) the dates that it needs.
        days: The most dates in a window.

    Returns:
        Windows in order, without overlaps, each with the readers that need it.
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


def needed_periods(
    wanted: Mapping[K, Sequence[Window]], periods: Iterable[Window]
) -> list[tuple[Window, frozenset[K]]]:
    """The periods with a needed date, each with the readers that need it.

    Args:
        wanted: For each reader (a stream) the dates that it needs.
        periods: Months or days, in order.
    """
    planned = []
    for period in periods:
        readers = {
            reader for reader, ranges in wanted.items() if any(overlap(period, w) for w in ranges)
        }
        if readers:
            planned.append((period, frozenset(readers)))
    return planned


def halve(items: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
    """The two halves of a batch; the first one may be longer.

    >>> halve([1, 2, 3])
    ([1, 2], [3])
    """
    middle = (len(items) + 1) // 2
    return items[:middle], items[middle:]


def batches(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """`items` in batches of at most `size`.

    >>> batches([1, 2, 3], 2)
    [[1, 2], [3]]
    """
    return [items[start : start + size] for start in range(0, len(items), size)]
