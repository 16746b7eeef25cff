"""The fields of user-defined streams in the configuration, and their validation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_NOTHING: tuple[Any, ...] = (None, "", [])
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
_KINDS: dict[type, tuple[dict[str, Any], str]] = {
    str: ({"type": "string"}, "a string"),
    int: ({"type": "integer"}, "a whole number above 0"),
    list: ({"type": "array", "items": {"type": "string"}}, "a list of strings"),
    dict: ({"type": "object", "additionalProperties": True}, "an object"),
}


class Field(NamedTuple):
    """A field of an entry."""

    kind: type
    description: str
    required: bool = False
    choices: tuple[str, ...] = ()


Fields = dict[str, Field]


def setting(title: str, description: str, fields: Fields) -> dict[str, Any]:
    """The JSON Schema of the setting: a list of entries with these fields."""
    entry = {
        "type": "object",
        "properties": {name: _schema(field) for name, field in fields.items()},
        "required": [name for name, field in fields.items() if field.required],
    }
    return {
        "type": ["array", "null"],
        "items": entry,
        "title": title,
        "description": description,
    }


def _schema(field: Field) -> dict[str, Any]:
    schema = dict(_KINDS[field.kind][0])
    if not field.required:
        schema["type"] = [schema["type"], "null"]
    choices = [*field.choices, *([] if field.required else [None])]
    return {
        **schema,
        "description": field.description,
        **({"enum": choices} if field.choices else {}),
    }


def problems(
    entries: Any,  # noqa: ANN401 - any JSON
    what: str,
    fields: Fields,
    further: Callable[[Mapping[str, Any]], Iterator[str]],
    taken: set[str],
) -> Iterator[str]:
    """All problems of the entries, one sentence each.

    Args:
        entries: The value of the setting.
        what: What an entry defines, such as "custom stream".
        fields: The fields of an entry.
        further: Finds further problems of an entry whose fields are valid.
        taken: Stream names in use; the function adds those of the entries.
    """
    where = f"{what}s".replace(" ", "_")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield f"The setting {where} has to be a list of objects."
        return
    for place, entry in enumerate(entries, start=1):
        name = entry.get("name")
        named = isinstance(name, str) and name
        who = f"The {what} {name}" if named else f"Entry {place} of {where}"
        wrong = [*_field_problems(entry, fields)]
        for problem in wrong or further(filled(entry)):
            yield f"{who} {problem}"
        if isinstance(name, str):
            if name in taken:
                yield f"{who} has the same name as another stream. Choose another name."
            taken.add(name)


def filled(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry without its empty fields."""
    return {field: value for field, value in entry.items() if value not in _NOTHING}


def _field_problems(entry: Mapping[str, Any], fields: Fields) -> Iterator[str]:
    for field in entry.keys() - fields.keys():
        yield f"has an unknown field {field}. The known fields are {', '.join(fields)}."
    for field, spec in fields.items():
        value = entry.get(field)
        if value in (*_NOTHING, {}):
            if spec.required:
                yield f"needs {field}: {spec.description[0].lower()}{spec.description[1:]}"
        elif not _fits(value, spec.kind):
            yield f"needs {field} to be {_KINDS[spec.kind][1]}."
        elif spec.choices and value not in spec.choices:
            yield f"needs {field} to be one of {', '.join(spec.choices)}."
        elif field == "name" and not NAME.fullmatch(str(value)):
            yield "needs a name of lowercase letters, digits and underscores."


def _fits(value: Any, kind: type) -> bool:  # noqa: ANN401 - any JSON
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if kind is list:
        return isinstance(value, list) and all(isinstance(entry, str) for entry in value)
    return isinstance(value, kind)
