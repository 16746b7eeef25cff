"""One run: keep the requests of a plan under way, write what they answer, remember what is done."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NamedTuple

from tap_ukg_wfm.declared.dataviews import DataRequest
from tap_ukg_wfm.engine.batch_files import BatchFiles
from tap_ukg_wfm.engine.body import Body
from tap_ukg_wfm.engine.failures import Failure, Failures
from tap_ukg_wfm.engine.memory import Memory
from tap_ukg_wfm.engine.plan import Plan, check_dates
from tap_ukg_wfm.engine.population import is_restricted
from tap_ukg_wfm.engine.progress import ProgressReport
from tap_ukg_wfm.engine.reading import Person, Piece, Reading, Task, fetch
from tap_ukg_wfm.engine.sink import Sink
from tap_ukg_wfm.engine.tree import fetch_tree
from tap_ukg_wfm.errors import OperationError, RefusedError, is_unknown_name
from tap_ukg_wfm.operations import Subject
from tap_ukg_wfm.streams.organization import Locations
from tap_ukg_wfm.streams.people import Persons

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_ukg_wfm.client import Client
    from tap_ukg_wfm.streams.base import UKGStream
    from tap_ukg_wfm.tap import TapUKGWFM
    from tap_ukg_wfm.windows import Window

_READ_AHEAD = 2
NOBODY = 0
"""The person_id in extraction_windows for rows that belong to no person."""


class Outcome(NamedTuple):
    """What came of a stream: whether UKG has answered, why not, and how many rows were written."""

    stream: UKGStream
    answered: bool
    failure: OperationError | None
    rows: int


class Engine:
    """Reads all selected streams of a tap in one go. Rows and state leave on the calling thread."""

    def __init__(self, tap: TapUKGWFM) -> None:
        self._tap = tap
        self._config = tap.config
        self._ran = False
        self._pool = ThreadPoolExecutor(self._config["concurrency"], thread_name_prefix="ukg")
        self._sinks: dict[str, Sink] = {}
        self._memory = Memory(tap)
        batch_config = self._config.get("batch_config")
        self._files = BatchFiles(batch_config) if batch_config else None
        self._readings: Sequence[Reading] = ()
        self._held: list[tuple[UKGStream, Window]] = []
        self.failures = Failures(tap.logger)

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
        order = {stream: place for place, stream in enumerate(self._tap.stream_classes)}
        streams = sorted(
            (stream for stream in self._tap.ukg_streams if stream.selected),
            key=lambda stream: order.get(type(stream), len(order)),
        )
        limit = min((s.ABORT_AT_RECORD_COUNT or 0 for s in streams), default=0)
        self._limit = limit or None
        # First of all, since the token's answer tells the tenant's time.
        self._tap.authenticator.log_on()
        self._today = self.client.clock.today()
        check_dates(self._config, self._today)
        once = self._limit == 1
        self._plan = Plan(
            self._config,
            self.client,
            self._memory,
            streams,
            self._today,
            once=once,
            fail=self._fail,
        )
        self._readings = self._plan.readings
        with ExitStack() as stack:
            self._open_sinks(streams, stack)
            self._report = stack.enter_context(
                ProgressReport(self.client, self._plan.windows, silent=self._limit is not None)
            )
            try:
                # One after another, since what one finds the next ones ask for.
                for tasks in self._plan.phases():
                    for task, pieces in self._fetched(tasks):
                        self._emit(task, pieces)
                    self._mark_removed()
            finally:
                self._pool.shutdown(wait=False, cancel_futures=True)
        self._finish()

    def _open_sinks(self, streams: Sequence[UKGStream], stack: ExitStack) -> None:
        activate = self._config["emit_activate_version_messages"]
        version = int(time.time() * 1000) if activate else None
        for stream in streams:
            stream._write_schema_message()  # noqa: SLF001 - all schemas come before the first row
            beside = [
                path
                for other in streams
                if other.operation is stream.operation and other is not stream
                for path in (
                    other.records if isinstance(other.records, tuple) else (other.records,)
                )
            ]
            kept = stream.operation.windowed or stream.modified
            whole = not kept and not self._partial(stream)
            sink = Sink(
                stream,
                beside=beside,
                version=version if whole else None,
                limit=self._limit,
                files=self._files,
            )
            self._sinks[stream.name] = sink
            stack.enter_context(stream.get_sync_timer())
            stack.callback(self._count, stack.enter_context(stream.get_record_counter()), sink)

    def outcomes(self) -> Iterator[Outcome]:
        """What has come of each selected stream by now, those included that read nothing from UKG."""
        for reading in self._readings:
            for stream in reading.streams:
                rows = self._sinks[stream.name].count if stream.name in self._sinks else 0
                yield Outcome(stream, reading.answered, reading.failure, rows)

    # Fetching

    def _fetched(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, list[Piece]]]:
        """The answers to tasks as they come, with a bounded number under way or waiting."""
        most = self._config["concurrency"] * _READ_AHEAD
        under_way: dict[Future[list[Piece]], Task] = {}
        for task in tasks:
            if task.reading.failure or self._full(task.reading):
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
                self._fail(task.reading, error)
            else:
                yield task, pieces

    def _fetch(self, task: Task) -> list[Piece]:
        operation = task.reading.operation
        nobody = operation.subject is not Subject.NOBODY and not task.batch
        if task.reading.failure or task.pieces or nobody:
            return list(task.pieces)
        once = self._limit == 1
        if operation is Locations.operation:
            return list(fetch_tree(self.client, task, self._today, once=once))
        return list(fetch(self.client, task, once=once))

    # Writing

    def _emit(self, task: Task, pieces: Sequence[Piece]) -> None:
        reading = task.reading
        if reading.failure:
            return
        try:
            for piece in pieces:
                self._write(task, piece)
        except OperationError as error:
            self._fail(reading, error)
            return
        reading.answered = True
        windows = 0
        if self._limit is None:
            for stream in reading.streams:
                if stream.modified and pieces:
                    self._memory.remember(stream, pieces[0].answer.read_at)
                    self._write_state()
            progress = task.progress
            if task.window and progress and progress.last_read(pieces) and not progress.incomplete:
                self._window_done(task, task.window, progress.read_at)
                windows = 1
        self._report.update(sum(sink.count for sink in self._sinks.values()), windows)

    def _write(self, task: Task, piece: Piece) -> None:
        """Write the rows of one answer, and which windows of whom it holds."""
        reading, read_at = task.reading, piece.answer.read_at
        if piece.refusal:
            self._tap.logger.warning("%s Nothing of it is read.", piece.refusal)
            return
        for stream in task.streams:
            if piece.total is not None and not stream.records and not task.window:
                self._tap.expect(stream.name, piece.total)
        body = Body(reading.operation, piece.answer)
        for code, message in body.errors:
            self._leave_out(task, code, message)
        if isinstance(reading.operation, DataRequest):
            self._drop_columns(reading.operation, task.streams, body.items[0]["failures"])
        whole = self._plan.dates(reading) if task.window else None
        for stream in task.streams:
            sink = self._sinks[stream.name]
            sink.write(body, piece.window, whole)
        self._plan.collect(reading, body)
        if piece.window and reading.operation.subject is Subject.PERSONS:
            people = [named.id for named in piece.batch if isinstance(named, Person)]
            if body.errors:
                # Rows of those who are left out stay as they are.
                people = sorted(body.people.intersection(people))
            self._tell_windows(reading, task.streams, piece.window, people, read_at)

    def _leave_out(self, task: Task, code: str, message: str) -> None:
        """Say that an answer leaves somebody out; unless the person is unknown, ask again next time."""
        said = self._tap.authenticator.redact(
            f"{task.reading.operation.name} leaves somebody out ({code}, {message!r}). Nothing of this "
            "person is read"
        )
        if is_unknown_name(code):
            self._tap.logger.warning("%s.", said)
            return
        task.reading.incomplete = True
        if task.progress:
            task.progress.incomplete = True
        names = tuple(stream.name for stream in task.streams)
        sentence = f"{said}: the next run asks again. Where it stays so, ask UKG."
        self.failures.note(Failure(names, OperationError(sentence), partial=True))

    def _mark_removed(self) -> None:
        """Write of what change feeds tell is gone, once all that they tell is known.

        Only then are their windows done: a run that is stopped before that reads them again.
        """
        read_at = self.client.clock.stamp()
        failed = {s for reading in self._readings if reading.failure for s in reading.streams}
        for sink in list(self._sinks.values()):
            for name, row in () if sink.stream in failed else sink.removed():
                if target := self._sinks.get(name):
                    target.mark([row], read_at)
        held, self._held = self._held, []
        for stream, window in held:
            if stream not in failed:
                self._memory.complete(stream, window)
        if held:
            self._write_state()

    def _drop_columns(
        self, operation: DataRequest, streams: Sequence[UKGStream], failures: dict[str, str]
    ) -> None:
        """Leave out columns that UKG could not answer, and say so: null would be an answer."""
        for key, reason in failures.items():
            column = operation.columns.get(key, "")
            for stream in streams:
                if self._sinks[stream.name].leave_out(column):
                    sentence = (
                        f"Dataview {stream.name}: UKG could not answer column {column or key} "
                        f"({reason[:300]}): grant the user what {key} needs, or take it out of select."
                    )
                    self.failures.note(
                        Failure((stream.name,), RefusedError(sentence), partial=True)
                    )

    def _window_done(self, task: Task, window: Window, read_at: str) -> None:
        """Every batch of a window is out: say so in the rows, and in the state."""
        if task.reading.operation.subject is not Subject.PERSONS and read_at:
            self._tell_windows(task.reading, task.streams, window, [NOBODY], read_at)
        for stream in task.streams:
            if stream.removals:
                self._held.append((stream, window))
            else:
                self._memory.complete(stream, window)
        self._write_state()

    def _write_state(self, *, last: bool = False) -> None:
        """Write the state; where rows go into files, only after these have been told of."""
        if self._files and not last and not self._files.due:
            return
        if self._files:
            self._files.tell_all()
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

    # Ends

    def _partial(self, stream: UKGStream) -> bool:
        """Whether a full table may lack rows that exist, so that nothing may be deleted by it."""
        personal = stream.personal or stream.operation is Persons.operation
        if not stream.operation.path:
            return True
        return self._limit is not None or (personal and is_restricted(self._config))

    def _full(self, reading: Reading) -> bool:
        """Whether every stream has as many rows as a dry run wants."""
        if self._limit is None or not reading.streams:
            return False
        return all(self._sinks[stream.name].count >= self._limit for stream in reading.streams)

    def _fail(self, reading: Reading, error: OperationError) -> None:
        if not reading.failure:
            reading.failure = error
            if names := tuple(stream.name for stream in reading.streams):
                self.failures.note(Failure(names, error))

    def _finish(self) -> None:
        if self._files:
            self._files.tell_all()
        for reading in self._plan.readings:
            for stream in () if reading.failure else reading.streams:
                sink = self._sinks[stream.name]
                if stream.declared and not sink.count and self._limit is None:
                    self._tap.logger.warning(
                        "Stream %s: UKG answered no record. Check its declaration, unless there is "
                        "nothing to read.",
                        stream.name,
                    )
                if sink.version is not None and not reading.incomplete:
                    stream._write_activate_version_message(sink.version)  # noqa: SLF001 - after the rows
                if reading.operation.windowed and self._limit is None and not reading.incomplete:
                    self._memory.close(stream)
        self._write_state(last=True)

    @staticmethod
    def _count(counter: Any, sink: Sink) -> None:  # noqa: ANN401 - the SDK's counter
        counter.increment(sink.count)
