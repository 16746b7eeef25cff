"""What a response becomes: rows, windows that count as read, and what the run says at its end."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from tap_ukg_wfm.api.errors import OperationError, RefusedError
from tap_ukg_wfm.api.operations import Partition
from tap_ukg_wfm.api.responses import Body
from tap_ukg_wfm.custom.dataviews import DataRequest
from tap_ukg_wfm.streams.base import Modified
from tap_ukg_wfm.sync.failures import Failure, lines_refused
from tap_ukg_wfm.sync.rows import RowWriter, paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.sync.output import Output, SelectedStream
    from tap_ukg_wfm.sync.plan import Plan
    from tap_ukg_wfm.sync.requests import OperationRun, Page, Request
    from tap_ukg_wfm.sync.state import StateStore
    from tap_ukg_wfm.sync.windows import Window

_LOGGER = logging.getLogger("tap-ukg-wfm")
NOBODY = 0
"""The person_id in extraction_windows for rows that belong to no person."""
_SHOWN = 5
"""Ids that a message shows."""


class _Tally:
    """Whom one operation was asked for, and of whom it returned nothing."""

    def __init__(self) -> None:
        self.asked: Counter[Window | None] = Counter()
        self.left_out: dict[int, str] = {}
        self.unknown: set[int] = set()


class ResponseWriter:
    """Writes what the responses of one run hold.

    Args:
        client: Hides secrets in what UKG says.
        plan: Takes the ids that other operations ask for.
        state: Takes what is done.
        streams: All selected streams.
        output: Where rows and states go.
        limit: The most rows of each stream in a dry run; None writes all.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - all that a response goes to
        self,
        client: Client,
        plan: Plan,
        state: StateStore,
        streams: Sequence[SelectedStream],
        output: Output,
        limit: int | None,
    ) -> None:
        self._client, self._plan, self._state = client, plan, state
        self._output, self._limit = output, limit
        self._columns: list[Failure] = []
        self._held: list[tuple[SelectedStream, Window]] = []
        self._tallies: dict[OperationRun, _Tally] = {}
        self.writers: dict[str, RowWriter] = {}
        for stream in streams:
            beside = [
                path
                for other in streams
                if other.table.operation is stream.table.operation and other is not stream
                for path in paths(other.table.records)
            ]
            self.writers[stream.name] = RowWriter(stream, output, beside=beside, limit=limit)

    @property
    def count(self) -> int:
        """How many rows were written."""
        return sum(writer.count for writer in self.writers.values())

    def write(self, request: Request, pages: Sequence[Page]) -> int:
        """Write the responses to a request; gives how many windows are done now.

        Raises:
            OperationError: When a response has no known shape.
        """
        run, progress = request.run, request.progress
        for page in pages:
            self._write_page(request, page)
        run.answered = True
        if self._limit is not None:
            return 0
        for stream in run.streams:
            refused = self.writers[stream.name].refused
            if isinstance(stream.table.reads, Modified) and pages and not refused:
                self._state.remember(stream, pages[0].answer.read_at)
                self._state.write(self._output)
        if request.window and progress and progress.last_read(pages) and not progress.incomplete:
            self._window_done(request, request.window, progress.read_at)
            return 1
        return 0

    def _write_page(self, request: Request, page: Page) -> None:
        """Write the rows of one response, and which windows of whom it holds."""
        run, accounted = request.run, page.accounted
        self._count_people(request, page)
        if page.batch and not accounted.read:
            return
        for stream in request.streams:
            if page.total is not None and not stream.table.records and not request.window:
                self._output.expected(stream, page.total)
        body = Body(run.operation, page.answer)
        if isinstance(run.operation, DataRequest):
            self._drop_columns(run.operation, request.streams, body.items[0]["failures"])
        whole = self._plan.dates(run) if request.window else None
        good = [s for s in request.streams if self.writers[s.name].write(body, page.window, whole)]
        for stream in request.streams:
            if stream not in good and request.progress:
                request.progress.refused.add(stream.name)
        self._plan.collect(run, body)
        if page.window and run.operation.partition is Partition.PERSONS:
            read_at = page.answer.read_at
            self._tell_windows(run, good, page.window, sorted(accounted.read), read_at)

    def _count_people(self, request: Request, page: Page) -> None:
        """Note who was left out; whoever is not unknown is asked for again in the next run."""
        tally = self._tallies.setdefault(request.run, _Tally())
        accounted = page.accounted
        tally.asked[page.window] += len(page.batch)
        tally.unknown |= accounted.unknown
        tally.left_out.update(dict.fromkeys(accounted.left_out, accounted.reason))
        if accounted.left_out:
            request.run.incomplete = True
            if request.progress:
                request.progress.incomplete = True

    def mark_removed(self, read_at: str) -> None:
        """Write of what change feeds tell is gone, once all that they tell is known.

        Only then are their windows done: a run that is stopped before that reads them again.
        """
        failed = {
            stream
            for run in self._plan.runs
            for stream in run.streams
            # A line that could not become a row may say that something is there again.
            if run.failure or self.writers[stream.name].refused
        }
        for writer in list(self.writers.values()):
            for name, row in () if writer.stream in failed else writer.removed():
                if target := self.writers.get(name):
                    target.mark([row], read_at)
        held, self._held = self._held, []
        for stream, window in held:
            if stream not in failed:
                self._state.complete(stream, window)
        if held:
            self._state.write(self._output)

    def _drop_columns(
        self, operation: DataRequest, streams: Sequence[SelectedStream], failures: dict[str, str]
    ) -> None:
        """Leave out columns that UKG could not answer, and say so: null would be an answer."""
        for key, reason in failures.items():
            column, why = operation.columns.get(key, ""), self._client.redact(reason)
            for stream in streams:
                if self.writers[stream.name].leave_out(column):
                    sentence = (
                        f"Dataview {stream.name}: UKG could not answer column {column or key} "
                        f"({why}). Grant the API user what {key} needs, or take it out of select."
                    )
                    error = RefusedError(sentence)
                    self._columns.append(Failure((stream.name,), error, partial=True))

    def _window_done(self, request: Request, window: Window, read_at: str) -> None:
        """Every batch of a window is out: say so in the rows, and in the state."""
        refused = request.progress.refused if request.progress else set()
        streams = [stream for stream in request.streams if stream.name not in refused]
        if request.run.operation.partition is not Partition.PERSONS and read_at:
            self._tell_windows(request.run, streams, window, [NOBODY], read_at)
        for stream in streams:
            if stream.table.deletes:
                self._held.append((stream, window))
            else:
                self._state.complete(stream, window)
        self._state.write(self._output)

    def _tell_windows(
        self,
        run: OperationRun,
        streams: Iterable[SelectedStream],
        window: Window,
        people: Sequence[int],
        read_at: str,
    ) -> None:
        writer = self.writers.get("extraction_windows")
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

    # What the run says at its end

    def shortcomings(self) -> Iterator[Failure]:
        """What is missing, once for each cause."""
        yield from self._columns
        for sentence, streams in self._plan.shortcomings.items():
            yield Failure(streams, OperationError(sentence), partial=True)
        for run, tally in self._tallies.items():
            if tally.left_out and not run.failure:
                names = tuple(stream.name for stream in run.streams)
                yield Failure(names, OperationError(_left_out(run, tally)), partial=True)
        for name, writer in self.writers.items():
            if writer.refused:
                error = lines_refused(writer.stream, writer.refused)
                yield Failure((name,), error, partial=True)

    def tell_what_is_odd(self) -> None:
        """Warn of what is no failure, and yet may not be as it should."""
        for run, tally in self._tallies.items():
            if tally.unknown:
                _LOGGER.warning(
                    "%s: UKG does not know %s of those whom the tap asked for (%s). They may have been "
                    "deleted since they were listed: nothing of them is read. (%s)",
                    _names(run),
                    f"{len(tally.unknown):,}",
                    _ids(tally.unknown),
                    run.operation.name,
                )
        for writer in self.writers.values():
            writer.tell_outside()
        self._tell_of_empty_streams()

    def _tell_of_empty_streams(self) -> None:
        empty = []
        for run in self._plan.runs:
            for stream in run.streams:
                if self.writers[stream.name].count or run.failure:
                    continue
                if stream.table.user_defined:
                    _LOGGER.warning(
                        "Stream %s: UKG answered no record. Check its declaration, unless there is "
                        "nothing to read.",
                        stream.name,
                    )
                elif stream.table.replication_key() is None:
                    empty.append(stream.name)
        if empty:
            _LOGGER.warning(
                "UKG returned empty lists for: %s. If there is something to read, check the API user's "
                "rights. What earlier runs read stays: empty tables send no ACTIVATE_VERSION.",
                ", ".join(empty),
            )


def _left_out(run: OperationRun, tally: _Tally) -> str:
    who = "people" if run.operation.partition is Partition.PERSONS else "ids"
    asked, lost = max(tally.asked.values()), len(tally.left_out)
    reason = next((said for said in tally.left_out.values() if said), "UKG gave no reason")
    return (
        f"{_names(run)}: UKG returned nothing for {lost:,} of {asked:,} {who} ({_ids(tally.left_out)}). "
        "They are left out: what earlier runs read of them stays, and the next run asks again. The API "
        "user may not see them fully: check its Generic Data Access Profile, or ask UKG. "
        f"({run.operation.name}, asked for {asked:,}, answered {asked - lost:,}: {reason})"
    )


def _names(run: OperationRun) -> str:
    return ", ".join(stream.name for stream in run.streams) or run.operation.name


def _ids(found: Iterable[int]) -> str:
    ids = sorted(found)
    more = ", and others" if len(ids) > _SHOWN else ""
    return f"ids {', '.join(map(str, ids[:_SHOWN]))}{more}"
