"""One run: keep the requests of a plan under way, write what they answer, remember what is done."""

from __future__ import annotations

import logging
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, NamedTuple

from tap_ukg_wfm.api.errors import OperationError, RefusedError, is_unknown_name
from tap_ukg_wfm.api.operations import Partition
from tap_ukg_wfm.api.responses import Body
from tap_ukg_wfm.custom.dataviews import DataRequest
from tap_ukg_wfm.streams.base import Modified
from tap_ukg_wfm.streams.organization.lists import Locations
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.sync.failures import Failure, Failures, lines_refused
from tap_ukg_wfm.sync.plan import Plan, check_dates
from tap_ukg_wfm.sync.population import is_restricted
from tap_ukg_wfm.sync.progress import ProgressReport
from tap_ukg_wfm.sync.readers.locations import fetch_tree
from tap_ukg_wfm.sync.readers.pages import fetch
from tap_ukg_wfm.sync.requests import OperationRun, Page, Person, Request
from tap_ukg_wfm.sync.rows import RowWriter
from tap_ukg_wfm.sync.state import StateStore

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.sync.output import Output, SelectedStream, States
    from tap_ukg_wfm.sync.windows import Window

_LOGGER = logging.getLogger("tap-ukg-wfm")
_READ_AHEAD = 2
NOBODY = 0
"""The person_id in extraction_windows for rows that belong to no person."""


class Outcome(NamedTuple):
    """What came of a stream: whether UKG has answered, why not, and how many rows were written."""

    stream: SelectedStream
    answered: bool
    failure: OperationError | None
    rows: int


class Sync:
    """One run: reads all selected streams in one go. Rows and state leave on the calling thread.

    Args:
        config: The settings, validated and with their defaults.
        client: Calls the tenant.
        streams: What to read, in the order in which it is declared.
        states: The bookmarks to go on from, changed in place.
        output: Where rows and states go.
        limit: The most rows of each stream in a dry run; with 1, one small request per operation.
        failures: Keeps what could not be read.
    """

    def __init__(  # noqa: PLR0913 - all that a run depends on
        self,
        config: Mapping[str, Any],
        client: Client,
        streams: Sequence[SelectedStream],
        states: States,
        output: Output,
        *,
        limit: int | None = None,
        failures: Failures | None = None,
    ) -> None:
        self._config, self._client, self._streams = config, client, streams
        self._output, self._limit = output, limit
        self._pool = ThreadPoolExecutor(config["concurrency"], thread_name_prefix="ukg")
        self._writers: dict[str, RowWriter] = {}
        self._state = StateStore(config, states)
        self._runs: Sequence[OperationRun] = ()
        self._held: list[tuple[SelectedStream, Window]] = []
        self.failures = Failures(_LOGGER) if failures is None else failures

    def run(self) -> None:
        """Read everything that is selected.

        Raises:
            TapError: When the run cannot go on at all; failures of single operations are kept in
                `failures` instead.
        """
        for _ in self.steps():
            pass

    def steps(self) -> Generator[None, None, None]:
        """Read everything that is selected, in steps of one response.

        Raises:
            TapError: As `run` does.
        """
        # First of all, since the token's answer tells the tenant's time.
        self._client.log_on()
        self._today = self._client.clock.today()
        check_dates(self._config, self._today)
        self._plan = Plan(
            self._config,
            self._client,
            self._state,
            self._streams,
            self._today,
            once=self._limit == 1,
            fail=self._fail,
        )
        self._runs = self._plan.runs
        self._open_writers()
        silent = self._limit is not None
        with ProgressReport(self._client, self._plan.windows, silent=silent) as self._report:
            try:
                # One after another, since what one finds the next ones ask for.
                for requests in self._plan.phases():
                    for request, pages in self._fetched(requests):
                        self._emit(request, pages)
                        yield
                    self._mark_removed()
            finally:
                self._pool.shutdown(wait=False, cancel_futures=True)
        self._finish()
        yield

    def _open_writers(self) -> None:
        streams = self._streams
        self._output.started(streams, {s.name: self._is_full(s) for s in streams})
        for stream in streams:
            beside = [
                path
                for other in streams
                if other.table.operation is stream.table.operation and other is not stream
                for path in _paths(other.table.records)
            ]
            writer = RowWriter(stream, self._output, beside=beside, limit=self._limit)
            self._writers[stream.name] = writer

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
            return list(fetch_tree(self._client, request, self._today, once=once))
        return list(fetch(self._client, request, once=once))

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
                refused = self._writers[stream.name].refused
                if isinstance(stream.table.reads, Modified) and pages and not refused:
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
            _LOGGER.warning("%s Nothing of it is read.", page.refusal)
            return
        for stream in request.streams:
            if page.total is not None and not stream.table.records and not request.window:
                self._output.expected(stream, page.total)
        body = Body(run.operation, page.answer)
        for code, message in body.errors:
            self._leave_out(request, code, message)
        if isinstance(run.operation, DataRequest):
            self._drop_columns(run.operation, request.streams, body.items[0]["failures"])
        complete = self._write_rows(request, page, body)
        self._plan.collect(run, body)
        if page.window and run.operation.partition is Partition.PERSONS:
            people = [named.id for named in page.batch if isinstance(named, Person)]
            if body.errors:
                # Rows of those who are left out stay as they are.
                people = sorted(body.people.intersection(people))
            self._tell_windows(run, complete, page.window, people, read_at)

    def _write_rows(self, request: Request, page: Page, body: Body) -> list[SelectedStream]:
        """Write the rows of a response; gives the streams of which all lines became rows."""
        whole = self._plan.dates(request.run) if request.window else None
        complete = []
        for stream in request.streams:
            if self._writers[stream.name].write(body, page.window, whole):
                complete.append(stream)
            elif request.progress:
                request.progress.refused.add(stream.name)
        return complete

    def _leave_out(self, request: Request, code: str, message: str) -> None:
        """Say that an answer leaves somebody out; unless the person is unknown, ask again next time."""
        detail = f"{self._client.redact(code)}, '{self._client.redact(message)}'"
        said = (
            f"{request.run.operation.name} leaves somebody out ({detail}). Nothing of this person is "
            "read"
        )
        if is_unknown_name(code):
            _LOGGER.warning("%s.", said)
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
        read_at = self._client.clock.stamp()
        failed = {
            stream
            for run in self._runs
            for stream in run.streams
            # A line that could not become a row may say that something is there again.
            if run.failure or self._writers[stream.name].refused
        }
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
        self, operation: DataRequest, streams: Sequence[SelectedStream], failures: dict[str, str]
    ) -> None:
        """Leave out columns that UKG could not answer, and say so: null would be an answer."""
        for key, reason in failures.items():
            column, why = operation.columns.get(key, ""), self._client.redact(reason)
            for stream in streams:
                if self._writers[stream.name].leave_out(column):
                    sentence = (
                        f"Dataview {stream.name}: UKG could not answer column {column or key} "
                        f"({why}): grant the user what {key} needs, or take it out of select."
                    )
                    self.failures.note(
                        Failure((stream.name,), RefusedError(sentence), partial=True)
                    )

    def _window_done(self, request: Request, window: Window, read_at: str) -> None:
        """Every batch of a window is out: say so in the rows, and in the state."""
        refused = request.progress.refused if request.progress else ()
        read = [stream for stream in request.streams if stream.name not in refused]
        if request.run.operation.partition is not Partition.PERSONS and read_at:
            self._tell_windows(request.run, read, window, [NOBODY], read_at)
        for stream in read:
            if stream.table.deletes:
                self._held.append((stream, window))
            else:
                self._state.complete(stream, window)
        self._write_state()

    def _write_state(self, *, last: bool = False) -> None:
        self._output.state(self._state.states, last=last)

    def _tell_windows(
        self,
        run: OperationRun,
        streams: Sequence[SelectedStream],
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

    def _is_full(self, stream: SelectedStream) -> bool:
        """Whether a table is read whole, so that rows that it does not hold are gone in UKG."""
        table = stream.table
        if self._limit is not None or not table.operation.path or table.replication_key():
            return False
        personal = table.personal() or table.operation is Persons.operation
        return not (personal and is_restricted(self._config))

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
        for run in self._plan.runs:
            for stream in run.streams:
                self._close(run, stream)
        self._write_state(last=True)

    def _close(self, run: OperationRun, stream: SelectedStream) -> None:
        refused = self._writers[stream.name].refused
        complete = not run.failure and not run.incomplete and not refused
        if refused:
            error = lines_refused(stream, refused)
            self.failures.note(Failure((stream.name,), error, partial=True))
        if stream.table.user_defined and not run.failure and self._limit is None:
            self._look_for_rows(stream)
        self._output.finished(stream, complete=complete)
        if complete and run.operation.windowed and self._limit is None:
            self._state.close(stream)

    def _look_for_rows(self, stream: SelectedStream) -> None:
        if not self._writers[stream.name].count:
            _LOGGER.warning(
                "Stream %s: UKG answered no record. Check its declaration, unless there is "
                "nothing to read.",
                stream.name,
            )


def _paths(records: str | tuple[str, ...]) -> tuple[str, ...]:
    return records if isinstance(records, tuple) else (records,)
