"""Location types, jobs, location sets, labor categories and entries, cost centers, places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.listing import NAME, Listing, brief, named
from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, listed, page, paged
from ukg_wfm_sandbox.company import catalogs, times
from ukg_wfm_sandbox.errors import bad
from ukg_wfm_sandbox.records import organization
from ukg_wfm_sandbox.shapes import IDS, REF, REFS

if TYPE_CHECKING:
    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.organization import Organization

Row = dict[str, Any]
_CONTEXT = ("ORG", "FORECAST")
_SPAN: Row = {"startDate!": "date", "endDate!": "date"}
_CHANGED: Row = {"modifiedSince": "datetime"}
_FILTER: Row = {
    "description": "str",
    "inactive": "bool",
    "ivrNum": "str",
    "name": "str",
    "supportPartialStringMatch": "bool",
}
_SORT = {"key": "str", "sortDirection": ("ascending", "descending")}
_PAGE: Row = {"count": "int", "index": "int", "sortBy": _SORT}


def _filtered(rows: list[Row], where: Row) -> list[Row]:
    wanted = {
        name: value
        for name, value in where.get("filterCriteria", {}).items()
        if name != "supportPartialStringMatch"
    }
    category = where.get("laborCategory", {})
    return [
        row
        for row in rows
        if all(row.get(name) == value for name, value in wanted.items())
        and all(row["laborCategory"][name] == value for name, value in category.items())
    ]


def _entries(tenant: Tenant, where: Row) -> list[Row]:
    return _filtered(catalogs.labor_entries(tenant.company.seed), where)


def _centers(tenant: Tenant, where: Row) -> list[Row]:
    return _filtered(catalogs.cost_centers(tenant.company.seed), where)


_LISTINGS = (
    Listing("/v1/commons/labor_category_profiles", organization.labor_category_profiles,
            details="all_details"),
    Listing("/v1/commons/employee_groups", organization.employee_groups, NAME, details="all_details"),
    Listing("/v2/commons/hours_operation", organization.hours_of_operation, NAME),
    Listing("/v1/commons/known_places", organization.known_places, details="allDetails", detailed=False),
)  # fmt: skip


def _criterion(where: Row) -> tuple[str, Row]:
    if len(where) != 1:
        raise bad("WFP-90005", "Exactly one search criterion is required.")
    ((name, criterion),) = where.items()
    return name, criterion


def _revisions(rows: list[Row], call: Call) -> Reply:
    """Return the named revisions that overlap the criterion's dates and changed since `modifiedSince`."""
    name, criterion = _criterion(call.body["where"])
    first, last = (
        criterion["date" if name == "forDate" else edge] for edge in ("startDate", "endDate")
    )
    if last < first:
        raise bad("WCO-101228", "The end date must not be before the start date.")
    if criterion.get("context") == "FORECAST":
        rows = []
    single = criterion.get("locationTypeRef" if name == "locationTypeRefSpan" else "jobRef")
    rows = named(rows, {"refs": [single]} if single else criterion.get("jobRefs", {}))
    since = call.body.get("multiReadOptions", {}).get("modifiedSince", "")
    # A new revision ends the previous one, so both changed on that day.
    changed = {row["id"]: row["effectiveDate"] for row in rows}
    on = criterion.get("revisionDate")
    return Reply(
        [
            row
            for row in rows
            if row["effectiveDate"] <= last
            and row["expirationDate"] > first
            and changed[row["id"]] >= since[:10]
            and row["effectiveDate"] == (on or row["effectiveDate"])
        ]
    )


def _generic_jobs(tenant: Tenant, call: Call) -> Reply:
    reply = _revisions(organization.jobs(tenant.company), call)
    tenant.check_jobs(len(reply.content))
    return reply


def _location_sets(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    ordinal = times.ordinal(where["date"])
    rows = organization.location_sets(tenant.company, ordinal) if where["context"] == "ORG" else []
    rows = [
        row for row in named(rows, where["locationSets"]) if where.get("query", "") in row["name"]
    ]
    types = where["types"].get("ids", [])
    rows = [row for row in rows if not types or row["typeId"] in types]
    start, end = page(call.body, maximum=1000, default=100)
    shown = rows[start:end]
    tree = tenant.company.organization
    if where.get("expandJobs"):
        for row in shown:
            row["nodeJobs"] = [
                {"node": node, "jobs": _jobs(tree, node["id"], ordinal)} for node in row["nodeRefs"]
            ]
        tenant.check_jobs(sum(len(one["jobs"]) for row in shown for one in row["nodeJobs"]))
    if not where["allDetails"]:
        shown = [brief(row) for row in shown]
    return Reply({"records": shown, "totalElements": len(rows)})


def _jobs(tree: Organization, number: int, ordinal: int) -> list[Row]:
    nodes = (tree.nodes[number], *tree.below(number))
    return [tree.reference(node.id, ordinal) for node in nodes if node.kind == "Job"]


OPERATIONS = (
    *(listing.operation() for listing in _LISTINGS),
    listed(
        "/v2/commons/labor_categories",
        lambda tenant: catalogs.labor_categories(tenant.company.seed),
        query=frozenset(("name",)),
    ),
    paged(
        "/v1/commons/labor_entries/apply_read",
        _entries,
        {**_PAGE, "where": {"filterCriteria": _FILTER, "laborCategory": REF}},
    ),
    paged(
        "/v1/commons/cost_centers/apply_read",
        _centers,
        {**_PAGE, "where": {"filterCriteria": _FILTER}},
    ),
    Operation(
        "POST",
        "/v1/commons/location_types/multi_read",
        lambda tenant, call: _revisions(organization.location_types(tenant.company), call),
        (
            {
                "multiReadOptions": _CHANGED,
                "where!": {
                    "locationTypeRefSpan": {
                        **_SPAN,
                        "locationTypeRef!": REF,
                        "revisionDate": "date",
                    },
                    "span": {**_SPAN, "context!": _CONTEXT},
                },
            },
        ),
    ),
    Operation(
        "POST",
        "/v1/commons/jobs/multi_read",
        _generic_jobs,
        (
            {
                "multiReadOptions": _CHANGED,
                "where!": {
                    "allJobsBySpan": _SPAN,
                    "forDate": {"date!": "date"},
                    "span": {**_SPAN, "jobRef": REF, "jobRefs": IDS, "revisionDate": "date"},
                },
            },
        ),
    ),
    Operation(
        "POST",
        "/v2/commons/location_sets/multi_read",
        _location_sets,
        (
            {
                "count": "int",
                "index": "int",
                "where!": {
                    "allDetails!": "bool",
                    "context!": _CONTEXT,
                    "date!": "date",
                    "expandJobs": "bool",
                    "locationSets!": {**REFS, "persistentIds": ["str"]},
                    "query": "str",
                    "types!": IDS,
                },
            },
        ),
    ),
)
