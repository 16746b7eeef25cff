"""The lines of a response: found at the paths of a stream, and numbered where they have no id."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ukg_wfm.api.redaction import redact

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Hashable, Iterable, Iterator

    from tap_ukg_wfm.tables.columns import Line
    from tap_ukg_wfm.tables.compiled import Row
    from tap_ukg_wfm.tables.fields import Path


def walk(  # noqa: PLR0913 - the state of a recursion
    value: Any,  # noqa: ANN401 - any JSON
    path: Path,
    refused: Counter[str],
    *,
    with_parents: bool,
    parent: Any = None,  # noqa: ANN401
    names: tuple[str, ...] = ("", ""),
) -> Iterator[Line]:
    """The lines at a path, in all lists on the way; `*` stands for every field of an object.

    >>> from collections import Counter
    >>> shifts = {"shifts": [{"id": 1, "segments": [{"id": 2}, {"id": 3}]}, {"id": 4}]}
    >>> [line["id"] for line in walk(shifts, ("shifts", "segments"), Counter(), with_parents=False)]
    [2, 3]

    Args:
        value: An item, or a list of items.
        path: The names of the fields on the way.
        refused: Counts what is not an object, by reason.
        with_parents: Whether lines get their parents and the names of their lists, see `fields.ABOUT`.
        parent: The object that holds the value.
        names: The names of the lists on the way to the value.
    """
    for entry in value if isinstance(value, list) else [value]:
        if not isinstance(entry, dict):
            if entry is not None or isinstance(value, list):
                where = f" in {redact(names[-1])}" if names[-1] else ""
                type_ = type(entry).__name__
                refused[f"a {type_}{where} where UKG documents an object"] += 1
            continue
        above = {**entry, "^": parent} if parent else entry
        inner: list[tuple[str, Any]] = []
        if path and path[0] == "*":
            inner = [
                (field, held if isinstance(held, (dict, list)) else {"value": held})
                for field, held in entry.items()
            ]
        elif path:
            inner = [(path[0], entry.get(path[0]))]
        elif with_parents:
            yield {**entry, "^": parent, "#": names[-1], "##": names[-2], ".": entry}
        else:
            yield entry
        for field, held in inner:
            yield from walk(
                held,
                path[1:],
                refused,
                with_parents=with_parents,
                parent=above,
                names=(*names, field),
            )


def number_lines(rows: Iterable[tuple[Hashable, Row]]) -> None:
    """Give each row a `line_number`: 1, 2, ... among the rows of its group.

    The rows are ordered by their JSON text. So the same rows get the same numbers in whatever order
    they come, and equal rows get different ones.

    >>> rows = [{"hours": 8}, {"hours": 4}]
    >>> number_lines(("monday", row) for row in rows)
    >>> rows
    [{'hours': 8, 'line_number': 2}, {'hours': 4, 'line_number': 1}]
    """
    groups: dict[Hashable, list[tuple[bytes, Row]]] = defaultdict(list)
    for group, row in rows:
        groups[group].append((msgspec.json.encode(list(row.values()), order="deterministic"), row))
    for members in groups.values():
        members.sort(key=lambda member: member[0])
        for number, (_, row) in enumerate(members, start=1):
            row["line_number"] = number
