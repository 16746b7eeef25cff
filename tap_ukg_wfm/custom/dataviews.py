"""`dataviews`: user-defined reports of UKG's Information Access as streams.

The tenant's data dictionary (`GET /v1/commons/data_dictionary/data_elements`) types the columns. Rows
come from `POST /v1/commons/data/multi_read`, one for each leaf of the tree in the response.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from tap_ukg_wfm.api.errors import TapError, unknown_shape
from tap_ukg_wfm.api.operations import Operation, ReaderName
from tap_ukg_wfm.custom import entries
from tap_ukg_wfm.custom.entries import Field, Fields, setting
from tap_ukg_wfm.streams.base import Daily, Full, Monthly, Table
from tap_ukg_wfm.tables.columns import (
    AMOUNT,
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    STRING,
    Column,
    ColumnType,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tap_ukg_wfm.api.client import Client

PATH = "/v1/commons/data/multi_read"
DICTIONARY = Operation("/v1/commons/data_dictionary/data_elements", "GET")
VIEWS = ("employee", "location", "work_unit")
PERIODS = ("day", "month")
FIELDS: Fields = {
    "name": Field(str, "Name of the stream.", required=True),
    "select": Field(list, "Keys of the data elements to read, one column each.", required=True),
    "view": Field(str, "employee, location or work_unit. The default is employee.", choices=VIEWS),
    "group_by": Field(list, "Keys of the data elements by which rows are grouped."),
    "location_type": Field(
        str,
        "For the view location: the type of the locations, such as Department. The default is jobs.",
    ),
    "work_units": Field(list, "For the view work_unit: ids of the work units."),
    "hyperfind": Field(
        str, "Id or name of a Hyperfind that replaces the people of the other streams."
    ),
    "period": Field(
        str,
        "Period that a row totals, for incremental reads: day or month. The default is month.",
        choices=PERIODS,
    ),
    "symbolic_period": Field(
        str, "Id of a symbolic period that every run reads again, instead of a period."
    ),
}
SETTING = setting(
    "Dataviews",
    "Reports from UKG's data dictionary, as streams. See docs/user-defined-streams.md.",
    FIELDS,
)
_CODES = {"employee": "EMP", "location": "ORGANIZATION", "work_unit": "WORKUNIT"}
_TYPES: dict[str, ColumnType] = {"NUMBER": AMOUNT, "LONG": AMOUNT, "BOOLEAN": BOOLEAN, "DATE": DATE}
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}", re.ASCII)
_TAKEN = {
    *("person_id", "person_number", "location_id", "location_qualifier", "work_unit_id"),
    *("work_unit_qualifier", "start_date", "end_date", "line_number", "window_date", "read_at"),
}
ENTITY = "$entity"
ENTITY_NAME = "$entity_name"
"""The fields in which the reader puts the id and the name of the employee, location or work unit."""


@dataclass(frozen=True, eq=False)
class DataRequest(Operation):
    """The requests of one dataview, see `sync.readers.dataviews`.

    Args:
        columns: Column names by the keys of their data elements.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    reader: ReaderName = "dataview"


def problems(found: Any, taken: set[str]) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """All problems of the setting, one sentence each; `taken` are the stream names in use."""
    return entries.problems(found, "dataview", FIELDS, _problems, taken)


def _problems(entry: Mapping[str, Any]) -> Iterator[str]:
    view = entry.get("view", "employee")
    for key in (*entry["select"], *entry.get("group_by", ())):
        if not _KEY.fullmatch(key):
            yield f"selects {key!r}, which is not a key of a data element."
    grouped = entry.get("group_by", [])
    twice = {key for keys in (entry["select"], grouped) for key in keys if keys.count(key) > 1}
    if twice:
        yield f"selects {', '.join(sorted(twice))} twice."
    if entry.get("period") and entry.get("symbolic_period"):
        yield "has both period and symbolic_period. Use one of them."
    if view == "work_unit" and not entry.get("work_units"):
        yield "needs work_units, because UKG cannot list them."
    for name, of in (
        ("location_type", "location"),
        ("work_units", "work_unit"),
        ("hyperfind", "employee"),
    ):
        if entry.get(name) and view != of:
            yield f"has {name}, which belongs to the view {of}."


def streams(declared: Sequence[Mapping[str, Any]], client: Client) -> list[type[Table]]:
    """The streams of the validated setting; reads the data dictionary.

    Raises:
        TapError: When a key is not in the tenant's data dictionary, or UKG does not return the dictionary.
    """
    elements = {element["key"]: element for element in _elements(client)}
    return [_stream(entries.filled(entry), elements) for entry in declared]


def _elements(client: Client) -> list[dict[str, Any]]:
    found = client.call(DICTIONARY).body
    if not isinstance(found, list):
        raise unknown_shape(DICTIONARY.name, found)
    return [
        element
        for element in found
        if isinstance(element, dict) and element.get("key") and isinstance(element["key"], str)
    ]


def _stream(entry: Mapping[str, Any], elements: Mapping[str, Any]) -> type[Table]:
    view = entry.get("view", "employee")
    keys = [*entry["select"], *(k for k in entry.get("group_by", ()) if k not in entry["select"])]
    for key in keys:
        if key not in elements:
            near = difflib.get_close_matches(key, elements, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise TapError(
                f"The dataview {entry['name']} selects {key}, which the tenant's data dictionary does "
                f"not have.{hint}"
            )
    columns = table(_about(view), *((_column(key, elements[key]),) for key in keys))
    periodic = not entry.get("symbolic_period")
    period = Daily() if entry.get("period") == "day" else Monthly()
    entity = columns[0].name
    declaration = {
        "__doc__": f"The dataview {entry['name']}, as defined in the setting dataviews.",
        "name": entry["name"],
        "operation": _operation(entry, view, keys),
        "user_defined": True,
        "records": "rows",
        "columns": columns,
        "numbered": True,
        "reads": period if periodic else Full(),
        "primary_keys": (entity, *(["start_date", "end_date"] if periodic else []), "line_number"),
    }
    return cast("type[Table]", type("Dataview", (Table,), declaration))


def _about(view: str) -> tuple[Column, ...]:
    if view == "employee":
        return (
            Column(
                "person_id", (ENTITY,), INTEGER, "Id of the person; the same in all streams.", 0
            ),
            Column(
                "person_number",
                (ENTITY_NAME,),
                STRING,
                "Person number: the person's id as people see it in UKG.",
            ),
        )
    what = view.replace("_", " ")
    return (
        Column(f"{view}_id", (ENTITY,), STRING, f"Id of the {what}.", ""),
        Column(f"{view}_qualifier", (ENTITY_NAME,), STRING, f"Name of the {what}."),
    )


def _column(key: str, element: Mapping[str, Any]) -> Column:
    metadata = element.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    label = str(element.get("label") or metadata.get("description") or key).strip().rstrip(".")
    kind = _TYPES.get(str(metadata.get("dataType")), LOCAL)
    return Column(_named(key), (key,), kind, f"{label[:1].upper()}{label[1:]}.")


def _named(key: str) -> str:
    """The column of a data element; its name differs from those that the tap adds."""
    return f"{key.lower()}_value" if key.lower() in _TAKEN else key.lower()


def _operation(entry: Mapping[str, Any], view: str, keys: Sequence[str]) -> DataRequest:
    dates: dict[str, Any] = {"startDate": "$start_date", "endDate": "$end_date"}
    if period := entry.get("symbolic_period"):
        dates = {"symbolicPeriod": {"id": period}}
    body = {
        "select": [{"key": key} for key in keys],
        "from": {"view": _CODES[view], **_source(entry, view, dates)},
        "groupBy": [{"key": key} for key in entry.get("group_by", ())] or None,
        "index": "$index",
        "count": "$count",
        "options": {"requestTag": "$request_tag"},
    }
    return DataRequest(
        PATH,
        body=body,
        hyperfind=entry.get("hyperfind", ""),
        kind=entry.get("location_type", ""),
        batch={"employee": 500, "location": 300}.get(view, 1),
        days=1 if entry.get("period") == "day" else 365,
        columns={key: _named(key) for key in keys},
    )


def _source(entry: Mapping[str, Any], view: str, dates: Mapping[str, Any]) -> dict[str, Any]:
    if view == "employee":
        return {"employeeSet": {"employees": {"ids": "$person_id_texts"}, "dateRange": dates}}
    if view == "location":
        return {"locationSet": {"locations": {"ids": "$location_id_texts"}, "dateRange": dates}}
    return {"workUnitSet": {"workUnits": {"ids": list(entry["work_units"])}, "dateRange": dates}}
