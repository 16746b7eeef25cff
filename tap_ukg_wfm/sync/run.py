"""One run: its phases, the requests in flight, and its end. Responses go to `writing`."""

from __future__ import annotations

import logging
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, NamedTuple

from tap_ukg_wfm.api.errors import OperationError
from tap_ukg_wfm.api.operations import Partition
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.sync.dates import check_dates
from tap_ukg_wfm.sync.failures import Failure, Failures
from tap_ukg_wfm.sync.fetching import fetch
from tap_ukg_wfm.sync.plan import Plan
from tap_ukg_wfm.sync.population import is_restricted
from tap_ukg_wfm.sync.progress import ProgressReport
from tap_ukg_wfm.sync.state import StateStore
from tap_ukg_wfm.sync.writing import ResponseWriter

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.sync.output import Output, SelectedStream, States
    from tap_ukg_wfm.sync.requests import OperationRun, Page, Request

_LOGGER = logging.getLogger("tap-ukg-wfm")
_READ_AHEAD = 2


class Outcome(NamedTuple):
    """The outcome of a stream: whether UKG returned a response, why not, and how many rows were written."""

    stream: SelectedStream
    answered: bool
    failure: OperationError | None
    rows: int


class Sync:
    """One run over all selected streams. Rows and state are written on the calling thread.

    Args:
        config: The settings, validated and with their defaults.
        client: Calls the tenant.
        streams: What to read, in the order of declaration.
        states: The bookmarks to continue from, changed in place.
        output: Where rows and states go.
        limit: The maximum number of rows per stream in a dry run; 1 sends one small request per operation.
        failures: Collects what could not be read.
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
        self._state = StateStore(config, states)
        self._runs: Sequence[OperationRun] = ()
        self._writer: ResponseWriter | None = None
        self.failures = Failures(_LOGGER) if failures is None else failures

    def run(self) -> None:
        """Read everything that is selected.

        Raises:
            TapError: When the whole run fails. Failures of single operations go to `failures`.
        """
        for _ in self.steps():
            pass

    def steps(self) -> Generator[None, None, None]:
        """Read everything that is selected, in steps of one response.

        Raises:
            TapError: As `run` does.
        """
        # Before anything else: the response to the token request sets the tenant's clock.
        self._client.log_on()
        today = self._client.clock.today()
        check_dates(self._config, today)
        self._plan = Plan(
            self._config,
            self._client,
            self._state,
            self._streams,
            today,
            once=self._limit == 1,
            fail=self._fail,
        )
        self._runs = self._plan.runs
        self._output.started(self._streams, {s.name: self._is_full(s) for s in self._streams})
        self._writer = ResponseWriter(
            self._plan, self._state, self._streams, self._output, self._limit
        )
        silent = self._limit is not None
        with ProgressReport(self._client, self._plan.windows, silent=silent) as self._report:
            try:
                # In order: later phases need what earlier ones return.
                for requests in self._plan.phases():
                    for request, pages in self._fetched(requests):
                        self._emit(request, pages)
                        yield
                    self._writer.mark_removed(self._client.clock.stamp())
            finally:
                self._pool.shutdown(wait=False, cancel_futures=True)
        self._finish()
        yield

    def outcomes(self) -> Iterator[Outcome]:
        """The outcome of each selected stream so far."""
        writers = self._writer.writers if self._writer else {}
        for run in self._runs:
            for stream in run.streams:
                rows = writers[stream.name].count if stream.name in writers else 0
                yield Outcome(stream, run.answered, run.failure, rows)

    # Fetching

    def _fetched(self, requests: Iterator[Request]) -> Iterator[tuple[Request, list[Page]]]:
        """Requests and their pages as they arrive, with a limited number in flight or waiting."""
        most = self._config["concurrency"] * _READ_AHEAD
        in_flight: dict[Future[list[Page]], Request] = {}
        for request in requests:
            if request.run.failure or self._at_limit(request.run):
                continue
            in_flight[self._pool.submit(self._fetch, request)] = request
            if len(in_flight) >= most:
                yield from self._arrived(in_flight)
        while in_flight:
            yield from self._arrived(in_flight)

    def _arrived(
        self, in_flight: dict[Future[list[Page]], Request]
    ) -> Iterator[tuple[Request, list[Page]]]:
        done, _ = wait(in_flight, return_when=FIRST_COMPLETED)
        for future in done:
            request = in_flight.pop(future)
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
        return list(fetch(self._client, request, once=self._limit == 1))

    def _emit(self, request: Request, pages: Sequence[Page]) -> None:
        if request.run.failure or self._writer is None:
            return
        try:
            windows = self._writer.write(request, pages)
        except OperationError as error:
            self._fail(request.run, error)
            return
        self._report.update(self._writer.count, windows)

    # Ends

    def _is_full(self, stream: SelectedStream) -> bool:
        """Whether a table is read whole, so that UKG has deleted all rows that it lacks."""
        table = stream.table
        if self._limit is not None or not table.operation.path or table.replication_key():
            return False
        personal = table.personal() or table.operation is Persons.operation
        return not (personal and is_restricted(self._config))

    def _at_limit(self, run: OperationRun) -> bool:
        """Whether every stream has reached the row limit of a dry run."""
        if self._limit is None or not run.streams or self._writer is None:
            return False
        writers = self._writer.writers
        return all(writers[stream.name].count >= self._limit for stream in run.streams)

    def _fail(self, run: OperationRun, error: OperationError) -> None:
        if not run.failure:
            run.failure = error
            if names := tuple(stream.name for stream in run.streams):
                self.failures.note(Failure(names, error))

    def _finish(self) -> None:
        assert self._writer is not None  # noqa: S101 - the run has begun
        if self._limit is None:
            for failure in self._writer.shortcomings():
                self.failures.note(failure)
            self._writer.warn()
        for run in self._plan.runs:
            for stream in run.streams:
                self._close(run, stream)
        self._state.write(self._output, last=True)

    def _close(self, run: OperationRun, stream: SelectedStream) -> None:
        assert self._writer is not None  # noqa: S101 - the run has begun
        complete = (
            not run.failure and not run.incomplete and not self._writer.writers[stream.name].refused
        )
        rows = self._writer.writers[stream.name].count
        # An empty full table may be a mistake of UKG's: keep its rows in the warehouse.
        self._output.finished(stream, complete=complete and (rows > 0 or not self._is_full(stream)))
        if complete and self._limit is None:
            if run.operation.windowed:
                self._state.close(stream)
            elif run.operation is Persons.operation:
                self._state.keep_people(stream)
