"""Which requests a run makes: operations in phases, and the people, locations and windows of each."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from msgspec.json import encode

from tap_ukg_wfm.api.errors import OperationError, SettingError
from tap_ukg_wfm.api.items import items, whole_number
from tap_ukg_wfm.api.operations import Partition, render
from tap_ukg_wfm.api.responses import Response
from tap_ukg_wfm.streams.base import AsOf, Periodic
from tap_ukg_wfm.streams.organization.lists import Locations
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.sync.dates import DatePlan
from tap_ukg_wfm.sync.parents import ParentStore, depends, depth, sources
from tap_ukg_wfm.sync.population import (
    chosen,
    is_restricted,
    listed,
    require_as_many,
    require_people,
)
from tap_ukg_wfm.sync.readers.locations import places
from tap_ukg_wfm.sync.requests import OperationRun, Progress, Request, largest_batch
from tap_ukg_wfm.sync.windows import Window, batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.api.responses import Body
    from tap_ukg_wfm.sync.output import SelectedStream
    from tap_ukg_wfm.sync.population import Listed
    from tap_ukg_wfm.sync.requests import Named, Page, Person
    from tap_ukg_wfm.sync.state import StateStore

_LOGGER = logging.getLogger(__name__)


class Plan:
    """The requests of one run.

    Args:
        config: The settings.
        client: Calls the operations that list people and locations.
        state_store: Tells which dates were read already.
        streams: The selected streams, in the order of their declaration.
        today: The latest date that has begun in any time zone.
        once: Whether this is a connection test: one small request per operation.
        fail: Takes an operation that cannot be read, and why.
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
        """Messages about items without a usable id, and the streams that lack them."""
        self._places: Mapping[str, list[int]] | None = None
        wanted = [stream.table.operation for stream in streams if stream.table.operation.path]
        operations = dict.fromkeys([*wanted, *sources(wanted)])
        self.runs = [
            OperationRun(operation, tuple(s for s in streams if s.table.operation is operation))
            for operation in operations
        ]
        self._parent_ids = ParentStore(operations)
        everywhere = client.clock.today_everywhere()
        self._dates = DatePlan(config, state_store, streams, today, everywhere)
        self._since = {r: state_store.since(r.streams[0], today) for r in self.runs if r.streams}
        self._windows = {r: self._dates.windows(r) for r in self.runs if r.operation.windowed}

    @property
    def windows(self) -> int:
        """The number of windows to read, of all operations together."""
        return sum(map(len, self._windows.values()))

    def dates(self, run: OperationRun) -> Window:
        """The first and the last date that the run reads of a windowed operation."""
        return self._dates.dates(run.operation)

    def phases(self) -> Iterator[Iterator[Request]]:
        """All requests in order. Finish each phase before you start the next one.

        Lists come first, because they are small. Then change feeds, so that an older response does
        not write again what a feed reports as deleted. Then all windows, and last the operations
        that need ids from them.
        """
        runs = self.runs
        feeds = [r for r in runs if any(stream.table.deletes for stream in r.streams)]
        by_partition = {
            partition: [r for r in runs if r.operation.partition is partition]
            for partition in Partition
        }
        personal = by_partition[Partition.PERSONS]
        yield self._lists(by_partition[Partition.NONE])
        people, pages = self._listed(personal)
        yield self._feeds(people, pages, [r for r in personal if r in feeds])
        # Free the pages: they would stay in memory as long as the windows take.
        del pages
        local = by_partition[Partition.LOCATIONS]
        yield self._bulk(
            people,
            [r for r in personal if r not in feeds],
            [r for r in local if not r.operation.parent_ids],
        )
        late = [*by_partition[Partition.PARENTS], *(r for r in local if r.operation.parent_ids)]
        for run in sorted(late, key=lambda r: depth(r.operation)):
            yield self._local(run) if run in local else self._from_parents(run)

    def collect(self, run: OperationRun, body: Body) -> None:
        """Keep the ids in a response that other operations need."""
        for path, lost, total in self._parent_ids.collect(run.operation, body):
            # The tap cannot request what belongs to these items, so it does not count as read.
            run.incomplete = True
            message = (
                f"{lost:,} of {total:,} items of {run.operation.name} have no usable {path}. The tap left "
                "out what belongs to them, and the next run tries again. Report it to UKG."
            )
            self.shortcomings[message] = tuple(
                stream.name
                for other in self.runs
                if other is run or depends(other.operation, run.operation)
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
        """The people to read and the pages that list them; empty when no stream needs them."""
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

    def _from_parents(self, run: OperationRun) -> Iterator[Request]:
        parents = list(self._parent_ids.of(run.operation).values())
        if self._may_request(run):
            # If any list of ids is empty, there is nothing to request.
            yield from self._named(run, parents[0] if all(parents) else ())

    def _may_request(self, run: OperationRun) -> bool:
        """Whether the operations that return parent ids for this one succeeded."""
        parents = {parent.operation for parent in run.operation.parent_ids.values()}
        for other in self.runs:
            if other.operation in parents and other.failure:
                self._fail(run, other.failure)
            run.incomplete |= other.operation in parents and other.incomplete
        return not run.failure

    def _population(self, listing: OperationRun) -> tuple[list[Person], list[Page]]:
        """The people to read, and the pages that list them.

        Raises:
            OperationError: When there is nobody, or far fewer people than in the last run.
        """
        # A wanted person number may be on any page.
        once = self._once and not self._config.get("person_numbers")
        everyone = listed(self._client, listing, once=once)
        restricted = is_restricted(self._config)
        # A person counts who matches a Hyperfind on any date of the run.
        dates = self.dates(listing) if restricted else Window(self._today, self._today)
        people = chosen(self._client, self._config, everyone.people, dates)
        if not self._once:
            require_people(self._config, people)
            require_as_many(self._config, self._state.people_before(dates.days), len(people))
            self._state.found_people(len(people), dates.days)
            self._check_listed(everyone)
        if not restricted:
            return people, everyone.pages
        wanted = {person.id for person in people}
        return people, [
            page._replace(response=_only(wanted, listing, page.response), total=None)
            for page in everyone.pages
        ]

    def _check_listed(self, everyone: Listed) -> None:
        if everyone.unusable:
            total = everyone.unusable + len(everyone.people)
            message = (
                f"{everyone.unusable:,} of {total:,} people have no usable id. The tap left them out, and "
                f"the next run tries again. Report it to UKG. ({Persons.operation.name})"
            )
            personal = [r for r in self.runs if r.operation.partition is Partition.PERSONS]
            for run in personal:
                run.incomplete = True
            self.shortcomings[message] = (
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
        location_type = render(run.operation.kind, self._variables(run))
        has_parents = all(self._parent_ids.of(run.operation).values())
        ids = self._places.get(location_type, []) if has_parents else ()
        if location_type and location_type not in self._places and has_parents:
            setting = next(iter(run.operation.settings), "location_type")
            types = self._client.redact(", ".join(sorted(filter(None, self._places))))
            self._fail(
                run,
                SettingError(
                    f"The tenant has no locations of the type {location_type}. Set {setting} to one of "
                    f"its types: {types}."
                ),
            )
        if self._may_request(run):
            yield from self._named(run, ids)

    def _named(self, run: OperationRun, named: Sequence[Named]) -> Iterator[Request]:
        """The requests of an operation in batches, for each window if it has windows."""
        operation = run.operation
        if self._once:
            # A connection test requests one day of one person or location.
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
            # Sums and balances are small: ignore the setting.
            small = all(isinstance(stream.table.reads, (AsOf, Periodic)) for stream in streams)
            wanted = operation.batch if small else self._config["batch_size"]
            requested = window.widened(operation.margin)
            cut = batches(named, largest_batch(operation, wanted, requested.days))
            progress = Progress(max(1, len(cut)), incomplete=run.incomplete)
            # With nobody to request, one empty request marks the window as done.
            for batch in cut or [()]:
                yield Request(run, streams, window, batch, variables=variables, progress=progress)

    def _variables(self, run: OperationRun) -> dict[str, Any]:
        """The values of the template variables for parent ids and settings."""
        return {
            **self._parent_ids.of(run.operation),
            **{f"setting.{name}": self._config[name] for name in run.operation.settings},
        }


def _only(wanted: set[int], listing: OperationRun, response: Response) -> Response:
    """The response without the people who are not wanted."""
    kept = [
        entry
        for entry in items(listing.operation, response.body)
        if whole_number(entry.get("personId")) in {*wanted, None}
    ]
    return Response(encode({"records": kept}), response.read_at)
