"""One run: plan the requests, keep them under way, write what they answer, remember what is done."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from msgspec.json import encode

from tap_ukg_wfm.client import Answer
from tap_ukg_wfm.engine.body import Body
from tap_ukg_wfm.engine.memory import Memory
from tap_ukg_wfm.engine.population import chosen, is_restricted
from tap_ukg_wfm.engine.reading import (
    Person,
    Piece,
    Progress,
    Reading,
    Task,
    fetch,
    items,
    largest_batch,
)
from tap_ukg_wfm.engine.sink import Sink
from tap_ukg_wfm.engine.tree import fetch_tree, job_ids
from tap_ukg_wfm.errors import OperationError
from tap_ukg_wfm.operations import Subject
from tap_ukg_wfm.streams.organization import Locations
from tap_ukg_wfm.streams.people import Persons
from tap_ukg_wfm.windows import Window, batches, plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_ukg_wfm.client import Client
    from tap_ukg_wfm.engine.reading import Named
    from tap_ukg_wfm.streams.base import UKGStream
    from tap_ukg_wfm.tap import TapUKGWFM

_READ_AHEAD = 2
_DEFAULT_DAYS = 30
NOBODY = 0
"""The person_id in extraction_windows for rows that belong to no person."""


class Engine:
    """Reads all selected streams of a tap in one go. Rows and state leave on the calling thread."""

    def __init__(self, tap: TapUKGWFM) -> None:
        self._tap = tap
        self._config = tap.config
        self._ran = False
        self._pool = ThreadPoolExecutor(self._config["concurrency"], thread_name_prefix="ukg")
        self._sinks: dict[str, Sink] = {}
        self._memory = Memory(tap)
        self._pending: dict[tuple[Reading, Window], Progress] = {}
        self._people: list[Person] | None = None
        self.failures: list[str] = []

    @property
    def client(self) -> Client:
        """The tap's client."""
        return self._tap.client

    def run(self) -> None:
        """Read everything that is selected, once; further calls do nothing.

        Raises:
            TapError: When the run cannot go on at all; failures of single operations are kept in
                `failures` instead.
        """
        if self._ran:
            return
        self._ran = True
        streams = [s for s in self._tap.ukg_streams if s.selected]
        self._limit: int | None = min((s.ABORT_AT_RECORD_COUNT or 0 for s in streams), default=0)
        self._limit = self._limit or None
        # First of all, since the token's answer tells the tenant's time.
        self._tap.authenticator.log_on()
        self._today = self.client.clock.today()
        readings = self._readings(streams)
        version = (
            int(time.time() * 1000) if self._config["emit_activate_version_messages"] else None
        )
        with ExitStack() as counters:
            for stream in streams:
                stream._write_schema_message()  # noqa: SLF001 - all schemas come before the first row
                beside = [s.records for s in streams if s.operation is stream.operation]
                whole = not stream.replication_key and not self._partial(stream)
                sink = Sink(
                    stream, beside=beside, version=version if whole else None, limit=self._limit
                )
                self._sinks[stream.name] = sink
                counters.enter_context(stream.get_sync_timer())
                counters.callback(
                    self._count, counters.enter_context(stream.get_record_counter()), sink
                )
            try:
                for task, pieces in self._fetched(self._tasks(readings)):
                    self._emit(task, pieces)
            finally:
                self._pool.shutdown(wait=False, cancel_futures=True)
        self._finish(readings)

    def _readings(self, streams: Sequence[UKGStream]) -> list[Reading]:
        """The operations to call, in the order in which streams are declared."""
        operations = list(dict.fromkeys(stream.operation for stream in streams))
        order = {stream: place for place, stream in enumerate(self._tap.stream_classes)}
        readings = [
            Reading(operation, tuple(s for s in streams if s.operation is operation))
            for operation in operations
            if operation.path
        ]
        return sorted(readings, key=lambda r: min(order[type(s)] for s in r.streams))

    # Tasks

    def _tasks(self, readings: Sequence[Reading]) -> Iterator[Task]:
        """All tasks: lists first, which are cheap, then persons, then windows."""
        plain = [
            r
            for r in readings
            if r.operation.subject is Subject.NOBODY and not r.operation.windowed
        ]
        for reading in plain:
            if reading.operation is not Persons.operation:
                yield Task(reading, reading.streams, since=self._memory.since(reading.streams[0]))
        if any(s.personal or s.operation is Persons.operation for r in readings for s in r.streams):
            yield from self._personal_tasks(readings)
        for reading in readings:
            if reading.operation.subject is Subject.LOCATIONS:
                yield from self._location_tasks(reading)

    def _personal_tasks(self, readings: Sequence[Reading]) -> Iterator[Task]:
        listing = next((r for r in readings if r.operation is Persons.operation), None)
        try:
            people = self._population(listing or Reading(Persons.operation, ()))
        except OperationError as error:
            blocked = [
                r for r in readings if r is listing or r.operation.subject is Subject.PERSONS
            ]
            for reading in blocked:
                self._fail(reading, str(error))
            return
        for reading in readings:
            if reading.operation.subject is Subject.PERSONS:
                yield from self._batched(reading, people)

    def _location_tasks(self, reading: Reading) -> Iterator[Task]:
        tree = Reading(Locations.operation, ())
        try:
            jobs = job_ids(self.client, Task(tree, ()), self._today)
        except OperationError as error:
            self._fail(reading, str(error))
            return
        yield from self._batched(reading, jobs)

    def _batched(self, reading: Reading, named: Sequence[Named]) -> Iterator[Task]:
        """Batches of a reading, window by window where it has windows."""
        operation = reading.operation
        if self._limit == 1:
            # A connection test asks for one day of one person or place.
            window = Window(self._today, self._today) if operation.windowed else None
            yield Task(reading, reading.streams, window, named[:1])
            return
        windows = self._windows(reading) if operation.windowed else [(None, reading.streams)]
        for window, streams in windows:
            days = window.days if window else 0
            cut = batches(named, largest_batch(operation, self._config["batch_size"], days))
            if window:
                self._pending[reading, window] = Progress(len(cut))
                if not cut:
                    self._window_done(reading, window, streams)
            for batch in cut:
                yield Task(reading, streams, window, batch)

    def _windows(self, reading: Reading) -> list[tuple[Window, tuple[UKGStream, ...]]]:
        """The windows to read, and the streams that need each."""
        wanted = {}
        whole = self._dates(reading)
        for stream in reading.streams:
            wanted[stream] = self._memory.open(stream, whole, self._today)
        width = min(self._config["window_days"], reading.operation.days)
        return [
            (window, tuple(s for s in reading.streams if s in needing))
            for window, needing in plan(wanted, width)
        ]

    def _dates(self, reading: Reading) -> Window:
        """The first and the last date that a windowed operation is asked for."""
        config, today = self._config, self._today
        start = config.get("start_date")
        first = date.fromisoformat(start[:10]) if start else today - timedelta(days=_DEFAULT_DAYS)
        ahead = timedelta(days=config["lookahead_days"] if reading.operation.looks_ahead else 0)
        end = config.get("end_date")
        return Window(first, max(first, date.fromisoformat(end[:10]) if end else today + ahead))

    # Fetching

    def _fetched(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, list[Piece]]]:
        """The answers to tasks as they come, with a bounded number under way or waiting."""
        most = self._config["concurrency"] * _READ_AHEAD
        under_way: dict[Future[list[Piece]], Task] = {}
        for task in tasks:
            if task.reading.failure or task.reading.full(self._limit):
                continue
            under_way[self._pool.submit(self._fetch, task)] = task
            if len(under_way) >= most:
                yield from self._landed(under_way)
        while under_way:
            yield from self._landed(under_way)

    def _landed(
        self, under_way: dict[Future[list[Piece]], Task]
    ) -> Iterator[tuple[Task, list[Piece]]]:
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            task = under_way.pop(future)
            try:
                pieces = future.result()
            except OperationError as error:
                self._fail(task.reading, str(error))
            else:
                yield task, pieces

    def _fetch(self, task: Task) -> list[Piece]:
        if task.reading.failure:
            return []
        once = self._limit == 1
        if task.reading.operation is Locations.operation:
            return list(fetch_tree(self.client, task, self._today, once=once))
        return list(fetch(self.client, task, once=once))

    # Writing

    def _emit(self, task: Task, pieces: Sequence[Piece]) -> None:
        reading = task.reading
        if reading.failure:
            return
        whole = self._dates(reading) if task.window else None
        for piece in pieces:
            body = Body(reading.operation, piece.answer)
            try:
                for stream in task.streams:
                    sink = self._sinks[stream.name]
                    sink.write(body, piece.window, whole)
                    reading.rows[stream.name] = sink.count
            except OperationError as error:
                self._fail(reading, str(error))
                return
            if piece.window and reading.operation.subject is Subject.PERSONS:
                people = [named.id for named in piece.batch if isinstance(named, Person)]
                self._tell_windows(
                    reading, task.streams, piece.window, people, piece.answer.read_at
                )
        tree = next((stream for stream in reading.streams if stream.tree), None)
        if tree and pieces and self._limit is None:
            self._memory.remember(tree, pieces[0].answer.read_at)
            self._tap.write_state()
        if task.window and self._limit is None:
            progress = self._pending[reading, task.window]
            progress.first_read(pieces)
            if not progress.left:
                self._window_done(reading, task.window, task.streams)

    def _window_done(self, reading: Reading, window: Window, streams: Sequence[UKGStream]) -> None:
        """Every batch of a window is out: say so in the rows, and in the state."""
        progress = self._pending.pop((reading, window))
        if reading.operation.subject is Subject.LOCATIONS and progress.read_at:
            self._tell_windows(reading, streams, window, [NOBODY], progress.read_at)
        for stream in streams:
            self._memory.complete(stream, window)
        self._tap.write_state()

    def _tell_windows(
        self,
        reading: Reading,
        streams: Sequence[UKGStream],
        window: Window,
        people: Sequence[int],
        read_at: str,
    ) -> None:
        sink = self._sinks.get("extraction_windows")
        if sink is None:
            return
        rows = [
            {
                "operation": reading.operation.name,
                "stream": stream.name,
                "person_id": person,
                "start_date": window.start.isoformat(),
                "end_date": window.end.isoformat(),
                "read_at": read_at,
            }
            for stream in streams
            for person in people
        ]
        sink.write_rows(rows, read_at)

    def _population(self, listing: Reading) -> list[Person]:
        """Whose data is read; the rows of `persons` go out on the way, where it is selected."""
        if self._people is not None:
            return self._people
        once = self._limit == 1
        pieces = list(fetch(self.client, Task(listing, listing.streams), once=once))
        everyone = [
            Person(entry["personId"], entry["personNumber"])
            for piece in pieces
            for entry in items(listing.operation, piece.answer.body)
        ]
        dates = Window(self._today, self._today)
        if is_restricted(self._config):
            dates = self._dates(listing)
        self._people = chosen(self.client, self._config, everyone, dates)
        wanted = {person.id for person in self._people}
        for piece in pieces if listing.streams else ():
            found = items(listing.operation, piece.answer.body)
            mine = [entry for entry in found if entry["personId"] in wanted]
            self._emit(
                Task(listing, listing.streams),
                [piece._replace(answer=Answer(encode({"records": mine}), piece.answer.read_at))],
            )
        return self._people

    # Ends

    def _partial(self, stream: UKGStream) -> bool:
        """Whether a full table may lack rows that exist, so that nothing may be deleted by it."""
        personal = stream.personal or stream.operation is Persons.operation
        if not stream.operation.path:
            return True
        return self._limit is not None or (personal and is_restricted(self._config))

    def _fail(self, reading: Reading, sentence: str) -> None:
        if not reading.failure:
            reading.failure = sentence
            names = ", ".join(stream.name for stream in reading.streams)
            self.failures.append(f"{sentence} Not read: {names}.")
            self._tap.logger.error("%s Not read: %s.", sentence, names)

    def _finish(self, readings: Sequence[Reading]) -> None:
        for reading in readings:
            for stream in () if reading.failure else reading.streams:
                sink = self._sinks[stream.name]
                if sink.version is not None:
                    stream._write_activate_version_message(sink.version)  # noqa: SLF001 - after the rows
                if reading.operation.windowed and self._limit is None:
                    self._memory.close(stream)
        self._tap.write_state()

    @staticmethod
    def _count(counter: Any, sink: Sink) -> None:  # noqa: ANN401 - the SDK's counter
        counter.increment(sink.count)
