"""Where rows and states go: the interface of all outputs, and one that discards everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tap_ukg_wfm.streams.base import Table
    from tap_ukg_wfm.tables.compiled import Row

States = dict[str, dict[str, Any]]
"""The bookmark of each stream by name, as in the state."""


@dataclass(frozen=True, eq=False)
class SelectedStream:
    """A table to read in this run.

    Args:
        table: The declaration.
        columns: The names of the columns in the rows.
        incremental: Whether to continue from the bookmark of the stream.
    """

    table: type[Table]
    columns: frozenset[str]
    incremental: bool = True

    @property
    def name(self) -> str:
        """The stream's name."""
        return self.table.name


def nothing_to_read(streams: Sequence[SelectedStream]) -> str:
    """The message for a selection that reads nothing from UKG; empty for any other."""
    if not streams:
        return "The catalog selects no stream: nothing is read."
    if not any(stream.table.operation.path for stream in streams):
        names = ", ".join(stream.name for stream in streams)
        return (
            f"The catalog selects only {names}, which describes what was read for other streams: "
            "nothing is read. Select more streams."
        )
    return ""


class Output(Protocol):
    """Receives the results of a run, all on the thread that runs it.

    `started` is called before the first row, and `finished` for every stream after the last row of all
    streams. A state covers all rows before it.
    """

    def started(self, streams: Sequence[SelectedStream], full: Mapping[str, bool]) -> None:
        """The run begins. `full` says for each stream whether it will be read whole."""

    def expected(self, stream: SelectedStream, rows: int) -> None:
        """UKG reports how many rows of a stream will come."""

    def rows(self, stream: SelectedStream, rows: Iterable[Row], read_at: str) -> int:
        """Rows of a stream, read at a moment in UTC; returns how many there were."""

    def state(self, states: Mapping[str, Mapping[str, Any]], *, last: bool = False) -> None:
        """The bookmarks of all streams; `last` at the end of the run."""

    def finished(self, stream: SelectedStream, *, complete: bool) -> None:
        """A stream has ended. `complete` says whether everything was read that the run planned."""


class NullOutput:
    """Counts rows and writes nothing."""

    def started(self, streams: Sequence[SelectedStream], full: Mapping[str, bool]) -> None:
        """Do nothing."""

    def expected(self, stream: SelectedStream, rows: int) -> None:
        """Do nothing."""

    def rows(self, stream: SelectedStream, rows: Iterable[Row], read_at: str) -> int:
        """The number of rows."""
        del stream, read_at
        return sum(1 for _ in rows)

    def state(self, states: Mapping[str, Mapping[str, Any]], *, last: bool = False) -> None:
        """Do nothing."""

    def finished(self, stream: SelectedStream, *, complete: bool) -> None:
        """Do nothing."""
