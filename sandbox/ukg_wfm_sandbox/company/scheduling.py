"""Schedule items other than shifts: availability, locks, tags, calls, patterns, processing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ukg_wfm_sandbox.company import requests, times
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.company.elements import OPEN, element_id
from ukg_wfm_sandbox.company.planning import HOUR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.elements import Shift
    from ukg_wfm_sandbox.company.people import Person

SLOT = 28
NEVER = 1 << 62
# Numbers of elements of the kind OPEN that the schedule does not use elsewhere.
_LOCK, _AVAILABILITY, _TAG, _CALL, _PROCESS = 70, 71, 72, 74, 79
PATTERNS = {
    1601: ("5 on, 2 off", 7),
    1602: ("Rolling weekend ↻", 14),
    1603: ("Früh / Spät / Nacht", 21),
}
AVAILABLE, UNAVAILABLE, PREFERRED = 1, 2, 3


class Lock(NamedTuple):
    """Days (ordinals, both included) that are locked from one instant to another."""

    id: int
    first: int
    last: int
    created: int
    removed: int


class Free(NamedTuple):
    """The availability of a person on a day as (type, minutes of the day) for each part."""

    id: int
    ordinal: int
    version: int
    parts: tuple[tuple[int, int, int], ...]


class Tag(NamedTuple):
    """A tag on a shift."""

    id: int
    shift: Shift
    kind: str
    name: str
    comment: bool


class Call(NamedTuple):
    """A call about a shift."""

    id: int
    at: int
    shift: Shift


class Process(NamedTuple):
    """A background process on the days of a schedule, from its start to its end."""

    kind: int
    first: int
    last: int


class Assignment(NamedTuple):
    """A pattern that a person follows from a day on; `last` is an ordinal or None."""

    id: int
    pattern: int
    first: int
    last: int | None
    offset: int


def _slots(first: int, last: int, longest: int) -> range:
    """Return the slots whose items may overlap a range of days."""
    return range((first - longest) // SLOT - 1, last // SLOT + 1)


def _shown(company: Company, first: int, last: int) -> range:
    """Return the days of a range for which there is a schedule."""
    return range(max(first, company.first_day), min(last, company.clock.today + 60) + 1)


def locks(company: Company, person: Person, first: int, last: int) -> Iterator[Lock]:
    """Return all locks that overlap a range of days, including past and future ones."""
    for slot in _slots(first, last, 7):
        draw = Draw(company.seed, "lock", person.id, slot)
        if not draw.chance(300):
            continue
        start = slot * SLOT + draw.below(20)
        end = start + draw.below(7)
        created = times.midnight(start - draw.between(1, 6)) + 8 * HOUR + draw.below(HOUR)
        removed = created + draw.between(1, 9) * times.DAY if draw.chance(250) else NEVER
        in_time = company.first_day <= start and person.hired <= start
        if in_time and start <= last and end >= first:
            identifier = element_id(person.id, start, OPEN, _LOCK)
            yield Lock(identifier, start, end, created, removed)


def free(company: Company, person: Person, first: int, last: int) -> Iterator[Free]:
    """Return a person's availability, if any: the usual one or the requested one."""
    if not Draw(company.seed, "available", person.id).chance(350):
        return
    wishes = {
        day: wish
        for wish in requests.asked(company, person, requests.AVAILABILITY, first, last)
        if wish.status(company.clock.collected) == "APPROVED"
        for day in range(wish.first, wish.last + 1)
    }
    for ordinal in _shown(company, first, last):
        draw = Draw(company.seed, "available", person.id, ordinal)
        if not person.active(ordinal) or not draw.chance(800):
            continue
        begin, end = draw.pick(((0, 1440), (480, 1020), (360, 840)))
        parts = [(AVAILABLE, begin, end)]
        if draw.chance(300):
            parts = [(UNAVAILABLE, 0, begin or 300), (PREFERRED, begin or 300, end)]
        if ordinal in wishes:
            parts = requests.wished(wishes[ordinal])
        version = 2 if ordinal in wishes else 1
        identifier = element_id(person.id, ordinal, OPEN, _AVAILABILITY)
        yield Free(identifier, ordinal, version, tuple(parts))


def tags(company: Company, person: Person, ordinal: int) -> Iterator[Tag]:
    """Return the tags on the shifts of a day; some have one, a few have two equal ones."""
    for number, shift in enumerate(company.day(person, ordinal).shifts[:1]):
        draw = Draw(company.seed, "tag", shift.id)
        if not draw.chance(60):
            continue
        kind, name = draw.pick((("SCHEDULE_TAG", "Training 🎓"), ("ON_CALL_SHIFT", "Rufdienst")))
        for copy in range(2 if draw.chance(100) else 1):
            identifier = element_id(person.id, ordinal, OPEN, _TAG + number * 2 + copy)
            yield Tag(identifier, shift, kind, name, draw.chance(200))


def calls(company: Company, person: Person, ordinal: int) -> Iterator[Call]:
    """Return the calls so far about the shifts of a day."""
    for shift in company.day(person, ordinal).shifts[:1]:
        draw = Draw(company.seed, "call", shift.id)
        for number in range(draw.pick((0, 0, 1, 1, 3)) if draw.chance(70) else 0):
            at = shift.start - draw.between(1, 40) * HOUR + number
            if at <= company.clock.collected:
                yield Call(element_id(person.id, ordinal, OPEN, _CALL + number), at, shift)


def processes(company: Company, person: Person, first: int, last: int) -> Iterator[Process]:
    """Return the processes that run now on a range of days; each ends after some days."""
    for slot in _slots(first, last, 14):
        draw = Draw(company.seed, "process", person.id, slot)
        start = slot * SLOT + draw.below(14)
        end = start + draw.pick((0, 0, 6, 13))
        begun = times.midnight(start - draw.between(0, 20)) + draw.below(times.DAY)
        done = begun + draw.between(1, 9) * times.DAY
        running = begun <= company.clock.collected < done and company.first_day <= start
        if draw.chance(800) and running and start <= last and end >= first:
            for kind in (1, 2) if draw.chance(300) else (1,):
                yield Process(kind, start, end)


def assignments(company: Company, person: Person, first: int, last: int) -> Iterator[Assignment]:
    """Return the patterns that a person follows in a range of days, one after another."""
    draw = Draw(company.seed, "pattern", person.id)
    if not draw.chance(700):
        return
    pattern, offset = draw.pick(tuple(PATTERNS)), draw.below(7)
    turn = max(person.hired + 1, company.first_day + draw.below(90))
    found = [Assignment(person.id * 10, pattern, person.hired, None, offset)]
    if draw.chance(500) and turn <= company.clock.today:
        found = [
            found[0]._replace(last=turn - 1),
            Assignment(person.id * 10 + 1, draw.pick(tuple(PATTERNS)), turn, None, 0),
        ]
    for one in found:
        if one.first <= last and (one.last is None or one.last >= first):
            yield one
