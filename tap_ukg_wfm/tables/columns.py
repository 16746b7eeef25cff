"""The columns of a stream: name, type, description, and source in UKG's response.

The source of a column is a path into a line of the response: `transfer.laborAccountId`. A leading `^`
is the object that holds the list of the line: `^.id` of a segment is the id of its shift. `#` is the
name of that list, `##` the name of the list above it, and `.` the whole line.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

from tap_ukg_wfm.tables.amounts import amount, whole

Line: TypeAlias = dict[str, Any]
Shape: TypeAlias = "ColumnType | Mapping[str, Shape] | Sequence[Shape]"


@dataclass(frozen=True)
class ColumnType:
    """A type: its JSON Schema, the Python types that fit without conversion, and the conversion."""

    json: Mapping[str, Any]
    fits: tuple[type, ...]
    convert: Callable[[Any], Any]
    strict: bool = False
    """Whether to refuse a line with a value that does not fit. Else the value is null, with a warning."""


def _integer(value: Any) -> int:  # noqa: ANN401 - any JSON
    _refuse_boolean(value)
    number = float(value) if isinstance(value, str) else value
    if isinstance(number, float) and not number.is_integer():
        raise ValueError("not a whole number")
    return int(value) if isinstance(value, str) and value.strip("-").isdecimal() else int(number)


def _refuse_boolean(value: Any) -> None:  # noqa: ANN401 - any JSON
    """Python treats True as 1, but a boolean is not a number."""
    if isinstance(value, bool):
        raise TypeError("not a number")


def _boolean(value: Any) -> bool:  # noqa: ANN401 - any JSON
    known = {"true": True, "false": False, "1": True, "0": False}
    return known[str(value).lower()]


def _number(value: Any) -> float:  # noqa: ANN401 - any JSON
    _refuse_boolean(value)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


@lru_cache(maxsize=20_000)
def calendar_date(value: Any) -> str:  # noqa: ANN401 - any JSON
    """The calendar date at the beginning of a date or a date-time, as UKG writes both.

    >>> calendar_date("2026-11-15T06:00:00")
    '2026-11-15'
    >>> calendar_date("11/15/2026")
    Traceback (most recent call last):
    ValueError: not a date

    Raises:
        ValueError: When there is none.
    """
    if (
        not isinstance(value, str)
        or (value[4:5], value[7:8]) != ("-", "-")
        or value[10:11] not in {"", "T", " "}
    ):
        raise ValueError("not a date")
    return date.fromisoformat(value[:10]).isoformat()


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON
    if isinstance(value, (dict, list)):
        raise TypeError("not a text")
    return str(value)


def _json_text(value: Any) -> str:  # noqa: ANN401 - any JSON
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


INTEGER = ColumnType({"type": "integer"}, (int,), _integer)
NUMBER = ColumnType({"type": "number"}, (float, int), _number)
BOOLEAN = ColumnType({"type": "boolean"}, (bool,), _boolean)
STRING = ColumnType({"type": "string"}, (str,), _text)
AMOUNT = ColumnType({"type": "number"}, (float, int), amount, strict=True)
"""A number of a user-defined stream; it may be a formatted text such as 1,234.50."""
WHOLE_AMOUNT = ColumnType({"type": "integer"}, (int,), whole, strict=True)
DATE = ColumnType({"type": "string", "format": "date"}, (), calendar_date)
"""A calendar date, YYYY-MM-DD."""
LOCAL = STRING
"""A wall-clock time without offset, as UKG returns it. It stays text, because its time zone is unknown."""
INSTANT = ColumnType({"type": "string", "format": "date-time"}, (str,), _text)
"""A moment in UTC, with a final Z."""


JSON_TEXT = ColumnType({"type": "string"}, (str,), _json_text)
"""Any value, as JSON text."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Args:
        name: The name.
        source: The path of the value in a line.
        shape: The type: a `ColumnType`, a mapping of fields, or a list with one shape.
        description: The description in the catalog.
        absent: The value if UKG returns none; for keys, which are never null.
        otherwise: Further paths to try, in order, if there is no value at `source`.
        beside: Fields of the same object that are left out on purpose.
        to: The stream whose key the value is.
    """

    name: str
    source: tuple[str, ...]
    shape: Shape
    description: str
    absent: Any = None
    otherwise: tuple[tuple[str, ...], ...] = ()
    beside: tuple[str, ...] = ()
    to: str = ""

    def schema(self, *, key: bool) -> dict[str, Any]:
        """Its JSON Schema: nullable, unless it belongs to the key."""
        return {**json_schema(self.shape, nullable=not key), "description": self.description}


Columns: TypeAlias = tuple[Column, ...]
_NAMES = ("name", "fullName", "displayName")
"""The name of a person beside its id and number. It is in `persons` and `employees`."""
UNKNOWN_FIELDS = Column(
    "unknown_fields",
    (),
    JSON_TEXT,
    "Fields that UKG returned and no column takes, as JSON text under UKG's own names; null if none.",
)


def column(
    source: str, type_: ColumnType, description: str, name: str = "", *, to: str = ""
) -> Columns:
    """A plain value. Its name is made from the whole path, without a leading `^`."""
    return (Column(name or snake(source), tuple(source.split(".")), type_, description, to=to),)


def version(type_: ColumnType = INTEGER, description: str = "Number of changes so far.") -> Columns:
    """The field `version` as the column `record_version`: target-postgres reserves `version`."""
    return column("version", type_, description, name="record_version")


def either(name: str, type_: ColumnType, description: str, *sources: str, to: str = "") -> Columns:
    """A plain value at one of several paths."""
    first, *others = (tuple(source.split(".")) for source in sources)
    return (Column(name, first, type_, description, otherwise=tuple(others), to=to),)


def ref(source: str, what: str, name: str = "", *, to: str = "") -> Columns:
    """An object reference `{id, qualifier}`: the columns NAME_id and NAME_qualifier.

    A `name` beside them is not a column. If it differs from the qualifier, it is an unknown field.

    >>> [column.name for column in ref("genericJobRef", "the generic job", to="jobs")]
    ['generic_job_id', 'generic_job_qualifier']

    Args:
        source: The path of the reference.
        what: What it refers to, for the descriptions.
        name: NAME, if it is not made from the path.
        to: The stream whose key the id is.
    """
    path = tuple(source.split("."))
    stem = name or snake(re.sub(r"Ref$", "", source))
    return (
        Column(
            f"{stem}_id",
            (*path, "id"),
            INTEGER,
            f"Id of {what}.",
            beside=_NAMES if path[-1] == "employee" else (),
            to=to,
        ),
        Column(f"{stem}_qualifier", (*path, "qualifier"), STRING, f"Name of {what}."),
    )


def person(source: str = "employee") -> Columns:
    """The employee of a line: person_id and person_number.

    The name of the person is left out: it is in `persons` and `employees`.
    """
    path = tuple(source.split("."))
    return (
        Column(
            "person_id",
            (*path, "id"),
            INTEGER,
            "Id of the person; the same in all streams.",
            beside=_NAMES,
            to="persons",
        ),
        Column(
            "person_number",
            (*path, "qualifier"),
            STRING,
            "Person number: the person's id as people see it in UKG.",
        ),
    )


def nested(source: str, shape: Shape, description: str, name: str = "") -> Columns:
    """A list or object as one JSON column, with UKG's own field names."""
    return (Column(name or snake(source), tuple(source.split(".")), shape, description),)


def table(*parts: Columns) -> Columns:
    """The columns of a table, in order.

    Raises:
        ValueError: When two column names differ only in case.
    """
    columns = tuple(entry for part in parts for entry in part)
    names = [entry.name.lower() for entry in columns]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"columns named twice: {', '.join(sorted(twice))}")
    return columns


def snake(source: str) -> str:
    """The column name of a path: snake_case, with the levels joined and `paycode` as `pay_code`.

    >>> snake("^.paycodeRef.hasDuration")
    'pay_code_ref_has_duration'
    """
    words = re.sub(r"^(?:\^\.)+", "", source).replace(".", "_")
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", words)
    return re.sub(r"(?:^|(?<=_))paycode", "pay_code", words.lower())


def json_schema(shape: Shape, *, nullable: bool = True) -> dict[str, Any]:
    """The JSON Schema of a shape: a type, a mapping of fields, or a list of one shape.

    >>> json_schema([INTEGER], nullable=False)
    {'type': 'array', 'items': {'type': ['integer', 'null']}}
    """
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
