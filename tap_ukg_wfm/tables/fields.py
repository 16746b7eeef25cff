"""Which fields of a line the columns of a table take, and which ones UKG answers beyond them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tap_ukg_wfm.tables.columns import Column, Line

ABOUT = frozenset({"^", "#", "##", "."})
"""What the tap adds to a line: its parent, the names of its list and of what holds that list, and the
line as a whole."""
Path: TypeAlias = tuple[str, ...]
Tree: TypeAlias = "dict[str, Tree | None]"
"""Known fields by name; None where a column takes all that stands there."""


class KnownFields:
    """The fields of a line that a table takes or leaves out on purpose.

    Live tenants often answer `name` beside the `id` and `qualifier` of a reference. It is known there
    as long as it says the same as the qualifier; a name that differs is an unknown field.

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
        """References in which a name was seen."""

    def learn(self, path: Path) -> None:
        """Take a field, and all that stands in it, for known."""
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
        """Whether columns look for an object at a path."""
        node: Tree | None = self.tree
        for part in path:
            node = node.get(part) if node else None
        return bool(node)

    def objects(self) -> Iterator[tuple[Path, Tree]]:
        """The objects in a line that are known by their fields, the line itself first."""
        pending: list[tuple[Path, Tree]] = [((), self.tree)]
        while pending:
            path, fields = pending.pop(0)
            yield path, fields
            pending += [((*path, name), below) for name, below in fields.items() if below]

    def is_alias(self, path: Path, fields: Mapping[str, Any]) -> bool:
        """Whether this is a reference in which a name was seen, and names are compared."""
        return path in self.named and "name" not in fields

    def unknown(self, line: Line) -> Iterator[tuple[Path, Any]]:
        """The fields of a line that are not known, by their paths, with their values."""
        return self._unknown(line, self.tree, ())

    def _unknown(self, found: Line, fields: Tree, path: Path) -> Iterator[tuple[Path, Any]]:
        for name, value in found.items():
            if name in fields:
                below = fields[name]
                if below and isinstance(value, dict):
                    yield from self._unknown(value, below, (*path, name))
                elif below and value:
                    # The columns look for an object here, and take nothing else.
                    yield (*path, name), value
                continue
            if name == "name" and path in self._references:
                self.named.add(path)
                if value is None or value == found.get("qualifier"):
                    continue
            yield (*path, name), value


def nested_fields(fields: Iterable[tuple[Path, Any]]) -> dict[str, Any]:
    """Fields by their paths, put back into the objects in which they stood.

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
