"""Which columns hold keys of other streams, as the declarations say: for diagrams and joins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tap_ukg_wfm.streams import STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_ukg_wfm.streams.base import Table


class Relation(NamedTuple):
    """A column that holds the key, or a part of the key, of another stream."""

    stream: str
    column: str
    target: str
    key: str


def relations(streams: Iterable[type[Table]] = STREAMS) -> Iterator[Relation]:
    """All relations of some streams, in the order of their columns."""
    keys = {stream.name: _key(stream) for stream in STREAMS}
    for stream in streams:
        for column in stream.table_columns():
            relation = Relation(stream.name, column.name, column.to, keys.get(column.to, ""))
            if column.to and relation[:2] != relation[2:]:
                yield relation


def _key(stream: type[Table]) -> str:
    """The column that others refer to: `id`, which may be unique only with the person's id."""
    return "id" if "id" in stream.primary_keys else stream.primary_keys[0]
