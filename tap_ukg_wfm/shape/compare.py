"""The fields of a tenant's responses against those that the streams declare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tap_ukg_wfm.streams.base import Table


def compare(tables: Sequence[type[Table]], seen: Iterable[str]) -> tuple[list[str], list[str]]:
    """Which paths no stream declares, and which declared ones are in no response.

    Args:
        tables: The streams of one operation.
        seen: The paths of all fields in its responses, such as `[].punches[].id`.

    Returns:
        Unknown paths and missing paths, each in order.
    """
    found = {re.sub(r"\[\]", "", path).strip(".") for path in seen}
    envelopes = {name for table in tables for name in table.operation.envelope}
    found = {_below(path, envelopes) for path in found} - {""}
    declared = {path for table in tables for path in _declared(table)}
    if not tables:
        return [], []
    around = {
        ".".join(path.split(".")[:n]) for path in declared for n in range(1, path.count(".") + 1)
    }
    unknown = [
        path
        for path in sorted(found - declared - around)
        if not any(path.startswith(f"{known}.") for known in declared)
    ]
    return unknown, sorted(declared - found) if found else []


def _below(path: str, envelopes: set[str]) -> str:
    """A path without the envelope in which it stands."""
    head, _, rest = path.partition(".")
    return rest if head in envelopes else path


def _declared(table: type[Table]) -> Iterator[str]:
    lists = table.records if isinstance(table.records, tuple) else (table.records,)
    for records in lists:
        for column in table.columns:
            for source in (column.source, *column.otherwise):
                if path := _path(records, source):
                    yield path
        yield from (f"{records}.{name}".strip(".") for name in table.left_out)


def _path(records: str, source: tuple[str, ...]) -> str:
    """A column's place from the item: `^` leads up from the list, numbers are places in lists."""
    above = records.split(".") if records else []
    parts = list(source)
    while parts and parts[0] == "^":
        parts, above = parts[1:], above[:-1]
    if not parts or {"#", "##", "."} & {parts[0]}:
        return ""
    return ".".join([*above, *(part for part in parts if not part.isdecimal())])
