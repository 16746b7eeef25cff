"""What a run has to ask: operations, whose data, which windows, and the tasks that come of them."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from msgspec.json import encode

from tap_ukg_wfm.api.errors import OperationError, SettingError, TapError
from tap_ukg_wfm.api.operations import Partition, render
from tap_ukg_wfm.api.responses import Response, whole_number
from tap_ukg_wfm.streams.base import AsOf, Daily, Monthly, Periodic
from tap_ukg_wfm.streams.organization.lists import Locations
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.sync.population import (
    chosen,
    entries,
    is_restricted,
    listed,
    require_as_many,
    require_people,
)
from tap_ukg_wfm.sync.readers.locations import places
from tap_ukg_wfm.sync.requests import (
    OperationRun,
    Progress,
    Request,
    largest_batch,
)
from tap_ukg_wfm.sync.windows import (
    Window,
    as_of,
    batches,
    months,
    needed_periods,
    overlap,
    plan,
    split,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.api.operations import Operation, ParentIds
    from tap_ukg_wfm.api.responses import Body
    from tap_ukg_wfm.sync.output import SelectedStream
    from tap_ukg_wfm.sync.population import Listed
    from tap_ukg_wfm.sync.requests import Named, Page, Person
    from tap_ukg_wfm.sync.state import StateStore

DEFAULT_DAYS = 30
_LOGGER = logging.getLogger(__name__)
_FARTHEST = 730


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
        state_store: StateStore,
        streams: Sequence[SelectedStream],
        today: date,
        *,
        once: bool,
        fail: Callable[[OperationRun, OperationError], None],
    ) -> None:
        self._config, self._client, self._today = config, client, today
        self._once, self._fail = once, fail
        self._state = state_store
        self.shortcomings: dict[str, tuple[str, ...]] = {}
        """What is missing since something has no id, a sentence each, and the streams that list it."""
        self._places: Mapping[str, list[int]] | None = None
        asked = [stream.table.operation for stream in streams if stream.table.operation.path]
        operations = dict.fromkeys([*asked, *_sources(asked)])
        self.runs = [
            OperationRun(operation, tuple(s for s in streams if s.table.operation is operation))
            for operation in operations
        ]
        self._found: dict[ParentIds, set[int]] = {
            found: set() for operation in operations for found in operation.parent_ids.values()
        }
        windowed = [stream for stream in streams if stream.table.operation.windowed]
        self._due = {stream: state_store.open(stream, today) for stream in windowed}
        self._first = self._first_date(self._due.values())
        self._since = {r: state_store.since(r.streams[0], today) for r in self.runs if r.streams}
        self._windows = {
            r: self._planned(r, state_store) for r in self.runs if r.operation.windowed
        }

    @property
    def windows(self) -> int:
        """How many windows there are to read, of all operations together."""
        return sum(map(len, self._windows.values()))

    def dates(self, run: OperationRun) -> Window:
        """The first and the last date that a windowed operation is asked for."""
        config, today, first = self._config, self._today, self._first
        ahead = timedelta(days=config["lookahead_days"] if run.operation.looks_ahead else 0)
        end = config.get("end_date")
        return Window(first, max(first, date.fromisoformat(end[:10]) if end else today + ahead))

    def _first_date(self, due: Iterable[date | None]) -> date:
        """The first date of the run: without a start_date, no later than what has to be read again."""
        first = _first_date(self._config, self._today)
        return first if self._config.get("start_date") else min([first, *filter(None, due)])

    def phases(self) -> Iterator[Iterator[Request]]:
        """All tasks in order, each phase to be done before the next one is begun.

        Lists come first, which are cheap; then change feeds, so that what they tell of as deleted
        is not written again by an older answer; then all windows; then what these have found.
        """
        runs = self.runs
        feeds = [r for r in runs if any(stream.table.deletes for stream in r.streams)]
        by_subject = {
            partition: [r for r in runs if r.operation.partition is partition]
            for partition in Partition
        }
        personal = by_subject[Partition.PERSONS]
        yield self._lists(by_subject[Partition.NONE])
        people, pages = self._listed(personal)
        yield self._feeds(people, pages, [r for r in personal if r in feeds])
        # Their answers are not kept for as long as the windows take.
        del pages
        local = by_subject[Partition.LOCATIONS]
        yield self._bulk(
            people,
            [r for r in personal if r not in feeds],
            [r for r in local if not r.operation.parent_ids],
        )
        late = [*by_subject[Partition.PARENTS], *(r for r in local if r.operation.parent_ids)]
        for run in sorted(late, key=lambda r: _depth(r.operation)):
            yield self._local(run) if run in local else self._from_found(run)

    def collect(self, run: OperationRun, body: Body) -> None:
        """Take note of the ids in an answer that other operations ask for."""
        for found, ids in self._found.items():
            if found.operation is not run.operation:
                continue
            here = list(_ids(body.items, found.path.split(".")))
            ids.update(one for one in here if one is not None)
            if lost := here.count(None):
                # Whatever hangs on what has no id is not asked for, so it does not count as read.
                run.incomplete = True
                sentence = (
                    f"{lost:,} of {len(here):,} items of {run.operation.name} have no {found.path} that "
                    "can be asked for. What hangs on them is left out, and the next run asks again; "
                    "report it to UKG."
                )
                self.shortcomings[sentence] = tuple(
                    stream.name
                    for other in self.runs
                    if other is run or _depends(other.operation, run.operation)
                    for stream in other.streams
                )

    @property
    def _listing(self) -> OperationRun | None:
        return next((r for r in self.runs if r.operation is Persons.operation), None)

    def _lists(self, runs: Sequence[OperationRun]) -> Iterator[Request]:
        for run in runs:
            if run.operation.windowed:
                yield from self._batched(run, ())
            elif run is not self._listing:
                since, variables = self._since.get(run), self._variables(run)
                yield Request(run, run.streams, since=since, variables=variables)

    def _listed(self, personal: Sequence[OperationRun]) -> tuple[list[Person], list[Page]]:
        """The population and the answers that list it; none where nobody is asked for."""
        listing = self._listing
        if not listing and not personal:
            return [], []
        try:
            return self._population(listing or OperationRun(Persons.operation, ()))
        except OperationError as error:
            for blocked in [*([listing] if listing else []), *personal]:
                self._fail(blocked, error)
            return [], []

    def _feeds(
        self, people: Sequence[Person], pages: Sequence[Page], feeds: Sequence[OperationRun]
    ) -> Iterator[Request]:
        if self._listing:
            yield Request(self._listing, self._listing.streams, pages=pages)
        for run in feeds:
            yield from self._named(run, people)

    def _bulk(
        self,
        people: Sequence[Person],
        personal: Sequence[OperationRun],
        local: Sequence[OperationRun],
    ) -> Iterator[Request]:
        for run in personal:
            yield from self._personal(run, people)
        for run in local:
            yield from self._local(run)

    def _personal(self, run: OperationRun, people: Sequence[Person]) -> Iterator[Request]:
        if name := run.operation.hyperfind:
            dates = self.dates(run)
            try:
                people = chosen(self._client, {"hyperfinds": [name]}, people, dates)
                require_people({"hyperfinds": [name]}, people)
            except OperationError as error:
                self._fail(run, error)
        yield from self._named(run, people)

    def _from_found(self, run: OperationRun) -> Iterator[Request]:
        ids = self._parents(run)
        if self._may_ask(run):
            # Without any of what a request names, there is nothing to ask.
            yield from self._named(run, ids[0] if all(ids) else ())

    def _parents(self, run: OperationRun) -> list[list[int]]:
        """The ids that other operations have answered for this one, by its template variables."""
        return [sorted(self._found[parent]) for parent in run.operation.parent_ids.values()]

    def _may_ask(self, run: OperationRun) -> bool:
        """Whether what the reading has to name is known; else it fails with what was in the way."""
        sources = {found.operation for found in run.operation.parent_ids.values()}
        for source in self.runs:
            if source.operation in sources and source.failure:
                self._fail(run, source.failure)
            run.incomplete |= source.operation in sources and source.incomplete
        return not run.failure

    def _population(self, listing: OperationRun) -> tuple[list[Person], list[Page]]:
        """Whose data is read, and the responses that list them.

        Raises:
            OperationError: When there is nobody, or there are far fewer than in the last run.
        """
        # Whose number is asked for may be the last of all.
        once = self._once and not self._config.get("person_numbers")
        everyone = listed(self._client, listing, once=once)
        restricted = is_restricted(self._config)
        # Whoever matches a Hyperfind on any date of the run counts.
        dates = self.dates(listing) if restricted else Window(self._today, self._today)
        people = chosen(self._client, self._config, everyone.people, dates)
        if not self._once:
            require_people(self._config, people)
            require_as_many(self._config, self._state.people_before(dates.days), len(people))
            self._state.found_people(len(people), dates.days)
            self._look_at(everyone)
        if not restricted:
            return people, everyone.pages
        wanted = {person.id for person in people}
        return people, [
            page._replace(answer=_only(wanted, listing, page.answer), total=None)
            for page in everyone.pages
        ]

    def _look_at(self, everyone: Listed) -> None:
        if everyone.unusable:
            total = everyone.unusable + len(everyone.people)
            sentence = (
                f"{everyone.unusable:,} of {total:,} people have no id that can be asked for. They are "
                f"left out, and the next run asks again; report it to UKG. ({Persons.operation.name})"
            )
            personal = [r for r in self.runs if r.operation.partition is Partition.PERSONS]
            for run in personal:
                run.incomplete = True
            self.shortcomings[sentence] = (
                Persons.name,
                *(stream.name for run in personal for stream in run.streams),
            )
        if not everyone.terminated and not is_restricted(self._config):
            _LOGGER.warning(
                "UKG lists no terminated person. If people have left, their data may be missing: check "
                "the API user's Generic Data Access Profile, or name a Hyperfind that includes them. "
                "(%s)",
                Persons.operation.name,
            )

    def _local(self, run: OperationRun) -> Iterator[Request]:
        try:
            if self._places is None:
                self._places = places(self._client, Locations.operation, self._today)
        except OperationError as error:
            self._fail(run, error)
            return
        kind = render(run.operation.kind, self._variables(run))
        there = self._places.get(kind, []) if all(self._parents(run)) else ()
        if kind and kind not in self._places and all(self._parents(run)):
            setting = next(iter(run.operation.settings), "location_type")
            types = self._client.redact(", ".join(sorted(filter(None, self._places))))
            sentence = (
                f"The tenant has no locations of the type {kind}. Set {setting} to one of its types: "
                f"{types}."
            )
            self._fail(run, SettingError(sentence))
        if self._may_ask(run):
            yield from self._named(run, there)

    def _named(self, run: OperationRun, named: Sequence[Named]) -> Iterator[Request]:
        """Batches of a reading, window by window where it has windows."""
        operation = run.operation
        if self._once:
            # A connection test asks for one day of one person or place.
            window = Window(self._today, self._today) if operation.windowed else None
            yield Request(run, run.streams, window, named[:1], variables=self._variables(run))
        elif operation.windowed:
            yield from self._batched(run, named)
        else:
            for batch in batches(named, largest_batch(operation, self._config["batch_size"], 0)):
                yield Request(run, run.streams, batch=batch, variables=self._variables(run))

    def _batched(self, run: OperationRun, named: Sequence[Named]) -> Iterator[Request]:
        operation, variables = run.operation, self._variables(run)
        for window, streams in self._windows[run]:
            # Sums and balances are small, whatever the wish.
            small = all(isinstance(stream.table.reads, (AsOf, Periodic)) for stream in streams)
            wish = operation.batch if small else self._config["batch_size"]
            asked = window.widened(operation.margin)
            cut = batches(named, largest_batch(operation, wish, asked.days))
            progress = Progress(max(1, len(cut)), incomplete=run.incomplete)
            # Where there is nobody, one task with nothing to ask says that the window is done.
            for batch in cut or [()]:
                yield Request(run, streams, window, batch, variables=variables, progress=progress)

    def _variables(self, run: OperationRun) -> dict[str, Any]:
        """What stands for the words of `found`, and for settings, in the operation's templates."""
        return {
            **{word: sorted(self._found[f]) for word, f in run.operation.parent_ids.items()},
            **{f"setting.{name}": self._config[name] for name in run.operation.settings},
        }

    def _planned(
        self, run: OperationRun, state_store: StateStore
    ) -> list[tuple[Window, tuple[SelectedStream, ...]]]:
        """The windows to read, and the streams that need each."""
        whole = self.dates(run)
        as_of_dates = {
            stream: self._as_of(whole, stream, stream.table.reads, state_store)
            for stream in run.streams
            if isinstance(stream.table.reads, AsOf)
        }
        wanted = {
            stream: state_store.needed(stream, whole)
            for stream in run.streams
            if stream not in as_of_dates
        }
        monthly = {s: d for s, d in wanted.items() if isinstance(s.table.reads, Monthly)}
        daily = {s: d for s, d in wanted.items() if isinstance(s.table.reads, Daily)}
        dated = {s: d for s, d in wanted.items() if s not in monthly and s not in daily}
        # A period is read whole where any date of it is: no other window could replace its row.
        planned = [
            *plan(dated, self._width(run.operation)),
            *plan(as_of_dates, 1),
            *needed_periods(monthly, months(whole)),
            *needed_periods(daily, split(whole, 1)),
        ]
        return [
            (window, tuple(s for s in run.streams if s in needing))
            for window, needing in sorted(planned, key=lambda entry: entry[0])
        ]

    def _as_of(
        self, whole: Window, stream: SelectedStream, reads: AsOf, state_store: StateStore
    ) -> list[Window]:
        """The single dates as of which a stream is read, each as a window."""
        config, today = self._config, self._client.clock.today_everywhere()
        listed = [date.fromisoformat(day) for day in config.get(reads.setting) or ()]
        first_load = self._due[stream] is None or bool(config.get("start_date"))
        dates = as_of(whole, today, listed, first_load=first_load)
        reach = Window(min(whole.start, dates[0]), dates[-1])
        needed = state_store.needed(stream, reach)
        windows = [Window(day, day) for day in dates]
        return [one for one in windows if any(overlap(one, dates) for dates in needed)]

    def _width(self, operation: Operation) -> int:
        """How many days a request of a windowed operation spans."""
        if operation.partition is Partition.PERSONS and operation.batch == 1:
            # One person's answer is small: rather few requests than short ones.
            return operation.days
        return min(int(self._config["window_days"]), operation.days - 2 * operation.margin)


def check_dates(config: Mapping[str, Any], today: date) -> None:
    """Look whether there are dates to read at all.

    Args:
        config: The settings.
        today: The latest date that has begun anywhere.

    Raises:
        TapError: When there are none, so that no timecard or schedule could come.
    """
    first, end = _first_date(config, today), config.get("end_date")
    if end and date.fromisoformat(end[:10]) < first:
        raise TapError(
            f"The end_date lies before {first}, the start_date where it is missing: set start_date.",
            "dates",
        )
    if end and date.fromisoformat(end[:10]) > today + timedelta(days=_FARTHEST):
        raise TapError(
            f"The end_date lies more than {_FARTHEST} days ahead: leave it out to read up to today.",
            "dates",
        )
    if not end and first > today + timedelta(days=config["lookahead_days"]):
        raise TapError(
            f"The start_date lies in the future, beyond lookahead_days: today is {today} at the "
            "tenant. Set an earlier one.",
            "dates",
        )


def _first_date(config: Mapping[str, Any], today: date) -> date:
    start = config.get("start_date")
    return date.fromisoformat(start[:10]) if start else today - timedelta(days=DEFAULT_DAYS)


def _only(wanted: set[int], listing: OperationRun, answer: Response) -> Response:
    """An answer that lists only the people who are wanted."""
    mine = [
        entry
        for entry in entries(listing, answer)
        if whole_number(entry.get("personId")) in {*wanted, None}
    ]
    return Response(encode({"records": mine}), answer.read_at)


def _sources(operations: Iterable[Operation]) -> Iterator[Operation]:
    """The operations that tell what others ask for, and those that tell what these ask for."""
    for operation in operations:
        for found in operation.parent_ids.values():
            yield from _sources([found.operation])
            yield found.operation


def _depth(operation: Operation) -> int:
    """How many operations have to be called, one after another, before this one can."""
    return 1 + max((_depth(found.operation) for found in operation.parent_ids.values()), default=-1)


def _depends(operation: Operation, source: Operation) -> bool:
    """Whether an operation is asked for ids that another one answers."""
    parents = [parent.operation for parent in operation.parent_ids.values()]
    return source in parents or any(_depends(parent, source) for parent in parents)


def _ids(item: Any, path: Sequence[str]) -> Iterator[int | None]:  # noqa: ANN401 - any JSON
    """The ids that stand at a path, in all lists on the way; None for what should be one.

    >>> list(_ids({"categories": [{"id": 7}, {"id": "8"}, {"id": None}]}, ["categories", "id"]))
    [7, 8, None]
    """
    if isinstance(item, list):
        for entry in item:
            yield from [None] if entry is None else _ids(entry, path)
    elif path and isinstance(item, dict):
        yield from _ids(item.get(path[0]), path[1:])
    elif not path or item is not None:
        yield None if path else whole_number(item)
