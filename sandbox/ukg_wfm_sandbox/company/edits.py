"""Single edits: each changes one element of a day and returns whether there was one to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ukg_wfm_sandbox.company import catalogs, times
from ukg_wfm_sandbox.company.elements import (
    ADJUSTMENT,
    CORRECTION,
    EDIT,
    PUNCH,
    REQUEST,
    SHIFT,
    Adjustment,
    Correction,
    PayCodeEdit,
    Punch,
    Segment,
    Shift,
    TimeOff,
    element_id,
    version_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.draw import Draw
    from ukg_wfm_sandbox.company.people import Person

    Edit = Callable[[Company, Person, int, Draw, int], bool]


def _new_id(company: Company, person: Person, day: int, kind: int) -> int:
    """Return an unused id from 50 on; generated elements have lower ones."""
    number = 50
    while company.used(element_id(person.id, day, kind, number)):
        number += 1
    return company.use(element_id(person.id, day, kind, number))


def move_punch(company: Company, person: Person, day: int, draw: Draw, at: int) -> bool:
    """Move a punch by some minutes, but not past the punches next to it."""
    punches = company.day(person, day).punches
    if not punches:
        return False
    index = draw.below(len(punches))
    one = punches[index]
    to = one.at + draw.pick((-1800, -900, 300, 900, 1800))
    if index and to <= punches[index - 1].at:
        to = one.at + 60
    if index + 1 < len(punches) and to >= punches[index + 1].at:
        to = one.at - 60
    original = one.at if one.original is None else one.original
    moved = one._replace(at=to, updated=at, original=original)
    company.edit(person, day, moved, at=at)
    return True


def delete_punch(company: Company, person: Person, day: int, draw: Draw, at: int) -> bool:
    """Delete a punch."""
    punches = company.day(person, day).punches
    if not punches:
        return False
    company.edit(person, day, draw.pick(punches), kind="DELETE", at=at)
    return True


def add_punch(company: Company, person: Person, day: int, draw: Draw, at: int) -> bool:
    """Add a punch after the last one, or at the start of the shift if there is none."""
    found = company.day(person, day)
    when = times.instant(person.zone, day, person.start)
    if found.punches:
        when = found.punches[-1].at + draw.between(30, 100) * 60
    if when >= at:
        return False
    identifier = _new_id(company, person, day, PUNCH)
    company.edit(person, day, Punch(identifier, when, at, "Timecard"), kind="ADD", at=at)
    return True


def comment_punch(company: Company, person: Person, day: int, draw: Draw, at: int) -> bool:
    """Add a comment to a punch."""
    punches = company.day(person, day).punches
    if not punches:
        return False
    comment = draw.pick(tuple(catalogs.COMMENTS))
    company.edit(person, day, draw.pick(punches)._replace(comment=comment, updated=at), at=at)
    return True


def add_pay_code_edit(company: Company, person: Person, day: int, draw: Draw, at: int) -> bool:
    """Book hours under a pay code."""
    code = draw.pick((catalogs.VACATION, catalogs.SICK, catalogs.STANDBY, catalogs.WEEKEND))
    identifier = _new_id(company, person, day, EDIT)
    edit = PayCodeEdit(identifier, code, draw.pick((1.0, 2.5, 4.0)), None, at)
    company.edit(person, day, edit, kind="ADD", at=at)
    return True


def change_pay_code_edit(company: Company, person: Person, day: int, draw: Draw, at: int) -> bool:
    """Change the hours of a pay code edit."""
    found = [edit for edit in company.day(person, day).edits if edit.hours is not None]
    if not found:
        return False
    edit = draw.pick(found)
    hours = (edit.hours or 0.0) + draw.pick((0.5, 1.0))
    company.edit(person, day, edit._replace(hours=hours), at=at)
    return True


def delete_pay_code_edit(company: Company, person: Person, day: int, draw: Draw, at: int) -> bool:
    """Delete a pay code edit."""
    found = company.day(person, day).edits
    if not found:
        return False
    company.edit(person, day, draw.pick(found), kind="DELETE", at=at)
    return True


def delete_shift(company: Company, person: Person, day: int, _draw: Draw, at: int) -> bool:
    """Delete a shift."""
    shifts = company.day(person, day).shifts
    if not shifts:
        return False
    company.edit(person, day, shifts[0], kind="DELETE", at=at)
    return True


def add_shift(company: Company, person: Person, day: int, draw: Draw, at: int) -> bool:
    """Schedule a shift on a day without one."""
    if company.day(person, day).shifts or company.absence(person, day):
        return False
    start = times.instant(person.zone, day, draw.pick((360, 480, 840)))
    segment = Segment(start, start + 6 * 3600, "REGULAR_SEGMENT", person.job(day))
    identifier = _new_id(company, person, day, SHIFT)
    shift = Shift(identifier, (segment,), version_of(at), "Extra")
    company.edit(person, day, shift, kind="ADD", at=at)
    return True


def change_shift(company: Company, person: Person, day: int, draw: Draw, at: int) -> bool:
    """Lengthen or shorten a shift."""
    shifts = company.day(person, day).shifts
    if not shifts:
        return False
    shift = shifts[0]
    last = shift.segments[-1]
    longer = last._replace(end=last.end + draw.pick((-3600, 1800, 3600)))
    segments = (*shift.segments[:-1], longer)
    changed = shift._replace(segments=segments, version=version_of(at, shift.version + 1))
    company.edit(person, day, changed, at=at)
    return True


def move_shift(company: Company, person: Person, day: int, draw: Draw, at: int) -> bool:
    """Move a shift to a person in the same time zone without a shift on that day."""
    shifts = company.day(person, day).shifts
    if not shifts:
        return False
    for _ in range(20):
        other = draw.pick(company.people)
        free = other.zone == person.zone and other.active(day) and other.id != person.id
        if free and not company.day(other, day).shifts and not company.absence(other, day):
            moved = shifts[0]._replace(version=version_of(at, shifts[0].version + 1))
            company.edit(person, day, shifts[0], kind="DELETE", at=at)
            company.edit(other, day, moved, kind="ADD", at=at)
            return True
    return False


def add_correction(company: Company, person: Person, day: int, draw: Draw, at: int) -> bool:
    """Add a historical correction of a closed day."""
    identifier = _new_id(company, person, day, CORRECTION)
    hours = draw.pick((-0.5, 1.0, 3.25))
    company.edit(person, day, Correction(identifier, day - 40, hours, at), kind="ADD", at=at)
    return True


def adjust_accrual(company: Company, person: Person, today: int, draw: Draw, at: int) -> bool:
    """Adjust an accrual balance on a day of the last four weeks."""
    day = max(company.first_day, today - draw.between(1, 28))
    if not person.active(day):
        return False
    identifier = _new_id(company, person, day, ADJUSTMENT)
    code = draw.pick(tuple(catalogs.ACCRUALS))
    adjustment = Adjustment(identifier, code, draw.pick((-2.0, 4.0)), at)
    company.edit(person, day, adjustment, kind="ADD", at=at)
    return True


def request_time_off(company: Company, person: Person, today: int, draw: Draw, at: int) -> bool:
    """Request time off in the coming weeks; the decision follows a day later."""
    start = today + draw.between(4, 26)
    end = start + draw.pick((0, 1, 2))
    if not person.active(start) or any(company.requests(person, start - 1, end + 1)):
        return False
    identifier = company.use(element_id(person.id, start, REQUEST, 50 + today % 50))
    request = TimeOff(identifier, at, at + times.DAY, draw.chance(700), 301, ((start, end),))
    company.requests_edited[person.id][identifier] = request
    company.forget(person)
    return True


def cancel_time_off(company: Company, person: Person, today: int, _draw: Draw, _at: int) -> bool:
    """Cancel a future request, which deletes it."""
    for request in company.requests(person, today + 3, today + 28):
        if request.periods[0][0] >= today + 3:
            company.requests_edited[person.id][request.id] = None
            company.forget(person)
            return True
    return False


KINDS: dict[str, Edit] = {
    "move_punch": move_punch,
    "delete_punch": delete_punch,
    "add_punch": add_punch,
    "comment_punch": comment_punch,
    "add_pay_code_edit": add_pay_code_edit,
    "change_pay_code_edit": change_pay_code_edit,
    "delete_pay_code_edit": delete_pay_code_edit,
    "delete_shift": delete_shift,
    "add_shift": add_shift,
    "change_shift": change_shift,
    "move_shift": move_shift,
    "add_correction": add_correction,
}
