"""One operation in one run: the streams that it serves, its requests and their pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tap_ukg_wfm.api.operations import Operation, Partition
from tap_ukg_wfm.streams.base import Periodic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.api.errors import OperationError
    from tap_ukg_wfm.api.responses import Response
    from tap_ukg_wfm.sync.output import SelectedStream
    from tap_ukg_wfm.sync.windows import Window


class Person(NamedTuple):
    """A person whose data is read."""

    id: int
    number: str


Named: TypeAlias = "Person | int"
"""A member of a batch: a person, or the id of a location or a parent."""


class Accounted(NamedTuple):
    """What a response proves about the members of its batch, by their ids.

    Only the ids in `read` count as read. `unknown` are ids that UKG does not know (any longer), and
    `left_out` are all others that are missing. `reason` is the reason that UKG gives.
    """

    read: frozenset[int] = frozenset()
    left_out: frozenset[int] = frozenset()
    unknown: frozenset[int] = frozenset()
    reason: str = ""


class MissingColumn(NamedTuple):
    """A column of a dataview that UKG could not return.

    Args:
        column: The name of the column; empty when the data element is not one of the stream's.
        element: The key of the data element.
        reason: The reason that UKG gives, without secrets.
    """

    column: str
    element: str
    reason: str


@dataclass(eq=False)
class OperationRun:
    """An operation and its selected streams in this run, and its progress.

    Args:
        operation: The operation.
        streams: Its selected streams.
        failure: Why its streams were not read.
        answered: Whether UKG has returned a response.
        incomplete: Whether someone was left out whom the next run requests again.
        alone: Ids that fail even in a request of their own, and why.
        read_ids: How many ids were read; an id counts once for each window.
    """

    operation: Operation
    streams: tuple[SelectedStream, ...]
    failure: OperationError | None = None
    answered: bool = False
    incomplete: bool = False
    alone: dict[int, OperationError] = field(default_factory=dict)
    read_ids: int = 0


class Progress:
    """The progress of one window: the batches still to come, and when the first one was read."""

    def __init__(self, left: int, *, incomplete: bool = False) -> None:
        self.left = left
        self.read_at = ""
        self.incomplete = incomplete
        self.refused: set[str] = set()
        """Streams with a line that could not become a row."""

    def batch_done(self, pages: Sequence[Page]) -> bool:
        """Count one batch as done; returns whether it was the last one of the window."""
        self.left -= 1
        moments = [page.response.read_at for page in pages if page.response.read_at]
        self.read_at = min([*moments, *([self.read_at] if self.read_at else [])], default="")
        return not self.left


class Request(NamedTuple):
    """What to fetch: a window of a batch, for some streams of an operation.

    Args:
        run: The operation.
        streams: The streams that need it.
        window: The dates, for operations that take a range of dates.
        batch: The people or ids that the request names.
        since: The value of `$modified_since`.
        variables: Values of further template variables.
        pages: The pages, where they were fetched already.
        progress: The progress of the window.
    """

    run: OperationRun
    streams: tuple[SelectedStream, ...]
    window: Window | None = None
    batch: Sequence[Named] = ()
    since: str | None = None
    variables: Mapping[str, Any] = MappingProxyType({})
    pages: Sequence[Page] = ()
    progress: Progress | None = None

    @property
    def divisible(self) -> bool:
        """Whether the window can be divided: a period that UKG sums up is always read whole."""
        if self.window is None or self.window.days == 1:
            return False
        return not any(isinstance(stream.table.reads, Periodic) for stream in self.streams)


class Page(NamedTuple):
    """A response, and the part of the request that it covers.

    Args:
        response: The response.
        window: The dates that it covers.
        batch: The people or ids that it covers.
        accounted: Which of them were read.
        total: The number of items on all pages together, on the first page and where UKG reports it.
        missing: Columns that UKG could not return.
    """

    response: Response
    window: Window | None
    batch: Sequence[Named]
    accounted: Accounted = Accounted()
    total: int | None = None
    missing: Sequence[MissingColumn] = ()


def identify(named: Named) -> int:
    """The id of a member of a batch.

    >>> identify(Person(7, "1007")), identify(12)
    (7, 12)
    """
    return named.id if isinstance(named, Person) else named


def ask(client: Client, request: Request, **more: Any) -> Response:  # noqa: ANN401 - template values
    """Send one request; `more` are values of further template variables, such as `index`.

    Raises:
        OperationError: As `Client.ask` does.
    """
    return client.ask(request.run.operation, {**request.variables, **values(request), **more})


def values(request: Request) -> dict[str, Any]:
    """The values of the template variables of a request."""
    operation = request.run.operation
    people = [named for named in request.batch if isinstance(named, Person)]
    ids = [named for named in request.batch if not isinstance(named, Person)]
    # The first parent ids are requested in batches, see `Operation.parent_ids`.
    batched = list(operation.parent_ids)[:1] if operation.partition is Partition.PARENTS else ()
    dates = request.window and request.window.widened(operation.margin)
    select = sorted({name for stream in request.streams for name in sections(stream.table.select)})
    return {
        "person_ids": [person.id for person in people],
        "person_id_texts": [str(person.id) for person in people],
        "person_numbers": [person.number for person in people],
        "location_ids": ids,
        "location_id_texts": [str(identifier) for identifier in ids],
        **dict.fromkeys(batched, ids),
        "start_date": dates.start.isoformat() if dates else None,
        "end_date": dates.end.isoformat() if dates else None,
        "start_date_time": f"{dates.start}T00:00:00.000" if dates else None,
        "end_date_time": f"{dates.end}T23:59:59.999" if dates else None,
        "select": select or None,
        "modified_since": request.since,
    }


def sections(select: str | tuple[str, ...]) -> tuple[str, ...]:
    """The section names in the `select` of a stream.

    >>> sections("punches"), sections(("a", "b")), sections("")
    (('punches',), ('a', 'b'), ())
    """
    if isinstance(select, tuple):
        return select
    return (select,) if select else ()


def largest_batch(operation: Operation, wanted: int, days: int) -> int:
    """The size of a batch: `wanted`, within the limits of the operation for this many days.

    >>> timecards = Operation("/timecards", body={"ids": "$person_ids", "start": "$start_date"},
    ...     batch=500, person_days=3000)
    >>> largest_batch(timecards, 1000, days=30), largest_batch(timecards, 50, days=30)
    (100, 50)
    """
    most = operation.batch
    if operation.person_days:
        most = min(most, max(1, operation.person_days // max(days, 1)))
    if operation.partition is not Partition.PERSONS or not operation.windowed:
        # The setting is about employees and days; setup and person records are small.
        return most
    return min(wanted, most)
