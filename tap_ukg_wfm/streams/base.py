"""What a stream is: a declaration of a table. The Singer SDK's stream is made of it in `singer/stream.py`."""

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
    "line_number", (), INTEGER, "Number of the line among those with the same other keys."
)
START_DATE = Column("start_date", (), DATE, "First date of the period to which the row belongs.")
END_DATE = Column("end_date", (), DATE, "Last date of the period to which the row belongs.")
WINDOW_DATE = Column(
    "window_date", (), DATE, "Date by which the row belongs to a window of reading."
)
READ_AT = Column("read_at", (), INSTANT, "Moment, in UTC, at which the row was read from UKG.")
DELETED_AT = Column(
    "_sdc_deleted_at",
    (),
    INSTANT,
    "Moment, in UTC, at which the row was read as deleted; null while it is there.",
)


@dataclass(frozen=True)
class Full:
    """The whole table is read in every run."""

    dated_by: ClassVar[str] = ""


@dataclass(frozen=True)
class Modified:
    """What was modified since the last run is read."""

    dated_by: ClassVar[str] = ""


@dataclass(frozen=True)
class Dated:
    """Windows of dates are read; a row belongs to the date in the first ten characters of a column."""

    dated_by: str


@dataclass(frozen=True)
class Spanning:
    """Windows of dates are read; a row is a period that may reach over a window's edge.

    `dated_by` is the column with its first day.
    """

    dated_by: str


@dataclass(frozen=True)
class Periodic:
    """Whole periods are read, since UKG sums up the range that it is asked for.

    A request for a part of a period would give another row beside the period's own. So a period is
    read whole as soon as one date of it is needed, its future days included. A row that is not
    `dated_by` a column belongs to the period, and gets the columns `start_date` and `end_date`.
    """

    dated_by: str = ""


@dataclass(frozen=True)
class Monthly(Periodic):
    """Whole calendar months are read."""


@dataclass(frozen=True)
class Daily(Periodic):
    """Single days are read: UKG takes no longer range, or names the net effect of the range only."""


@dataclass(frozen=True)
class AsOf:
    """Single dates are read, since UKG answers only what stands at the end of the range asked for.

    The dates: today in every run, month ends, and the first date on the first load. `setting` is a
    setting that lists further ones. A row is `dated_by` the column with its date.
    """

    dated_by: str
    setting: str


Reads = Full | Modified | Dated | Spanning | Monthly | Daily | AsOf


@dataclass(frozen=True)
class DeleteFeed:
    """How the lines of a change feed tell that rows of other streams are gone.

    Args:
        kind: The column that says what changed.
        change: The column that says how it changed.
        gone: What stands in it when something was deleted.
        at: The column that says when it changed.
        day: The column whose first ten characters are the date of what changed.
        streams: The stream of each kind; its rows are known by `person_id` and `id`.
        moves: Whether something may go from one person to another, and keeps its id.
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
        """The columns that it takes to tell."""
        return ("person_id", "id", self.kind, self.change, self.at, self.day)


class Table:
    """A stream: the lines of one section of an operation's response.

    Subclasses declare, and hold no code. The first paragraph of their docstring describes the table.
    """

    name: ClassVar[str]
    """The stream's name, which is the name of the table in the warehouse."""
    operation: ClassVar[Operation]
    """The operation whose responses hold the lines; streams of one operation share its requests."""
    primary_keys: ClassVar[tuple[str, ...]]
    """The columns that tell rows apart; never null."""
    columns: ClassVar[Columns]
    """The columns, without those that the tap adds."""
    reads: ClassVar[Reads] = Full()
    """What is read in a run, and by which column a row belongs to a window."""
    select: ClassVar[str | tuple[str, ...]] = ""
    """The section's name, or names, in the operation's `select`."""
    records: ClassVar[str | tuple[str, ...]] = ""
    """Path of the lines inside an item of the response; parents are reachable by `^`.

    Of several paths all lines are taken, and the source `#` is the name of the list."""
    numbered: ClassVar[bool] = False
    """Whether lines have no id, so that they get a `line_number`."""
    deletable: ClassVar[bool] = False
    """Whether a change feed tells of rows that are gone, so that they are marked."""
    deletes: ClassVar[DeleteFeed | None] = None
    """For a change feed: how it tells of rows of other streams that are gone."""
    requires: ClassVar[str] = ""
    """A setting without which UKG cannot be asked, so that there is no such stream."""
    user_defined: ClassVar[bool] = False
    """Whether the configuration defines it, so that its columns are somebody's choice, and its keys."""
    left_out: ClassVar[tuple[str, ...]] = ()
    """Fields of a line that are left out on purpose, such as passwords."""
    keeps_unknown: ClassVar[bool] = False
    """Whether rows have a column for the fields that no other column takes."""

    @classmethod
    def table_columns(cls) -> Columns:
        """All columns: the declared ones and those that the tap adds."""
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

        It has no description of its own: where a column has that name too, the SDK's flattening takes
        the one for the other.
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
        """The column by which the table grows; None for a full table."""
        if cls.operation.windowed:
            return WINDOW_DATE.name
        return READ_AT.name if isinstance(cls.reads, Modified) else None

    @classmethod
    def description(cls) -> str:
        """What the table holds, in a sentence or two."""
        return (cls.__doc__ or "").partition("\n\n")[0].replace("\n    ", " ")

    @classmethod
    def personal(cls) -> bool:
        """Whether the table is read person by person, so that the population decides what it holds."""
        return cls.operation.partition is Partition.PERSONS
