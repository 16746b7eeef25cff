"""People: the short record of `apply_read` and the extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.catalogs import ZONE_IDS
from ukg_wfm_sandbox.records.people import details
from ukg_wfm_sandbox.records.people.details import dated

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
STATUS_IDS = {"Active": 1, "Inactive": 2, "Terminated": 3}
TYPES = ("accrual", "device", "employee", "scheduling", "timekeeping")


def light(person: Person, ordinal: int) -> Row:
    """Return the short record of a person on a day."""
    return {
        "personId": person.id,
        "personNumber": person.number,
        "firstName": person.first,
        "lastName": person.last,
        "employmentStatus": person.status(ordinal),
        "userAccountStatus": "Active" if person.active(ordinal) else "Inactive",
    }


def primary_jobs(company: Company, person: Person) -> list[Row]:
    """Return the primary jobs of a person."""
    return [
        {
            **span,
            "primaryJob": company.organization.path(job, times.ordinal(span["effectiveDate"])),
            "primaryOrganizationId": job,
            "primaryLaborCategory": "",
        }
        for span, job in dated(person.jobs)
    ]


def employment_statuses(person: Person) -> list[Row]:
    """Return the employment statuses of a person."""
    return [
        {**span, "employmentStatus": status, "employmentStatusTypeId": STATUS_IDS[status]}
        for span, status in dated(person.statuses)
    ]


def employee(company: Company, person: Person) -> Row:
    """Return the employee extension. It contains passwords, as UKG's does."""
    today = company.clock.today
    job = company.organization.path(person.job(today), today)
    row: Row = {
        "active": person.active(today),
        "personId": person.id,
        "personNumber": person.number,
        "identifier": {"identifier": str(person.id)},
        "firstName": person.first,
        "lastName": person.last,
        "fullName": f"{person.last}, {person.first}",
        "shortName": person.last[:10],
        "hireDate": times.day(person.hired),
        "isEmployee": True,
        "isManager": person.supervisor is None,
        "accountLocked": False,
        "userName": f"user.{person.id}",
        "userAccountId": person.id + 500_000,
        "timeZone": person.zone,
        "timeZoneId": ZONE_IDS[person.zone],
        "localeProfile": "English (United States)",
        "localeProfileId": 1,
        "password": f"Canary-hash-{person.id}",
        "passwordHistories": [
            {
                "password": f"Canary-old-{person.id}",
                "effectiveDateTime": f"{times.day(person.hired)}T00:00:00",
            }
        ],
        "snapShotDate": times.day(today),
        "effDatedPrimaryJobAccountEntries": primary_jobs(company, person),
        "effDatedPrimaryJobAccountForSnapshotDate": [
            one for one in primary_jobs(company, person) if one["primaryJob"] == job
        ][:1],
        "employmentStatuses": employment_statuses(person),
        "effDatedAccountStatuses": [
            {
                **span,
                "accountStatus": "Active" if status == "Active" else "Inactive",
                "accountStatusTypeId": 1 if status == "Active" else 2,
            }
            for span, status in dated(person.statuses)
        ],
        "badges": badges(person),
        "employmentStatusesForExtensionSnapshotDate": [
            {
                "employmentStatus": person.status(today),
                "employmentStatusTypeId": STATUS_IDS[person.status(today)],
            }
        ],
        "licenseTypeList": details.licenses(person, today),
        "personDatesEntries": details.dates(person),
    }
    _optional(company, person, row)
    return row


def _optional(company: Company, person: Person, row: Row) -> None:
    if person.middle:
        row["middleName"] = person.middle
    if person.born:
        row["birthDate"] = times.day(person.born)
    boss = company.person(person.supervisor) if person.supervisor else None
    if boss:
        row["supervisorPersonId"] = boss.id
        row["supervisorPersonNumber"] = boss.number
        row["supervisorFullName"] = f"{boss.last}, {boss.first}"
    if person.email:
        contact = {"contactData": person.email, "contactType": "Work", "contactTypeId": 1}
        row["emailContactDataEntries"] = [contact]
    if person.phone:
        contact = {"contactData": person.phone, "contactType": "Phone 1", "contactTypeId": 2}
        row["telContactDataEntries"] = [contact, *details.phones(person)]
    if address := details.addresses(company, person):
        row["postalAddressDataEntries"] = address
    if positions := details.positions(company, person):
        row["positions"] = positions
    if person.id % 3 == 0:
        row["personCustomDataEntries"] = [
            {"customDataTypeId": 1, "customDataType": "Union", "customText": "IG Metall „Süd“"},
            {"customDataTypeId": 2, "customDataType": "Locker", "customText": str(person.id)},
        ]


def badges(person: Person) -> list[Row]:
    """Return the badges of a person."""
    return [
        {**span, "badgeNumber": badge, "badgeAssignmentId": person.id * 10 + number}
        for number, (span, badge) in enumerate(dated(person.badges))
    ]


def extension(company: Company, person: Person, kind: str) -> Row:
    """Return one of the five extensions."""
    if kind == "employee":
        return employee(company, person)
    today = company.clock.today
    head: Row = {
        "active": person.active(today),
        "personId": person.id,
        "personNumber": person.number,
        "snapShotDate": times.day(today),
    }
    hired = {"effectiveDate": times.day(person.hired), "expirationDate": "3000-01-01"}
    if kind == "accrual":
        profiles = details.accrual_profiles(person)
        return {
            **head,
            "accrualProfilesEntries": profiles,
            "fullTimeEquivalency": details.fte(person),
        }
    if kind == "device":
        return {**head, "deviceGroup": "All devices", "deviceGroupId": 1, "badges": badges(person)}
    if kind == "scheduling":
        hours = {"expectedDailyHours": 8.0, "expectedWeeklyHours": 40.0}
        return {**head, **hours, "workerType": "Full Time", "workerTypeId": 1}
    return {
        **head,
        "baseWages": [
            {**span, "hourlyRate": rate, "baseWageId": person.id * 10 + number}
            for number, (span, rate) in enumerate(dated(person.wages))
        ],
        "payRuleEntries": [{"payRuleId": 901, "payRuleName": "Hourly 8/40", **hired}],
        "payRuleName": "Hourly 8/40",
        "employeeCurrency": {"currencyId": 1, "currencyCode": "USD", "inherited": True},
    }
