"""What a run has to ask: operations, whose data, which windows, and the tasks that come of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from msgspec.json import encode

from tap_ukg_wfm.client import Answer
from tap_ukg_wfm.engine.population import chosen, is_restricted
from tap_ukg_wfm.engine.reading import (
    Person,
    Progress,
    Reading,
    Task,
    fetch,
    items,
    largest_batch,
)
from tap_ukg_wfm.engine.tree import job_ids
from tap_ukg_wfm.errors import OperationError
from tap_ukg_wfm.operations import Subject
from tap_ukg_wfm.streams.organization import Locations
from tap_ukg_wfm.streams.people import Persons
from tap_ukg_wfm.windows import Window, batches, plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tap_ukg_wfm.client import Client
    from tap_ukg_wfm.engine.memory import Memory
    from tap_ukg_wfm.engine.reading import Named, Piece
    from tap_ukg_wfm.operations import Operation
    from tap_ukg_wfm.streams.base import UKGStream

_DEFAULT_DAYS = 30


class Plan:
    """The tasks of one run.

    Args:
        config: The settings.
        client: Calls the operations that tell who and what there is.
        memory: Tells which dates have been read already.
        streams: The selected streams, in the order in which they are declared.
        today: The latest date that has begun anywhere.
        once: Whether this is a connection test: one small request per operation.
        fail: Takes a reading that cannot go on, and why.
    """

    def __init__(  # noqa: PLR0913 - all that a plan depends on
        self,
        config: Mapping[str, Any],
        client: Client,
        memory: Memory,
        streams: Sequence[UKGStream],
        today: date,
        *,
        once: bool,
        fail: Callable[[Reading, str], None],
    ) -> None:
        self._config, self._client, self._today = config, client, today
        self._once, self._fail = once, fail
        operations = dict.fromkeys(stream.operation for stream in streams if stream.operation.path)
        self.readings = [
            Reading(operation, tuple(s for s in streams if s.operation is operation))
            for operation in operations
        ]
        self._since = {r: memory.since(r.streams[0]) for r in self.readings}
        self._windows = {r: self._planned(r, memory) for r in self.readings if r.operation.windowed}

    @property
    def windows(self) -> int:
        """How many windows there are to read, of all operations together."""
        return sum(map(len, self._windows.values()))

    def dates(self, reading: Reading) -> Window:
        """The first and the last date that a windowed operation is asked for."""
        config, today = self._config, self._today
        start = config.get("start_date")
        first = date.fromisoformat(start[:10]) if start else today - timedelta(days=_DEFAULT_DAYS)
        ahead = timedelta(days=config["lookahead_days"] if reading.operation.looks_ahead else 0)
        end = config.get("end_date")
        return Window(first, max(first, date.fromisoformat(end[:10]) if end else today + ahead))

    def tasks(self) -> Iterator[Task]:
        """All tasks in order: lists first, which are cheap, then persons, then windows."""
        by_subject: dict[Subject, list[Reading]] = {subject: [] for subject in Subject}
        for reading in self.readings:
            by_subject[reading.operation.subject].append(reading)
        listing = next((r for r in self.readings if r.operation is Persons.operation), None)
        for reading in by_subject[Subject.NOBODY]:
            if reading is not listing:
                yield from self._unnamed(reading)
        if listing or by_subject[Subject.PERSONS]:
            yield from self._personal(listing, by_subject[Subject.PERSONS])
        for reading in by_subject[Subject.LOCATIONS]:
            yield from self._local(reading)

    def _unnamed(self, reading: Reading) -> Iterator[Task]:
        if reading.operation.windowed:
            yield from self._batched(reading, [()])
        else:
            yield Task(reading, reading.streams, since=self._since[reading])

    def _personal(self, listing: Reading | None, readings: Sequence[Reading]) -> Iterator[Task]:
        try:
            people, pieces = self._population(listing or Reading(Persons.operation, ()))
        except OperationError as error:
            for blocked in [*([listing] if listing else []), *readings]:
                self._fail(blocked, str(error))
            return
        if listing:
            yield Task(listing, listing.streams, pieces=pieces)
        # Their answers are not kept for as long as the windows take.
        del pieces
        for each in readings:
            yield from self._named(each, people)

    def _population(self, listing: Reading) -> tuple[list[Person], list[Piece]]:
        """Whose data is read, and the answers that list them."""
        pieces = list(fetch(self._client, Task(listing, listing.streams), once=self._once))
        everyone = [
            Person(entry["personId"], entry["personNumber"])
            for piece in pieces
            for entry in _entries(listing, piece.answer)
        ]
        dates = Window(self._today, self._today)
        if not is_restricted(self._config):
            return chosen(self._client, self._config, everyone, dates), pieces
        # Whoever matches a Hyperfind on any date of the run counts.
        people = chosen(self._client, self._config, everyone, self.dates(listing))
        wanted = {person.id for person in people}
        return people, [
            piece._replace(answer=_only(wanted, listing, piece.answer)) for piece in pieces
        ]

    def _local(self, reading: Reading) -> Iterator[Task]:
        tree = Task(Reading(Locations.operation, ()), ())
        try:
            jobs = job_ids(self._client, tree, self._today)
        except OperationError as error:
            self._fail(reading, str(error))
            return
        yield from self._named(reading, jobs)

    def _named(self, reading: Reading, named: Sequence[Named]) -> Iterator[Task]:
        """Batches of a reading, window by window where it has windows."""
        operation = reading.operation
        if self._once:
            # A connection test asks for one day of one person or place.
            window = Window(self._today, self._today) if operation.windowed else None
            yield Task(reading, reading.streams, window, named[:1])
        elif operation.windowed:
            days = self._width(operation)
            size = largest_batch(operation, self._config["batch_size"], days)
            yield from self._batched(reading, batches(named, size))
        else:
            for batch in batches(named, largest_batch(operation, self._config["batch_size"], 0)):
                yield Task(reading, reading.streams, batch=batch)

    def _batched(self, reading: Reading, cut: Sequence[Sequence[Named]]) -> Iterator[Task]:
        for window, streams in self._windows[reading]:
            progress = Progress(max(1, len(cut)))
            # Where there is nobody, one task with nothing to ask says that the window is done.
            for batch in cut or [()]:
                yield Task(reading, streams, window, batch, progress=progress)

    def _planned(
        self, reading: Reading, memory: Memory
    ) -> list[tuple[Window, tuple[UKGStream, ...]]]:
        """The windows to read, and the streams that need each."""
        whole = self.dates(reading)
        wanted = {stream: memory.open(stream, whole, self._today) for stream in reading.streams}
        width = self._width(reading.operation)
        return [
            (window, tuple(s for s in reading.streams if s in needing))
            for window, needing in plan(wanted, width)
        ]

    def _width(self, operation: Operation) -> int:
        """How many days a request of a windowed operation spans."""
        if operation.subject is Subject.PERSONS and operation.batch == 1:
            # One person's answer is small: rather few requests than short ones.
            return operation.days
        return min(int(self._config["window_days"]), operation.days)


def _entries(listing: Reading, answer: Answer) -> list[dict[str, Any]]:
    """The persons in an answer; an error may stand among them."""
    return [entry for entry in items(listing.operation, answer.body) if "personId" in entry]


def _only(wanted: set[int], listing: Reading, answer: Answer) -> Answer:
    """An answer that lists only the people who are wanted."""
    mine = [entry for entry in _entries(listing, answer) if entry["personId"] in wanted]
    return Answer(encode({"records": mine}), answer.read_at)
