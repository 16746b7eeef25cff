"""Ids in the responses of one operation that the requests of another one name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tap_ukg_wfm.api.items import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tap_ukg_wfm.api.operations import Operation, ParentIds
    from tap_ukg_wfm.api.responses import Body


class MissingIds(NamedTuple):
    """Items of a response without a usable id: the path of the id, how many, and of how many."""

    path: str
    missing: int
    total: int


class ParentStore:
    """Collects parent ids during a run.

    Args:
        operations: All operations of the run.
    """

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._ids: dict[ParentIds, set[int]] = {
            parent: set() for operation in operations for parent in operation.parent_ids.values()
        }

    def collect(self, operation: Operation, body: Body) -> list[MissingIds]:
        """Keep the ids in a response that other operations need; returns where ids are missing."""
        missing = []
        for parent, ids in self._ids.items():
            if parent.operation is operation:
                here = list(_ids(body.items, parent.path.split(".")))
                ids.update(one for one in here if one is not None)
                if lost := here.count(None):
                    missing.append(MissingIds(parent.path, lost, len(here)))
        return missing

    def of(self, operation: Operation) -> dict[str, list[int]]:
        """The ids for the requests of an operation, by template variable."""
        return {name: sorted(self._ids[parent]) for name, parent in operation.parent_ids.items()}


def sources(operations: Iterable[Operation]) -> Iterator[Operation]:
    """The operations that return parent ids for others, and those that these need in turn."""
    for operation in operations:
        for parent in operation.parent_ids.values():
            yield from sources([parent.operation])
            yield parent.operation


def depth(operation: Operation) -> int:
    """How many operations must be called, one after another, before this one."""
    return 1 + max(
        (depth(parent.operation) for parent in operation.parent_ids.values()), default=-1
    )


def depends(operation: Operation, parent: Operation) -> bool:
    """Whether the requests of an operation need ids that another one returns."""
    parents = [entry.operation for entry in operation.parent_ids.values()]
    return parent in parents or any(depends(other, parent) for other in parents)


def _ids(value: Any, path: Sequence[str]) -> Iterator[int | None]:  # noqa: ANN401 - any JSON
    """The ids at a path, in all lists on the way; None for an item without a usable id.

    >>> list(_ids({"categories": [{"id": 7}, {"id": "8"}, {"id": None}]}, ["categories", "id"]))
    [7, 8, None]
    """
    if isinstance(value, list):
        for entry in value:
            yield from [None] if entry is None else _ids(entry, path)
    elif path and isinstance(value, dict):
        yield from _ids(value.get(path[0]), path[1:])
    elif not path or value is not None:
        yield None if path else whole_number(value)
