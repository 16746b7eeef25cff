"""Rows as Python objects, for notebooks, scripts and tests."""

from __future__ import annotations

import logging
from contextlib import closing
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ukg_wfm.api.connection import Connection
from tap_ukg_wfm.api.errors import TapError
from tap_ukg_wfm.custom.catalog import tables, why_absent
from tap_ukg_wfm.settings.schema import OWN
from tap_ukg_wfm.settings.validation import unknown_settings, validated
from tap_ukg_wfm.sync.failures import Failures
from tap_ukg_wfm.sync.output import NullOutput, SelectedStream
from tap_ukg_wfm.sync.run import Sync

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tap_ukg_wfm.sync.output import States

Row = dict[str, Any]
_LOGGER = logging.getLogger("tap-ukg-wfm")


class _RowList(NullOutput):
    """Collects rows until the generator yields them."""

    def __init__(self) -> None:
        self.waiting: list[tuple[str, Row]] = []

    @override
    def rows(self, stream: SelectedStream, rows: Iterable[Row], read_at: str) -> int:
        """Collect the rows. Returns their number."""
        del read_at
        before = len(self.waiting)
        self.waiting += ((stream.name, row) for row in rows)
        return len(self.waiting) - before


def read(
    config: Mapping[str, Any], streams: Sequence[str], state: States | None = None
) -> Iterator[tuple[str, Row]]:
    """Read streams of a tenant, row by row.

    Only the rows of one response are in memory at a time. docs/python.md has examples.

    Args:
        config: The settings, as in the tap's configuration file.
        streams: The names of the streams.
        state: The bookmarks of an earlier run by stream name, or an empty dict. It is changed in
            place: save it for the next run once all rows are stored. A row whose `_sdc_deleted_at`
            is set was deleted in UKG.

    Yields:
        Pairs of a stream's name and a row of it, with the columns in docs/streams.md.

    Raises:
        SettingsError: When the settings cannot be used.
        TapError: When something could not be read. The rows before it are good.
    """
    config = validated(config, OWN)
    for sentence in unknown_settings(config, OWN):
        _LOGGER.warning("%s", sentence)
    names = [streams] if isinstance(streams, str) else streams
    bookmarks = _bookmarks(state)
    output, failures = _RowList(), Failures(_LOGGER)
    with Connection(config) as connection:
        there = {table.name: table for table in tables(config, connection.client)}
        for name in names:
            if name not in there:
                raise TapError(why_absent(name))
        selected = [
            SelectedStream(table, frozenset(column.name for column in table.table_columns()))
            for name, table in there.items()
            if name in names
        ]
        sync = Sync(config, connection.client(), selected, bookmarks, output, failures=failures)
        # A caller may stop at any row.
        with closing(sync.steps()) as steps:
            for _ in steps:
                yield from output.waiting
                output.waiting.clear()
    if failures:
        raise TapError(" ".join(failures.summary()))


def _bookmarks(state: States | None) -> States:
    """The bookmarks of a state, which may also be a state of the Singer command.

    Raises:
        TapError: When it is something else, because everything would be read again.
    """
    if state is None:
        return {}
    found = state.get("bookmarks", state)
    if not all(isinstance(bookmark, dict) for bookmark in found.values()):
        raise TapError(
            "The state does not contain a bookmark for each stream. Pass the dictionary that an earlier "
            "`read` changed."
        )
    return found
