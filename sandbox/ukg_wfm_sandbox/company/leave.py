"""Leave cases of a few people, determined by seed, person and quarter, which change over time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.company.elements import element_id
from ukg_wfm_sandbox.company.planning import HOUR, sick_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

SLOT = 90
_CASE, _EDIT = 0, 1
INTERMITTENT, REDUCED = 1, 2
NEVER = 1 << 62


class Case(NamedTuple):
    """A leave case with the instants of its events; `NEVER` means none."""

    id: int
    start: int
    planned_end: int
    longer: int
    open_ended: bool
    requested: int
    decided: int
    approved: bool
    extended: int
    closed: int
    withdrawn: int
    reason: int
    frequency: int

    def end(self, now: int) -> int:
        """Return the last day, as of an instant."""
        return self.planned_end + (self.longer if self.extended <= now else 0)


class Taken(NamedTuple):
    """The leave taken on a day; `changed` is the instant of a correction, if there was one by now."""

    id: int
    ordinal: int
    hours: float
    changed: int | None


def _offset(person: int) -> int:
    """Return the day of the quarter on which a person's slots begin, to spread them out."""
    return person * 37 % SLOT


@lru_cache(maxsize=16_384)
def case(seed: int, person: int, slot: int) -> Case | None:
    """Return the case of one to ten weeks that starts in a person's slot of 90 days, or None."""
    draw = Draw(seed, "leave", person, slot)
    if not draw.chance(400):
        return None
    start = slot * SLOT + _offset(person) + draw.below(20)
    end = start + draw.pick((6, 13, 27, 55))
    requested = times.midnight(start - draw.between(-3, 25)) + 9 * HOUR + draw.below(HOUR)
    decided = requested + draw.between(1, 6) * times.DAY
    approved = draw.chance(850)
    longer = draw.pick((7, 14)) if approved and draw.chance(250) else 0
    return Case(
        id=element_id(person, start, _CASE),
        start=start,
        planned_end=end,
        longer=longer,
        open_ended=draw.chance(200),
        requested=requested,
        decided=decided,
        approved=approved,
        extended=times.midnight(end - 2) if longer else NEVER,
        closed=max(decided, times.midnight(end + longer + draw.between(2, 20))),
        withdrawn=decided + 2 * times.DAY if draw.chance(80) else NEVER,
        reason=draw.pick((811, 811, 812, 813)),
        frequency=draw.pick((INTERMITTENT, REDUCED, REDUCED)),
    )


def cases(company: Company, person: Person, first: int, last: int) -> Iterator[Case]:
    """Return the cases that overlap a range of days, as far as they exist now."""
    now = company.clock.collected
    first = max(first, company.first_day)
    last = min(last, company.clock.today + SLOT)
    shift = _offset(person.id)
    for slot in range((first - shift) // SLOT - 1, (last - shift) // SLOT + 1):
        one = case(company.seed, person.id, slot)
        if one is None or one.start < company.first_day or not person.active(one.start):
            continue
        if one.requested <= now < one.withdrawn and one.start <= last and one.end(now) >= first:
            yield one


def taken(company: Company, person: Person, one: Case, first: int, last: int) -> Iterator[Taken]:
    """Return the leave that an approved case takes in a range of days, as of now."""
    now = company.clock.collected
    if not one.approved or one.decided > now:
        return
    for ordinal in range(max(first, one.start), min(last, one.end(now)) + 1):
        if (ordinal - 1) % 7 not in person.weekdays or not person.active(ordinal):
            continue
        if one.frequency == INTERMITTENT and ordinal not in sick_days(
            company.seed, person.id, ordinal // 28
        ):
            continue
        draw = Draw(company.seed, "leave edit", person.id, ordinal)
        then = max(one.decided, times.midnight(ordinal + draw.between(1, 9)))
        changed = then if draw.chance(200) and then <= now else None
        gone = max(one.decided, times.midnight(ordinal + draw.between(1, 12)))
        if draw.chance(40) and gone <= now:
            continue
        hours = 8.0 if one.frequency == INTERMITTENT else 2.0
        hours = 1.5 if changed else hours
        yield Taken(element_id(person.id, ordinal, _EDIT), ordinal, hours, changed)
