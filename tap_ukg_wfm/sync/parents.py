"""Ids in the responses of one operation that the requests of another one name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tap_ukg_wfm.api.operations import Operation, ParentIds
    from tap_ukg_wfm.api.responses import Body


class ParentStore:
    """Collects parent ids during a run.

    Args:
        operations: All operations of the run.
    """

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._ids: dict[ParentIds, set[int]] = {
            parent: set() for operation in operations for parent in operation.parent_ids.values()
        }

    def collect(self, operation: Operation, body: Body) -> None:
        """Keep the ids in a response that other operations need."""
        for parent, ids in self._ids.items():
            if parent.operation is operation:
                ids.update(_ids(body.items, parent.path.split(".")))

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


def _ids(value: Any, path: Sequence[str]) -> Iterator[int]:  # noqa: ANN401 - any JSON
    """The whole numbers at a path, in all lists on the way.

    >>> list(_ids([{"rules": [{"id": 1}, {"id": 2}]}, {"rules": None}], ["rules", "id"]))
    [1, 2]
    """
    if isinstance(value, list):
        for entry in value:
            yield from _ids(entry, path)
    elif path and isinstance(value, dict):
        yield from _ids(value.get(path[0]), path[1:])
    elif not path and isinstance(value, int):
        yield value
