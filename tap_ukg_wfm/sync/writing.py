"""From responses to rows, to windows that count as read, and to the messages at the end of a run."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from tap_ukg_wfm.api.errors import OperationError, RefusedError
from tap_ukg_wfm.api.operations import Partition
from tap_ukg_wfm.api.responses import Body
from tap_ukg_wfm.streams.base import Modified
from tap_ukg_wfm.sync.failures import Failure, lines_refused
from tap_ukg_wfm.sync.rows import RowWriter, paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tap_ukg_wfm.sync.output import Output, SelectedStream
    from tap_ukg_wfm.sync.plan import Plan
    from tap_ukg_wfm.sync.requests import MissingColumn, OperationRun, Page, Request
    from tap_ukg_wfm.sync.state import StateStore
    from tap_ukg_wfm.sync.windows import Window

_LOGGER = logging.getLogger("tap-ukg-wfm")
NOBODY = 0
"""The person_id in extraction_windows for rows that belong to no person."""
_SHOWN = 5
"""The number of ids in a message."""


class _Tally:
    """Whom one operation was to read, and for whom UKG returned nothing."""

    def __init__(self) -> None:
        self.requested: Counter[Window | None] = Counter()
        self.left_out: dict[int, str] = {}
        self.unknown: set[int] = set()


class ResponseWriter:
    """Writes the rows in the responses of one run.

    Args:
        plan: Keeps the ids that other operations need.
        state: Records which windows are done.
        streams: All selected streams.
        output: Where rows and states go.
        limit: The maximum number of rows per stream in a dry run; None writes all.
    """

    def __init__(
        self,
        plan: Plan,
        state: StateStore,
        streams: Sequence[SelectedStream],
        output: Output,
        limit: int | None,
    ) -> None:
        self._plan, self._state = plan, state
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
        """The number of rows written."""
        return sum(writer.count for writer in self.writers.values())

    def write(self, request: Request, pages: Sequence[Page]) -> int:
        """Write the pages of a request. Returns how many windows this completes: 0 or 1.

        Raises:
            OperationError: When a response has an unknown structure.
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
                self._state.remember(stream, pages[0].response.read_at)
                self._state.write(self._output)
        if request.window and progress and progress.batch_done(pages) and not progress.incomplete:
            self._window_done(request, request.window, progress.read_at)
            return 1
        return 0

    def _write_page(self, request: Request, page: Page) -> None:
        """Write the rows of one page, and which windows of which people it covers."""
        run, accounted = request.run, page.accounted
        self._count_people(request, page)
        if page.batch and not accounted.read:
            return
        for stream in request.streams:
            if page.total is not None and not stream.table.records and not request.window:
                self._output.expected(stream, page.total)
        body = Body(run.operation, page.response)
        self._drop_columns(request.streams, page.missing)
        whole = self._plan.dates(run) if request.window else None
        good = [s for s in request.streams if self.writers[s.name].write(body, page.window, whole)]
        for stream in request.streams:
            if stream not in good and request.progress:
                request.progress.refused.add(stream.name)
        self._plan.collect(run, body)
        if page.window and run.operation.partition is Partition.PERSONS:
            read_at = page.response.read_at
            self._write_windows(run, good, page.window, sorted(accounted.read), read_at)

    def _count_people(self, request: Request, page: Page) -> None:
        """Note who was left out. The next run requests them again, unless UKG does not know them."""
        tally = self._tallies.setdefault(request.run, _Tally())
        accounted = page.accounted
        tally.requested[page.window] += len(page.batch)
        tally.unknown |= accounted.unknown
        tally.left_out.update(dict.fromkeys(accounted.left_out, accounted.reason))
        if accounted.left_out:
            request.run.incomplete = True
            if request.progress:
                request.progress.incomplete = True

    def mark_removed(self, read_at: str) -> None:
        """Mark the rows that change feeds report as deleted, after all feeds were read.

        Their windows are done only then: if the run is stopped before, the next one reads them again.
        """
        failed = {
            stream
            for run in self._plan.runs
            for stream in run.streams
            # A refused line may report that something exists again.
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
        self, streams: Sequence[SelectedStream], missing: Iterable[MissingColumn]
    ) -> None:
        """Leave out columns that UKG could not return, and report it: null would be a value."""
        for column, element, reason in missing:
            for stream in streams:
                if self.writers[stream.name].leave_out(column):
                    error = RefusedError(
                        f"Dataview {stream.name}: UKG could not return column {column or element}, so it "
                        f"is not in the table. Grant the API user the rights for {element}, or remove it "
                        f"from select. ({reason})"
                    )
                    self._columns.append(Failure((stream.name,), error, partial=True))

    def _window_done(self, request: Request, window: Window, read_at: str) -> None:
        """Record in the rows and in the state that every batch of a window was written."""
        refused = request.progress.refused if request.progress else set()
        streams = [stream for stream in request.streams if stream.name not in refused]
        if request.run.operation.partition is not Partition.PERSONS and read_at:
            self._write_windows(request.run, streams, window, [NOBODY], read_at)
        for stream in streams:
            if stream.table.deletes:
                self._held.append((stream, window))
            else:
                self._state.complete(stream, window)
        self._state.write(self._output)

    def _write_windows(
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

    # Messages at the end of the run

    def shortcomings(self) -> Iterator[Failure]:
        """What is missing, one failure for each cause."""
        yield from self._columns
        for message, streams in self._plan.shortcomings.items():
            yield Failure(streams, OperationError(message), partial=True)
        for run, tally in self._tallies.items():
            if tally.left_out and not run.failure:
                names = tuple(stream.name for stream in run.streams)
                yield Failure(names, OperationError(_left_out(run, tally)), partial=True)
        for name, writer in self.writers.items():
            if writer.refused:
                error = lines_refused(writer.stream, writer.refused)
                yield Failure((name,), error, partial=True)

    def warn(self) -> None:
        """Log what is not a failure but may need attention."""
        for run, tally in self._tallies.items():
            if tally.unknown:
                _LOGGER.warning(
                    "%s: UKG does not know %s of the requested people or ids (%s). They may have been "
                    "deleted after they were listed. The tap skipped them. (%s)",
                    _names(run),
                    f"{len(tally.unknown):,}",
                    _ids(tally.unknown),
                    run.operation.name,
                )
        for writer in self.writers.values():
            writer.warn_outside()
        self._warn_of_empty_streams()

    def _warn_of_empty_streams(self) -> None:
        empty = []
        for run in self._plan.runs:
            for stream in run.streams:
                if self.writers[stream.name].count or run.failure:
                    continue
                if stream.table.user_defined:
                    _LOGGER.warning(
                        "Stream %s: UKG returned no records. If there should be some, check the "
                        "definition of the stream.",
                        stream.name,
                    )
                elif stream.table.replication_key() is None:
                    empty.append(stream.name)
        if empty:
            _LOGGER.warning(
                "UKG returned empty lists for: %s. If there should be records, check the API user's "
                "rights. Rows of earlier runs stay: the tap sends no ACTIVATE_VERSION for an empty table.",
                ", ".join(empty),
            )


def _left_out(run: OperationRun, tally: _Tally) -> str:
    who = "people" if run.operation.partition is Partition.PERSONS else "ids"
    requested, lost = max(tally.requested.values()), len(tally.left_out)
    reason = next(filter(None, tally.left_out.values()), "UKG gave no reason")
    return (
        f"{_names(run)}: UKG returned nothing for {lost:,} of {requested:,} {who} "
        f"({_ids(tally.left_out)}). The tap left them out: rows of earlier runs stay, and the next run "
        "requests them again. The API user may not see them fully: check its Generic Data Access Profile, "
        f"or ask UKG. ({run.operation.name}, requested {requested:,}, returned {requested - lost:,}: "
        f"{reason})"
    )


def _names(run: OperationRun) -> str:
    return ", ".join(stream.name for stream in run.streams) or run.operation.name


def _ids(found: Iterable[int]) -> str:
    ids = sorted(found)
    more = ", and others" if len(ids) > _SHOWN else ""
    return f"ids {', '.join(map(str, ids[:_SHOWN]))}{more}"
