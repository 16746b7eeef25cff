"""Persons and their extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox import auth
from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, page
from ukg_wfm_sandbox.company import catalogs, times
from ukg_wfm_sandbox.errors import bad, over_limit
from ukg_wfm_sandbox.records.people import details, persons, qualifications

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.people import Person

STATUSES = tuple(
    status for one in ("Not Applicable", "Active", "Inactive", "Terminated")
    for status in (one, one.lower())
)  # fmt: skip


def _persons(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    start, end = page(call.body, maximum=10_000, default=10_000)
    today = tenant.company.clock.today
    ordinal = times.ordinal(where["snapshotDate"]) if "snapshotDate" in where else today
    if "missingExternalIdType" in where:
        raise bad("WCO-101300", "External ids are not in use.")
    found = [persons.light(person, ordinal) for person in tenant.company.people]
    if not where and tenant.live["persons_listed"] == "active":
        found = [row for row in found if row["employmentStatus"] == "Active"]
    for name in ("employmentStatus", "userAccountStatus"):
        if name in where:
            found = [row for row in found if row[name].lower() == where[name].lower()]
    records = found[start:end]
    if where.get("returnPersonIdOnly"):
        records = [{"personId": row["personId"]} for row in records]
    # Live tenants count the page, although the OpenAPI says all people.
    counted = records if tenant.live["persons_total"] == "page" else found
    return Reply({"totalElements": str(len(counted)), "records": records})


def _current_user(tenant: Tenant, call: Call) -> Reply:
    del call
    zone = next(zone for zone in catalogs.time_zones() if zone["tenantDefault"])
    me = tenant.company.people[0]
    return Reply(
        {
            "userName": auth.USERNAME,
            "firstName": "API",
            "middleInitial": "",
            "lastName": "User",
            "employeeId": me.id,
            "personNumber": me.number,
            "userLocale": tenant.live["locale"].replace("-", "_"),
            "timeZone": {
                "timeZoneId": zone["name"],
                "displayName": zone["displayName"],
                "gmtOffset": zone["offsetMinutes"] * 60_000,
            },
        }
    )


def _extensions(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    criteria = where["employees"]
    values = criteria["values"]
    if len(values) > 1000:
        raise over_limit(len(values), 1000)
    if not values:
        raise bad("WFP-90005", "At least one employee is required.")
    kind = where.get("extensionType")
    today = tenant.company.clock.today
    found = []
    for value in values:
        person = _find(tenant, criteria["key"], value)
        if person is None or person.id in tenant.company.erased:
            error = {"errorCode": "WCO-101259", "message": f"Employee not found: {value}"}
            found.append({"exceptionPresent": True, "error": error})
        elif not where.get("onlyActivePerson") or person.active(today):
            found.append(_extension(tenant, person, kind))
    return Reply(found, len(values))


def _find(tenant: Tenant, key: str, value: str) -> Person | None:
    if key == "personnumber":
        return tenant.company.by_number.get(value)
    if key != "personid":
        raise bad("WCO-101260", f"The key {key} is not supported.")
    return tenant.company.person(int(value)) if value.isdecimal() else None


def _extension(tenant: Tenant, person: Person, kind: str | None) -> dict[str, Any]:
    company = tenant.company
    if kind:
        return {f"{kind}Extension": persons.extension(company, person, kind)}
    every: dict[str, Any] = {
        f"{one}Extension": persons.extension(company, person, one) for one in persons.TYPES
    }
    return {"allExtension": {"personId": person.id, "personNumber": person.number, **every}}


def _chosen(tenant: Tenant, where: dict[str, Any], most: int) -> list[Person]:
    """Return the people of a request; refuse it if one does not exist."""
    criteria = where["employees"]
    if len(criteria["values"]) > most:
        raise over_limit(len(criteria["values"]), most)
    found = []
    for value in criteria["values"]:
        person = _find(tenant, criteria["key"], value)
        if person is None or person.id in tenant.company.erased:
            raise bad("WCO-101259", f"Employee not found: {value}.")
        found.append(person)
    if not found:
        raise bad("WFP-90005", "At least one employee is required.")
    return found


def _assignments(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    people = _chosen(tenant, where, 50)
    names = where.get("personAssignments")
    rows = []
    for person in people:
        found = details.assignments(person)
        rows.append(
            {
                "personIdentity": {"personKey": person.id, "personNumber": person.number},
                "personAssignments": {n: v for n, v in found.items() if not names or n in names},
            }
        )
    return Reply(rows, len(rows))


def _wage_work_rules(tenant: Tenant, call: Call) -> Reply:
    people = _chosen(tenant, call.body["where"], 1000)
    rows = [
        {
            "employee": person.reference,
            **details.own_position(person),
            "effectiveDatedWageWorkRules": details.wage_work_rules(tenant.company, person),
        }
        for person in people
    ]
    return Reply(rows, len(rows))


def _qualified(read: Callable[[Person], list[dict[str, Any]]]) -> Callable[[Tenant, Call], Reply]:
    """Return a handler for the assignments of people. People without one are omitted by default."""

    def handle(tenant: Tenant, call: Call) -> Reply:
        people = _chosen(tenant, call.body["where"], 1000)
        rows = []
        for person in people:
            found = read(person)
            if not found and call.body.get("failOnNoAssignment"):
                raise bad("WCO-101261", f"Nothing is assigned to employee {person.id}.")
            if found or call.body.get("returnUnassignedEmployees"):
                identity = {"personKey": person.id, "personNumber": person.number}
                rows.append({"personIdentity": identity, "assignments": found})
        return Reply(rows, len(people))

    return handle


_NAMED: dict[str, Any] = {
    "key!": (
        "personid", "personnumber", "jobassignmentid", "username", "useraccountid", "badgenumber",
    ),
    "values!": ["str"],
    "multi_key": ["str"],
    "multi_key_values": [["str"]],
}  # fmt: skip
_CRITERIA: dict[str, Any] = {
    "failOnNoAssignment": "bool",
    "returnUnassignedEmployees": "bool",
    "where!": {
        "employees!": _NAMED,
        "extensionType": persons.TYPES,
        "includeAccrualPolicyDetails": "bool",
        "isEmployeeAllowed": "bool",
        "onlyActivePerson": "bool",
        "snapshotDate": "date",
        "snapshotDateTime": "datetime",
    },
}
OPERATIONS = (
    Operation("GET", "/v1/commons/persons/current_user_info", _current_user),
    Operation(
        "POST",
        "/v1/commons/persons/assignments/multi_read",
        _assignments,
        ({"where!": {"employees!": _NAMED, "personAssignments": ["str"]}},),
    ),
    Operation(
        "POST",
        "/v1/commons/persons/wage_work_rules/multi_read",
        _wage_work_rules,
        (
            {
                "where!": {
                    "count": "int",
                    "employees!": _NAMED,
                    "endDate": "date",
                    "index": "int",
                    "overridesOnly": "bool",
                    "rawWage": "bool",
                    "startDate": "date",
                }
            },
        ),
    ),
    Operation(
        "POST",
        "/v1/commons/persons/apply_read",
        _persons,
        (
            {
                "count": "int",
                "index": "int",
                "where!": {
                    "dateRange": {"endDateTime": "datetime", "startDateTime": "datetime"},
                    "employmentStatus": STATUSES,
                    "missingExternalIdType": ("aoid",),
                    "returnPersonIdOnly": "bool",
                    "snapshotDate": "date",
                    "userAccountStatus": STATUSES,
                },
            },
        ),
    ),
    Operation(
        "POST",
        "/v1/commons/persons/extensions/multi_read",
        _extensions,
        (_CRITERIA,),
    ),
    Operation(
        "POST",
        "/v1/commons/persons/skills/multi_read",
        _qualified(qualifications.skills),
        (_CRITERIA,),
    ),
    Operation(
        "POST",
        "/v1/commons/persons/certifications/multi_read",
        _qualified(qualifications.certifications),
        (_CRITERIA,),
    ),
)  # fmt: skip
