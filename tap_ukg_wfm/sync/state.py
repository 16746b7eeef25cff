"""The bookmarks of all streams, in the state of the tap."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.errors import TapError
from tap_ukg_wfm.streams.base import Modified
from tap_ukg_wfm.sync.bookmarks import Bookmark
from tap_ukg_wfm.sync.population import digest, fingerprint
from tap_ukg_wfm.sync.windows import overlap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_ukg_wfm.sync.output import Output, SelectedStream, States
    from tap_ukg_wfm.sync.windows import Window

_LOGGER = logging.getLogger("tap-ukg-wfm")
# The date of a run is the latest in any time zone. UTC may be a day behind, and the tenant two.
_FEED_OVERLAP = 2


PEOPLE = "people"
"""The key in the state of a stream for the number of people in its last complete run."""


class StateStore:
    """Reads bookmarks from the state, and updates them as windows are done.

    Args:
        config: The settings.
        states: The bookmark of each stream, changed in place.
    """

    def __init__(self, config: Mapping[str, Any], states: States) -> None:
        self._config = config
        self.states = states
        self._bookmarks: dict[str, Bookmark] = {}
        self._asked: dict[str, Window] = {}
        self._people: dict[str, Any] | None = None

    def people_before(self, days: int) -> int:
        """The number of people in the last complete run; 0 if unknown.

        Args:
            days: The number of days of this run. With fewer days, a Hyperfind may find fewer people.
        """
        found = [state.get(PEOPLE) for state in self.states.values()]
        return max(
            (
                one["count"]
                for one in found
                if isinstance(one, dict)
                and one.get("of") == digest(self._config)
                and isinstance(one.get("count"), int)
                and isinstance(one.get("days"), int)
                and one["days"] <= days
            ),
            default=0,
        )

    def found_people(self, count: int, days: int) -> None:
        """Keep the number of people in this run, for the states of streams that complete."""
        self._people = {"count": count, "of": digest(self._config), "days": days}

    def keep_people(self, stream: SelectedStream) -> None:
        """Write the number of people into the state of a stream."""
        if self._people:
            self.states.setdefault(stream.name, {})[PEOPLE] = self._people

    def open(self, stream: SelectedStream, today: date) -> date | None:
        """Begin a run of a windowed stream.

        Returns:
            The first date that must be read again; None if the stream was never read.

        Raises:
            TapError: When another tap or a newer version of this one wrote the state.
        """
        bookmark = self._bookmark(stream)
        if bookmark.is_ahead(today):
            _warn_ahead(stream, today)
        bookmark.open(today, self._lookback_days(stream))
        return bookmark.first_due()

    def needed(self, stream: SelectedStream, whole: Window) -> list[Window]:
        """The dates of `whole` that the run must read of a windowed stream."""
        self._asked[stream.name] = whole
        return self._bookmark(stream).needed(whole)

    def complete(self, stream: SelectedStream, window: Window) -> None:
        """Record that every batch of `window` was written.

        Of a month that is read whole, only the dates of the run count as read.
        """
        if read := overlap(window, self._asked[stream.name]):
            self._bookmark(stream).complete(read)
            self._write(stream)

    def close(self, stream: SelectedStream) -> None:
        """End the run of a windowed stream."""
        self._bookmark(stream).close(self._asked[stream.name])
        self._write(stream)
        if stream.table.personal():
            self.keep_people(stream)

    def since(self, stream: SelectedStream, today: date) -> str | None:
        """The day before the last run, because UKG documents no time zone for `modifiedSince`.

        None reads everything: before the first run, and if the last run was after today.

        Raises:
            TapError: When another tap wrote the state.
        """
        if not isinstance(stream.table.reads, Modified) or not stream.incremental:
            return None
        value = self.states.get(stream.name, {}).get("replication_key_value")
        if not value:
            return None
        try:
            day = date.fromisoformat(value[:10]) - timedelta(days=1)
        except (ValueError, TypeError, OverflowError) as error:
            raise _unreadable(stream) from error
        if day > today:
            _warn_ahead(stream, today)
            return None
        return f"{day.isoformat()}T00:00:00"

    def remember(self, stream: SelectedStream, read_at: str) -> None:
        """Record that all modifications up to `read_at` were read."""
        state = self.states.setdefault(stream.name, {})
        state.update(replication_key="read_at", replication_key_value=read_at)

    def write(self, output: Output, *, last: bool = False) -> None:
        """Write the bookmarks of all streams."""
        output.state(self.states, last=last)

    def _lookback_days(self, stream: SelectedStream) -> int:
        """The number of days before the last run to read again."""
        days = int(self._config["lookback_days"])
        return max(days, _FEED_OVERLAP) if stream.table.operation.feed else days

    def _bookmark(self, stream: SelectedStream) -> Bookmark:
        if stream.name not in self._bookmarks:
            saved = self.states.get(stream.name, {}) if stream.incremental else {}
            population = digest(self._config) if stream.table.personal() else "everyone"
            for setting in stream.table.operation.settings:
                population += f" {fingerprint(repr(self._config[setting]))}"
            if stream.table.user_defined:
                # If the definition of the stream changes, read everything again.
                operation = stream.table.operation
                shown = [(column.name, column.source) for column in stream.table.columns]
                asked = (operation.name, operation.body, operation.params, shown)
                whom = (operation.hyperfind, operation.kind, operation.days)
                lines = (stream.table.records, stream.table.reads.dated_by)
                population += f" {fingerprint(repr((asked, whom, *lines)))}"
            try:
                self._bookmarks[stream.name] = Bookmark.load(saved, population)
            except (ValueError, KeyError, TypeError) as error:
                raise _unreadable(stream) from error
        return self._bookmarks[stream.name]

    def _write(self, stream: SelectedStream) -> None:
        kept = {k: v for k, v in self.states.get(stream.name, {}).items() if k == PEOPLE}
        self.states[stream.name] = self._bookmark(stream).dump() | kept


def _warn_ahead(stream: SelectedStream, today: date) -> None:
    _LOGGER.warning(
        "Stream %s: the state says that the last run was after today, %s. A clock was probably wrong. The "
        "tap reads all dates again for which the state is unreliable.",
        stream.name,
        today,
    )


def _unreadable(stream: SelectedStream) -> TapError:
    return TapError(
        f"Stream {stream.name}: its state cannot be read. Another tap or version wrote it, or it is "
        "damaged. Run without state, or remove this stream from it, to read everything again."
    )
