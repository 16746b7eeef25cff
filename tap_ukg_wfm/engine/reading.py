"""One operation in one run: the streams that it serves, the requests to make, what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import msgspec

from tap_ukg_wfm.client import Answer
from tap_ukg_wfm.declared.dataviews import DataRequest
from tap_ukg_wfm.declared.payroll import PayrollExport
from tap_ukg_wfm.engine.export import fetch_export
from tap_ukg_wfm.engine.information import fetch_data
from tap_ukg_wfm.errors import (
    OperationError,
    TooLargeError,
    UnknownNameError,
    UnsteadyError,
    error_code,
    unknown_shape,
)
from tap_ukg_wfm.operations import Operation, Subject, fill
from tap_ukg_wfm.windows import Window, halve, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tap_ukg_wfm.client import Client
    from tap_ukg_wfm.streams.base import UKGStream


class Person(NamedTuple):
    """Somebody whose data is read."""

    id: int
    number: str


Named: TypeAlias = "Person | int"
"""What a batch holds: persons, or ids of locations."""


@dataclass(eq=False)
class Reading:
    """An operation and its selected streams in this run, and what has come of it.

    `answered` when an answer has come, `incomplete` when one leaves somebody out who may be asked for
    again.
    """

    operation: Operation
    streams: tuple[UKGStream, ...]
    failure: OperationError | None = None
    answered: bool = False
    incomplete: bool = False


class Progress:
    """How many batches of a window are still to come, and when its first was read."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.read_at = ""
        self.incomplete = False

    def last_read(self, pieces: Sequence[Piece]) -> bool:
        """Count one batch as done; whether it was the window's last."""
        self.left -= 1
        moments = [piece.answer.read_at for piece in pieces]
        self.read_at = min([*moments, *([self.read_at] if self.read_at else [])], default="")
        return not self.left


class Task(NamedTuple):
    """What one request is to fetch; a refusal of its size makes several of it.

    `words` are what stands for the operation's own words in its templates, `pieces` answers that
    are there already; `progress` is that of the task's window.
    """

    reading: Reading
    streams: tuple[UKGStream, ...]
    window: Window | None = None
    batch: Sequence[Named] = ()
    since: str | None = None
    words: Mapping[str, Any] = MappingProxyType({})
    pieces: Sequence[Piece] = ()
    progress: Progress | None = None


class Piece(NamedTuple):
    """An answer, and what of the task it covers; a `refusal` instead says why there is none.

    `total` is how many items all pages hold together, where the first of them says so.
    """

    answer: Answer
    window: Window | None
    batch: Sequence[Named]
    refusal: str = ""
    total: int | None = None


def fetch(client: Client, task: Task, *, once: bool = False) -> Iterator[Piece]:
    """The answers to a task: one, or several where it is paged or has to be cut.

    Args:
        client: Calls the operation.
        task: What to fetch.
        once: For a connection test: no more than one request of one record a page.

    Raises:
        OperationError: When the operation refuses, or fails for good.
    """
    try:
        # Whole before any of it goes out: a later page may call for smaller requests.
        pieces = list(_pieces(client, task, once=once))
    except TooLargeError as error:
        for part in _smaller(task, error):
            yield from fetch(client, part, once=once)
    except UnknownNameError as error:
        if len(task.batch) > 1:
            for half in halve(task.batch):
                yield from fetch(client, task._replace(batch=half), once=once)
            return
        if not task.batch:
            raise
        yield Piece(Answer(b"[]", ""), task.window, task.batch, f"{error} Asked for {_whom(task)}.")
    else:
        yield from pieces


def _pieces(client: Client, task: Task, *, once: bool) -> Iterator[Piece]:
    operation = task.reading.operation
    if operation.page:
        return _pages(client, task, once=once)
    if isinstance(operation, DataRequest):
        answer = fetch_data(operation, partial(_call, client, task))
        return iter([Piece(answer, task.window, task.batch)])
    if isinstance(operation, PayrollExport):
        answer = fetch_export(client, operation, fill(operation.body, _values(task)), once=once)
        return iter([Piece(answer, task.window, task.batch)])
    return iter([Piece(_call(client, task), task.window, task.batch)])


def items(operation: Operation, body: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """The items of an answer: of the named list, a bare list, or a lone object.

    Of a partial success (207) those that succeeded; items that are errors are left out, see `errors`.

    Raises:
        OperationError: When the answer has no known shape, which must not pass for an empty one.
    """
    if (results := _results(body)) is not None:
        body = [result["success"] for result in results if "success" in result]
    if isinstance(body, dict):
        for name in operation.envelope:
            if name in body:
                found = body[name]
                return _good(found) if isinstance(found, list) else [] if found is None else [found]
        if operation.page and not operation.paged_at:
            raise unknown_shape(operation.name, body)
        return [body]
    if isinstance(body, list):
        if operation.word:
            return [{operation.word: word} for word in body]
        inner = [
            entry[name]
            for entry in body
            if isinstance(entry, dict)
            for name in operation.envelope
            if isinstance(entry.get(name), list)
        ]
        return [entry for part in inner for entry in part] if inner else _good(body)
    raise unknown_shape(operation.name, body)


def errors(body: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - any JSON
    """What an answer says of those whom it could not answer for: code and message of each."""
    found = _results(body)
    if found is None:
        found = body if isinstance(body, list) else []
    return [
        (error_code(entry["error"]), " ".join(str(entry["error"].get("message", "")).split())[:300])
        for entry in found
        if _is_error(entry)
    ]


def _results(body: Any) -> list[dict[str, Any]] | None:  # noqa: ANN401 - any JSON
    """The single results of a partial success; None for any other answer."""
    details = body.get("details") if isinstance(body, dict) else None
    results = details.get("results") if isinstance(details, dict) else None
    return results if isinstance(results, list) else None


def _good(entries: list[Any]) -> list[Any]:
    return [entry for entry in entries if not _is_error(entry)]


def _is_error(entry: Any) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(entry, dict) and isinstance(entry.get("error"), dict) and len(entry) <= 2  # noqa: PLR2004 - it, and a flag


def _call(client: Client, task: Task, **more: Any) -> Answer:  # noqa: ANN401 - template values
    operation = task.reading.operation
    values = {**task.words, **_values(task), **more}
    body = None if operation.body is None else fill(operation.body, values)
    return client.call(operation, body, fill(operation.params, values))


def _values(task: Task) -> dict[str, Any]:
    people = [named for named in task.batch if isinstance(named, Person)]
    others = [named for named in task.batch if not isinstance(named, Person)]
    found = task.reading.operation.found if task.reading.operation.subject is Subject.FOUND else ()
    select = sorted({word for stream in task.streams for word in words(stream.select)})
    return {
        "person_ids": [person.id for person in people],
        "person_id_texts": [str(person.id) for person in people],
        "person_numbers": [person.number for person in people],
        "location_ids": others,
        "location_id_texts": [str(named) for named in others],
        **dict.fromkeys(list(found)[:1], others),
        "start_date": task.window.start.isoformat() if task.window else None,
        "end_date": task.window.end.isoformat() if task.window else None,
        "start_date_time": f"{task.window.start}T00:00:00" if task.window else None,
        "end_date_time": f"{task.window.end}T23:59:59" if task.window else None,
        "select": select or None,
        "modified_since": task.since,
    }


def words(select: str | tuple[str, ...]) -> tuple[str, ...]:
    """The words that a stream's `select` holds."""
    if isinstance(select, tuple):
        return select
    return (select,) if select else ()


def _smaller(task: Task, error: TooLargeError) -> list[Task]:
    """Two halves of a task that was refused for its size: of its batch, else of its window.

    Raises:
        TooLargeError: When one employee and one day are still too much.
    """
    if len(task.batch) > 1:
        return [task._replace(batch=half) for half in halve(task.batch)]
    if task.window and task.window.days > 1:
        half = (task.window.days + 1) // 2
        return [task._replace(window=window) for window in split(task.window, half)]
    when = f" on {task.window.start}" if task.window else ""
    raise TooLargeError(f"{error} It was asked for {_whom(task)}{when} alone.") from error


def _whom(task: Task) -> str:
    named = task.batch[0] if task.batch else None
    return f"person {named.id}" if isinstance(named, Person) else f"id {named}"


def _pages(client: Client, task: Task, *, once: bool) -> Iterator[Piece]:
    """All pages; all again where the list changed meanwhile, since a page may then have moved."""
    operation = task.reading.operation
    count = 1 if once else operation.page
    for _ in range(3):
        seen, read_at = 0, ""
        totals: set[int | None] = set()
        distinct: set[int] = set()
        for index in range(1_000_000):
            answer = _call(client, task, index=index, count=count)
            body = answer.body
            found = _paged(operation, body)
            total = _total(body)
            seen += len(found)
            totals.add(total)
            distinct.update(hash(msgspec.json.encode(entry)) for entry in found)
            last = once or not found or (seen >= total if total is not None else len(found) < count)
            # All pages count as read with the first one, and only the last says that all are.
            read_at = read_at or answer.read_at
            batch, whole = task.batch if last else (), None if index else total
            yield Piece(Answer(answer.content, read_at), task.window, batch, total=whole)
            if last:
                break
        # An entry that was there twice pushed another one out of sight.
        if once or (len(totals) == 1 and len(distinct) == seen):
            return
    raise UnsteadyError(
        f"{operation.name} changed while its pages were read, three times: try again later."
    )


def _paged(operation: Operation, body: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """What is counted in an answer's page: its items, or the first list on the way to them."""
    if not operation.paged_at:
        return items(operation, body)
    found = body
    for part in operation.paged_at.split("."):
        if isinstance(found, dict):
            found = found.get(part)
    if not isinstance(found, list):
        raise unknown_shape(operation.name, body)
    return found


def _total(body: Any) -> int | None:  # noqa: ANN401 - any JSON
    for name in ("totalElements", "totalRecords"):
        if isinstance(body, dict) and str(body.get(name, "")).isdecimal():
            return int(body[name])
    return None


def largest_batch(operation: Operation, wished: int, days: int) -> int:
    """How many to name in a request: as wished, within what the operation takes for these days."""
    most = operation.batch
    if operation.person_days:
        most = min(most, max(1, operation.person_days // max(days, 1)))
    if operation.subject is not Subject.PERSONS or not operation.windowed:
        # The wish is about employees and days; set-up and person records are small.
        return most
    return min(wished, most)
