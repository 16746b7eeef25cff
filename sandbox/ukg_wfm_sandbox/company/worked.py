"""Results of a day's punches: worked spans, hours per job and pay code, exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ukg_wfm_sandbox.company import catalogs
from ukg_wfm_sandbox.company.catalogs import OVERTIME, PAY_CODES, REGULAR

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.elements import Day, Punch
    from ukg_wfm_sandbox.company.people import Person

QUARTER = 900
HOUR = 3600
DAILY_LIMIT = 8.0


class Span(NamedTuple):
    """Work on one job from an in-punch to an out-punch, if there is one."""

    start: Punch
    end: Punch | None
    job: int

    @property
    def hours(self) -> float:
        """The elapsed hours, rounded; 0 while the span is open."""
        if self.end is None:
            return 0.0
        return (rounded(self.end.at) - rounded(self.start.at)) / HOUR


class Line(NamedTuple):
    """A line of a day's totals."""

    code: int
    job: int
    hours: float | None
    money: float | None
    wages: float
    corrects: int | None = None


class Flaw(NamedTuple):
    """An exception on a day: kind, instant, hours, punch."""

    kind: str
    at: int | None
    hours: float | None = None
    punch: int | None = None


def rounded(at: int) -> int:
    """Round an instant to the nearest quarter of an hour."""
    return (at + QUARTER // 2) // QUARTER * QUARTER


def spans(person: Person, ordinal: int, day: Day) -> list[Span]:
    """Pair the punches of a day; an unpaired last one stays open."""
    primary = person.job(ordinal)
    punches = day.punches
    return [
        Span(
            punches[number],
            punches[number + 1] if number + 1 < len(punches) else None,
            punches[number].job or primary,
        )
        for number in range(0, len(punches), 2)
    ]


def lines(person: Person, ordinal: int, day: Day) -> list[Line]:
    """Return the totals of a day: regular and overtime hours by job, then pay code edits and corrections."""
    wage = person.wage(ordinal)
    primary = person.job(ordinal)
    found: list[Line] = []

    def book(code: int, job: int, hours: float, corrects: int | None = None) -> None:
        wages = round(hours * wage * PAY_CODES[code].multiplier, 2)
        found.append(Line(code, job, hours, None, wages, corrects))

    done = 0.0
    worked = [(span.job, span.hours) for span in spans(person, ordinal, day)]
    worked += [(primary, entry.hours) for entry in day.hours]
    for job, hours in worked:
        regular = min(hours, max(0.0, DAILY_LIMIT - done))
        if regular:
            book(REGULAR, job, regular)
        if hours > regular:
            book(OVERTIME, job, hours - regular)
        done += hours
    for edit in day.edits:
        if edit.hours is None:
            found.append(Line(edit.code, primary, None, edit.money, edit.money or 0.0))
        else:
            book(edit.code, primary, edit.hours)
    for correction in day.corrections:
        book(REGULAR, primary, correction.hours, correction.original)
    return found


def flaws(person: Person, day: Day, now: int) -> list[Flaw]:
    """Find the exceptions of a day."""
    found: list[Flaw] = []
    shift = day.shifts[0] if day.shifts else None
    if not day.punches:
        absent = any(catalogs.PAY_CODES[edit.code].absence for edit in day.edits)
        if shift and shift.end < now - 12 * HOUR and not absent and not person.reports_hours:
            found.append(Flaw("UNEXCUSED_ABSENCE", shift.start, None))
        return found
    first, last = day.punches[0], day.punches[-1]
    odd = len(day.punches) % 2 == 1
    if shift is None:
        found.append(Flaw("UNSCHEDULED", first.at, None, first.id))
    else:
        late = first.at - shift.start
        if late > QUARTER:
            found.append(Flaw("LATE_IN", first.at, round(late / HOUR, 2), first.id))
        early = shift.end - last.at
        if not odd and early > QUARTER and shift.end < now:
            found.append(Flaw("EARLY_OUT", last.at, round(early / HOUR, 2), last.id))
    if odd and last.at < now - 16 * HOUR:
        found.append(Flaw("MISSED_OUT_PUNCH", last.at, None, last.id))
    return found
