"""Employee requests other than time off: swaps, covers, open shifts, availability."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ukg_wfm_sandbox.company import catalogs, times
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.company.elements import REQUEST, element_id
from ukg_wfm_sandbox.company.planning import HOUR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

SLOT = 30
NEVER = 1 << 62
SWAP, COVER, OPEN_SHIFT, SELF_SCHEDULE, AVAILABILITY = range(1, 6)
# How many of a thousand slots have a request, and its most days.
_OFTEN = {
    SWAP: (350, (1,)),
    COVER: (250, (1,)),
    OPEN_SHIFT: (600, (1,)),
    SELF_SCHEDULE: (200, (7, 14)),
    AVAILABILITY: (300, (1, 3, 7)),
}


class Asked(NamedTuple):
    """A request for a range of days (ordinals, both included), with the instants of its events."""

    id: int
    kind: int
    first: int
    last: int
    created: int
    decided: int
    approved: bool
    cancelled: int
    withdrawn: int
    variant: int
    comment: int | None

    def steps(self, now: int) -> list[tuple[int, str, str]]:
        """Return the status changes up to an instant: (instant, from, to)."""
        after = "APPROVED" if self.approved else "REFUSED"
        steps = [
            (self.created, "DRAFT", "SUBMITTED"),
            (self.decided, "SUBMITTED", after),
            (self.cancelled, after, "CANCELLED"),
        ]
        return [step for step in steps if step[0] <= now]

    def status(self, now: int) -> str:
        """Return the status at an instant."""
        return self.steps(now)[-1][2]


@lru_cache(maxsize=65_536)
def _asked(seed: int, person: int, kind: int, slot: int) -> Asked | None:
    draw = Draw(seed, "asked", person, kind, slot)
    often, lengths = _OFTEN[kind]
    if not draw.chance(often):
        return None
    start = slot * SLOT + draw.below(SLOT - 14)
    created = times.midnight(start - draw.between(6, 16)) + draw.below(times.DAY)
    decided = created + draw.between(6, 130) * HOUR
    approved = draw.chance(750)
    cancelled = decided + draw.between(20, 90) * HOUR if draw.chance(100) else NEVER
    # A deleted draft leaves no trace.
    withdrawn = created + draw.between(20, 60) * HOUR if draw.chance(80) else NEVER
    return Asked(
        id=element_id(person, start, REQUEST, kind),
        kind=kind,
        first=start,
        last=start + draw.pick(lengths) - 1,
        created=created,
        decided=decided,
        approved=approved,
        cancelled=cancelled,
        withdrawn=withdrawn,
        variant=draw.below(12),
        comment=draw.pick(tuple(catalogs.COMMENTS)) if draw.chance(200) else None,
    )


def asked(company: Company, person: Person, kind: int, first: int, last: int) -> Iterator[Asked]:
    """Return the requests of a kind that overlap a range of days, as far as they exist now."""
    now = company.clock.collected
    for slot in range((first - SLOT) // SLOT, last // SLOT + 1):
        one = _asked(company.seed, person.id, kind, slot)
        if one is None or one.first > last or one.last < first:
            continue
        known = one.created <= now < one.withdrawn
        if known and one.first >= company.first_day and person.active(one.first):
            yield one


def wished(one: Asked) -> list[tuple[int, int, int]]:
    """Return the requested availability as (type, minutes of the day) for each part."""
    begin = 360 + one.variant * 30
    return [(2, 0, begin), (1, begin, begin + 480)][one.variant % 2 :]
