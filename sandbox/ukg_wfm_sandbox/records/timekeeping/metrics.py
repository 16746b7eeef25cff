"""Totals of a person, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times, worked
from ukg_wfm_sandbox.company.catalogs import PAY_CODE_REFS, PAY_CODES, REGULAR

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]


def totals(company: Company, person: Person, ordinal: int) -> list[Row]:
    """Return the total lines of a day, corrections included."""
    day = company.day(person, ordinal)
    primary = person.job(ordinal)
    found = []
    for line in worked.lines(person, ordinal, day):
        row = _line(company, person, ordinal, line.code, line.job)
        row["wages"] = line.wages
        row["wagesCurrency"] = {"amount": line.wages, "currencyCode": "USD"}
        row["isFromCorrection"] = line.corrects is not None
        row["jobTransfer"] = line.job != primary
        if line.hours is not None:
            row["hoursAmount"] = line.hours
        found.append(row)
    return found


def scheduled(company: Company, person: Person, ordinal: int) -> list[Row]:
    """Return the totals of the schedule of a day."""
    found = []
    for shift in company.day(person, ordinal).shifts:
        for segment in shift.segments:
            if segment.kind != "BREAK_SEGMENT":
                row = _line(company, person, ordinal, REGULAR, segment.job)
                row["hoursAmount"] = (segment.end - segment.start) / 3600
                found.append(row)
    return found


def projected(company: Company, person: Person, ordinal: int) -> list[Row]:
    """Return the totals of a day, or of its schedule if the day is in the future."""
    if ordinal < company.clock.today:
        return totals(company, person, ordinal)
    return scheduled(company, person, ordinal)


def _line(company: Company, person: Person, ordinal: int, code: int, job: int) -> Row:
    date = times.day(ordinal)
    return {
        "uniqueId": f"{person.id}:{date}:{code}",
        "employee": person.reference,
        "applyDate": date,
        "payCode": PAY_CODE_REFS[code],
        "job": company.organization.reference(job, ordinal),
        "amountType": PAY_CODES[code].unit,
        "combined": False,
    }
