"""Schedule sections: shifts with their segments, open shifts, pay code edits, days, holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import catalogs, planning, times
from ukg_wfm_sandbox.company.catalogs import PAY_CODE_REFS
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.company.elements import OPEN, Segment, Shift, element_id, first_version
from ukg_wfm_sandbox.records.setup.rules import WORK_RULES

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
SEGMENTS = {"REGULAR_SEGMENT": 1, "TRANSFER_SEGMENT": 2, "BREAK_SEGMENT": 3}
_PATTERN = {"id": 6018, "qualifier": "Early shift"}


def shifts(company: Company, person: Person, ordinal: int) -> list[Row]:
    """Return the shifts that start on a day."""
    found = []
    for shift in company.day(person, ordinal).shifts:
        row = _shift(company, person.zone, shift, ordinal, person.job(ordinal))
        found.append({**row, **_owner(person)})
    return found


def shift(company: Company, person: Person, ordinal: int, one: Shift | None) -> Row | None:
    """Return a current or former shift of a day, or None."""
    if one is None:
        return None
    row = _shift(company, person.zone, one, ordinal, person.job(ordinal))
    # The record of a shift does not change as time passes.
    return {**row, "posted": True, **_owner(person)}


def _owner(person: Person) -> Row:
    """Return the owner of a shift; the position of the own assignment is the negative id."""
    position = {"id": -person.id, "qualifier": f"Primary {person.number}"}
    return {"employee": person.reference, "position": position}


def overnight(company: Company, person: Person, ordinal: int) -> list[Row]:
    """Return the shifts of a day that last past midnight."""
    day = company.day(person, ordinal)
    late = {s.id for s in day.shifts if times.local_day(person.zone, s.end - 1) > ordinal}
    return [row for row in shifts(company, person, ordinal) if row["id"] in late]


def _shift(company: Company, zone: str, shift: Shift, ordinal: int, primary: int | None) -> Row:
    row: Row = {
        "id": shift.id,
        "startDateTime": times.local(zone, shift.start),
        "endDateTime": times.local(zone, shift.end),
        "posted": ordinal <= company.clock.today + 14,
        "locked": False,
        "generated": False,
        "deleted": False,
        "open": primary is None,
        "selfServiced": False,
        "version": shift.version,
        "modifiedDateTime": f"{times.utc(shift.version // 1000, shift.version % 1000)}Z",
        "segments": [
            _segment(
                company, zone, shift.id * 10 + number, segment, ordinal=ordinal, primary=primary
            )
            for number, segment in enumerate(shift.segments)
        ],
    }
    if shift.label:
        row["label"] = shift.label
    if shift.id % 4 == 0:
        kind = "FROM_PATTERNITEM_TO_ITEM"
        row["relations"] = [{"targetRef": _PATTERN, "relationType": kind, "active": True}]
    if shift.comment:
        at = times.local(zone, shift.start)
        comment = {"id": shift.comment, "name": catalogs.COMMENTS[shift.comment][:60]}
        text = catalogs.COMMENTS[shift.comment]
        notes = [{"id": f"{shift.id}-1", "text": text, "timestamp": at}]
        row["commentNotes"] = [{"id": shift.id, "comment": comment, "notes": notes}]
    return row


def _segment(  # noqa: PLR0913
    company: Company, zone: str, number: int, segment: Segment, *, ordinal: int, primary: int | None
) -> Row:
    row: Row = {
        "id": number,
        "startDateTime": times.local(zone, segment.start),
        "endDateTime": times.local(zone, segment.end),
        "segmentTypeRef": {"id": SEGMENTS[segment.kind], "qualifier": segment.kind},
        "type": segment.kind,
    }
    if segment.kind != "BREAK_SEGMENT":
        row["orgJobRef"] = company.organization.reference(segment.job, ordinal)
        row["workruleRef"] = _work_rule(951 + number % 3)
        row["transferOrgJob"] = segment.kind == "TRANSFER_SEGMENT"
        row["userEnteredOrgJob"] = segment.kind == "TRANSFER_SEGMENT"
    if primary is not None:
        row["primaryOrgJobRef"] = company.organization.reference(primary, ordinal)
    return row


def _work_rule(number: int) -> Row:
    guid = f"00000000-0000-4000-8000-{number:012}"
    return {"id": number, "qualifier": WORK_RULES[number], "guid": guid}


def pay_code_edits(company: Company, person: Person, ordinal: int) -> list[Row]:
    """Return the pay code edits in the schedule of a day, which come from approved time off."""
    request = company.absence(person, ordinal)
    if request is None or not person.active(ordinal):
        return []
    code = catalogs.SUBTYPES[request.subtype][1]
    return [
        {
            "id": element_id(person.id, ordinal, OPEN, 50),
            "employee": person.reference,
            "startDate": times.day(ordinal),
            "endDate": times.day(ordinal),
            "startTime": "09:00:00",
            "payCodeRef": PAY_CODE_REFS[code],
            "durationInTime": 28_800,
            "symbolicValueRef": {"id": 1, "qualifier": "Full day"},
            "posted": True,
            "locked": False,
            "deleted": False,
            "version": 1,
        }
    ]


def holidays(person: Person, ordinal: int) -> list[Row]:
    """Return the holiday of a day, if any."""
    name = planning.holiday(ordinal)
    if name is None or not person.active(ordinal):
        return []
    row: Row = {
        "employee": person.reference,
        "holiday": {"id": catalogs.HOLIDAY_IDS[name], "qualifier": name},
        "startDateTime": f"{times.day(ordinal)}T00:00:00",
        "endDateTime": f"{times.day(ordinal + 1)}T00:00:00",
    }
    # Live tenants omit these for some holidays.
    if person.id % 2:
        kept = {"posted": True, "generated": True, "locked": False, "deleted": False}
        row |= {"displayName": f"{name} (paid)", **kept}
    return [row]


def day_row(company: Company, person: Person, ordinal: int) -> Row:
    """Return the kinds of items on a day of the schedule."""
    return {
        "day": times.day(ordinal),
        "employee": person.reference,
        "hasShift": bool(company.day(person, ordinal).shifts),
        "hasPayCodeEdit": bool(pay_code_edits(company, person, ordinal)),
        "hasHoliday": bool(holidays(person, ordinal)),
    }


def open_shifts(company: Company, job: int, ordinal: int) -> list[Row]:
    """Return the open shifts of a job node that start on a day."""
    draw = Draw(company.seed, "open", job, ordinal)
    node = company.organization.nodes[job]
    in_time = company.first_day <= ordinal <= company.clock.today + 60
    if not draw.chance(60) or not in_time or node.at(ordinal) is None:
        return []
    if draw.chance(500) and company.clock.today >= ordinal - draw.below(20):
        return []  # somebody has taken it
    line = company.organization.lineage(job, ordinal)
    zone = next((one.zone for one, _ in reversed(line) if one.zone), "Etc/UTC")
    begin = draw.pick((360, 480, 840, 1320))
    start = times.instant(zone, ordinal, begin)
    end = times.instant(zone, ordinal, begin + 480)
    segments = (Segment(start, end, "REGULAR_SEGMENT", job),)
    label = draw.pick(("Open ★", "Einspringen")) if draw.chance(300) else None
    shift = Shift(element_id(job, ordinal, OPEN), segments, first_version(start), label)
    return [_shift(company, zone, shift, ordinal, None)]
