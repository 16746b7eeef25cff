"""The whole company: the current contents of each day, and the log of changes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from ukg_wfm_sandbox.company import people, planning, times
from ukg_wfm_sandbox.company.elements import (
    Adjustment,
    Correction,
    Day,
    Element,
    PayCodeEdit,
    Punch,
    Shift,
    TimeOff,
)
from ukg_wfm_sandbox.company.organization import Organization
from ukg_wfm_sandbox.company.people import FIRST_ID, Person, generate

if TYPE_CHECKING:
    from collections.abc import Iterator

Edits = dict[type, dict[int, Any]]
SCHEDULE_DAYS = 60
_KEPT = 8_000


class Change(NamedTuple):
    """An entry of the timecard change log; `element` is the state after it (before it for a delete)."""

    at: int
    milliseconds: int
    kind: str
    ordinal: int
    element: Punch | PayCodeEdit
    source: str


class Revision(NamedTuple):
    """An entry of the schedule log: a shift before and after the change, and its day."""

    id: int
    at: int
    ordinal: int
    before: Shift | None
    after: Shift | None


class Company:
    """A company. Its seed, its first day and the edits since determine everything in it.

    Args:
        seed: The seed of all random choices.
        employees: The number of employees at the start.
        days: The days of history before today.
        today: The ordinal of the first day that is today.
    """

    def __init__(self, seed: int, employees: int, days: int, today: int) -> None:
        self.seed = seed
        self.clock = times.Clock(today)
        self.first_day = today - days
        sites = max(6, employees // 400)
        self.organization = Organization(seed, sites, self.first_day)
        span = (self.first_day, today)
        self.people = [
            generate(seed, number, self.organization, span, None) for number in range(employees)
        ]
        self.founders = employees
        self.by_number = {person.number: person for person in self.people}
        # Still listed, but found nowhere else, like a person who is deleted during a run.
        self.erased: set[int] = set()
        self.requests_edited: dict[int, dict[int, TimeOff | None]] = defaultdict(dict)
        self._edits: dict[int, dict[int, Edits]] = defaultdict(dict)
        self._changes: dict[int, list[Change]] = defaultdict(list)
        self._revisions: dict[int, list[Revision]] = defaultdict(list)
        self._days: dict[int, dict[int, Day]] = {}
        self._kept = 0
        self._stamp = 0
        self._revised = 0
        self._used: set[int] = set()
        self.versions: dict[int, int] = defaultdict(int)

    @property
    def stamp(self) -> str:
        """A text that differs between any two states of the company."""
        return f"{self.clock.today}-{self._stamp}"

    def person(self, identifier: int) -> Person | None:
        """Find a person by id."""
        index = identifier - FIRST_ID
        return self.people[index] if 0 <= index < len(self.people) else None

    def hire(self, ordinal: int) -> Person:
        """Hire a new person, starting on a day."""
        span = (self.first_day, ordinal)
        person = generate(self.seed, len(self.people), self.organization, span, ordinal)
        self.people.append(person)
        self.by_number[person.number] = person
        return person

    def settled(self, ordinal: int) -> bool:
        """Return whether a day can no longer change without an edit."""
        return ordinal < self.clock.today - 2

    def site_jobs(self, person: Person, ordinal: int) -> list[int]:
        """Return the job nodes of a person's site on a day."""
        node = self.organization.nodes[people.at(person.jobs, ordinal)]
        department = self.organization.nodes[node.revisions[0].parent]
        jobs = self.organization.jobs_of[department.revisions[0].parent]
        nodes = self.organization.nodes
        return [job for job in jobs if nodes[job].revisions[0].start <= ordinal]

    def day(self, person: Person, ordinal: int) -> Day:
        """Return the contents of a person's day, as far as they exist now."""
        found = self._days.get(person.id, {}).get(ordinal)
        if found is not None:
            return found
        if self.first_day <= ordinal <= self.clock.today + SCHEDULE_DAYS:
            off = self.absence(person, ordinal)
            jobs = self.site_jobs(person, ordinal)
            planned = planning.plan(self.seed, person, ordinal, off, jobs)
        else:
            planned = Day((), (), (), (), (), ())
        day = self._edited(person, ordinal, planned)
        if self.settled(ordinal):
            self._kept += 1
            if self._kept > _KEPT:
                self._days.clear()
                self._kept = 1
            self._days.setdefault(person.id, {})[ordinal] = day
        return day

    def first_planned(self, person: Person, ordinal: int) -> Day:
        """Return the original plan of a day, without edits and absences."""
        jobs = self.site_jobs(person, ordinal)
        return planning.plan(self.seed, person, ordinal, None, jobs)

    def _edited(self, person: Person, ordinal: int, planned: Day) -> Day:
        edits = self._edits[person.id].get(ordinal, {}) if person.id in self._edits else {}
        horizon = self.clock.collected

        def apply(kind: type, before: tuple[Any, ...]) -> tuple[Any, ...]:
            before = tuple(e for e in before if kind is Shift or e.created <= horizon)
            changes = edits.get(kind)
            if not changes:
                return before
            after = {element.id: element for element in before} | changes
            return tuple(element for element in after.values() if element is not None)

        punches = apply(Punch, planned.punches)
        return Day(
            apply(Shift, planned.shifts),
            tuple(sorted(punches, key=lambda punch: (punch.at, punch.id))),
            apply(PayCodeEdit, planned.edits),
            apply(Correction, planned.corrections),
            apply(Adjustment, planned.adjustments),
            tuple(entry for entry in planned.hours if entry.created <= horizon),
        )

    def edit(  # noqa: PLR0913
        self,
        person: Person,
        ordinal: int,
        element: Element,
        *,
        kind: str = "UPDATE",
        at: int | None = None,
        source: str = "Timecard",
    ) -> None:
        """Add, update or delete one element of a day; log it if it belongs to a timecard.

        Args:
            person: The person.
            ordinal: The day.
            element: The element after the change; before it for a DELETE.
            kind: ADD, UPDATE or DELETE.
            at: The instant of the change; defaults to now.
            source: The data source of the change.
        """
        if isinstance(element, Shift):
            self._revise(person, ordinal, element, kind, self.clock.now if at is None else at)
        edits = self._edits[person.id].setdefault(ordinal, {})
        after = None if kind == "DELETE" else element
        edits.setdefault(type(element), {})[element.id] = after
        if isinstance(element, (Punch, PayCodeEdit)):
            at = self.clock.now if at is None else at
            self._stamp += 1
            change = Change(at, self._stamp % 1000, kind, ordinal, element, source)
            self._changes[person.id].append(change)
        self.forget(person)

    def _revise(self, person: Person, ordinal: int, shift: Shift, kind: str, at: int) -> None:
        there = [one for one in self.day(person, ordinal).shifts if one.id == shift.id]
        self._revised += 1
        after = None if kind == "DELETE" else shift
        revision = Revision(self._revised, at, ordinal, there[0] if there else None, after)
        self._revisions[person.id].append(revision)

    def revisions(self, person: Person) -> list[Revision]:
        """List the changes of a person's shifts in chronological order."""
        return self._revisions.get(person.id, [])

    def used(self, identifier: int) -> bool:
        """Return whether an edit has used an id, even for a deleted element."""
        return identifier in self._used

    def use(self, identifier: int) -> int:
        """Mark an id as used."""
        self._used.add(identifier)
        return identifier

    def forget(self, person: Person) -> None:
        """Clear the cached days of a person."""
        self._days.pop(person.id, None)
        self.versions[person.id] += 1

    def edited_days(self, person: Person) -> list[int]:
        """List the days of a person with at least one edit."""
        return list(self._edits.get(person.id, ()))

    def requests(self, person: Person, first: int, last: int) -> Iterator[TimeOff]:
        """Return the time-off requests that overlap a range of days, as far as they exist now."""
        horizon = self.clock.collected
        edited = self.requests_edited.get(person.id, {})
        for slot in range((first - 30) // planning.SLOT, last // planning.SLOT + 1):
            request = planning.request(self.seed, person.id, slot)
            if request is None or request.id in edited or request.created > horizon:
                continue
            start = request.periods[0][0]
            if start < self.first_day or not person.active(start):
                continue
            if any(a <= last and b >= first for a, b in request.periods):
                yield request
        for added in edited.values():
            if added and any(a <= last and b >= first for a, b in added.periods):
                yield added

    def absence(self, person: Person, ordinal: int) -> TimeOff | None:
        """Return the approved time-off request that covers a day, or None."""
        horizon = self.clock.collected
        for request in self.requests(person, ordinal, ordinal):
            if request.approved and request.decided <= horizon:
                return request
        return None

    def changes(self, person: Person, first: int, last: int) -> list[Change]:
        """List the timecard changes made in a range of days (UTC) in chronological order."""
        low, high = times.midnight(first), times.midnight(last + 1)
        found = [c for c in self._changes.get(person.id, ()) if low <= c.at < high]
        horizon = self.clock.collected
        for ordinal in range(max(first - 2, self.first_day), last + 2):
            if ordinal > self.clock.today + 1:
                break
            off = self.absence(person, ordinal)
            jobs = self.site_jobs(person, ordinal)
            day = planning.plan(self.seed, person, ordinal, off, jobs)
            made: list[Punch | PayCodeEdit] = [*day.punches, *day.edits]
            for element in made:
                if low <= element.created < high and element.created <= horizon:
                    number = element.id % 100 + (20 if isinstance(element, PayCodeEdit) else 0)
                    source = element.source if isinstance(element, Punch) else "Schedule"
                    change = Change(element.created, number, "ADD", ordinal, element, source)
                    found.append(change)
        return sorted(found, key=lambda change: (change.at, change.milliseconds, change.element.id))
