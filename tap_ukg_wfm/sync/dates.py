"""The dates of a run: the range that it reads, and the windows of each operation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.errors import TapError
from tap_ukg_wfm.api.operations import Partition
from tap_ukg_wfm.streams.base import AsOf, Daily, Monthly
from tap_ukg_wfm.sync.windows import (
    Window,
    as_of,
    months,
    needed_periods,
    overlap,
    plan,
    split,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_ukg_wfm.api.operations import Operation
    from tap_ukg_wfm.sync.output import SelectedStream
    from tap_ukg_wfm.sync.requests import OperationRun
    from tap_ukg_wfm.sync.state import StateStore

DEFAULT_DAYS = 30
"""Days before today at which a run starts when there is no start_date."""
_FARTHEST = 730


class DatePlan:
    """Which dates a run reads. Begins the run in the state of each windowed stream.

    Args:
        config: The settings.
        state_store: Tells which dates were read already.
        streams: The selected streams.
        today: The latest date that has begun in any time zone.
        today_everywhere: The latest date that has begun in every time zone.
    """

    def __init__(
        self,
        config: Mapping[str, Any],
        state_store: StateStore,
        streams: Sequence[SelectedStream],
        today: date,
        today_everywhere: date,
    ) -> None:
        self._config, self._state = config, state_store
        self._today, self._today_everywhere = today, today_everywhere
        windowed = [stream for stream in streams if stream.table.operation.windowed]
        self._due = {stream: state_store.open(stream, today) for stream in windowed}
        self._first = self._first_date()

    def dates(self, operation: Operation) -> Window:
        """The first and the last date that the run reads of a windowed operation."""
        config, first = self._config, self._first
        ahead = timedelta(days=config["lookahead_days"] if operation.looks_ahead else 0)
        end = config.get("end_date")
        last = date.fromisoformat(end[:10]) if end else self._today + ahead
        return Window(first, max(first, last))

    def windows(self, run: OperationRun) -> list[tuple[Window, tuple[SelectedStream, ...]]]:
        """The windows of a windowed operation in order, each with the streams that need it."""
        whole = self.dates(run.operation)
        as_of_dates = {
            stream: self._as_of(whole, stream, stream.table.reads)
            for stream in run.streams
            if isinstance(stream.table.reads, AsOf)
        }
        needed = {
            stream: self._state.needed(stream, whole)
            for stream in run.streams
            if stream not in as_of_dates
        }
        monthly = {s: d for s, d in needed.items() if isinstance(s.table.reads, Monthly)}
        daily = {s: d for s, d in needed.items() if isinstance(s.table.reads, Daily)}
        dated = {s: d for s, d in needed.items() if s not in monthly and s not in daily}
        # A period is read whole if any date of it is needed: no other window could replace its row.
        planned = [
            *plan(dated, self._width(run.operation)),
            *plan(as_of_dates, 1),
            *needed_periods(monthly, months(whole)),
            *needed_periods(daily, split(whole, 1)),
        ]
        return [
            (window, tuple(s for s in run.streams if s in needing))
            for window, needing in sorted(planned, key=lambda entry: entry[0])
        ]

    def _first_date(self) -> date:
        """The first date of the run. Without a start_date, it includes what must be read again."""
        first = _start_date(self._config, self._today)
        if self._config.get("start_date"):
            return first
        return min([first, *filter(None, self._due.values())])

    def _as_of(self, whole: Window, stream: SelectedStream, reads: AsOf) -> list[Window]:
        """The single dates as of which a stream is read, each as a window."""
        listed = [date.fromisoformat(day) for day in self._config.get(reads.setting) or ()]
        first_load = self._due[stream] is None or bool(self._config.get("start_date"))
        dates = as_of(whole, self._today_everywhere, listed, first_load=first_load)
        reach = Window(min(whole.start, dates[0]), dates[-1])
        needed = self._state.needed(stream, reach)
        windows = [Window(day, day) for day in dates]
        return [window for window in windows if any(overlap(window, part) for part in needed)]

    def _width(self, operation: Operation) -> int:
        """How many days a request of a windowed operation covers."""
        if operation.partition is Partition.PERSONS and operation.batch == 1:
            # The response for one person is small: prefer fewer requests over shorter ones.
            return operation.days
        return min(int(self._config["window_days"]), operation.days - 2 * operation.margin)


def check_dates(config: Mapping[str, Any], today: date) -> None:
    """Check that the settings leave dates to read.

    Args:
        config: The settings.
        today: The latest date that has begun in any time zone.

    Raises:
        TapError: When there are none, so that no timecard or schedule would be read.
    """
    first, end = _start_date(config, today), config.get("end_date")
    if end and date.fromisoformat(end[:10]) < first:
        default = "" if config.get("start_date") else f", which is {DEFAULT_DAYS} days ago"
        raise TapError(
            f"The setting end_date is before the first date to read, {first}{default}. Set an earlier "
            "start_date or a later end_date.",
            "dates",
        )
    if end and date.fromisoformat(end[:10]) > today + timedelta(days=_FARTHEST):
        raise TapError(
            f"The setting end_date is more than {_FARTHEST} days in the future. Remove it to read up "
            "to today.",
            "dates",
        )
    if not end and first > today + timedelta(days=config["lookahead_days"]):
        raise TapError(
            f"The setting start_date is in the future, beyond lookahead_days. Today is {today} at the "
            "tenant. Set an earlier start_date.",
            "dates",
        )


def _start_date(config: Mapping[str, Any], today: date) -> date:
    start = config.get("start_date")
    return date.fromisoformat(start[:10]) if start else today - timedelta(days=DEFAULT_DAYS)
