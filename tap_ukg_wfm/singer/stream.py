"""The Singer SDK's stream of a table: catalog, selection and metrics. Rows come from `sync/`."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from singer_sdk import Stream
from singer_sdk.helpers._catalog import get_selected_schema
from singer_sdk.helpers.conform import TypeConformanceLevel
from singer_sdk.singerlib import Metadata, Schema
from typing_extensions import override

from tap_ukg_wfm.singer.nested import deselected
from tap_ukg_wfm.sync.output import SelectedStream

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from singer_sdk import Tap
    from singer_sdk.helpers import types
    from singer_sdk.helpers._batch import BaseBatchFileEncoding, BatchConfig
    from singer_sdk.singerlib import Catalog

    from tap_ukg_wfm.singer.nested import FieldTree
    from tap_ukg_wfm.streams.base import Table

InclusionType = Metadata.InclusionType


class SingerStream(Stream):
    """A table as the SDK sees it.

    One request serves several streams, and requests of one stream run while rows of another are
    written. Therefore a stream cannot be synced alone: all are read when the SDK syncs the first.

    Args:
        tap: The tap.
        table: The declaration.
        read: Reads all selected streams, unless they have been read already.
    """

    # Rows already match the schema.
    TYPE_CONFORMANCE_LEVEL = TypeConformanceLevel.NONE

    def __init__(self, tap: Tap, table: type[Table], read: Callable[[], None]) -> None:
        super().__init__(tap, schema=table.table_schema(), name=table.name)
        self.table = table
        self._read = read
        self.primary_keys = table.primary_keys
        self.replication_key = table.replication_key()
        self._schema_written = False

    @property
    def selection(self) -> SelectedStream:
        """The table with the columns that the catalog has and selects."""
        columns = frozenset(self.schema["properties"]) & self.selected_schema["properties"].keys()
        incremental = self.replication_method == "INCREMENTAL"
        return SelectedStream(self.table, columns, incremental=incremental)

    @property
    def selected_schema(self) -> dict[str, Any]:
        """The schema without what the catalog deselects, at any depth."""
        return get_selected_schema(self.name, self.effective_schema, self.mask)

    @property
    def deselected_fields(self) -> FieldTree:
        """The nested fields of selected columns that the catalog deselects."""
        return deselected(self.schema, self.selected_schema)

    @override
    def get_records(self, context: types.Context | None) -> Iterable[dict[str, Any]]:
        """No records: all streams are read together, see `_sync_records`."""
        return ()

    @override
    def get_replication_key_signpost(self, context: types.Context | None = None) -> None:
        """No signpost: bookmarks are ends of windows."""
        return

    @override
    def apply_catalog(self, catalog: Catalog) -> None:
        """Apply selection, replication method and types of the catalog, but keep the tap's own keys."""
        replication_key = self.replication_key
        if entry := catalog.get_stream(self.name):
            entry.key_properties = list(self.primary_keys)
            if not entry.schema.properties:
                entry.schema = Schema.from_dict(self.schema)
            for key in filter(None, [*self.primary_keys, replication_key]):
                own = Schema.from_dict(self.schema["properties"][key])
                entry.schema.properties = {**(entry.schema.properties or {}), key: own}
                if entry.metadata:
                    entry.metadata["properties", key].inclusion = InclusionType.AUTOMATIC
        super().apply_catalog(catalog)
        self.replication_key = replication_key

    @property
    @override
    def emit_activate_version_messages(self) -> bool:
        """False: the SDK would send them before the rows. The output sends them after."""
        return False

    @override
    def log(self, message: str, *args: Any, level: int = logging.DEBUG, **kwargs: Any) -> None:
        """Log the SDK's messages about a stream at level DEBUG.

        All streams are read when the SDK syncs the first one, so the SDK's messages about the others
        come too late. The tap's own message says why a stream failed.
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
        # The SDK calls this again when it syncs the stream.
        if not self._schema_written:
            self._schema_written = True
            super()._write_schema_message()

    @override
    def _sync_records(
        self, context: types.Context | None = None, *, write_messages: bool = True
    ) -> Generator[dict[str, Any], Any, Any]:
        """Read all selected streams when the SDK syncs the first one."""
        self._read()
        self._write_state_message()
        yield from ()

    @override
    def get_batches(
        self, batch_config: BatchConfig, context: types.Context | None = None
    ) -> Iterable[tuple[BaseBatchFileEncoding, list[str]]]:
        """No batches: with `batch_config`, all streams are also read and written together."""
        self._read()
        return ()
