"""Attendance: events come from the contents of a day, points from events, levels from points.

A day, its points and their consequences change by themselves for at most 27 days, which is as long as
points count.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ukg_wfm_sandbox.company import times, worked
from ukg_wfm_sandbox.company.catalogs import SICK
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.company.elements import element_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

PERIOD, FAULTLESS = 28, 14
HOUR = 3600
BASIC, PATTERN, COMBINED, LOST_TIME = "basic", "pattern", "combined", "lost_time"
AWARDED, DEDUCTED = -1.0, -0.5
THRESHOLDS = (0.0, 2.0, 4.0, 6.0)
_MOST = 20.0
NEVER = 1 << 62


class Definition(NamedTuple):
    """The definition of an event: name, type, points, and the exception that triggers it."""

    name: str
    type: str
    points: float
    exception: str | None = None


DEFINITIONS = {
    1701: Definition("Late", BASIC, 0.5, "LATE_IN"),
    1702: Definition("Left early", BASIC, 0.5, "EARLY_OUT"),
    1703: Definition("Absent without excuse ✗", BASIC, 2.0, "UNEXCUSED_ABSENCE"),
    1704: Definition("Forgot to punch out", BASIC, 0.25, "MISSED_OUT_PUNCH"),
    1705: Definition("Sick — krank", BASIC, 1.0),
    1706: Definition("Sick beside the weekend", PATTERN, 0.5),
    1707: Definition("More than one in a day", COMBINED, 0.0),
    1708: Definition("Lost time", LOST_TIME, 0.0),
}
_BY_EXCEPTION = {one.exception: number for number, one in DEFINITIONS.items() if one.exception}


class Event(NamedTuple):
    """An event; `at` is its instant, if any, `excused` when a manager removed its points."""

    id: int
    ordinal: int
    definition: int
    at: int | None
    seconds: int
    points: float
    excused: int


class Adjustment(NamedTuple):
    """Points that a manager added or removed at the instant `at`; valid from `made` to `withdrawn`."""

    id: int
    ordinal: int
    at: int
    points: float
    made: int
    withdrawn: int


class Perfect(NamedTuple):
    """An award for a period of perfect attendance, or the violation that ended one."""

    id: int
    ordinal: int
    at: int
    award: bool


class Level(NamedTuple):
    """A change of the discipline level, up or down, with the balance that caused it."""

    id: int
    ordinal: int
    level: int
    before: int
    points: float


class Action(NamedTuple):
    """An action that a discipline level or an award triggers, with its start and completion."""

    id: int
    ordinal: int
    level: int
    points: float
    begun: int
    done: int


def profile(person: Person) -> int | None:
    """Return the id of a person's attendance profile; not everyone has one."""
    if person.id % 6 == 0:
        return None
    return 1552 if person.id % 7 == 0 else 1551


@lru_cache(maxsize=65_536)
def _settled(company: Company, person: int, ordinal: int, _version: int) -> tuple[Event, ...]:
    return _found(company, company.people[person], ordinal)


def events(company: Company, person: Person, first: int, last: int) -> Iterator[Event]:
    """Return the events of a range of days, as they are now."""
    if profile(person) is None:
        return
    for ordinal in range(max(first, company.first_day), min(last, company.clock.today) + 1):
        if company.settled(ordinal):
            index = person.id - company.people[0].id
            yield from _settled(company, index, ordinal, company.versions[person.id])
        else:
            yield from _found(company, person, ordinal)


def _found(company: Company, person: Person, ordinal: int) -> tuple[Event, ...]:
    day = company.day(person, ordinal)
    basic: list[tuple[int, int | None, int]] = [
        (_BY_EXCEPTION[flaw.kind], flaw.at, round((flaw.hours or 0.0) * HOUR))
        for flaw in worked.flaws(person, day, company.clock.collected)
        if flaw.kind in _BY_EXCEPTION
    ]
    basic += [(1705, None, round((edit.hours or 0.0) * HOUR)) for edit in day.edits
              if edit.code == SICK]  # fmt: skip
    found = [_event(company, person, ordinal, number, one) for number, one in enumerate(basic)]
    kinds = {definition for definition, _, _ in basic}
    # Ids are counted per type, so these have the same numbers as the basic ones.
    if 1705 in kinds and (ordinal - 1) % 7 in (0, 4):
        found.append(_event(company, person, ordinal, 0, (1706, None, 0)))
    if len(kinds) > 1:
        found.append(_event(company, person, ordinal, 0, (1707, None, 0)))
    lost = sum(seconds for definition, _, seconds in basic if definition in (1701, 1702))
    if lost >= HOUR:
        found.append(_event(company, person, ordinal, 0, (1708, None, lost)))
    return tuple(found)


def _event(
    company: Company, person: Person, ordinal: int, number: int, one: tuple[int, int | None, int]
) -> Event:
    definition, at, seconds = one
    draw = Draw(company.seed, "attendance", person.id, ordinal, definition)
    excused = times.midnight(ordinal + draw.between(2, 20)) + 14 * HOUR
    return Event(
        id=element_id(person.id, ordinal, 0, number),
        ordinal=ordinal,
        definition=definition,
        at=at,
        seconds=seconds,
        points=DEFINITIONS[definition].points,
        excused=excused if draw.chance(120) else NEVER,
    )


def adjustments(company: Company, person: Person, first: int, last: int) -> Iterator[Adjustment]:
    """Return the adjustments valid in a range of days, as they are now."""
    now = company.clock.collected
    if profile(person) is None:
        return
    first, last = max(first, company.first_day), min(last, company.clock.today)
    for slot in range(first // PERIOD, last // PERIOD + 1):
        draw = Draw(company.seed, "points", person.id, slot)
        if not draw.chance(300):
            continue
        ordinal = slot * PERIOD + draw.below(PERIOD)
        made = times.midnight(ordinal + draw.between(1, 15)) + 8 * HOUR
        gone = made + draw.between(1, 10) * times.DAY if draw.chance(400) else NEVER
        points = draw.pick((-1.0, -0.5, 0.5, 1.5))
        if made > now or not first <= ordinal <= last:
            continue
        if person.active(ordinal):
            number = element_id(person.id, ordinal, 1)
            at = times.instant(person.zone, ordinal, draw.between(0, 1439))
            yield Adjustment(number, ordinal, at, points, made, gone)


def perfect(company: Company, person: Person, first: int, last: int) -> Iterator[Perfect]:
    """Return the awards and violations of a range of days: one or the other for each period."""
    if profile(person) is None:
        return
    first, last = max(first, company.first_day), min(last, company.clock.today)
    for slot in range((first - FAULTLESS - 1) // FAULTLESS, last // FAULTLESS + 1):
        start, end = slot * FAULTLESS, slot * FAULTLESS + FAULTLESS - 1
        if start < company.first_day or not (person.active(start) and person.active(end)):
            continue
        fault = next(
            (one for one in events(company, person, start, end) if counted(company, one)), None
        )
        # Made on the next morning, when the day is over in every time zone.
        ordinal = fault.ordinal if fault else end + 1
        at = times.instant(person.zone, ordinal, 180)
        if first <= ordinal <= last and (fault or at + times.DAY <= company.clock.collected):
            yield Perfect(element_id(person.id, start, 2), ordinal, at, fault is None)


def deductions(company: Company, person: Person, first: int, last: int) -> Iterator[Perfect]:
    """Return the awards that remove more points, ten days later, in a range of days."""
    for one in perfect(company, person, first - 10, last - 10):
        taken = one.at + 10 * times.DAY
        chosen = Draw(company.seed, "deduction", one.id).chance(600)
        if one.award and chosen and taken <= company.clock.collected:
            yield one


def counted(company: Company, event: Event) -> float:
    """Return the points that an event counts now."""
    return 0.0 if event.excused <= company.clock.collected else event.points


def balances(company: Company, person: Person, first: int, last: int) -> list[tuple[int, float]]:
    """Return the points at the end of each day of a range on which the person is employed.

    Events, adjustments and awards count for 28 days.
    """
    last = min(last, company.clock.today)
    begin = max(first, company.first_day) - PERIOD
    if profile(person) is None or begin + PERIOD > last:
        return []
    now = company.clock.collected
    changes = dict.fromkeys(range(begin, last + 1), 0.0)
    for event in events(company, person, begin, last):
        changes[event.ordinal] += counted(company, event)
    for one in adjustments(company, person, begin, last):
        changes[one.ordinal] += one.points if now < one.withdrawn else 0.0
    for award in perfect(company, person, begin, last):
        changes[award.ordinal] += AWARDED if award.award else 0.0
    for award in deductions(company, person, begin, last):
        changes[award.ordinal + 10] += DEDUCTED
    total = sum(changes[ordinal] for ordinal in range(begin, begin + PERIOD))
    found = []
    for ordinal in range(begin + PERIOD, last + 1):
        total += changes[ordinal] - changes[ordinal - PERIOD]
        if person.active(ordinal):
            found.append((ordinal, min(_MOST, max(0.0, total))))
    return found


def level(points: float) -> int:
    """Return the discipline level for a number of points, 0 to 3."""
    return max(number for number, least in enumerate(THRESHOLDS) if points >= least)


def levels(company: Company, person: Person, first: int, last: int) -> Iterator[Level]:
    """Return the changes of the level in a range of days."""
    before = previous = 0
    for ordinal, points in balances(company, person, first - 1, last):
        if ordinal != previous + 1:
            before = 0  # a rehired person starts again from zero
        now = level(points)
        if ordinal >= first and now != before:
            yield Level(element_id(person.id, ordinal, 3), ordinal, now, before, points)
        before, previous = now, ordinal


def actions(company: Company, person: Person, first: int, last: int) -> Iterator[Action]:
    """Return the actions triggered in a range of days by higher levels and by awards."""
    for one in levels(company, person, first, last):
        if one.level > one.before:
            yield _action(company, person, one.ordinal, one.level, one.points)
    for award in perfect(company, person, first, last):
        if award.award:
            yield _action(company, person, award.ordinal, 0, AWARDED)


def _action(company: Company, person: Person, ordinal: int, rank: int, points: float) -> Action:
    draw = Draw(company.seed, "action", person.id, ordinal, rank)
    begun = times.midnight(ordinal + draw.between(1, 6)) + 10 * HOUR
    done = begun + draw.between(1, 60) * times.DAY if draw.chance(800) else NEVER
    return Action(element_id(person.id, ordinal, 4, rank), ordinal, rank, points, begun, done)
