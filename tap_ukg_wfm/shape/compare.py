"""The fields of a tenant's responses against those that the streams declare."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tap_ukg_wfm.streams.base import Table

_AROUND = {
    *("employee", "employeeId", "employees", "metadata", "details", "index", "count"),
    *("totalElements", "totalRecords", "totalPages", "startDate", "endDate"),
    *("startDateTime", "endDateTime", "employeeContext"),
}
"""Fields around the lines of a response, which belong to no stream."""


def compare(tables: Sequence[type[Table]], seen: Iterable[str]) -> tuple[list[str], list[str]]:
    """Find paths that no stream declares, and declared paths that are in no response.

    Args:
        tables: The streams of one operation.
        seen: The paths of all fields in its responses, such as `[].punches[].id`.

    Returns:
        Unknown paths and missing paths, sorted. Fields inside an unknown object are not listed.
    """
    if not tables:
        return [], []
    envelopes = {name for table in tables for name in table.operation.envelope}
    plain = (path.replace("[]", "").strip(".") for path in seen)
    found = {_below(path, envelopes) for path in plain} - {""}
    declared = {path for table in tables for path in _declared(table)}
    around = {path.rsplit(".", n)[0] for path in declared for n in range(1, path.count(".") + 1)}
    unknown: list[str] = []
    for path in sorted(found):
        inside = any(path.startswith(f"{known}.") for known in unknown)
        if not inside and not _is_known(path, declared, around):
            unknown.append(path)
    missing = [path for path in sorted(declared) if not any(fnmatchcase(p, path) for p in found)]
    return unknown, missing if found else []


def _is_known(path: str, declared: set[str], around: set[str]) -> bool:
    if path.partition(".")[0] in _AROUND or path in declared or path in around:
        return True
    return any(
        path.startswith(f"{known}.") or ("*" in known and fnmatchcase(path, f"{known}*"))
        for known in (*declared, *(p for p in around if "*" in p))
    )


def _below(path: str, envelopes: set[str]) -> str:
    """A path without its envelope."""
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
    """A column's path from the item. `^` leads up from the list, numbers are indexes.

    >>> _path("shifts.segments", ("^", "id")), _path("punches", ("employee", "id"))
    ('shifts.id', 'punches.employee.id')
    """
    above = records.split(".") if records else []
    parts = list(source)
    while parts and parts[0] == "^":
        parts, above = parts[1:], above[:-1]
    if not parts or parts[0] in {"#", "##", "."}:
        return ""
    return ".".join([*above, *(part for part in parts if not part.isdecimal())])
