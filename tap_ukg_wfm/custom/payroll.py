"""`payroll_exports`: UKG's payroll exports as streams, declared in the configuration.

What an export asks for is the tenant's own matter, and so is its CSV: query and columns are declared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.custom import entries
from tap_ukg_wfm.custom.entries import Field, Fields, setting
from tap_ukg_wfm.custom.operations import TYPES, column_problems, words_in
from tap_ukg_wfm.streams.base import LINE_NUMBER, Dated, Full, Table
from tap_ukg_wfm.tables.columns import STRING, Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PATH = "/v1/commons/payroll/export/async"
WORDS = {"$start_date", "$end_date"}
FIELDS: Fields = {
    "name": Field(str, "Name of the stream.", required=True),
    "query": Field(
        dict,
        "What to export, as the tenant's own export asks for it; $start_date and $end_date are "
        "replaced, so that windows are asked for.",
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
        "Columns that tell rows apart; equal ones are told apart by a line_number.",
        required=True,
    ),
    "replication_key": Field(
        str, "Column with the date by which a row belongs to a window; needed with $start_date."
    ),
    "window_days": Field(int, "The most days in an export; 365 where it is missing."),
    "wait_seconds": Field(
        int, "How long to wait until UKG has made an export; 1800 where it is missing."
    ),
}
SETTING = setting(
    "Payroll Exports",
    "UKG's payroll exports as streams: docs/declared.md has the fields and an example.",
    FIELDS,
)


@dataclass(frozen=True, eq=False)
class PayrollExport(Operation):
    """An export: submitted, asked after, and downloaded as one answer, see `engine.export`.

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
    words = words_in(entry["query"])
    for word in words - WORDS:
        yield f"uses {word}, which is none of {', '.join(sorted(WORDS))}."
    if len(words & WORDS) == 1:
        yield "has to use $start_date and $end_date together."
    if words and not entry.get("replication_key"):
        yield "needs a replication_key, the column with a row's date, since it asks for dates."
    if LINE_NUMBER.name in entry["columns"]:
        yield f"has a column {LINE_NUMBER.name}, which the tap adds: choose another name."
    yield from column_problems(entry)


def streams(declared: Sequence[Mapping[str, Any]]) -> list[type[Table]]:
    """The streams of the setting, which has no problems."""
    return [_stream(entries.filled(entry)) for entry in declared]


def _stream(entry: Mapping[str, Any]) -> type[Table]:
    windowed = bool(words_in(entry["query"]))
    keys = entry["primary_keys"]
    columns = tuple(
        _column(name, text, key=name in keys) for name, text in entry["columns"].items()
    )
    operation = PayrollExport(
        PATH,
        access_control_point="WAGES",
        body=entry["query"],
        days=min(entry.get("window_days", 365), 365),
        headers=tuple(column.source[0] for column in columns),
        wait_seconds=entry.get("wait_seconds", 1800),
    )
    declaration = {
        "__doc__": f"The payroll export {entry['name']}, as the setting payroll_exports declares it.",
        "name": entry["name"],
        "operation": operation,
        "user_defined": True,
        "records": "rows",
        "columns": columns,
        "numbered": True,
        "primary_keys": (*keys, LINE_NUMBER.name),
        "reads": Dated(entry["replication_key"]) if windowed else Full(),
    }
    return cast("type[Table]", type("PayrollExportStream", (Table,), declaration))


def _column(name: str, text: str, *, key: bool) -> Column:
    header, _, kind = text.rpartition(":")
    # An empty field is an empty text where it must not be null.
    absent = "" if key and TYPES[kind] is STRING else None
    return Column(name, (header,), TYPES[kind], f"`{header}` of the export.", absent)
