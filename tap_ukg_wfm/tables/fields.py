"""The fields of a line that the columns of a table know, and the unknown ones."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tap_ukg_wfm.tables.columns import Column, Line

ABOUT = frozenset({"^", "#", "##", "."})
"""What the tap adds to a line: its parent, the name of its list, the name of the list above, and the
whole line."""
Path: TypeAlias = tuple[str, ...]
Tree: TypeAlias = "dict[str, Tree | None]"
"""Known fields by name; None if a column takes the whole value."""


class KnownFields:
    """The fields of a line that a table uses, or leaves out on purpose.

    Live tenants often return a `name` beside the `id` and `qualifier` of a reference. It is known if it
    equals the qualifier; a different name is an unknown field.

    >>> from tap_ukg_wfm.tables.columns import INTEGER, column, ref, table
    >>> known = KnownFields(table(column("id", INTEGER, "Id."), ref("job", "the job")), ["secret"])
    >>> dict(known.unknown({"id": 1, "secret": 2, "job": {"id": 3, "qualifier": "a", "new": 4}}))
    {('job', 'new'): 4}
    >>> dict(known.unknown({"job": {"id": 3, "qualifier": "a", "name": "a"}}))
    {}
    >>> dict(known.unknown({"job": {"id": 3, "qualifier": "a", "name": "b"}}))
    {('job', 'name'): 'b'}

    Args:
        columns: All columns of the table.
        left_out: Fields that are left out on purpose, by their paths: `secret`, `job.secret`.
    """

    def __init__(self, columns: Iterable[Column], left_out: Iterable[str] = ()) -> None:
        self.tree: Tree = {}
        columns = tuple(columns)
        for column in columns:
            for path in (column.source, *column.otherwise):
                if path and path[0] not in ABOUT:
                    self.learn(path)
        for field in left_out:
            self.learn(tuple(field.split(".")))
        self._references = {
            path for path, fields in self.objects() if fields.keys() >= {"id", "qualifier"}
        }
        for column in columns:
            if column.source and column.source[0] not in ABOUT:
                for field in column.beside:
                    self.learn((*column.source[:-1], field))
        self.named: set[Path] = set()
        """References that had a name."""

    def learn(self, path: Path) -> None:
        """Make a field, and everything inside it, known."""
        node = self.tree
        for part, below in itertools.pairwise(path):
            if below.isdecimal():
                path = (part,)
                break
            inner = node.setdefault(part, {})
            if inner is None:
                return
            node = inner
        node[path[-1]] = None

    def is_object(self, path: Path) -> bool:
        """Whether columns expect an object at a path."""
        node: Tree | None = self.tree
        for part in path:
            node = node.get(part) if node else None
        return bool(node)

    def objects(self) -> Iterator[tuple[Path, Tree]]:
        """The objects of a line with known fields, the line itself first."""
        pending: list[tuple[Path, Tree]] = [((), self.tree)]
        while pending:
            path, fields = pending.pop(0)
            yield path, fields
            pending += [((*path, name), below) for name, below in fields.items() if below]

    def is_alias(self, path: Path, fields: Mapping[str, Any]) -> bool:
        """Whether this is a reference that had a name, to compare with its qualifier."""
        return path in self.named and "name" not in fields

    def unknown(self, line: Line) -> Iterator[tuple[Path, Any]]:
        """The unknown fields of a line: their paths and values."""
        return self._unknown(line, self.tree, ())

    def _unknown(self, found: Line, fields: Tree, path: Path) -> Iterator[tuple[Path, Any]]:
        for name, value in found.items():
            if name in fields:
                below = fields[name]
                if below and isinstance(value, dict):
                    yield from self._unknown(value, below, (*path, name))
                elif below and value:
                    # The columns expect an object here.
                    yield (*path, name), value
                continue
            if name == "name" and path in self._references:
                self.named.add(path)
                if value is None or value == found.get("qualifier"):
                    continue
            yield (*path, name), value


def nested_fields(fields: Iterable[tuple[Path, Any]]) -> dict[str, Any]:
    """Fields by path as nested objects.

    >>> nested_fields({("job", "name"): "b", ("job", "new"): 1, ("other",): [2]}.items())
    {'job': {'name': 'b', 'new': 1}, 'other': [2]}
    """
    found: dict[str, Any] = {}
    for path, value in fields:
        node = found
        for part in path[:-1]:
            node = node.setdefault(part, {})
        node[path[-1]] = value
    return found
