"""What the streams remember: their bookmarks, in the tap's state."""

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
# A run's date is the latest anywhere. In UTC it may be a day less, and in the tenant's own time two.
_FEED_OVERLAP = 2


PEOPLE = "people"
"""Key of a stream's state: how many people its last complete run found."""


class StateStore:
    """Reads bookmarks from the state, and writes them into it as windows are done.

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
        """How many people the last run found that came to its end; 0 where that is not known.

        Args:
            days: The dates of this run; a run of fewer days may find fewer people by a Hyperfind.
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
        """Keep how many people this run found, for the states of streams that come to their end."""
        self._people = {"count": count, "of": digest(self._config), "days": days}

    def keep_people(self, stream: SelectedStream) -> None:
        """Put into a stream's state how many people this run found."""
        if self._people:
            self.states.setdefault(stream.name, {})[PEOPLE] = self._people

    def open(self, stream: SelectedStream, today: date) -> date | None:
        """Begin a run of a windowed stream.

        Returns:
            The first date that has to be read again, whatever the run is asked for; None where the
            stream was never read.

        Raises:
            TapError: When the stream's state was not written by this tap, or by a newer one.
        """
        bookmark = self._bookmark(stream)
        if bookmark.is_ahead(today):
            _warn_ahead(stream, today)
        bookmark.open(today, self._lookback_days(stream))
        return bookmark.first_due()

    def needed(self, stream: SelectedStream, whole: Window) -> list[Window]:
        """The dates of `whole` that the run which was begun has to read of a windowed stream."""
        self._asked[stream.name] = whole
        return self._bookmark(stream).needed(whole)

    def complete(self, stream: SelectedStream, window: Window) -> None:
        """Every batch of `window` has been emitted.

        A month that is read whole counts with the dates that the run was asked for.
        """
        if read := overlap(window, self._asked[stream.name]):
            self._bookmark(stream).complete(read)
            self._write(stream)

    def close(self, stream: SelectedStream) -> None:
        """The run of a windowed stream has come to its end."""
        self._bookmark(stream).close(self._asked[stream.name])
        self._write(stream)
        if stream.table.personal():
            self.keep_people(stream)

    def since(self, stream: SelectedStream, today: date) -> str | None:
        """A day before the last run, since UKG names no zone for `modifiedSince`.

        None asks for everything: before the first run, and where the state says that the last one was
        later than today.

        Raises:
            TapError: When the stream's state was not written by this tap.
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
        """What was modified has been read as it was at `read_at`."""
        state = self.states.setdefault(stream.name, {})
        state.update(replication_key="read_at", replication_key_value=read_at)

    def write(self, output: Output, *, last: bool = False) -> None:
        """Let the bookmarks of all streams go out."""
        output.state(self.states, last=last)

    def _lookback_days(self, stream: SelectedStream) -> int:
        """How many days before the last run are read again: enough for what had not ended by then."""
        days = int(self._config["lookback_days"])
        return max(days, _FEED_OVERLAP) if stream.table.operation.feed else days

    def _bookmark(self, stream: SelectedStream) -> Bookmark:
        if stream.name not in self._bookmarks:
            saved = self.states.get(stream.name, {}) if stream.incremental else {}
            population = digest(self._config) if stream.table.personal() else "everyone"
            for setting in stream.table.operation.settings:
                population += f" {fingerprint(repr(self._config[setting]))}"
            if stream.table.user_defined:
                # A declaration that asks for something else begins anew.
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
        "Stream %s: the state says that it was last read after today, %s. A clock was probably wrong "
        "then. The tap reads everything again that the state cannot vouch for.",
        stream.name,
        today,
    )


def _unreadable(stream: SelectedStream) -> TapError:
    return TapError(
        f"The state of stream {stream.name} cannot be read: another tap or version wrote it, or it is "
        "damaged. Run without state, or take this stream out of it, to read everything again."
    )
