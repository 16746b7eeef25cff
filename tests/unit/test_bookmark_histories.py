"""Whatever runs follow one another on one state: within the look-back no edit is lost."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tap_ukg_wfm.sync.bookmarks import Bookmark
from tap_ukg_wfm.sync.dates import DEFAULT_DAYS
from tap_ukg_wfm.sync.windows import Window, split

BEGIN = date(2026, 3, 1)
LEAST_LOOKBACK = 4
LOOKBACKS = st.sampled_from([LEAST_LOOKBACK, 9, 30, 75])
DAYS = st.sampled_from([0, 1, 1, 20, 45])
EDITS = st.lists(st.integers(-12, LEAST_LOOKBACK), max_size=3)
BACK = st.sampled_from([0, 3, 20, 60])
WINDOWS = st.sampled_from([1, 7, 40])
STREAMS = ("punches", "shifts")
LOOKAHEAD = {"punches": 0, "shifts": 10}


def dates(window: Window) -> list[date]:
    return [window.start + timedelta(days=n) for n in range(window.days)]


class Runs(RuleBasedStateMachine):
    """A tenant whose dates are edited, and a warehouse that runs of all kinds keep up with it.

    `tenant` counts the edits of each date; `warehouse` has, for each stream, the count at which each
    date was last read, and `read_on` the day of that. The state is what runs leave, as JSON.
    """

    @initialize()
    def start(self) -> None:
        self.today = BEGIN
        self.tenant: Counter[date] = Counter()
        self.warehouse: dict[str, dict[date, int]] = {stream: {} for stream in STREAMS}
        self.read_on: dict[str, dict[date, date]] = {stream: {} for stream in STREAMS}
        self.state: dict[str, dict[str, object]] = {}

    @rule(days=DAYS, edits=EDITS)
    def days_pass(self, days: int, edits: list[int]) -> None:
        """Dates are edited after the day's run, and then days pass."""
        self.tenant.update(self.today - timedelta(days=back) for back in edits)
        self.today += timedelta(days=days)

    @rule(lookback=LOOKBACKS, window=WINDOWS)
    def run(self, lookback: int, window: int) -> None:
        self._run(STREAMS, lookback, window)

    @rule(lookback=LOOKBACKS, window=WINDOWS, back=BACK)
    def run_from_a_start_date(self, lookback: int, window: int, back: int) -> None:
        self._run(STREAMS, lookback, window, start=self.today - timedelta(days=back))

    @rule(lookback=LOOKBACKS, window=WINDOWS, back=BACK, more=BACK)
    def run_of_some_old_dates(self, lookback: int, window: int, back: int, more: int) -> None:
        start = self.today - timedelta(days=back + more)
        self._run(STREAMS, lookback, window, start=start, end=self.today - timedelta(days=back))

    @rule(lookback=LOOKBACKS, window=WINDOWS, back=st.sampled_from([0, 1, 20]))
    def run_to_an_end_date(self, lookback: int, window: int, back: int) -> None:
        self._run(STREAMS, lookback, window, end=self.today - timedelta(days=back))

    @rule(lookback=LOOKBACKS, stream=st.sampled_from(STREAMS))
    def run_of_one_stream(self, lookback: int, stream: str) -> None:
        self._run((stream,), lookback, 30)

    @rule(
        lookback=LOOKBACKS, window=WINDOWS, order=st.permutations(range(6)), kill=st.integers(0, 6)
    )
    def killed_run(self, lookback: int, window: int, order: list[int], kill: int) -> None:
        self._run(STREAMS, lookback, window, order=order[:kill])

    @rule(
        ahead=st.integers(60, 400), lookback=LOOKBACKS, days=DAYS, edits=EDITS, kill=st.booleans()
    )
    def run_whose_clock_is_ahead(
        self, ahead: int, lookback: int, days: int, edits: list[int], *, kill: bool
    ) -> None:
        right, self.today = self.today, self.today + timedelta(days=ahead)
        self._run(STREAMS, lookback, 30, order=[0] if kill else None)
        self.today = right
        self.days_pass(days=days, edits=edits)
        self._run(STREAMS, lookback, 30)

    def _run(  # noqa: PLR0913, PLR0917 - all that a run depends on
        self,
        streams: tuple[str, ...],
        lookback: int,
        days: int,
        start: date | None = None,
        end: date | None = None,
        order: list[int] | None = None,
    ) -> None:
        """One run; with an `order`, only that many windows of each stream, in that order."""
        bookmarks = {stream: Bookmark.load(self.state.get(stream, {}), "all") for stream in streams}
        due = []
        for bookmark in bookmarks.values():
            bookmark.open(self.today, lookback)
            due.append(bookmark.first_due())
        first = start or min([self.today - timedelta(days=DEFAULT_DAYS), *filter(None, due)])
        for stream, bookmark in bookmarks.items():
            last = end or self.today + timedelta(days=LOOKAHEAD[stream])
            whole = Window(first, max(first, last))
            windows = [part for w in bookmark.needed(whole) for part in split(w, days)]
            if order is not None:
                windows = [windows[n] for n in order if n < len(windows)]
            for window in windows:
                self.warehouse[stream] |= {day: self.tenant[day] for day in dates(window)}
                self.read_on[stream] |= dict.fromkeys(dates(window), self.today)
                bookmark.complete(window)
                self.state[stream] = bookmark.dump()
            if order is None:
                bookmark.close()
                self.state[stream] = bookmark.dump()
                self._compare(stream, whole, everything=not start and not end)

    def _compare(self, stream: str, whole: Window, *, everything: bool) -> None:
        here = self.warehouse[stream]
        assert all(day in here for day in dates(whole))
        wanted = [day for day in here if day <= whole.end] if everything else dates(whole)
        # What an interrupted run has read today is fresh until tomorrow.
        old = [day for day in wanted if self.read_on[stream][day] != self.today]
        lost = [day for day in old if here[day] != self.tenant[day]]
        assert not lost, (stream, whole, lost)


TestRuns = Runs.TestCase
TestRuns.settings = settings(max_examples=400, stateful_step_count=14, deadline=None)
