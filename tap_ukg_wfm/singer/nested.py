"""Fields inside nested columns that a catalog deselects: find them, and remove them from rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tap_ukg_wfm.tables.compiled import Row

FieldTree: TypeAlias = "dict[str, FieldTree]"
"""Deselected fields by name. A field with an empty tree is deselected as a whole."""


def deselected(own: Mapping[str, Any], selected: Mapping[str, Any]) -> FieldTree:
    """The nested fields of a table's schema that are not in its selected schema.

    Does not include columns that are deselected as a whole.

    >>> field = {"type": "string"}
    >>> notes = {"properties": {"id": field, "comment": field}}
    >>> deselected(
    ...     {"properties": {"notes": notes, "other": field}},
    ...     {"properties": {"notes": {"properties": {"id": field}}}},
    ... )
    {'notes': {'comment': {}}}
    """
    found = {}
    for name, schema in own["properties"].items():
        kept = selected["properties"].get(name, {})
        # A handwritten catalog may contain an object without its fields.
        if "properties" in schema and "properties" in kept:
            gone: FieldTree = {
                part: {} for part in schema["properties"].keys() - kept["properties"]
            }
            if below := {**deselected(schema, kept), **gone}:
                found[name] = below
    return found


def pruner(fields: FieldTree) -> Callable[[Row], Row]:
    """A function that returns a copy of a row without some fields.

    >>> pruner({"notes": {"comment": {}}})({"id": 1, "notes": {"id": 2, "comment": "private"}})
    {'id': 1, 'notes': {'id': 2}}
    """

    def prune(row: Row) -> Row:
        return _without(row, fields)

    return prune


def _without(value: Row, fields: FieldTree) -> Row:
    return {
        name: _without(part, below)
        if (below := fields.get(name)) and isinstance(part, dict)
        else part
        for name, part in value.items()
        if fields.get(name) != {}
    }
