"""Responses as tables: nested records become flat rows with snake_case columns."""

from __future__ import annotations

import re
from typing import Any

Row = dict[str, Any]
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_REFERENCE = {"id", "qualifier", "guid"}
_NAMES: dict[str, str] = {"version": "record_version"}


def snake(name: str) -> str:
    """Return the column name of a property.

    `version` becomes `record_version`, since target-postgres reserves that name.
    """
    known = _NAMES.get(name)
    if known is None:
        name_with_words = name.replace("paycode", "payCode").replace("Paycode", "PayCode")
        known = _NAMES[name] = _WORDS.sub("_", name_with_words).lower()
    return known


def flat(record: Row, prefix: str = "") -> Row:
    """Flatten a record.

    An object of id and qualifier becomes NAME_id and NAME_qualifier (NAME without a trailing
    `Ref`), the employee becomes person_id and person_number, any other object NAME_FIELD. Lists stay
    lists.
    """
    row: Row = {}
    for name, value in record.items():
        if not isinstance(value, dict):
            row[prefix + snake(name)] = value
        elif name == "employee":
            row["person_id"] = value["id"]
            row["person_number"] = value["qualifier"]
        elif set(value) <= _REFERENCE:
            column = prefix + snake(name.removesuffix("Ref"))
            row.update({f"{column}_{part}": inner for part, inner in value.items()})
        else:
            row.update(flat(value, f"{prefix}{snake(name)}_"))
    return row
