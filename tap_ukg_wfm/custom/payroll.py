"""`payroll_exports`: UKG's payroll exports as user-defined streams.

Payroll tables and the CSV of an export differ between tenants, so users define the query and the columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from tap_ukg_wfm.api.operations import Operation, ReaderName
from tap_ukg_wfm.custom import entries
from tap_ukg_wfm.custom.entries import Field, Fields, setting
from tap_ukg_wfm.custom.operations import TYPES, column_problems
from tap_ukg_wfm.streams.base import END_DATE, LINE_NUMBER, START_DATE, Full, Monthly, Table
from tap_ukg_wfm.tables.columns import STRING, Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PATH = "/v1/commons/payroll/export/async"
VARIABLES = {"$start_date", "$end_date"}
ADDED = {START_DATE.name, END_DATE.name, LINE_NUMBER.name}
_VARIABLE = re.compile(r"(\$[a-z_]+)", re.ASCII)
FIELDS: Fields = {
    "name": Field(str, "Name of the stream.", required=True),
    "query": Field(
        str,
        "SQL query. With the variables $start_date and $end_date it is read month by month.",
        required=True,
    ),
    "columns": Field(
        dict,
        "Column names, each with its CSV header and type, such as Hours:number. Types: "
        "string, integer, number, boolean, date, local_time, json.",
        required=True,
    ),
    "primary_keys": Field(
        list,
        "Columns that identify a row within a period; a line_number tells apart rows with equal keys.",
        required=True,
    ),
    "wait_seconds": Field(
        int, "The most seconds to wait until UKG has created an export. The default is 1800."
    ),
}
SETTING = setting(
    "Payroll Exports",
    "UKG's payroll exports, as streams. See docs/user-defined-streams.md.",
    FIELDS,
)


@dataclass(frozen=True, eq=False)
class PayrollExport(Operation):
    """An export that is submitted, polled and downloaded as one response, see `sync.readers.payroll`.

    Args:
        headers: The required headers of the CSV.
        wait_seconds: The most seconds that UKG may take to create it.
    """

    headers: tuple[str, ...] = ()
    wait_seconds: int = 1800
    reader: ReaderName = "payroll"


def problems(found: Any, taken: set[str]) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """All problems of the setting, one sentence each; `taken` are the stream names in use."""
    return entries.problems(found, "payroll export", FIELDS, _problems, taken)


def _problems(entry: Mapping[str, Any]) -> Iterator[str]:
    used = set(_VARIABLE.findall(entry["query"]))
    for variable in used - VARIABLES:
        yield f"uses {variable}, which is not one of {', '.join(sorted(VARIABLES))}."
    if len(used & VARIABLES) == 1:
        yield "has to use $start_date and $end_date together."
    for name in sorted(ADDED.intersection(entry["columns"])):
        yield f"has a column {name}, which the tap adds. Choose another name."
    yield from column_problems(entry)


def streams(declared: Sequence[Mapping[str, Any]]) -> list[type[Table]]:
    """The streams of the validated setting."""
    return [_stream(entries.filled(entry)) for entry in declared]


def _stream(entry: Mapping[str, Any]) -> type[Table]:
    parts = _VARIABLE.split(entry["query"])
    windowed = not VARIABLES.isdisjoint(parts)
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
        "__doc__": f"The payroll export {entry['name']}, as defined in the setting payroll_exports.",
        "name": entry["name"],
        "operation": operation,
        "user_defined": True,
        "records": "rows",
        "columns": columns,
        "numbered": True,
        # A row belongs to the period that it was exported for, since pay is corrected months later.
        "primary_keys": (*([START_DATE.name] if windowed else []), *keys, LINE_NUMBER.name),
        "reads": Monthly() if windowed else Full(),
    }
    return cast("type[Table]", type("PayrollExportStream", (Table,), declaration))


def _column(name: str, text: str, *, key: bool) -> Column:
    header, _, kind = text.rpartition(":")
    # In a key, an empty field is an empty string, because keys are never null.
    absent = "" if key and TYPES[kind] is STRING else None
    return Column(name, (header,), TYPES[kind], f"`{header}` of the export.", absent)
