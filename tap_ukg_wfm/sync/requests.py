"""One operation in one run: the streams that it serves, the requests to make, what came of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tap_ukg_wfm.api.operations import Operation, Partition
from tap_ukg_wfm.streams.base import Periodic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_ukg_wfm.api.errors import OperationError
    from tap_ukg_wfm.api.responses import Response
    from tap_ukg_wfm.sync.output import SelectedStream
    from tap_ukg_wfm.sync.windows import Window


class Person(NamedTuple):
    """Somebody whose data is read."""

    id: int
    number: str


Named: TypeAlias = "Person | int"
"""What a batch holds: persons, or ids of locations."""


class Accounted(NamedTuple):
    """What a response proves about those whom its request names, by their ids.

    Only those in `read` count as read. `unknown` are those whom UKG does not have (any longer), and
    `left_out` all others; `reason` says what UKG gave as theirs.
    """

    read: frozenset[int] = frozenset()
    left_out: frozenset[int] = frozenset()
    unknown: frozenset[int] = frozenset()
    reason: str = ""


@dataclass(eq=False)
class OperationRun:
    """An operation and its selected streams in this run, and what has come of it.

    Args:
        operation: The operation.
        streams: Its selected streams.
        failure: Why its streams are not read.
        answered: Whether a response has come.
        incomplete: Whether somebody was left out who may be asked for again.
        alone: Ids that fail even when they are asked for alone, and why.
        well: How many ids were read, windows counted one by one.
    """

    operation: Operation
    streams: tuple[SelectedStream, ...]
    failure: OperationError | None = None
    answered: bool = False
    incomplete: bool = False
    alone: dict[int, OperationError] = field(default_factory=dict)
    well: int = 0


class Progress:
    """How far a window has come: the batches still to come, and when its first was read."""

    def __init__(self, left: int, *, incomplete: bool = False) -> None:
        self.left = left
        self.read_at = ""
        self.incomplete = incomplete
        self.refused: set[str] = set()
        """Streams of which a line could not become a row."""

    def last_read(self, pages: Sequence[Page]) -> bool:
        """Count one batch as done; whether it was the window's last."""
        self.left -= 1
        moments = [page.answer.read_at for page in pages if page.answer.read_at]
        self.read_at = min([*moments, *([self.read_at] if self.read_at else [])], default="")
        return not self.left


class Request(NamedTuple):
    """What one request is to fetch; a refusal of its size makes several of it.

    `variables` are values of template variables beside its own, `pages` those that are there already;
    `progress` is that of its window.
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
        """Whether its window can be cut: a month that UKG sums up is asked for whole."""
        if self.window is None or self.window.days == 1:
            return False
        return not any(isinstance(stream.table.reads, Periodic) for stream in self.streams)


class Page(NamedTuple):
    """A response, and what of the request it covers.

    `total` is how many items all pages hold together, where the first of them says so.
    """

    answer: Response
    window: Window | None
    batch: Sequence[Named]
    accounted: Accounted = Accounted()
    total: int | None = None


def identify(named: Named) -> int:
    """The id of a person, or the id itself."""
    return named.id if isinstance(named, Person) else named


def values(request: Request) -> dict[str, Any]:
    """The values of the template variables of a request."""
    people = [named for named in request.batch if isinstance(named, Person)]
    others = [named for named in request.batch if not isinstance(named, Person)]
    found = (
        request.run.operation.parent_ids
        if request.run.operation.partition is Partition.PARENTS
        else ()
    )
    asked = request.window and request.window.widened(request.run.operation.margin)
    select = sorted({word for stream in request.streams for word in sections(stream.table.select)})
    return {
        "person_ids": [person.id for person in people],
        "person_id_texts": [str(person.id) for person in people],
        "person_numbers": [person.number for person in people],
        "location_ids": others,
        "location_id_texts": [str(named) for named in others],
        **dict.fromkeys(list(found)[:1], others),
        "start_date": asked.start.isoformat() if asked else None,
        "end_date": asked.end.isoformat() if asked else None,
        "start_date_time": f"{asked.start}T00:00:00.000" if asked else None,
        "end_date_time": f"{asked.end}T23:59:59.999" if asked else None,
        "select": select or None,
        "modified_since": request.since,
    }


def sections(select: str | tuple[str, ...]) -> tuple[str, ...]:
    """The words that a stream's `select` holds."""
    if isinstance(select, tuple):
        return select
    return (select,) if select else ()


def largest_batch(operation: Operation, wished: int, days: int) -> int:
    """How many to name in a request: as wished, within what the operation takes for these days."""
    most = operation.batch
    if operation.person_days:
        most = min(most, max(1, operation.person_days // max(days, 1)))
    if operation.partition is not Partition.PERSONS or not operation.windowed:
        # The wish is about employees and days; set-up and person records are small.
        return most
    return min(wished, most)
