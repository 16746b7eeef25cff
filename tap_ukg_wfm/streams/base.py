"""The declaration of a stream as a table. `singer/stream.py` makes the Singer SDK's stream from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from tap_ukg_wfm.api.operations import Operation, Partition
from tap_ukg_wfm.tables.columns import (
    DATE,
    INSTANT,
    INTEGER,
    UNKNOWN_FIELDS,
    Column,
    Columns,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

LINE_NUMBER = Column(
    "line_number",
    (),
    INTEGER,
    "Number that tells apart rows whose other keys are equal, counted from 1.",
)
START_DATE = Column("start_date", (), DATE, "First date of the period that the row covers.")
END_DATE = Column("end_date", (), DATE, "Last date of the period that the row covers.")
WINDOW_DATE = Column(
    "window_date",
    (),
    DATE,
    "Date that assigns the row to a window of dates; the tap rereads entire windows.",
)
READ_AT = Column("read_at", (), INSTANT, "When the row was read from UKG, in UTC.")
DELETED_AT = Column(
    "_sdc_deleted_at",
    (),
    INSTANT,
    "When the deletion of the row was read from UKG, in UTC; null while the row exists.",
)


@dataclass(frozen=True)
class Full:
    """Every run reads the entire table."""

    dated_by: ClassVar[str] = ""


@dataclass(frozen=True)
class Modified:
    """Every run reads what was modified since the last run."""

    dated_by: ClassVar[str] = ""


@dataclass(frozen=True)
class Dated:
    """Windows of dates are read. A row belongs to the date in the first ten characters of a column."""

    dated_by: str


@dataclass(frozen=True)
class Spanning:
    """Windows of dates are read. A row is a period that may extend beyond a window.

    `dated_by` is the column with its first date.
    """

    dated_by: str


@dataclass(frozen=True)
class Periodic:
    """Entire periods are read, because UKG totals the range that a request asks for.

    A request for part of a period would produce a second row beside that of the period. So as soon as
    one date of a period is needed, the entire period is read, including its future days. A row that
    is not `dated_by` a column belongs to the period and gets the columns `start_date` and `end_date`.
    """

    dated_by: str = ""


@dataclass(frozen=True)
class Monthly(Periodic):
    """Entire calendar months are read."""


@dataclass(frozen=True)
class Daily(Periodic):
    """Single days are read: UKG accepts no longer range, or returns only the net effect of the range."""


@dataclass(frozen=True)
class AsOf:
    """Single dates are read, because UKG returns only the values at the end of the requested range.

    The dates are today in every run, month ends, and the first date on the first load. `setting` names
    the setting that lists further dates. `dated_by` is the column with the date of a row.
    """

    dated_by: str
    setting: str


Reads = Full | Modified | Dated | Spanning | Monthly | Daily | AsOf


@dataclass(frozen=True)
class DeleteFeed:
    """How the lines of a change feed report deletions of rows in other streams.

    Args:
        kind: The column with the kind of item that changed.
        change: The column with the type of change.
        gone: The value of `change` for a deletion.
        at: The column with the time of the change.
        day: The column whose first ten characters are the date of the changed item.
        streams: The stream of each kind. `person_id` and `id` identify its rows.
        moves: Whether an item may move from one person to another and keep its id.
    """

    kind: str
    change: str
    gone: str
    at: str
    day: str
    streams: Mapping[str, str]
    moves: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are needed to find deletions."""
        return ("person_id", "id", self.kind, self.change, self.at, self.day)


class Table:
    """A stream: the lines of one section of an operation's response.

    Subclasses are declarations without code. The first paragraph of a docstring describes the table.
    """

    name: ClassVar[str]
    """The stream's name, which is the name of the table in the warehouse."""
    operation: ClassVar[Operation]
    """The operation whose responses contain the lines. Streams of one operation share its requests."""
    primary_keys: ClassVar[tuple[str, ...]]
    """The columns that identify a row; never null."""
    columns: ClassVar[Columns]
    """The columns, except those that the tap adds."""
    reads: ClassVar[Reads] = Full()
    """What a run reads, and which column assigns a row to a window."""
    select: ClassVar[str | tuple[str, ...]] = ""
    """The section's name, or names, in the operation's `select`."""
    records: ClassVar[str | tuple[str, ...]] = ""
    """Path of the lines inside an item of the response. `^` leads to the parent of a line.

    If there are several paths, the lines of all of them are taken; the source `#` is the list's name."""
    numbered: ClassVar[bool] = False
    """Whether lines have no id and get a `line_number` instead."""
    deletable: ClassVar[bool] = False
    """Whether a change feed reports deletions, so that deleted rows are marked."""
    deletes: ClassVar[DeleteFeed | None] = None
    """For a change feed: how it reports deletions of rows in other streams."""
    requires: ClassVar[str] = ""
    """The setting that the stream needs; without it the stream does not exist."""
    user_defined: ClassVar[bool] = False
    """Whether the configuration defines the stream, so that a user chose its columns and keys."""
    left_out: ClassVar[tuple[str, ...]] = ()
    """Fields of a line that are deliberately left out, such as passwords."""
    keeps_unknown: ClassVar[bool] = False
    """Whether rows have a column for fields that no other column contains."""

    @classmethod
    def table_columns(cls) -> Columns:
        """All columns: those declared and those that the tap adds."""
        windowed, reads = cls.operation.windowed, cls.reads
        summed = isinstance(reads, Periodic) and not reads.dated_by
        added = (
            *([START_DATE, END_DATE] if summed else []),
            *([LINE_NUMBER] if cls.numbered else []),
            *([WINDOW_DATE] if windowed else []),
            *([READ_AT] if windowed or isinstance(reads, Modified) else []),
            *([DELETED_AT] if cls.deletable else []),
            *([UNKNOWN_FIELDS] if cls.keeps_unknown else []),
        )
        return (*cls.columns, *added)

    @classmethod
    def table_schema(cls) -> dict[str, Any]:
        """The table's JSON Schema.

        It has no description, because the SDK's flattening would confuse it with a column named
        `description`.
        """
        return {
            "type": "object",
            "properties": {
                column.name: column.schema(key=column.name in cls.primary_keys)
                for column in cls.table_columns()
            },
        }

    @classmethod
    def replication_key(cls) -> str | None:
        """The column with which the table is replicated incrementally; None for a full table."""
        if cls.operation.windowed:
            return WINDOW_DATE.name
        return READ_AT.name if isinstance(cls.reads, Modified) else None

    @classmethod
    def description(cls) -> str:
        """What the table contains, in a sentence or two."""
        return (cls.__doc__ or "").partition("\n\n")[0].replace("\n    ", " ")

    @classmethod
    def personal(cls) -> bool:
        """Whether the table is read by person, so that its content depends on the population."""
        return cls.operation.partition is Partition.PERSONS
