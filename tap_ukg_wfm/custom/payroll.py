"""`payroll_exports`: UKG's payroll exports as streams, which the configuration defines.

The tables of payroll are the tenant's own, and so is the CSV of an export: query and columns are defined.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.custom import entries
from tap_ukg_wfm.custom.entries import Field, Fields, setting
from tap_ukg_wfm.custom.operations import TYPES, column_problems
from tap_ukg_wfm.streams.base import END_DATE, LINE_NUMBER, START_DATE, Full, Monthly, Table
from tap_ukg_wfm.tables.columns import STRING, Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PATH = "/v1/commons/payroll/export/async"
WORDS = {"$start_date", "$end_date"}
ADDED = {START_DATE.name, END_DATE.name, LINE_NUMBER.name}
_WORD = re.compile(r"(\$[a-z_]+)", re.ASCII)
FIELDS: Fields = {
    "name": Field(str, "Name of the stream.", required=True),
    "query": Field(
        str,
        "The query, in SQL; with $start_date and $end_date, which are replaced, it is read month by month.",
        required=True,
    ),
    "columns": Field(
        dict,
        "Columns by name, each with the header of the CSV and its type, as Hours:number. Types: "
        "string, integer, number, boolean, date, local_time, json.",
        required=True,
    ),
    "primary_keys": Field(
        list,
        "Columns that identify a row of one period. If rows are equal in them, line_number counts them.",
        required=True,
    ),
    "wait_seconds": Field(
        int, "How long to wait until UKG has made an export; 1800 where it is missing."
    ),
}
SETTING = setting(
    "Payroll Exports",
    "UKG's payroll exports, as streams. See docs/user-defined-streams.md.",
    FIELDS,
)


@dataclass(frozen=True, eq=False)
class PayrollExport(Operation):
    """An export: submitted, looked for, and downloaded as one response, see `sync.readers.payroll`.

    Args:
        headers: The headers that the CSV has to have.
        wait_seconds: How long UKG may take to make it.
    """

    headers: tuple[str, ...] = ()
    wait_seconds: int = 1800


def problems(found: Any, taken: set[str]) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Everything that is wrong with the setting, a sentence each; `taken` are names in use."""
    return entries.problems(found, "payroll export", FIELDS, _problems, taken)


def _problems(entry: Mapping[str, Any]) -> Iterator[str]:
    words = set(_WORD.findall(entry["query"]))
    for word in words - WORDS:
        yield f"uses {word}, which is none of {', '.join(sorted(WORDS))}."
    if len(words & WORDS) == 1:
        yield "has to use $start_date and $end_date together."
    for name in sorted(ADDED.intersection(entry["columns"])):
        yield f"has a column {name}, which the tap adds: choose another name."
    yield from column_problems(entry)


def streams(declared: Sequence[Mapping[str, Any]]) -> list[type[Table]]:
    """The streams of the setting, which has no problems."""
    return [_stream(entries.filled(entry)) for entry in declared]


def _stream(entry: Mapping[str, Any]) -> type[Table]:
    parts = _WORD.split(entry["query"])
    windowed = not WORDS.isdisjoint(parts)
    keys = entry["primary_keys"]
    columns = tuple(
        _column(name, text, key=name in keys) for name, text in entry["columns"].items()
    )
    operation = PayrollExport(
        PATH,
        access_control_point="WAGES",
        body={"query": {"$join": parts}, "requestId": "$request_id"},
        headers=tuple(column.source[0] for column in columns),
        wait_seconds=entry.get("wait_seconds", 1800),
    )
    declaration = {
        "__doc__": f"The payroll export {entry['name']}, as the setting payroll_exports defines it.",
        "name": entry["name"],
        "operation": operation,
        "user_defined": True,
        "records": "rows",
        "columns": columns,
        "numbered": True,
        # A line belongs to the period with which it came, since pay is corrected for months back.
        "primary_keys": (*([START_DATE.name] if windowed else []), *keys, LINE_NUMBER.name),
        "reads": Monthly() if windowed else Full(),
    }
    return cast("type[Table]", type("PayrollExportStream", (Table,), declaration))


def _column(name: str, text: str, *, key: bool) -> Column:
    header, _, kind = text.rpartition(":")
    # An empty field is an empty text where it must not be null.
    absent = "" if key and TYPES[kind] is STRING else None
    return Column(name, (header,), TYPES[kind], f"`{header}` of the export.", absent)
