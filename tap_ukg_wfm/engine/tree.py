"""The location tree: its roots, then all revisions below each, or those changed since the last run.

Follows `POST /v1/commons/locations/multi_read`: `query` for the roots, `locationsSpan` for their own
revisions, `descendantsOfDuring` for all others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.engine.reading import Piece, Task, items

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tap_ukg_wfm.client import Answer, Client

_EVER = {"context": "ORG", "startDate": "1900-01-01", "endDate": "2999-12-31"}


def fetch_tree(client: Client, task: Task, today: date, *, once: bool = False) -> Iterator[Piece]:
    """All revisions of all locations, or those modified since `task.since`.

    Args:
        client: Calls the operation.
        task: A task of the locations' operation.
        today: The date on which the roots are looked up.
        once: For a connection test: the roots only.
    """
    operation = task.reading.operation
    options: dict[str, Any] = {"includeOrgPathDetails": True}

    def read(**where: Any) -> Answer:  # noqa: ANN401 - any JSON
        return client.call(operation, {"multiReadOptions": options, "where": where})

    roots = read(query={"context": "ORG", "date": today.isoformat(), "q": "/"})
    if once:
        yield Piece(roots, None, ())
        return
    if task.since:
        options["modifiedSince"] = task.since
    for root in items(operation, roots.body):
        reference = {"id": root["nodeId"]}
        yield Piece(read(locationsSpan={**_EVER, "locationRef": reference}), None, ())
        yield Piece(read(descendantsOfDuring={**_EVER, "locationRef": reference}), None, ())


def job_ids(client: Client, task: Task, today: date) -> list[int]:
    """The ids of the locations that are jobs, where shifts, open ones too, are scheduled."""
    nodes = (
        node
        for piece in fetch_tree(client, task._replace(since=None), today)
        for node in items(task.reading.operation, piece.answer.body)
    )
    return sorted({node["nodeId"] for node in nodes if "genericJobRef" in node})
