"""`custom_streams`: any read operation of the API as a user-defined stream."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.custom import entries
from tap_ukg_wfm.custom.entries import Field, Fields, setting
from tap_ukg_wfm.streams.base import READ_AT, WINDOW_DATE, Dated, Full, Table
from tap_ukg_wfm.tables.columns import (
    AMOUNT,
    BOOLEAN,
    DATE,
    JSON_TEXT,
    LOCAL,
    STRING,
    WHOLE_AMOUNT,
    Column,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


TYPES = {
    "string": STRING,
    "integer": WHOLE_AMOUNT,
    "number": AMOUNT,
    "boolean": BOOLEAN,
    "date": DATE,
    "local_time": LOCAL,
    "json": JSON_TEXT,
}
ADDED = {WINDOW_DATE.name, READ_AT.name}
VARIABLES = {"$employee_ids", "$start_date", "$end_date", "$index", "$count"}
FIELDS: Fields = {
    "name": Field(str, "Name of the stream.", required=True),
    "path": Field(
        str,
        "Path below /api, such as /v1/commons/skills. POST is allowed for paths that end in multi_read "
        "or apply_read.",
        required=True,
    ),
    "method": Field(str, "GET or POST. The default is GET.", choices=("GET", "POST")),
    "body": Field(
        dict,
        "Request body. The variables $employee_ids, $start_date, $end_date, $index and $count are "
        "replaced by employees, windows of dates and pages.",
    ),
    "params": Field(dict, "Query parameters, with the same variables."),
    "records": Field(
        str,
        "Path of the records in the response, such as data.items; lists on the path are expanded. "
        "Without it the response has to be a list, or contain one as records, data or items.",
    ),
    "columns": Field(
        dict,
        "Column names, each with the path of its value and its type, such as employee.id:integer. "
        "Types: string, integer, number, boolean, date, local_time, json.",
        required=True,
    ),
    "primary_keys": Field(list, "Columns that identify a row.", required=True),
    "replication_key": Field(
        str, "Column with the date that assigns a row to a window. Required with $start_date."
    ),
    "batch_size": Field(int, "The most employees per request. The default is 25."),
    "window_days": Field(int, "The most days per request. The default is 365."),
    "page_size": Field(int, "Records per page. The default is 100."),
}
SETTING = setting(
    "Custom Streams",
    "Any other read operation of the API, as a stream. See docs/user-defined-streams.md.",
    FIELDS,
)
_PATH = re.compile(r"/v[12]/[A-Za-z0-9_/.-]+", re.ASCII)
_READ_VERBS = ("/multi_read", "/apply_read")


def problems(found: Any, taken: set[str]) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """All problems of the setting, one sentence each; `taken` are the stream names in use."""
    return entries.problems(found, "custom stream", FIELDS, _problems, taken)


def _problems(entry: Mapping[str, Any]) -> Iterator[str]:
    yield from _path_problems(entry.get("method", "GET"), entry["path"])
    yield from _variable_problems(entry)
    yield from column_problems(entry)


def _path_problems(method: str, path: str) -> Iterator[str]:
    if method == "POST" and not path.endswith(_READ_VERBS):
        yield "may not POST to this path. Only paths that end in multi_read or apply_read can be read."
    if not _PATH.fullmatch(path) or ".." in path:
        yield "needs a path such as /v1/commons/skills, without host, /api, query string or placeholders."


def _variable_problems(entry: Mapping[str, Any]) -> Iterator[str]:
    used = variables_in([entry.get("body"), entry.get("params")])
    for variable in used - VARIABLES:
        yield f"uses {variable}, which is not one of {', '.join(sorted(VARIABLES))}."
    for one, other in (("$start_date", "$end_date"), ("$index", "$count")):
        if (one in used) != (other in used):
            yield f"has to use {one} and {other} together."
    if "$start_date" in used and not entry.get("replication_key"):
        yield "needs a replication_key, the column with a row's date, because it uses $start_date."


def column_problems(entry: Mapping[str, Any]) -> Iterator[str]:
    """The problems of the columns and keys of an entry."""
    for name, source in entry["columns"].items():
        path, _, kind = str(source).rpartition(":")
        if not entries.NAME.fullmatch(name):
            yield f"has a column {name!r}. Use lowercase letters, digits and underscores."
        if name in ADDED:
            yield f"has a column {name}, which the tap adds. Choose another name."
        if not path or kind not in TYPES:
            yield (
                f"has a column {name} that is not written as path:type, with one of the types "
                f"{', '.join(TYPES)}."
            )
    named = [
        *entry["primary_keys"],
        *([entry["replication_key"]] if entry.get("replication_key") else []),
    ]
    for name in named:
        if name not in entry["columns"]:
            yield f"names {name} as a key but does not have that column."
    dated_by = str(entry["columns"].get(entry.get("replication_key"), ":date"))
    if not dated_by.endswith(":date"):
        yield f"needs {entry['replication_key']} to be a date, because it is the replication_key."


def variables_in(template: Any) -> set[str]:  # noqa: ANN401 - any JSON
    """The variables in a template."""

    def found(part: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
        if isinstance(part, Mapping):
            yield from (key for key in part if str(key).startswith("$"))
            for inner in part.values():
                yield from found(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from found(inner)
        elif isinstance(part, str) and part.startswith("$"):
            yield part

    return set(found(template))


def streams(declared: Sequence[Mapping[str, Any]]) -> list[type[Table]]:
    """The streams of the validated setting."""
    return [_stream(entries.filled(entry)) for entry in declared]


def _stream(entry: Mapping[str, Any]) -> type[Table]:
    used = variables_in([entry.get("body"), entry.get("params")])
    windowed, paged = "$start_date" in used, "$index" in used
    records = entry.get("records", "")
    operation = Operation(
        entry["path"],
        entry.get("method", "GET"),
        body=_translated(entry["body"]) if entry.get("body") is not None else None,
        params=_translated(entry.get("params") or {}),
        envelope=() if records else ("records", "data", "items"),
        lone=True,
        batch=entry.get("batch_size", 25),
        days=min(entry.get("window_days", 365), 365),
        page=entry.get("page_size", 100) if paged else 0,
        paged_at=records if paged else "",
    )
    declaration = {
        "__doc__": f"Records of {operation.name}, as defined in the setting custom_streams.",
        "name": entry["name"],
        "operation": operation,
        "user_defined": True,
        "records": records,
        "columns": tuple(_column(name, text) for name, text in entry["columns"].items()),
        "primary_keys": tuple(entry["primary_keys"]),
        "reads": Dated(entry["replication_key"]) if windowed else Full(),
    }
    return cast("type[Table]", type("CustomStream", (Table,), declaration))


def _translated(template: Mapping[str, Any]) -> dict[str, Any]:
    text = json.dumps(template).replace('"$employee_ids"', '"$person_ids"')
    return cast("dict[str, Any]", json.loads(text))


def _column(name: str, text: str) -> Column:
    path, _, kind = text.rpartition(":")
    return Column(name, tuple(path.split(".")), TYPES[kind], f"`{path}` in UKG's response.")
