"""`custom_streams`: any read operation of the API as a stream, declared in the configuration."""

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
WORDS = {"$employee_ids", "$start_date", "$end_date", "$index", "$count"}
FIELDS: Fields = {
    "name": Field(str, "Name of the stream.", required=True),
    "path": Field(
        str,
        "Path below /api, such as /v1/commons/skills: any that is read with GET, or with POST where "
        "it ends in multi_read or apply_read.",
        required=True,
    ),
    "method": Field(str, "GET or POST; GET where it is missing.", choices=("GET", "POST")),
    "body": Field(
        dict,
        "Body, in which $employee_ids, $start_date, $end_date, $index and $count are replaced: so "
        "employees, windows and pages are asked for.",
    ),
    "params": Field(dict, "Query, with the same words."),
    "records": Field(
        str,
        "Path of the records from the top of the answer, such as data.items; lists on the way are gone "
        "into. Without it the answer is a list, or holds one as records, data or items.",
    ),
    "columns": Field(
        dict,
        "Columns by name, each with the path of its value and its type, as employee.id:integer. "
        "Types: string, integer, number, boolean, date, local_time, json.",
        required=True,
    ),
    "primary_keys": Field(list, "Columns that tell rows apart.", required=True),
    "replication_key": Field(
        str, "Column with the date by which a row belongs to a window; needed with $start_date."
    ),
    "batch_size": Field(int, "The most employees in a request; 25 where it is missing."),
    "window_days": Field(int, "The most days in a request; 365 where it is missing."),
    "page_size": Field(int, "Records a page; 100 where it is missing."),
}
SETTING = setting(
    "Custom Streams",
    "Any other read operation of the API, as a stream. See docs/user-defined-streams.md.",
    FIELDS,
)
_PATH = re.compile(r"/v[12]/[A-Za-z0-9_/.-]+", re.ASCII)
_READ_VERBS = ("/multi_read", "/apply_read")


def problems(found: Any, taken: set[str]) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Everything that is wrong with the setting, a sentence each; `taken` are names in use."""
    return entries.problems(found, "custom stream", FIELDS, _problems, taken)


def _problems(entry: Mapping[str, Any]) -> Iterator[str]:
    yield from _path_problems(entry.get("method", "GET"), entry["path"])
    yield from _word_problems(entry)
    yield from column_problems(entry)


def _path_problems(method: str, path: str) -> Iterator[str]:
    if method == "POST" and not path.endswith(_READ_VERBS):
        yield "may not POST to this path: only paths that end in multi_read or apply_read are read."
    if not _PATH.fullmatch(path) or ".." in path:
        yield "needs a path such as /v1/commons/skills, without host, /api, query and places to fill."


def _word_problems(entry: Mapping[str, Any]) -> Iterator[str]:
    words = words_in([entry.get("body"), entry.get("params")])
    for word in words - WORDS:
        yield f"uses {word}, which is none of {', '.join(sorted(WORDS))}."
    for one, other in (("$start_date", "$end_date"), ("$index", "$count")):
        if (one in words) != (other in words):
            yield f"has to use {one} and {other} together."
    if "$start_date" in words and not entry.get("replication_key"):
        yield "needs a replication_key, the column with a row's date, since it asks for dates."


def column_problems(entry: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the columns of an entry, and with those that its keys name."""
    for name, source in entry["columns"].items():
        path, _, kind = str(source).rpartition(":")
        if not entries.NAME.fullmatch(name):
            yield f"has a column {name!r}: use lower-case letters, digits and underscores."
        if name in ADDED:
            yield f"has a column {name}, which the tap adds: choose another name."
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
            yield f"has no column {name}, which is one of its keys."
    dated_by = str(entry["columns"].get(entry.get("replication_key"), ":date"))
    if not dated_by.endswith(":date"):
        yield f"needs {entry['replication_key']} to be a date, since it is the replication_key."


def words_in(template: Any) -> set[str]:  # noqa: ANN401 - any JSON
    """The words that stand in a template."""

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
    """The streams of the setting, which has no problems."""
    return [_stream(entries.filled(entry)) for entry in declared]


def _stream(entry: Mapping[str, Any]) -> type[Table]:
    words = words_in([entry.get("body"), entry.get("params")])
    windowed, paged = "$start_date" in words, "$index" in words
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
        "__doc__": f"Answers of {operation.name}, as the setting custom_streams declares them.",
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
    return Column(name, tuple(path.split(".")), TYPES[kind], f"`{path}` of UKG's answer.")
