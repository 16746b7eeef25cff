"""Parts of the records of people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.records.people import details, persons, qualifications
from ukg_wfm_sandbox.tables import flat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
_CONTACTS = ("emailContactDataEntries", "telContactDataEntries", "postalAddressDataEntries")


def _of(person: Person, rows: Iterable[Row]) -> list[Row]:
    head = {"person_id": person.id, "person_number": person.number}
    return [{**head, **flat(row)} for row in rows]


def _listed(kind: str, name: str) -> Callable[[Company, Person], list[Row]]:
    return lambda company, person: _of(
        person, persons.extension(company, person, kind).get(name, ())
    )


def _contacts(company: Company, person: Person) -> list[Row]:
    record = persons.employee(company, person)
    rows = [{**row, "contactKind": name} for name in _CONTACTS for row in record.get(name, ())]
    return _of(person, [{"smsSwitch": row.pop("smsswitch", None), **row} for row in rows])


def _positions(company: Company, person: Person) -> list[Row]:
    rows = details.positions(company, person)
    return _of(person, [{**row.pop("positionDetails"), **row} for row in rows])


def _assignments(_company: Company, person: Person) -> list[Row]:
    return _of(
        person,
        [
            {
                "assignment": name,
                "effectiveDate": entry.get("effectiveDate", "1753-01-01"),
                "expirationDate": entry.get("expirationDate"),
                "entry": json.dumps(entry, ensure_ascii=False, sort_keys=True),
            }
            for name, value in details.assignments(person).items()
            for entry in (value if isinstance(value, list) else [value])
        ],
    )


def _position(person: Person) -> Row:
    found = details.own_position(person).get("position", {})
    return {"positionId": found.get("id", 0), "positionName": found.get("name")}


def _qualified(read: Callable[[Person], list[Row]]) -> Callable[[Company, Person], list[Row]]:
    return lambda _, person: _of(person, read(person))


def _base_rules(company: Company, person: Person) -> list[Row]:
    rows = details.wage_work_rules(company, person)
    for row in rows:
        del row["wageWorkRules"]
        row["baseWage"] = float(row["baseWage"])
    return _of(person, [{**row, **_position(person)} for row in rows])


def _wage_rules(company: Company, person: Person) -> list[Row]:
    return _of(
        person,
        [
            {
                **rule,
                "wage": float(rule["wage"]),
                "positionId": _position(person)["positionId"],
                "effectiveDate": entry["effectiveDate"],
                "expirationDate": entry["expirationDate"],
            }
            for entry in details.wage_work_rules(company, person)
            for rule in entry["wageWorkRules"]
        ],
    )


PERSONAL: dict[str, Callable[[Company, Person], list[Row]]] = {
    "employee_account_statuses": _listed("employee", "effDatedAccountStatuses"),
    "employee_base_wages": _listed("timekeeping", "baseWages"),
    "employee_badges": _listed("employee", "badges"),
    "employee_accrual_profiles": _listed("accrual", "accrualProfilesEntries"),
    "employee_fte": _listed("accrual", "fullTimeEquivalency"),
    "employee_custom_data": _listed("employee", "personCustomDataEntries"),
    "employee_dates": _listed("employee", "personDatesEntries"),
    "employee_licenses": _listed("employee", "licenseTypeList"),
    "employee_positions": _positions,
    "employee_contacts": _contacts,
    "person_assignments": _assignments,
    "base_work_rules": _base_rules,
    "wage_work_rules": _wage_rules,
    "person_skills": _qualified(qualifications.skills),
    "person_certifications": _qualified(qualifications.certifications),
}


def current(company: Company, person: Person) -> Row:
    """Return the columns of `employees` from other extensions and from the current entries of lists."""
    today = company.clock.today
    job = company.organization.path(person.job(today), today)
    now = [one for one in persons.primary_jobs(company, person) if one["primaryJob"] == job][:1]
    return {
        "primaryJob": now[0]["primaryJob"] if now else None,
        "primaryOrganizationId": now[0]["primaryOrganizationId"] if now else None,
        "employmentStatus": person.status(today),
        "deviceGroup": "All devices",
        "deviceGroupId": 1,
        "workerType": "Full Time",
        "workerTypeId": 1,
        "expectedDailyHours": 8.0,
        "expectedWeeklyHours": 40.0,
        "payRuleName": "Hourly 8/40",
        "currencyCode": "USD",
    }
