"""Elements of timecards and schedules in the model; instants are epoch seconds."""

from __future__ import annotations

from typing import NamedTuple

PUNCH, EDIT, SHIFT, WORKED, EXCEPTION, CORRECTION, ADJUSTMENT, HOURS, REQUEST, OPEN = range(10)


def element_id(owner: int, ordinal: int, kind: int, number: int = 0) -> int:
    """Return an id that is unique for its kind, from the owner, the day and the number on that day."""
    return ((owner * 1_000_000 + ordinal) * 10 + kind) * 100 + number


class Punch(NamedTuple):
    """A punch from a time clock or an edit; `job` is the node of a transfer."""

    id: int
    at: int
    created: int
    source: str = "Time Clock"
    job: int | None = None
    updated: int | None = None
    original: int | None = None
    comment: int | None = None


class PayCodeEdit(NamedTuple):
    """Hours or money booked on a day under a pay code."""

    id: int
    code: int
    hours: float | None
    money: float | None
    created: int
    system: bool = False
    comment: int | None = None


class Correction(NamedTuple):
    """Hours that correct a closed day (`original`, an ordinal) and count on a later day."""

    id: int
    original: int
    hours: float
    created: int


class Adjustment(NamedTuple):
    """An adjustment of an accrual code, in hours."""

    id: int
    code: int
    hours: float
    created: int


class HoursWorked(NamedTuple):
    """Hours of a person who reports durations instead of punching."""

    id: int
    hours: float
    start: int
    created: int


class Segment(NamedTuple):
    """A part of a scheduled shift: REGULAR_SEGMENT, BREAK_SEGMENT or TRANSFER_SEGMENT."""

    start: int
    end: int
    kind: str
    job: int


class Shift(NamedTuple):
    """A scheduled shift; `version` is the instant of its last change in epoch milliseconds."""

    id: int
    segments: tuple[Segment, ...]
    version: int
    label: str | None = None
    comment: int | None = None

    @property
    def start(self) -> int:
        """The instant at which the shift starts."""
        return self.segments[0].start

    @property
    def end(self) -> int:
        """The instant at which the shift ends."""
        return self.segments[-1].end


def version_of(at: int, number: int = 0) -> int:
    """Return the version of a shift changed at an instant; `number` sets the milliseconds."""
    return at * 1000 + number % 1000


def first_version(start: int) -> int:
    """Return the first version of a shift, planned long before it starts."""
    return version_of(start - 75 * 86_400, start // 900)


class TimeOff(NamedTuple):
    """A time-off request; `decided` is the instant of the decision, `periods` are ordinals."""

    id: int
    created: int
    decided: int
    approved: bool
    subtype: int
    periods: tuple[tuple[int, int], ...]
    comment: int | None = None


Element = Punch | PayCodeEdit | Correction | Adjustment | HoursWorked | Shift


class Day(NamedTuple):
    """The contents of a person's day; overnight work belongs to the day on which it starts."""

    shifts: tuple[Shift, ...]
    punches: tuple[Punch, ...]
    edits: tuple[PayCodeEdit, ...]
    corrections: tuple[Correction, ...]
    adjustments: tuple[Adjustment, ...]
    hours: tuple[HoursWorked, ...]
