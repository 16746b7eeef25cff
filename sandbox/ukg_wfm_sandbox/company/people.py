"""People: identity, employment, jobs and work patterns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from ukg_wfm_sandbox.company import names
from ukg_wfm_sandbox.company.draw import Draw

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.organization import Organization

T = TypeVar("T")
FIRST_ID = 1001
STARTS = {"day": (360, 420, 480, 540), "evening": (840, 900), "overnight": (1320, 1350)}


@dataclass
class Person:
    """A person; effective-dated parts are lists of (first day, value) in chronological order."""

    id: int
    number: str
    first: str
    last: str
    zone: str
    hired: int
    start: int
    length: int
    weekdays: frozenset[int]
    reports_hours: bool
    statuses: list[tuple[int, str]]
    jobs: list[tuple[int, int]]
    wages: list[tuple[int, float]]
    badges: list[tuple[int, str]]
    supervisor: int | None = None
    middle: str | None = None
    born: int | None = None
    email: str | None = None
    phone: str | None = None
    reference: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        """Build the reference once, since every row contains it."""
        self.reference = {"id": self.id, "qualifier": self.number}

    @property
    def overnight(self) -> bool:
        """Whether the person's usual shifts pass midnight."""
        return self.start >= 1320

    def active(self, ordinal: int) -> bool:
        """Return whether the person is employed on a day."""
        return self.status(ordinal) == "Active"

    def status(self, ordinal: int) -> str:
        """Return the employment status on a day; before the hire, the opposite of the first one."""
        if ordinal < self.statuses[0][0]:
            return "Terminated"
        return at(self.statuses, ordinal)

    def job(self, ordinal: int) -> int:
        """Return the node of the primary job on a day."""
        return at(self.jobs, ordinal)

    def wage(self, ordinal: int) -> float:
        """Return the base wage per hour on a day."""
        return at(self.wages, ordinal)


def at(dated: list[tuple[int, T]], ordinal: int) -> T:
    """Return the value in effect on a day; before all of them, the first."""
    for start, value in reversed(dated):
        if start <= ordinal:
            return value
    return dated[0][1]


def generate(
    seed: int, index: int, organization: Organization, span: tuple[int, int], hired: int | None
) -> Person:
    """Generate a person by number; `span` is the first day of the history and today.

    With `hired`, the person starts on that day, without a history.
    """
    draw = Draw(seed, "person", index)
    first_day, today = span
    site = organization.nodes[draw.pick(organization.sites)]
    job = draw.pick(organization.jobs_of[site.id])
    if hired is None:
        long_ago = draw.chance(850)
        hired = first_day - draw.between(30, 5000) if long_ago else draw.between(first_day, today)
    pattern = draw.pick(("day", "day", "day", "evening", "overnight"))
    wage = 15 + draw.below(3000) / 100
    number = 20_000 + index * 7
    person = Person(
        id=FIRST_ID + index,
        number=f"{number:08}" if index % 5 == 0 else str(number),
        first=draw.pick(names.FIRST),
        last=names.LONG_LAST if index % 97 == 13 else draw.pick(names.LAST),
        zone=site.zone or "Etc/UTC",
        hired=hired,
        start=draw.pick(STARTS[pattern]),
        length=draw.pick((480, 480, 480, 510, 600, 720)),
        weekdays=draw.pick(
            (frozenset(range(5)), frozenset(range(5)), frozenset((1, 2, 3, 4, 5, 6)),
             frozenset((0, 2, 4, 5, 6)))
        ),
        reports_hours=draw.chance(30),
        statuses=[(hired, "Active")],
        jobs=[(hired, job)],
        wages=[(hired, wage)],
        badges=[(hired, f"B{100_000 + index}")],
    )  # fmt: skip
    _past(person, draw, organization.jobs_of[site.id], span)
    _options(person, draw, index)
    return person


def _past(person: Person, draw: Draw, jobs: list[int], span: tuple[int, int]) -> None:
    """Add transfers, raises, another badge, a termination and a rehire."""
    first_day, today = span
    room = today - person.hired
    if room <= 0:
        return
    if draw.chance(200):
        person.jobs.append((person.hired + draw.between(1, room), draw.pick(jobs)))
    if draw.chance(400):
        rise = round(person.wages[0][1] * 1.03, 2)
        person.wages.append((person.hired + draw.between(1, room), rise))
    if draw.chance(100):
        person.badges.append((person.hired + draw.between(1, room), f"C{person.id}"))
    if draw.chance(90):
        left = max(person.hired + 1, draw.between(first_day - 60, today))
        person.statuses.append((left, "Terminated"))
        back = left + draw.between(5, 40)
        if draw.chance(250) and back <= today:
            person.statuses.append((back, "Active"))


def _options(person: Person, draw: Draw, index: int) -> None:
    """Set the attributes that only some people have."""
    if index > 10:
        person.supervisor = FIRST_ID + index % 10
    if draw.chance(250):
        person.middle = draw.pick(("J.", "María", "次郎", "Ø"))
    if draw.chance(800):
        person.born = 716_000 + draw.below(14_000)
    if draw.chance(700):
        person.email = f"user{person.id}@example.com"
    if draw.chance(500):
        person.phone = f"+1 555 {draw.between(1000, 9999)}"
