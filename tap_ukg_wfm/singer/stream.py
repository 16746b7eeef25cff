"""The Singer SDK's stream of a table: catalog, selection and metrics; the rows come from `sync/`."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from singer_sdk import Stream
from singer_sdk.helpers.conform import TypeConformanceLevel
from singer_sdk.singerlib import Schema
from typing_extensions import override

from tap_ukg_wfm.sync.output import SelectedStream

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from singer_sdk.helpers import types
    from singer_sdk.helpers._batch import BaseBatchFileEncoding, BatchConfig
    from singer_sdk.singerlib import Catalog

    from tap_ukg_wfm.singer.tap import SingerTap
    from tap_ukg_wfm.streams.base import Table


class SingerStream(Stream):
    """A table as the SDK sees it.

    One request serves several streams, and requests of one are under way while rows of another are
    written, so that a stream alone cannot be synced: all are read at the first one's turn.

    Args:
        tap: The tap.
        table: The declaration.
    """

    # Rows are made to the schema by the projection; a second pass would only cost time.
    TYPE_CONFORMANCE_LEVEL = TypeConformanceLevel.NONE

    def __init__(self, tap: SingerTap, table: type[Table]) -> None:
        super().__init__(tap, schema=table.table_schema(), name=table.name)
        self.tap = tap
        self.table = table
        self.primary_keys = table.primary_keys
        self.replication_key = table.replication_key()
        self._schema_written = False

    @property
    def selection(self) -> SelectedStream:
        """The table with the columns that the catalog has and selects; keys always are."""
        there, keys = self.effective_schema["properties"], self.table.primary_keys
        columns = frozenset(
            name
            for name in self.schema["properties"]
            if self.mask["properties", name] and (name in there or name in keys)
        )
        incremental = self.replication_method == "INCREMENTAL"
        return SelectedStream(self.table, columns, incremental=incremental)

    @override
    def get_records(self, context: types.Context | None) -> Iterable[dict[str, Any]]:
        """Nothing: all streams are read together, see `_sync_records`."""
        return ()

    @override
    def get_replication_key_signpost(self, context: types.Context | None = None) -> None:
        """None: bookmarks are ends of windows, which nothing has to hold back."""
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
        """False: the SDK would send them before the rows; the output sends them after."""
        return False

    @override
    def log(self, message: str, *args: Any, level: int = logging.DEBUG, **kwargs: Any) -> None:
        """Say for developers only what the SDK says of each stream's turn.

        All streams are read at the first one's turn, so that the rest would be said to begin when all
        is over; and why a stream fails is said by the sentence of the error.
        """
        super().log(message, *args, level=logging.DEBUG, **kwargs)

    def write_schema(self) -> None:
        """Write the SCHEMA message, before the first row of any stream."""
        self._write_schema_message()

    def activate(self, version: int) -> None:
        """Write the ACTIVATE_VERSION message, after the last row."""
        self._write_activate_version_message(version)

    @override
    def _write_schema_message(self) -> None:
        # The SDK asks again at each stream's turn.
        if not self._schema_written:
            self._schema_written = True
            super()._write_schema_message()

    @override
    def _sync_records(
        self, context: types.Context | None = None, *, write_messages: bool = True
    ) -> Generator[dict[str, Any], Any, Any]:
        """Read all selected streams, at the first one's turn."""
        self.tap.read()
        self._write_state_message()
        yield from ()

    @override
    def get_batches(
        self, batch_config: BatchConfig, context: types.Context | None = None
    ) -> Iterable[tuple[BaseBatchFileEncoding, list[str]]]:
        """None: with `batch_config`, too, all streams are read and written together."""
        self.tap.read()
        return ()
