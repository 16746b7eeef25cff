"""Hyperfind queries and their members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, listed, span
from ukg_wfm_sandbox.errors import ApiError, bad
from ukg_wfm_sandbox.shapes import RANGE, REF

if TYPE_CHECKING:
    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.people import Person


MANAGERS = -9


def hyperfinds(tenant: Tenant) -> list[dict[str, Any]]:
    """List the Hyperfind queries: All Home, one for each site, and a system query with a negative id."""
    home = {"id": 1, "name": "All Home", "usageType": "HOME", "description": "All home employees"}
    organization, today = tenant.company.organization, tenant.company.clock.today
    sites = [
        {"id": 1000 + site, "name": f"Site: {revision.name}", "usageType": "REGULAR"}
        for site in organization.sites
        if (revision := organization.nodes[site].at(today))
    ]
    system = {"id": MANAGERS, "name": "All Managers", "usageType": "REGULAR", "description": ""}
    visibility = {"id": 1, "name": "Public"}
    return [
        {**one, "visibility": visibility, "persistentId": f"hyperfind {one['id']}"}
        for one in (home, *sites, system)
    ]


def members(tenant: Tenant, wanted: dict[str, Any], first: int, last: int) -> list[Person]:
    """Return the members of a query, given by id or name, in a range of days."""
    query = next(
        (
            one
            for one in hyperfinds(tenant)
            if one["id"] == wanted.get("id", one["id"])
            and one["name"] == wanted.get("qualifier", one["name"])
        ),
        None,
    )
    if query is None or not wanted:
        raise ApiError(400, "WCO-112001", "The Hyperfind query was not found.")
    return [
        person
        for person in tenant.company.people
        if _employed(person, first, last) and _at(tenant, person, query["id"], last)
    ]


def _execute(tenant: Tenant, call: Call) -> Reply:
    body = call.body
    first, last = span(body["dateRange"], days=365)
    threshold = body.get("threshold", 3500)
    if not 1 <= threshold <= 50_000:
        raise bad("WCO-112004", "The threshold must be between 1 and 50000.")
    found = members(tenant, body["hyperfind"], first, last)
    if len(found) > threshold:
        details = {"limits": [{"actual": len(found), "maximum": threshold}]}
        message = "The Hyperfind query returns more employees than the threshold."
        raise ApiError(400, "WCO-112003", message, details)
    refs = [person.reference for person in found]
    base = [
        {
            "personId": person.id,
            "personNumber": person.number,
            "fullName": f"{person.last}, {person.first}",
        }
        for person in found
    ]
    return Reply({"count": len(refs), "result": {"refs": refs, "basePersons": base}})


def _employed(person: Person, first: int, last: int) -> bool:
    starts = [max(first, start) for start, _ in person.statuses if start <= last]
    return any(person.active(day) for day in {first, last, *starts})


def _at(tenant: Tenant, person: Person, query: int, ordinal: int) -> bool:
    if query == MANAGERS:
        return person.supervisor is None
    line = tenant.company.organization.lineage(person.job(ordinal), ordinal)
    return query == 1 or any(node.id == query - 1000 for node, _ in line)


OPERATIONS = (
    listed(
        "/v1/commons/hyperfind",
        hyperfinds,
        envelope="hyperfindQueries",
        query=frozenset(("all_details", "usage_type")),
    ),
    Operation(
        "POST",
        "/v1/commons/hyperfind/execute",
        _execute,
        (
            {
                "dateRange!": RANGE,
                "hyperfind!": REF,
                "includeTerminatedInRangeForLocations": "bool",
                "isEmployee": "bool",
                "locations": [REF],
                "persons": [REF],
                "threshold": "int",
                "validateAccessForPrivateHF": "bool",
            },
        ),
    ),
)
