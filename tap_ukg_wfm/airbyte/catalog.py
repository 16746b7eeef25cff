"""Airbyte's catalog: the streams to offer, and the selection and state of a configured catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from airbyte_protocol_dataclasses.models import (
    AirbyteCatalog,
    AirbyteStream,
    ConfiguredAirbyteCatalog,
    ConfiguredAirbyteStream,
    SyncMode,
)

from tap_ukg_wfm.airbyte.writer import NO_CURSOR
from tap_ukg_wfm.api.errors import TapError
from tap_ukg_wfm.streams.base import READ_AT
from tap_ukg_wfm.sync.output import SelectedStream, States

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_ukg_wfm.streams.base import Table

MARK = "full_refresh_of"
"""The key of the job's id in the state of a full refresh. The platform may omit the id."""


def discovered(tables: Sequence[type[Table]]) -> AirbyteCatalog:
    """The catalog of all streams."""
    return AirbyteCatalog(streams=[_stream(table) for table in tables])


def configured(content: Any) -> ConfiguredAirbyteCatalog:  # noqa: ANN401 - any JSON
    """The configured catalog in a file.

    Raises:
        TapError: When the file contains something else.
    """
    try:
        return msgspec.convert(content, ConfiguredAirbyteCatalog)
    except msgspec.ValidationError as error:
        raise TapError(
            f"The catalog file does not follow Airbyte's protocol. Pass a configured catalog. ({error})"
        ) from error


def selection(
    tables: Sequence[type[Table]], catalog: ConfiguredAirbyteCatalog
) -> tuple[list[SelectedStream], list[str]]:
    """The streams of a catalog with the columns of its schemas, and the names that do not exist."""
    chosen = {entry.stream.name: entry.stream for entry in catalog.streams}
    selected = []
    for table in tables:
        if entry := chosen.pop(table.name, None):
            names = {column.name for column in table.table_columns()}
            wanted = entry.json_schema.get("properties")
            if isinstance(wanted, dict) and wanted:
                names &= {*wanted, *table.primary_keys, table.replication_key() or ""}
            selected.append(SelectedStream(table, frozenset(names)))
    return selected, sorted(chosen)


def states(content: Any) -> States:  # noqa: ANN401 - any JSON
    """The state of each stream in a state file.

    Raises:
        TapError: When it contains something else.
    """
    try:
        found = [message["stream"] for message in content]
        return {
            one["stream_descriptor"]["name"]: {**(one.get("stream_state") or {})} for one in found
        }
    except (KeyError, TypeError) as error:
        raise TapError(
            "The state file does not contain a list of stream states. Pass the states that this source "
            "wrote, or no state to read everything."
        ) from error


def bookmarks(catalog: ConfiguredAirbyteCatalog, given: Mapping[str, Mapping[str, Any]]) -> States:
    """The bookmarks from which the streams of a catalog continue.

    A full refresh starts over, unless its state is from an interrupted attempt of the same job.
    """
    found = {entry.stream.name: _bookmark(entry, given) for entry in catalog.streams}
    return {name: bookmark for name, bookmark in found.items() if bookmark}


def marks(catalog: ConfiguredAirbyteCatalog) -> States:
    """The additional content of the states of full refreshes."""
    return {
        entry.stream.name: {MARK: entry.sync_id}
        for entry in catalog.streams
        if entry.sync_mode is SyncMode.full_refresh
    }


def _stream(table: type[Table]) -> AirbyteStream:
    schema = table.table_schema()
    # A table with this column keeps the rows of earlier runs.
    grows = READ_AT.name in schema["properties"]
    modes = [SyncMode.full_refresh, *([SyncMode.incremental] if grows else [])]
    return AirbyteStream(
        name=table.name,
        json_schema=schema,
        supported_sync_modes=modes,
        source_defined_cursor=True if grows else None,
        default_cursor_field=[READ_AT.name] if grows else None,
        source_defined_primary_key=[[key] for key in table.primary_keys],
        is_resumable=grows,
    )


def _bookmark(
    entry: ConfiguredAirbyteStream, given: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    content = dict(given.get(entry.stream.name, {}))
    job = content.pop(MARK, None)
    bookmark = {} if content.keys() & NO_CURSOR.keys() else content
    if entry.sync_mode is SyncMode.incremental or not bookmark:
        return bookmark
    same = MARK in given[entry.stream.name] and job == entry.sync_id
    if same and "opened" in bookmark:
        return bookmark
    if same and job is not None:
        # An earlier attempt finished this stream, so nothing has to be read again.
        if "completed" in bookmark:
            done = {"opened": bookmark.pop("completed"), "done": bookmark.get("covered", [])}
            return {**bookmark, **done}
        return bookmark
    return {}
