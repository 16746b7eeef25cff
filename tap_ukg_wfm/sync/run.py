"""One run: keep the requests of a plan under way, write what they answer, remember what is done."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NamedTuple

from tap_ukg_wfm.api.errors import OperationError, RefusedError, is_unknown_name
from tap_ukg_wfm.api.operations import Partition
from tap_ukg_wfm.api.responses import Body
from tap_ukg_wfm.custom.dataviews import DataRequest
from tap_ukg_wfm.singer.batch_files import BatchFiles
from tap_ukg_wfm.streams.organization.lists import Locations
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.sync.failures import Failure, Failures
from tap_ukg_wfm.sync.plan import Plan, check_dates
from tap_ukg_wfm.sync.population import is_restricted
from tap_ukg_wfm.sync.progress import ProgressReport
from tap_ukg_wfm.sync.readers.locations import fetch_tree
from tap_ukg_wfm.sync.readers.pages import fetch
from tap_ukg_wfm.sync.requests import OperationRun, Page, Person, Request
from tap_ukg_wfm.sync.rows import RowWriter
from tap_ukg_wfm.sync.state import StateStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.streams.base import UKGStream
    from tap_ukg_wfm.sync.windows import Window
    from tap_ukg_wfm.tap import TapUKGWFM

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
        self._writers: dict[str, RowWriter] = {}
        self._state = StateStore(tap)
        batch_config = self._config.get("batch_config")
        self._files = BatchFiles(batch_config) if batch_config else None
        self._runs: Sequence[OperationRun] = ()
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
            self._state,
            streams,
            self._today,
            once=once,
            fail=self._fail,
        )
        self._runs = self._plan.runs
        with ExitStack() as stack:
            self._open_writers(streams, stack)
            self._report = stack.enter_context(
                ProgressReport(self.client, self._plan.windows, silent=self._limit is not None)
            )
            try:
                # One after another, since what one finds the next ones ask for.
                for requests in self._plan.phases():
                    for request, pages in self._fetched(requests):
                        self._emit(request, pages)
                    self._mark_removed()
            finally:
                self._pool.shutdown(wait=False, cancel_futures=True)
        self._finish()

    def _open_writers(self, streams: Sequence[UKGStream], stack: ExitStack) -> None:
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
            writer = RowWriter(
                stream,
                beside=beside,
                version=version if whole else None,
                limit=self._limit,
                files=self._files,
            )
            self._writers[stream.name] = writer
            stack.enter_context(stream.get_sync_timer())
            stack.callback(self._count, stack.enter_context(stream.get_record_counter()), writer)

    def outcomes(self) -> Iterator[Outcome]:
        """What has come of each selected stream by now, those included that read nothing from UKG."""
        for run in self._runs:
            for stream in run.streams:
                rows = self._writers[stream.name].count if stream.name in self._writers else 0
                yield Outcome(stream, run.answered, run.failure, rows)

    # Fetching

    def _fetched(self, requests: Iterator[Request]) -> Iterator[tuple[Request, list[Page]]]:
        """The answers to tasks as they come, with a bounded number under way or waiting."""
        most = self._config["concurrency"] * _READ_AHEAD
        under_way: dict[Future[list[Page]], Request] = {}
        for request in requests:
            if request.run.failure or self._full(request.run):
                continue
            under_way[self._pool.submit(self._fetch, request)] = request
            if len(under_way) >= most:
                yield from self._landed(under_way)
        while under_way:
            yield from self._landed(under_way)

    def _landed(
        self, under_way: dict[Future[list[Page]], Request]
    ) -> Iterator[tuple[Request, list[Page]]]:
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            request = under_way.pop(future)
            try:
                pages = future.result()
            except OperationError as error:
                self._fail(request.run, error)
            else:
                yield request, pages

    def _fetch(self, request: Request) -> list[Page]:
        operation = request.run.operation
        nobody = operation.partition is not Partition.NONE and not request.batch
        if request.run.failure or request.pages or nobody:
            return list(request.pages)
        once = self._limit == 1
        if operation is Locations.operation:
            return list(fetch_tree(self.client, request, self._today, once=once))
        return list(fetch(self.client, request, once=once))

    # Writing

    def _emit(self, request: Request, pages: Sequence[Page]) -> None:
        run = request.run
        if run.failure:
            return
        try:
            for page in pages:
                self._write(request, page)
        except OperationError as error:
            self._fail(run, error)
            return
        run.answered = True
        windows = 0
        if self._limit is None:
            for stream in run.streams:
                if stream.modified and pages:
                    self._state.remember(stream, pages[0].answer.read_at)
                    self._write_state()
            progress = request.progress
            if (
                request.window
                and progress
                and progress.last_read(pages)
                and not progress.incomplete
            ):
                self._window_done(request, request.window, progress.read_at)
                windows = 1
        self._report.update(sum(writer.count for writer in self._writers.values()), windows)

    def _write(self, request: Request, page: Page) -> None:
        """Write the rows of one answer, and which windows of whom it holds."""
        run, read_at = request.run, page.answer.read_at
        if page.refusal:
            self._tap.logger.warning("%s Nothing of it is read.", page.refusal)
            return
        for stream in request.streams:
            if page.total is not None and not stream.records and not request.window:
                self._tap.expect(stream.name, page.total)
        body = Body(run.operation, page.answer)
        for code, message in body.errors:
            self._leave_out(request, code, message)
        if isinstance(run.operation, DataRequest):
            self._drop_columns(run.operation, request.streams, body.items[0]["failures"])
        whole = self._plan.dates(run) if request.window else None
        for stream in request.streams:
            writer = self._writers[stream.name]
            writer.write(body, page.window, whole)
        self._plan.collect(run, body)
        if page.window and run.operation.partition is Partition.PERSONS:
            people = [named.id for named in page.batch if isinstance(named, Person)]
            if body.errors:
                # Rows of those who are left out stay as they are.
                people = sorted(body.people.intersection(people))
            self._tell_windows(run, request.streams, page.window, people, read_at)

    def _leave_out(self, request: Request, code: str, message: str) -> None:
        """Say that an answer leaves somebody out; unless the person is unknown, ask again next time."""
        said = self._tap.authenticator.redactor.hide(
            f"{request.run.operation.name} leaves somebody out ({code}, {message!r}). Nothing of this "
            "person is read"
        )
        if is_unknown_name(code):
            self._tap.logger.warning("%s.", said)
            return
        request.run.incomplete = True
        if request.progress:
            request.progress.incomplete = True
        names = tuple(stream.name for stream in request.streams)
        sentence = f"{said}: the next run asks again. Where it stays so, ask UKG."
        self.failures.note(Failure(names, OperationError(sentence), partial=True))

    def _mark_removed(self) -> None:
        """Write of what change feeds tell is gone, once all that they tell is known.

        Only then are their windows done: a run that is stopped before that reads them again.
        """
        read_at = self.client.clock.stamp()
        failed = {s for run in self._runs if run.failure for s in run.streams}
        for writer in list(self._writers.values()):
            for name, row in () if writer.stream in failed else writer.removed():
                if target := self._writers.get(name):
                    target.mark([row], read_at)
        held, self._held = self._held, []
        for stream, window in held:
            if stream not in failed:
                self._state.complete(stream, window)
        if held:
            self._write_state()

    def _drop_columns(
        self, operation: DataRequest, streams: Sequence[UKGStream], failures: dict[str, str]
    ) -> None:
        """Leave out columns that UKG could not answer, and say so: null would be an answer."""
        for key, reason in failures.items():
            column = operation.columns.get(key, "")
            for stream in streams:
                if self._writers[stream.name].leave_out(column):
                    sentence = (
                        f"Dataview {stream.name}: UKG could not answer column {column or key} "
                        f"({reason[:300]}): grant the user what {key} needs, or take it out of select."
                    )
                    self.failures.note(
                        Failure((stream.name,), RefusedError(sentence), partial=True)
                    )

    def _window_done(self, request: Request, window: Window, read_at: str) -> None:
        """Every batch of a window is out: say so in the rows, and in the state."""
        if request.run.operation.partition is not Partition.PERSONS and read_at:
            self._tell_windows(request.run, request.streams, window, [NOBODY], read_at)
        for stream in request.streams:
            if stream.removals:
                self._held.append((stream, window))
            else:
                self._state.complete(stream, window)
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
        run: OperationRun,
        streams: Sequence[UKGStream],
        window: Window,
        people: Sequence[int],
        read_at: str,
    ) -> None:
        writer = self._writers.get("extraction_windows")
        if writer is None:
            return
        rows = [
            {
                "operation": run.operation.name,
                "stream": stream.name,
                "person_id": person,
                "start_date": window.start.isoformat(),
                "end_date": window.end.isoformat(),
                "read_at": read_at,
            }
            for stream in streams
            for person in people
        ]
        writer.write_rows(rows, read_at)

    # Ends

    def _partial(self, stream: UKGStream) -> bool:
        """Whether a full table may lack rows that exist, so that nothing may be deleted by it."""
        personal = stream.personal or stream.operation is Persons.operation
        if not stream.operation.path:
            return True
        return self._limit is not None or (personal and is_restricted(self._config))

    def _full(self, run: OperationRun) -> bool:
        """Whether every stream has as many rows as a dry run wants."""
        if self._limit is None or not run.streams:
            return False
        return all(self._writers[stream.name].count >= self._limit for stream in run.streams)

    def _fail(self, run: OperationRun, error: OperationError) -> None:
        if not run.failure:
            run.failure = error
            if names := tuple(stream.name for stream in run.streams):
                self.failures.note(Failure(names, error))

    def _finish(self) -> None:
        if self._files:
            self._files.tell_all()
        for run in self._plan.runs:
            for stream in () if run.failure else run.streams:
                writer = self._writers[stream.name]
                if stream.declared and not writer.count and self._limit is None:
                    self._tap.logger.warning(
                        "Stream %s: UKG answered no record. Check its declaration, unless there is "
                        "nothing to read.",
                        stream.name,
                    )
                if writer.version is not None and not run.incomplete:
                    stream._write_activate_version_message(writer.version)  # noqa: SLF001 - after the rows
                if run.operation.windowed and self._limit is None and not run.incomplete:
                    self._state.close(stream)
        self._write_state(last=True)

    @staticmethod
    def _count(counter: Any, writer: RowWriter) -> None:  # noqa: ANN401 - the SDK's counter
        counter.increment(writer.count)
