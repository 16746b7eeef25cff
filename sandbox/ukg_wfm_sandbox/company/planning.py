"""The plan of a person's day before any edit, determined by seed, person and day alone."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from ukg_wfm_sandbox.company import catalogs, times
from ukg_wfm_sandbox.company.catalogs import BONUS, HOLIDAY, SICK, STANDBY, WEEKEND
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.company.elements import (
    CORRECTION,
    EDIT,
    HOURS,
    PUNCH,
    REQUEST,
    SHIFT,
    Correction,
    Day,
    HoursWorked,
    PayCodeEdit,
    Punch,
    Segment,
    Shift,
    TimeOff,
    element_id,
    first_version,
)
from ukg_wfm_sandbox.company.times import instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.company.people import Person

SLOT = 45
HOUR = 3600


@lru_cache(maxsize=16_384)
def sick_days(seed: int, person: int, slot: int) -> frozenset[int]:
    """Return the days of a slot (28 days) on which a person is sick."""
    draw = Draw(seed, "sick", person, slot)
    count = draw.pick((0, 0, 0, 1, 1, 2))
    return frozenset(slot * 28 + draw.below(28) for _ in range(count))


@lru_cache(maxsize=16_384)
def request(seed: int, person: int, slot: int) -> TimeOff | None:
    """Return the time-off request of 1 to 13 days that starts in a slot of 45 days, or None."""
    draw = Draw(seed, "time off", person, slot)
    if not draw.chance(330):
        return None
    start = slot * SLOT + draw.below(SLOT - 15)
    end = start + draw.pick((0, 0, 1, 2, 4, 4, 9, 12))
    periods: tuple[tuple[int, int], ...] = ((start, end),)
    if end - start >= 4 and draw.chance(400):
        periods = ((start, start + 1), (start + 3, end))
    created = times.midnight(start - 20) + 9 * HOUR + draw.below(HOUR)
    return TimeOff(
        id=element_id(person, start, REQUEST),
        created=created,
        decided=created + draw.between(1, 4) * times.DAY,
        approved=draw.chance(800),
        subtype=draw.pick((301, 301, 301, 302, 303)),
        periods=periods,
        comment=draw.pick(tuple(catalogs.COMMENTS)) if draw.chance(200) else None,
    )


def holiday(ordinal: int) -> str | None:
    """Return the name of the holiday on a day, or None."""
    return catalogs.holidays(times.day(ordinal)[5:])


def plan(seed: int, person: Person, ordinal: int, off: TimeOff | None, jobs: list[int]) -> Day:
    """Plan a day: shift, punches, pay code edits, corrections, reported hours.

    Args:
        seed: The company's seed.
        person: The person.
        ordinal: The day.
        off: The approved time-off request that covers the day.
        jobs: The job nodes of the person's site, for transfers.
    """
    if not person.active(ordinal):
        return Day((), (), (), (), (), ())
    draw = Draw(seed, "day", person.id, ordinal)
    edits: list[PayCodeEdit] = []
    morning = times.midnight(ordinal) + 9 * HOUR

    def edit(code: int, hours: float | None, money: float | None = None) -> None:
        identifier = element_id(person.id, ordinal, EDIT, len(edits))
        comment = draw.pick(tuple(catalogs.COMMENTS)) if draw.chance(60) else None
        system = code == HOLIDAY
        edits.append(PayCodeEdit(identifier, code, hours, money, morning, system, comment))

    shift = _expected(person, ordinal, off, edit=edit, draw=draw, jobs=jobs)
    punches: tuple[Punch, ...] = ()
    reported: tuple[HoursWorked, ...] = ()
    if shift and ordinal in sick_days(seed, person.id, ordinal // 28):
        edit(SICK, 8.0)
    elif shift and not draw.chance(4):
        if person.reports_hours:
            reported = (_reported(person, ordinal, shift),)
        else:
            punches = _punches(
                person, ordinal, _clockings(shift.start, shift.end, shift, draw), draw
            )
        _premiums(edit, draw, ordinal)
    elif not (shift or off or person.reports_hours) and draw.chance(15):
        start = instant(person.zone, ordinal, person.start)
        unplanned = _clockings(start, start + 5 * HOUR, None, draw)
        punches = _punches(person, ordinal, unplanned, draw)
    shifts = (shift,) if shift else ()
    corrections = _corrections(person, ordinal, morning, draw)
    return Day(shifts, punches, tuple(edits), corrections, (), reported)


def _expected(  # noqa: PLR0913
    person: Person,
    ordinal: int,
    off: TimeOff | None,
    *,
    edit: Callable[..., None],
    draw: Draw,
    jobs: list[int],
) -> Shift | None:
    """Add holidays and time off; return the shift of a day on which work is expected."""
    weekday = date.fromordinal(ordinal).weekday()
    feast = holiday(ordinal) is not None
    if feast and weekday < 5:
        edit(HOLIDAY, 8.0)
    if weekday not in person.weekdays:
        return None
    if off:
        if not feast:
            edit(catalogs.SUBTYPES[off.subtype][1], 8.0)
        return None
    if feast and draw.chance(700):
        return None
    return _shift(person, ordinal, draw, jobs)


def _corrections(person: Person, ordinal: int, created: int, draw: Draw) -> tuple[Correction, ...]:
    if not draw.chance(6):
        return ()
    hours = draw.pick((-1.0, 0.5, 1.25, 2.0))
    identifier = element_id(person.id, ordinal, CORRECTION)
    return (Correction(identifier, ordinal - draw.between(30, 60), hours, created),)


def _premiums(edit: Callable[..., None], draw: Draw, ordinal: int) -> None:
    if date.fromordinal(ordinal).weekday() >= 5 and draw.chance(500):
        edit(WEEKEND, 8.0)
    if draw.chance(12):
        for _ in range(6):
            edit(STANDBY, 1.0)
    if draw.chance(25):
        edit(BONUS, None, draw.pick((25.0, 40.5)))


def _shift(person: Person, ordinal: int, draw: Draw, jobs: list[int]) -> Shift:
    begin = person.start
    if draw.chance(80) and not person.overnight:
        begin = draw.pick((360, 600, 840))
    start = instant(person.zone, ordinal, begin)
    end = instant(person.zone, ordinal, begin + person.length)
    job = person.job(ordinal)
    half = (start + (end - start) // 2) // 900 * 900
    segments: tuple[Segment, ...] = (Segment(start, end, "REGULAR_SEGMENT", job),)
    kind = draw.below(10)
    if kind >= 3:
        moved = draw.chance(120)
        segments = (
            Segment(start, half, "REGULAR_SEGMENT", job),
            Segment(half, half + 1800, "BREAK_SEGMENT", job),
            Segment(
                half + 1800,
                end,
                "TRANSFER_SEGMENT" if moved else "REGULAR_SEGMENT",
                draw.pick(jobs) if moved else job,
            ),
        )
    label = draw.pick(("Früh", "Late ☾", 'Shift "A"')) if draw.chance(150) else None
    comment = draw.pick(tuple(catalogs.COMMENTS)) if draw.chance(20) else None
    version = first_version(segments[0].start)
    return Shift(element_id(person.id, ordinal, SHIFT), segments, version, label, comment)


def _reported(person: Person, ordinal: int, shift: Shift) -> HoursWorked:
    hours = sum(s.end - s.start for s in shift.segments if s.kind != "BREAK_SEGMENT") / HOUR
    identifier = element_id(person.id, ordinal, HOURS)
    return HoursWorked(identifier, hours, shift.start, shift.end)


def _clockings(
    start: int, end: int, shift: Shift | None, draw: Draw
) -> list[tuple[int, int | None]]:
    """Return the punches in and out around a span, and the job of a transfer."""
    found: list[tuple[int, int | None]] = [(start + draw.between(-600, 480), None)]
    if draw.chance(40):
        found[0] = (start + draw.between(900, 2700), None)
    if shift and len(shift.segments) == 3:
        meal, after = shift.segments[1], shift.segments[2]
        job = after.job if after.kind == "TRANSFER_SEGMENT" else None
        found.append((meal.start + draw.between(-300, 300), None))
        found.append((meal.end + draw.between(-200, 400), job))
    if draw.chance(30):
        found.append((end - draw.between(1200, 5400), None))
    elif not draw.chance(15):
        found.append((end + draw.between(-300, 900), None))
    return found


def _punches(
    person: Person, ordinal: int, clockings: list[tuple[int, int | None]], draw: Draw
) -> tuple[Punch, ...]:
    punches = []
    for number, (exact, job) in enumerate(clockings):
        at = exact // 60 * 60
        # A time clock uploads its punches at the next full hour.
        handed_in = at // HOUR * HOUR + HOUR
        identifier = element_id(person.id, ordinal, PUNCH, number)
        source = "Time Clock" if draw.chance(900) else "Mobile 📱"
        comment = draw.pick(tuple(catalogs.COMMENTS)) if draw.chance(12) else None
        punches.append(Punch(identifier, at, handed_in, source, job, comment=comment))
    return tuple(punches)
