"""Parts of a person's record: effective-dated entries, positions, contacts, assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.records.setup.rules import ACCRUAL_PROFILES, WORK_RULES

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

T = TypeVar("T")
Row = dict[str, Any]
FOREVER = "3000-01-01"


def dated(parts: list[tuple[int, T]]) -> list[tuple[Row, T]]:
    """Return effective-dated values with their first day and the day after their last."""
    ends = [start for start, _ in parts[1:]] + [times.FOREVER]
    return [
        ({"effectiveDate": times.day(start), "expirationDate": times.day(end)}, value)
        for (start, value), end in zip(parts, ends, strict=True)
    ]


def _since_hire(person: Person) -> Row:
    return {"effectiveDate": times.day(person.hired), "expirationDate": FOREVER}


def _halves(person: Person, what: str) -> bool:
    """Return whether a person works half time from some day on."""
    return Draw(what, person.id).chance(200)


def accrual_profiles(person: Person) -> list[Row]:
    """Return the accrual profiles: some people change theirs a year after the hire."""
    parts = [(person.hired, 801)]
    if _halves(person, "part time"):
        parts.append((person.hired + 365, 802))
    return [
        {
            **span,
            "accrualProfileId": number,
            "accrualProfileName": ACCRUAL_PROFILES[number],
            "accrualProfileAssignmentId": person.id * 10 + place,
        }
        for place, (span, number) in enumerate(dated(parts))
    ]


def fte(person: Person) -> list[Row]:
    """Return the full-time equivalency, which changes with the accrual profile."""
    parts = [(person.hired, 100.0)]
    if _halves(person, "part time"):
        parts.append((person.hired + 365, 50.0))
    return [
        {
            **span,
            "fullTimeEquivalencyId": person.id * 10 + place,
            "fullTimeEquivalencyPercent": percent,
            "employeeStandardHoursQuantity": 8.0 * percent / 100,
            "fullTimeStandardHoursQuantity": 8.0,
        }
        for place, (span, percent) in enumerate(dated(parts))
    ]


def licenses(person: Person, today: int) -> list[Row]:
    """Return the licenses: everyone has one, managers a second."""
    names = ["Hourly Timekeeping", *([] if person.supervisor else ["Manager"])]
    return [
        {
            "licenseId": number,
            "licenseType": name,
            "licenseTypeName": name,
            "active": person.active(today),
        }
        for number, name in enumerate(names, start=1)
    ]


def dates(person: Person) -> list[Row]:
    """Return the custom dates; a few are overridden."""
    row: Row = {
        "customDateTypeId": 1,
        "dateName": "Jubiläum",
        "description": "Ten years",
        "defaultDate": times.day(person.hired + 3652),
    }
    if _halves(person, "jubilee"):
        row["overrideDate"] = times.day(person.hired + 3650)
    return [row]


def phones(person: Person) -> list[Row]:
    """Return a second telephone number, which some people have."""
    if person.id % 4:
        return []
    number = f"+49 30 {Draw('phone', person.id).between(10_000, 99_999)}"
    return [
        {"contactData": number, "contactType": "Phone 2", "contactTypeId": 3, "smsswitch": True}
    ]


def addresses(company: Company, person: Person) -> list[Row]:
    """Return a postal address, which half of the people have."""
    draw = Draw(company.seed, "address", person.id)
    if not draw.chance(500):
        return []
    return [
        {
            "street": f"Hauptstraße {draw.between(1, 200)}",
            "city": draw.pick(("Berlin", "東京", "Springfield")),
            "zipCode": f"{draw.between(1, 99_999):05}",
            "country": draw.pick(("Germany", "Japan", "USA")),
            "contactType": "Home",
            "contactTypeId": 4,
        }
    ]


def positions(company: Company, person: Person) -> list[Row]:
    """Return the positions of a person; only a few people have several."""
    if person.id % 11:
        return []
    hired = _since_hire(person)
    boss = company.person(person.supervisor) if person.supervisor else None
    job = person.job(company.clock.today)
    path = company.organization.path(job, company.clock.today)
    found = []
    for place, name in enumerate(("Main", "Second — evenings")):
        details: Row = {"hireDate": hired["effectiveDate"]}
        if boss:
            named = f"{boss.last}, {boss.first}"
            details |= {"supervisorName": named, "supervisorPersonNumber": boss.number}
        status = {"employmentStatusName": "Active", "employmentStatusTypeId": 1, **hired}
        account = {"positionJob": path, "positionOrganizationId": job, **hired}
        found.append(
            {
                "positionId": person.id * 10 + place,
                "positionExternalId": f"P-{person.number}-{place}",
                "name": name,
                "isExempt": False,
                "positionDetails": details,
                "positionStatuses": [status],
                "positionLaborAccounts": [account],
                "orderList": [{**hired, "isPrimary": not place, "order": place + 1}],
                "employmentTermAssignments": [],
            }
        )
    return found


def own_position(person: Person) -> Row:
    """Return a reference to a person's own assignment, as live tenants do; some omit it."""
    if person.id % 7 == 0:
        return {}
    return {"position": {"id": -person.id, "name": "Primary"}}


def assignments(person: Person) -> Row:
    """Return the assignments: effective-dated lists, single profiles, equal entries."""
    hired = _since_hire(person)
    found: Row = {
        "accrual_profile": accrual_profiles(person),
        "attendance_profile": {"profileName": "Standard", "effectiveDate": hired["effectiveDate"]},
        "leave_profile": {"leaveProfile": "Standard"},
        "schedule_group": [],
    }
    if person.id % 3 == 0:
        skill = {"skill": {"qualifier": "Forklift"}, "active": True, **hired}
        found["skills"] = [skill, {**skill, "skill": {"qualifier": "Welding"}}, skill]
    return found


def wage_work_rules(company: Company, person: Person) -> list[Row]:
    """Return base wages and work rules over time, with overrides for single jobs."""
    jobs = company.site_jobs(person, company.clock.today)
    entries = []
    for span, rate in dated(person.wages):
        row: Row = {
            **span,
            "baseWage": str(rate),
            "baseWorkRule": {"id": 951, "qualifier": WORK_RULES[951]},
            "totalElements": 0,
            "wageWorkRules": [],
        }
        if person.id % 4 == 1 and jobs:
            job = company.organization.reference(jobs[0], company.clock.today)
            other = {"job": job, "wage": f"{rate + 2:.2f}", "version": 1}
            night = {"id": 953, "qualifier": WORK_RULES[953]}
            row["wageWorkRules"] = [{**other, "workRule": night}]
            row["totalElements"] = 1
        entries.append(row)
    return entries
