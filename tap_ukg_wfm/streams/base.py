"""What all streams share: a stream is a declaration; the engine does the work."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from singer_sdk import Stream
from singer_sdk.helpers.conform import TypeConformanceLevel
from singer_sdk.singerlib import Schema
from typing_extensions import override

from tap_ukg_wfm.api.operations import Operation, Partition
from tap_ukg_wfm.tables.columns import DATE, INSTANT, INTEGER, Column, Columns

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

    from singer_sdk.helpers import types
    from singer_sdk.helpers._batch import BaseBatchFileEncoding, BatchConfig
    from singer_sdk.singerlib import Catalog

    from tap_ukg_wfm.tap import TapUKGWFM

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


class UKGStream(Stream):
    """A table: the lines of one section of an operation's answer.

    Subclasses declare, and hold no code. The first paragraph of their docstring describes the table.
    """

    operation: ClassVar[Operation]
    """The operation whose answers hold the lines; streams of one operation share its requests."""
    columns: ClassVar[Columns]
    """The columns, without those that the engine adds."""
    select: ClassVar[str | tuple[str, ...]] = ""
    """The section's word, or words, in the operation's `select`."""
    records: ClassVar[str | tuple[str, ...]] = ""
    """Path of the lines inside an item of the answer; parents are reachable by `^`.

    Of several paths all lines are taken, and the source `#` is the name of the list."""
    dated_by: ClassVar[str] = ""
    """Windowed streams: the column whose first ten characters are the row's date."""
    spans: ClassVar[bool] = False
    """Whether a row is a period that may reach over a window's edge, `dated_by` its first day."""
    numbered: ClassVar[bool] = False
    """Whether lines have no id, so that they get a `line_number`."""
    periodic: ClassVar[bool] = False
    """Whether UKG sums up what it is asked for, so that it is asked for whole calendar months.

    Of days, where it takes no more. Rows that are not `dated_by` a column belong to the period."""
    modified: ClassVar[bool] = False
    """Whether only what was modified since the last run is read."""
    deletable: ClassVar[bool] = False
    """Whether a change feed tells of rows that are gone, so that they are marked."""
    removals: ClassVar[DeleteFeed | None] = None
    """For a change feed: how it tells of rows of other streams that are gone."""
    requires: ClassVar[str] = ""
    """A setting without which UKG cannot be asked, so that there is no such stream."""
    declared: ClassVar[bool] = False
    """Whether the configuration declares it, so that its columns are somebody's choice, and its keys."""
    left_out: ClassVar[tuple[str, ...]] = ()
    """Fields of a line that are left out on purpose, such as passwords."""

    # Rows are made to the schema by the projection; a second pass would only cost time.
    TYPE_CONFORMANCE_LEVEL = TypeConformanceLevel.NONE

    def __init__(self, tap: TapUKGWFM) -> None:
        super().__init__(tap, schema=self.table_schema())
        self.tap = tap
        self._schema_written = False
        if self.operation.windowed:
            self.replication_key = WINDOW_DATE.name
        elif self.modified:
            self.replication_key = READ_AT.name

    @classmethod
    def table_columns(cls) -> Columns:
        """All columns: the declared ones and those that the engine adds."""
        windowed = cls.operation.windowed
        added = (
            *([START_DATE, END_DATE] if cls.periodic and not cls.dated_by else []),
            *([LINE_NUMBER] if cls.numbered else []),
            *([WINDOW_DATE] if windowed else []),
            *([READ_AT] if windowed or cls.modified else []),
            *([DELETED_AT] if cls.deletable else []),
        )
        return (*cls.columns, *added)

    @classmethod
    def table_schema(cls) -> dict[str, Any]:
        """The table's JSON Schema.

        It has no description of its own: where a column has that name too, the SDK's flattening takes
        the one for the other.
        """
        keys = cast("tuple[str, ...]", cls.primary_keys)
        return {
            "type": "object",
            "properties": {
                column.name: column.schema(key=column.name in keys)
                for column in cls.table_columns()
            },
        }

    @classmethod
    def description(cls) -> str:
        """What the table holds, in a sentence or two."""
        return (cls.__doc__ or "").partition("\n\n")[0].replace("\n    ", " ")

    @property
    def personal(self) -> bool:
        """Whether the stream is read person by person, so that the population decides what it holds."""
        return self.operation.partition is Partition.PERSONS

    @property
    def selected_columns(self) -> set[str]:
        """The names of the columns that the catalog has, and selects."""
        there = self.effective_schema["properties"]
        keys = self.primary_keys
        return {
            name
            for name in self.schema["properties"]
            if self.mask["properties", name] and (name in there or name in keys)
        }

    @override
    def get_records(self, context: types.Context | None) -> Iterable[dict[str, Any]]:
        """Nothing: the engine reads all streams together, see `_sync_records`."""
        return ()

    @override
    def get_replication_key_signpost(self, context: types.Context | None = None) -> None:
        """None: the engine's bookmarks are ends of windows, which nothing has to hold back."""
        return

    @override
    def apply_catalog(self, catalog: Catalog) -> None:
        """Take selection, method and types from the catalog; keys are UKG's, whatever it says or omits."""
        replication_key = self.replication_key
        if entry := catalog.get_stream(self.name):
            entry.key_properties = list(self.primary_keys)
            if not entry.schema.properties:
                entry.schema = Schema.from_dict(self.schema)
        super().apply_catalog(catalog)
        self.replication_key = replication_key

    @property
    @override
    def emit_activate_version_messages(self) -> bool:
        """False: the SDK would send them before the rows; the engine sends them after."""
        return False

    @override
    def log(self, message: str, *args: Any, level: int = logging.DEBUG, **kwargs: Any) -> None:
        """Say for developers only what the SDK says of each stream's turn.

        The engine reads all streams at the first one's turn, so that the rest would be said to begin
        when all is over; and why a stream fails is said by the sentence of the error.
        """
        super().log(message, *args, level=logging.DEBUG, **kwargs)

    @override
    def _write_schema_message(self) -> None:
        # The engine writes all schemas before the first row; the SDK asks again for each stream.
        if not self._schema_written:
            self._schema_written = True
            super()._write_schema_message()

    @override
    def _sync_records(
        self, context: types.Context | None = None, *, write_messages: bool = True
    ) -> Generator[dict[str, Any], Any, Any]:
        """Let the engine read all selected streams, at the first one's turn.

        One request serves several streams, and requests of one go out while rows of another are
        written, so that a stream alone cannot be synced.
        """
        self.tap.engine.run()
        self._write_state_message()
        yield from ()

    @override
    def get_batches(
        self, batch_config: BatchConfig, context: types.Context | None = None
    ) -> Iterable[tuple[BaseBatchFileEncoding, list[str]]]:
        """None: with `batch_config`, too, the engine reads and writes all streams together."""
        self.tap.engine.run()
        return ()
