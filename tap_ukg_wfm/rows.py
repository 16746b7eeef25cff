"""Rows as Python objects, for notebooks, tests and loaders written in Python."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ukg_wfm.api.connection import Connection
from tap_ukg_wfm.api.errors import SettingsError, TapError
from tap_ukg_wfm.custom.catalog import tables, why_absent
from tap_ukg_wfm.settings.schema import OWN
from tap_ukg_wfm.settings.validation import complete, problems
from tap_ukg_wfm.sync.failures import Failures
from tap_ukg_wfm.sync.output import NullOutput, SelectedStream
from tap_ukg_wfm.sync.run import Sync

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tap_ukg_wfm.sync.output import States

Row = dict[str, Any]


class _RowList(NullOutput):
    """Keeps rows until they are taken."""

    def __init__(self) -> None:
        self.waiting: list[tuple[str, Row]] = []

    @override
    def rows(self, stream: SelectedStream, rows: Iterable[Row], read_at: str) -> int:
        """Keep the rows; how many there are."""
        del read_at
        before = len(self.waiting)
        self.waiting += ((stream.name, row) for row in rows)
        return len(self.waiting) - before


def read(
    config: Mapping[str, Any], streams: Sequence[str], state: States | None = None
) -> Iterator[tuple[str, Row]]:
    """Read streams of a tenant, row by row.

    Only the rows of one response are in memory at a time.

    Args:
        config: The settings, as in the tap's configuration file.
        streams: The names of the streams.
        state: The bookmarks of an earlier run. Changed in place: keep it for the next run once all
            rows are safe. Rows whose `_sdc_deleted_at` is set are gone in UKG.

    Yields:
        The name of a stream, and a row of it: its columns as `--discover` describes them.

    Raises:
        SettingsError: When the settings cannot be used.
        TapError: When something could not be read; the rows before are good.
    """
    config = complete(config, OWN)
    if found := problems(config, OWN):
        raise SettingsError(" ".join(found))
    output, failures = _RowList(), Failures(logging.getLogger("tap-ukg-wfm"))
    with Connection(config) as connection:
        there = {table.name: table for table in tables(config, connection.client)}
        for name in streams:
            if name not in there:
                raise TapError(why_absent(name))
        selected = [
            SelectedStream(table, frozenset(column.name for column in table.table_columns()))
            for name, table in there.items()
            if name in streams
        ]
        bookmarks = {} if state is None else state
        sync = Sync(config, connection.client(), selected, bookmarks, output, failures=failures)
        for _ in sync.steps():
            yield from output.waiting
            output.waiting.clear()
    if failures:
        raise TapError(" ".join(failures.summary()))
