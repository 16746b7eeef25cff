"""How a stream names, types and describes its columns, and where each stands in UKG's answer.

A column's source is a path into a line of the answer: `transfer.laborAccountId`. A leading `^` goes
up to the object that holds the list in which the line stands: `^.id` of a segment is its shift's id.
`#` is the name of that list, `##` that of what holds it, and `.` the whole line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tap_ukg_wfm.tables.amounts import amount, whole

Line: TypeAlias = dict[str, Any]
Shape: TypeAlias = "ColumnType | Mapping[str, Shape] | Sequence[Shape]"


@dataclass(frozen=True)
class ColumnType:
    """A type: its JSON Schema, the Python types that fit as they are, and what converts others."""

    json: Mapping[str, Any]
    fits: tuple[type, ...]
    convert: Callable[[Any], Any]
    strict: bool = False
    """Whether a value that does not fit ends the stream; otherwise it is null, and told."""


def _integer(value: Any) -> int:  # noqa: ANN401 - any JSON
    number = float(value) if isinstance(value, str) else value
    if isinstance(number, float) and not number.is_integer():
        raise ValueError("not a whole number")
    return int(value) if isinstance(value, str) and value.strip("-").isdecimal() else int(number)


def _boolean(value: Any) -> bool:  # noqa: ANN401 - any JSON
    known = {"true": True, "false": False, "1": True, "0": False}
    return known[str(value).lower()]


def _date(value: Any) -> str:  # noqa: ANN401 - any JSON
    if not isinstance(value, str) or value[4:5] != "-" or value[10:11] not in {"", "T"}:
        raise ValueError("not a date")
    return value[:10]


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON
    if isinstance(value, (dict, list)):
        raise TypeError("not a text")
    return str(value)


def _json_text(value: Any) -> str:  # noqa: ANN401 - any JSON
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


INTEGER = ColumnType({"type": "integer"}, (int,), _integer)
NUMBER = ColumnType({"type": "number"}, (float, int), float)
BOOLEAN = ColumnType({"type": "boolean"}, (bool,), _boolean)
STRING = ColumnType({"type": "string"}, (str,), _text)
AMOUNT = ColumnType({"type": "number"}, (float, int), amount, strict=True)
"""A number of a stream that users define: where it is a text, it may be written for people."""
WHOLE_AMOUNT = ColumnType({"type": "integer"}, (int,), whole, strict=True)
DATE = ColumnType({"type": "string", "format": "date"}, (), _date)
"""A calendar date, YYYY-MM-DD."""
LOCAL = STRING
"""A wall-clock time without offset, as UKG answers it: kept as text, since no zone makes it an instant."""
INSTANT = ColumnType({"type": "string", "format": "date-time"}, (str,), _text)
"""A moment in UTC, with its Z."""


JSON_TEXT = ColumnType({"type": "string"}, (str,), _json_text)
"""Whatever stands there, as JSON text."""


@dataclass(frozen=True)
class Column:
    """One column of a table: `source` is its path in the answer, `shape` its type.

    Where nothing stands at `source`, the paths `otherwise` are looked at, one after another; where
    UKG answers nothing at all, it is `absent`: for keys, which are never null.
    """

    name: str
    source: tuple[str, ...]
    shape: Shape
    description: str
    absent: Any = None
    otherwise: tuple[tuple[str, ...], ...] = ()

    def schema(self, *, key: bool) -> dict[str, Any]:
        """Its JSON Schema: nullable, unless it belongs to the key."""
        return {**json_schema(self.shape, nullable=not key), "description": self.description}


Columns: TypeAlias = tuple[Column, ...]


def column(source: str, kind: ColumnType, description: str, name: str = "") -> Columns:
    """A plain value; its name follows from the last part of its path, or the whole path below `^`."""
    return (Column(name or snake(source), tuple(source.split(".")), kind, description),)


def version(kind: ColumnType = INTEGER, description: str = "Count of changes.") -> Columns:
    """The field `version`: the column `record_version`, since target-postgres keeps `version` to itself."""
    return column("version", kind, description, name="record_version")


def either(name: str, kind: ColumnType, description: str, *sources: str) -> Columns:
    """A plain value that stands at one of several paths."""
    first, *others = (tuple(source.split(".")) for source in sources)
    return (Column(name, first, kind, description, otherwise=tuple(others)),)


def ref(source: str, what: str, name: str = "") -> Columns:
    """An object reference `{id, qualifier}`: the columns NAME_id and NAME_qualifier."""
    path = tuple(source.split("."))
    stem = name or snake(re.sub(r"Ref$", "", source))
    return (
        Column(f"{stem}_id", (*path, "id"), INTEGER, f"Id of {what}."),
        Column(f"{stem}_qualifier", (*path, "qualifier"), STRING, f"Name of {what}."),
    )


def person(source: str = "employee") -> Columns:
    """The employee to whom a line belongs: person_id and person_number."""
    path = tuple(source.split("."))
    return (
        Column("person_id", (*path, "id"), INTEGER, "Id of the person, the same in all streams."),
        Column(
            "person_number", (*path, "qualifier"), STRING, "Number by which people know the person."
        ),
    )


def nested(source: str, shape: Shape, description: str, name: str = "") -> Columns:
    """A list or object that stays together in one JSON column, in UKG's own field names."""
    return (Column(name or snake(source), tuple(source.split(".")), shape, description),)


def table(*parts: Columns) -> Columns:
    """The columns of a table, in order.

    Raises:
        ValueError: When two columns have names that a warehouse could not tell apart.
    """
    columns = tuple(entry for part in parts for entry in part)
    names = [entry.name.lower() for entry in columns]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"columns named twice: {', '.join(sorted(twice))}")
    return columns


def snake(source: str) -> str:
    """The column name of a path: snake_case, levels joined, UKG's `paycode` written as pay code."""
    words = re.sub(r"^(?:\^\.)+", "", source).replace(".", "_")
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", words)
    return re.sub(r"(?:^|(?<=_))paycode", "pay_code", words.lower())


def json_schema(shape: Shape, *, nullable: bool = True) -> dict[str, Any]:
    """The JSON Schema of a shape: a kind, a mapping of fields, or a list of one shape."""
    if isinstance(shape, ColumnType):
        schema = dict(shape.json)
    elif isinstance(shape, Mapping):
        schema = {
            "type": "object",
            "properties": {field: json_schema(part) for field, part in shape.items()},
        }
    else:
        schema = {"type": "array", "items": json_schema(shape[0])}
    if nullable:
        schema["type"] = [schema["type"], "null"]
    return schema
