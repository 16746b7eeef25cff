"""Where a run's rows and states go: the interface of all outputs, and the one that drops them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tap_ukg_wfm.streams.base import Table
    from tap_ukg_wfm.tables.compiled import Row

States = dict[str, dict[str, Any]]
"""The bookmark of each stream, by name, as it goes into the state."""


@dataclass(frozen=True, eq=False)
class SelectedStream:
    """A table to read in this run.

    Args:
        table: The declaration.
        columns: The names of the columns to put into rows.
        incremental: Whether the run goes on from the stream's bookmark.
    """

    table: type[Table]
    columns: frozenset[str]
    incremental: bool = True

    @property
    def name(self) -> str:
        """The stream's name."""
        return self.table.name


def nothing_to_read(streams: Sequence[SelectedStream]) -> str:
    """The sentence for a selection that reads nothing from UKG; empty for any other."""
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
    """What a run tells, all of it from the thread that runs it.

    `started` comes for every stream before the first row of any, `finished` for every stream after
    the last row of all. A state counts for all rows that came before it.
    """

    def started(self, streams: Sequence[SelectedStream], full: Mapping[str, bool]) -> None:
        """The run begins; `full` names the streams that are read whole, if all goes well."""

    def expected(self, stream: SelectedStream, rows: int) -> None:
        """So many rows of a stream are to come, where UKG says so."""

    def rows(self, stream: SelectedStream, rows: Iterable[Row], read_at: str) -> int:
        """Rows of a stream, read at a moment (UTC); gives how many there were."""

    def state(self, states: Mapping[str, Mapping[str, Any]], *, last: bool = False) -> None:
        """The bookmarks of all streams; `last` at the end of the run."""

    def finished(self, stream: SelectedStream, *, complete: bool) -> None:
        """A stream has come to its end; whether all of it was read, as far as the run wanted it."""


class NullOutput:
    """Counts rows, and writes nothing."""

    def started(self, streams: Sequence[SelectedStream], full: Mapping[str, bool]) -> None:
        """Do nothing."""

    def expected(self, stream: SelectedStream, rows: int) -> None:
        """Do nothing."""

    def rows(self, stream: SelectedStream, rows: Iterable[Row], read_at: str) -> int:
        """How many rows there are."""
        del stream, read_at
        return sum(1 for _ in rows)

    def state(self, states: Mapping[str, Mapping[str, Any]], *, last: bool = False) -> None:
        """Do nothing."""

    def finished(self, stream: SelectedStream, *, complete: bool) -> None:
        """Do nothing."""
