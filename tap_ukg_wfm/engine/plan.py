"""What a run has to ask: operations, whose data, which windows, and the tasks that come of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from msgspec.json import encode

from tap_ukg_wfm.client import Answer
from tap_ukg_wfm.engine.population import chosen, entries, is_restricted, listed
from tap_ukg_wfm.engine.reading import (
    Progress,
    Reading,
    Task,
    largest_batch,
)
from tap_ukg_wfm.engine.tree import places
from tap_ukg_wfm.errors import OperationError, SettingError, TapError
from tap_ukg_wfm.operations import Subject
from tap_ukg_wfm.streams.organization import Locations
from tap_ukg_wfm.streams.people import Persons
from tap_ukg_wfm.windows import Window, batches, months, plan, split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tap_ukg_wfm.client import Client
    from tap_ukg_wfm.engine.body import Body
    from tap_ukg_wfm.engine.memory import Memory
    from tap_ukg_wfm.engine.reading import Named, Person, Piece
    from tap_ukg_wfm.operations import Found, Operation
    from tap_ukg_wfm.streams.base import UKGStream

_DEFAULT_DAYS = 30
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
        memory: Memory,
        streams: Sequence[UKGStream],
        today: date,
        *,
        once: bool,
        fail: Callable[[Reading, OperationError], None],
    ) -> None:
        self._config, self._client, self._today = config, client, today
        self._once, self._fail = once, fail
        self._places: Mapping[str, list[int]] | None = None
        asked = [stream.operation for stream in streams if stream.operation.path]
        operations = dict.fromkeys([*asked, *_sources(asked)])
        self.readings = [
            Reading(operation, tuple(s for s in streams if s.operation is operation))
            for operation in operations
        ]
        self._found: dict[Found, set[int]] = {
            found: set() for operation in operations for found in operation.found.values()
        }
        self._first = self._first_date(streams, memory)
        self._since = {r: memory.since(r.streams[0]) for r in self.readings if r.streams}
        self._windows = {r: self._planned(r, memory) for r in self.readings if r.operation.windowed}

    @property
    def windows(self) -> int:
        """How many windows there are to read, of all operations together."""
        return sum(map(len, self._windows.values()))

    def dates(self, reading: Reading) -> Window:
        """The first and the last date that a windowed operation is asked for."""
        config, today, first = self._config, self._today, self._first
        ahead = timedelta(days=config["lookahead_days"] if reading.operation.looks_ahead else 0)
        end = config.get("end_date")
        return Window(first, max(first, date.fromisoformat(end[:10]) if end else today + ahead))

    def _first_date(self, streams: Sequence[UKGStream], memory: Memory) -> date:
        """The first date of the run: without a start_date, no later than where the last run left off."""
        first = _first_date(self._config, self._today)
        if self._config.get("start_date"):
            return first
        windowed = [stream for stream in streams if stream.operation.windowed]
        stale = [memory.stale_from(stream, self._today) for stream in windowed]
        return min([first, *filter(None, stale)])

    def phases(self) -> Iterator[Iterator[Task]]:
        """All tasks in order, each phase to be done before the next one is begun.

        Lists come first, which are cheap; then change feeds, so that what they tell of as deleted
        is not written again by an older answer; then all windows; then what these have found.
        """
        readings = self.readings
        feeds = [r for r in readings if any(stream.removals for stream in r.streams)]
        by_subject = {
            subject: [r for r in readings if r.operation.subject is subject] for subject in Subject
        }
        personal = by_subject[Subject.PERSONS]
        yield self._lists(by_subject[Subject.NOBODY])
        people, pieces = self._listed(personal)
        yield self._feeds(people, pieces, [r for r in personal if r in feeds])
        # Their answers are not kept for as long as the windows take.
        del pieces
        yield self._bulk(
            people, [r for r in personal if r not in feeds], by_subject[Subject.LOCATIONS]
        )
        for reading in sorted(by_subject[Subject.FOUND], key=lambda r: _depth(r.operation)):
            yield self._from_found(reading)

    def collect(self, reading: Reading, body: Body) -> None:
        """Take note of the ids in an answer that other operations ask for."""
        for found, ids in self._found.items():
            if found.operation is reading.operation:
                ids.update(_ids(body.items, found.path.split(".")))

    @property
    def _listing(self) -> Reading | None:
        return next((r for r in self.readings if r.operation is Persons.operation), None)

    def _lists(self, readings: Sequence[Reading]) -> Iterator[Task]:
        for reading in readings:
            if reading.operation.windowed:
                yield from self._batched(reading, ())
            elif reading is not self._listing:
                since, words = self._since.get(reading), self._words(reading)
                yield Task(reading, reading.streams, since=since, words=words)

    def _listed(self, personal: Sequence[Reading]) -> tuple[list[Person], list[Piece]]:
        """The population and the answers that list it; none where nobody is asked for."""
        listing = self._listing
        if not listing and not personal:
            return [], []
        try:
            return self._population(listing or Reading(Persons.operation, ()))
        except OperationError as error:
            for blocked in [*([listing] if listing else []), *personal]:
                self._fail(blocked, error)
            return [], []

    def _feeds(
        self, people: Sequence[Person], pieces: Sequence[Piece], feeds: Sequence[Reading]
    ) -> Iterator[Task]:
        if self._listing:
            yield Task(self._listing, self._listing.streams, pieces=pieces)
        for reading in feeds:
            yield from self._named(reading, people)

    def _bulk(
        self, people: Sequence[Person], personal: Sequence[Reading], local: Sequence[Reading]
    ) -> Iterator[Task]:
        for reading in personal:
            yield from self._personal(reading, people)
        for reading in local:
            yield from self._local(reading)

    def _personal(self, reading: Reading, people: Sequence[Person]) -> Iterator[Task]:
        if name := reading.operation.hyperfind:
            dates = self.dates(reading)
            try:
                people = chosen(self._client, {"hyperfinds": [name]}, people, dates)
            except OperationError as error:
                self._fail(reading, error)
        yield from self._named(reading, people)

    def _from_found(self, reading: Reading) -> Iterator[Task]:
        word = next(iter(reading.operation.found))
        if self._may_ask(reading):
            yield from self._named(reading, sorted(self._found[reading.operation.found[word]]))

    def _may_ask(self, reading: Reading) -> bool:
        """Whether what the reading has to name is known; else it fails with what was in the way."""
        sources = {found.operation for found in reading.operation.found.values()}
        for source in self.readings:
            if source.operation in sources and source.failure:
                self._fail(reading, source.failure)
        return not reading.failure

    def _population(self, listing: Reading) -> tuple[list[Person], list[Piece]]:
        """Whose data is read, and the answers that list them."""
        # Whose number is asked for may be the last of all.
        once = self._once and not self._config.get("person_numbers")
        everyone, pieces = listed(self._client, listing, once=once)
        dates = Window(self._today, self._today)
        if not is_restricted(self._config):
            return chosen(self._client, self._config, everyone, dates), pieces
        # Whoever matches a Hyperfind on any date of the run counts.
        people = chosen(self._client, self._config, everyone, self.dates(listing))
        wanted = {person.id for person in people}
        return people, [
            piece._replace(answer=_only(wanted, listing, piece.answer), total=None)
            for piece in pieces
        ]

    def _local(self, reading: Reading) -> Iterator[Task]:
        try:
            if self._places is None:
                self._places = places(self._client, Locations.operation, self._today)
        except OperationError as error:
            self._fail(reading, error)
            return
        kind = reading.operation.kind
        if kind not in self._places and any(stream.declared for stream in reading.streams):
            there = ", ".join(sorted(filter(None, self._places)))
            sentence = f"The tenant has no locations of the type {kind}: there are {there[:300]}."
            self._fail(reading, SettingError(sentence))
        if self._may_ask(reading):
            yield from self._named(reading, self._places.get(kind, []))

    def _named(self, reading: Reading, named: Sequence[Named]) -> Iterator[Task]:
        """Batches of a reading, window by window where it has windows."""
        operation = reading.operation
        if self._once:
            # A connection test asks for one day of one person or place.
            window = Window(self._today, self._today) if operation.windowed else None
            yield Task(reading, reading.streams, window, named[:1], words=self._words(reading))
        elif operation.windowed:
            yield from self._batched(reading, named)
        else:
            for batch in batches(named, largest_batch(operation, self._config["batch_size"], 0)):
                yield Task(reading, reading.streams, batch=batch, words=self._words(reading))

    def _batched(self, reading: Reading, named: Sequence[Named]) -> Iterator[Task]:
        operation, words = reading.operation, self._words(reading)
        for window, streams in self._windows[reading]:
            # Sums are small, whatever the wish.
            sums = all(stream.periodic for stream in streams)
            wish = operation.batch if sums else self._config["batch_size"]
            days = window.days if sums else self._width(operation)
            cut = batches(named, largest_batch(operation, wish, days))
            progress = Progress(max(1, len(cut)))
            # Where there is nobody, one task with nothing to ask says that the window is done.
            for batch in cut or [()]:
                yield Task(reading, streams, window, batch, words=words, progress=progress)

    def _words(self, reading: Reading) -> dict[str, Any]:
        """What stands for the words of `found`, and for settings, in the operation's templates."""
        settings = {stream.requires for stream in reading.streams if stream.requires}
        return {
            **{word: sorted(self._found[f]) for word, f in reading.operation.found.items()},
            **{f"setting.{name}": self._config[name] for name in settings},
        }

    def _planned(
        self, reading: Reading, memory: Memory
    ) -> list[tuple[Window, tuple[UKGStream, ...]]]:
        """The windows to read, and the streams that need each."""
        whole = self.dates(reading)
        wanted = {stream: memory.open(stream, whole, self._today) for stream in reading.streams}
        summed = [stream for stream in reading.streams if stream.periodic]
        dated = {stream: dates for stream, dates in wanted.items() if stream not in summed}
        planned = dict(plan(dated, self._width(reading.operation)))
        for period in months(whole) if reading.operation.days > 1 else split(whole, 1):
            # A sum is read whole where any date of it is: no other window could replace it.
            needing = {s for s in summed if any(_overlap(period, dates) for dates in wanted[s])}
            if needing:
                planned[period] = planned.get(period, frozenset()) | needing
        return [
            (window, tuple(s for s in reading.streams if s in needing))
            for window, needing in sorted(planned.items(), key=lambda entry: entry[0])
        ]

    def _width(self, operation: Operation) -> int:
        """How many days a request of a windowed operation spans."""
        if operation.subject is Subject.PERSONS and operation.batch == 1:
            # One person's answer is small: rather few requests than short ones.
            return operation.days
        return min(int(self._config["window_days"]), operation.days)


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
    return date.fromisoformat(start[:10]) if start else today - timedelta(days=_DEFAULT_DAYS)


def _only(wanted: set[int], listing: Reading, answer: Answer) -> Answer:
    """An answer that lists only the people who are wanted."""
    mine = [entry for entry in entries(listing, answer) if entry["personId"] in wanted]
    return Answer(encode({"records": mine}), answer.read_at)


def _overlap(one: Window, other: Window) -> bool:
    return one.start <= other.end and other.start <= one.end


def _sources(operations: Iterable[Operation]) -> Iterator[Operation]:
    """The operations that tell what others ask for, and those that tell what these ask for."""
    for operation in operations:
        for found in operation.found.values():
            yield from _sources([found.operation])
            yield found.operation


def _depth(operation: Operation) -> int:
    """How many operations have to be called, one after another, before this one can."""
    return 1 + max((_depth(found.operation) for found in operation.found.values()), default=-1)


def _ids(item: Any, path: Sequence[str]) -> Iterator[int]:  # noqa: ANN401 - any JSON
    """The whole numbers that stand at a path, in all lists on the way."""
    if isinstance(item, list):
        for entry in item:
            yield from _ids(entry, path)
    elif path and isinstance(item, dict):
        yield from _ids(item.get(path[0]), path[1:])
    elif not path and isinstance(item, int):
        yield item
