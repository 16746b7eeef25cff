"""The timecard sections of a person's day that are lists of dated rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.records.timekeeping import exceptions, segments, timecards

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Dated = list[tuple[int, Any]]


class Sections(NamedTuple):
    """The rows of each section, with their ordinals."""

    punches: Dated
    worked_shifts: Dated
    pay_code_edits: Dated
    exceptions: Dated
    corrections: Dated
    hours_worked: Dated
    processed_segments: Dated
    holiday_credits: Dated
    moved_amounts: Dated
    extended_exceptions: Dated


def sections(company: Company, person: Person, ordinal: int) -> Sections:
    """Return all sections for the work that starts on a day."""
    day = company.day(person, ordinal)
    return Sections(
        [
            (times.local_day(person.zone, one.at), timecards.punch(company, person, one))
            for one in day.punches
        ],
        timecards.worked_shifts(company, person, ordinal, day),
        [(ordinal, timecards.edit(company, person, ordinal, one)) for one in day.edits],
        exceptions.exceptions(company, person, ordinal, day),
        timecards.corrections(company, person, ordinal, day),
        timecards.hours_worked(company, person, ordinal, day),
        segments.processed(company, person, ordinal, day),
        segments.holiday_credits(company, person, ordinal, day),
        segments.moved(company, person, ordinal, day),
        exceptions.extended(company, person, ordinal, day),
    )
