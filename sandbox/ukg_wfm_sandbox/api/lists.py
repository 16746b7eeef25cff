"""Set-up lists without parameters of their own, each a line of a table; and those asked by a body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, page
from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.catalogs import REQUEST_TYPES
from ukg_wfm_sandbox.errors import bad
from ukg_wfm_sandbox.records import absence, lists, rules, structure
from ukg_wfm_sandbox.shapes import IDS, REF, REFS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.organisation import Organisation

Row = dict[str, Any]
_NAME = {"name": "name"}
_EITHER = {"id": "id", "qualifier": "name"}
_BRIEF = ("id", "name", "qualifier", "persistentId")
_CONTEXT = ("ORG", "FORECAST")
_SPAN: Row = {"startDate!": "date", "endDate!": "date"}
_CHANGED: Row = {"modifiedSince": "datetime"}


@dataclass(frozen=True)
class Listing:
    """A GET that answers a whole list.

    Args:
        path: The operation's path.
        rows: The rows.
        filters: Which field each query name is compared with.
        details: The query name that says whether more than id and name shall come.
        detailed: Whether more comes without it.
        extra: Query names that say whether a field shall come; it does not without.
        pages: Whether `index` and `count` may cut the list.
    """

    path: str
    rows: Callable[[Company], list[Any]]
    filters: dict[str, str] = field(default_factory=dict)
    details: str = ""
    detailed: bool = True
    extra: dict[str, str] = field(default_factory=dict)
    pages: bool = False

    def operation(self) -> Operation:
        """Make the operation."""
        query = {*self.filters, *self.extra, self.details} - {""}
        query |= {"index", "count"} if self.pages else set()
        return Operation("GET", self.path, self._answer, query=frozenset(query))

    def _answer(self, tenant: Tenant, call: Call) -> Reply:
        found = self.rows(tenant.company)
        asked = call.query
        for name, column in self.filters.items():
            if name in asked:
                found = [row for row in found if _text(row.get(column)) == asked[name]]
        hidden = {column for name, column in self.extra.items() if asked.get(name) != "true"}
        found = [_without(row, hidden) for row in found] if hidden else found
        if self.details and asked.get(self.details, _text(self.detailed)) == "false":
            found = [_brief(row) for row in found]
        if self.pages:
            try:
                body: Row = {name: int(asked[name]) for name in ("index", "count") if name in asked}
            except ValueError as error:
                raise bad("WFP-90009", "index and count must be whole numbers.") from error
            start, end = page(body, maximum=10_000, default=10_000)
            found = found[start:end]
        return Reply(found)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _without(row: Row, hidden: set[str]) -> Row:
    return {name: value for name, value in row.items() if name not in hidden}


def _brief(row: Row) -> Row:
    return {name: row[name] for name in _BRIEF if name in row}


_LISTINGS = (
    Listing("/v1/commons/labor_category_profiles", structure.labor_category_profiles, details="all_details"),
    Listing("/v1/commons/employee_groups", structure.employee_groups, _NAME, details="all_details"),
    Listing("/v2/commons/hours_operation", structure.hours_of_operation, _NAME),
    Listing("/v1/commons/known_places", structure.known_places, details="allDetails", detailed=False),
    Listing("/v1/commons/device_groups", lists.device_groups),
    Listing("/v1/commons/symbolicperiod", lists.symbolic_periods),
    Listing("/v1/commons/comments", lists.comments,
            {"id": "id", "text": "text", "status": "active"}),
    Listing("/v1/commons/function_access_profiles", lists.function_access_profiles, _NAME),
    Listing("/v1/commons/access_control_points", lists.access_control_points),
    Listing("/v2/timekeeping/setup/payrules", rules.pay_rules, _EITHER, "all_details"),
    Listing("/v2/timekeeping/setup/work_rules", rules.work_rules,
            {"id": "workRuleId", "qualifier": "name"}),
    Listing("/v2/timekeeping/setup/employment_terms", rules.employment_terms, _EITHER, "all_details"),
    Listing("/v2/timekeeping/setup/accrual_codes", rules.accrual_codes, _EITHER),
    Listing("/v2/timekeeping/setup/accrual_profiles", rules.accrual_profiles, _EITHER, "all_details",
            extra={"include_accrual_policies": "accrualPolicies"}),
    Listing("/v1/timekeeping/exception_types", rules.exception_types),
    Listing("/v1/timekeeping/attestation_profiles", absence.attestation_profiles),
    Listing("/v2/scheduling/setup/schedule_groups", lists.schedule_groups, _NAME, "all_details",
            pages=True),
    Listing("/v1/scheduling/skills", lists.skills, _NAME),
    Listing("/v1/scheduling/certifications", lists.certifications, _NAME),
    Listing("/v1/scheduling/worker_types", lists.worker_types),
    Listing("/v1/attendance/attendance_profiles", absence.attendance_profiles, details="all_details"),
    Listing("/v1/attendance/events/types", absence.attendance_event_types),
    Listing("/v1/leave/leave_profiles", absence.leave_profiles, {"name": "qualifier"}),
    Listing("/v1/leave/setup/leave_categories", absence.leave_categories, _NAME),
    Listing("/v1/leave/setup/leave_reasons", absence.leave_reasons, _NAME),
)  # fmt: skip


def _criterion(where: Row) -> tuple[str, Row]:
    if len(where) != 1:
        raise bad("WFP-90005", "Exactly one search criterion is required.")
    ((name, criterion),) = where.items()
    return name, criterion


def _named(rows: list[Row], references: Row) -> list[Row]:
    """Keep the rows that `ids`, `qualifiers`, `persistentIds` or `refs` name; all where none does."""
    refs = references.get("refs", [])
    ids = {*references.get("ids", ()), *(one["id"] for one in refs if "id" in one)}
    called = {*references.get("qualifiers", ()), *(one.get("qualifier", "") for one in refs)}
    called |= set(references.get("persistentIds", ()))
    if not ids and not called:
        return rows
    return [
        row for row in rows if row["id"] in ids or {row["name"], row.get("persistentId")} & called
    ]


def _revisions(rows: list[Row], call: Call) -> Reply:
    """Answer the revisions that a criterion's dates touch, of what it names, as far as changed."""
    name, criterion = _criterion(call.body["where"])
    first, last = (
        criterion["date" if name == "forDate" else edge] for edge in ("startDate", "endDate")
    )
    if last < first:
        raise bad("WCO-101228", "The end date must not be before the start date.")
    if criterion.get("context") == "FORECAST":
        rows = []
    single = criterion.get("locationTypeRef" if name == "locationTypeRefSpan" else "jobRef")
    rows = _named(rows, {"refs": [single]} if single else criterion.get("jobRefs", {}))
    since = call.body.get("multiReadOptions", {}).get("modifiedSince", "")
    # A revision that begins ends the one before: both changed on that day.
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


def _location_sets(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    ordinal = times.ordinal(where["date"])
    rows = structure.location_sets(tenant.company, ordinal) if where["context"] == "ORG" else []
    rows = [
        row for row in _named(rows, where["locationSets"]) if where.get("query", "") in row["name"]
    ]
    types = where["types"].get("ids", [])
    rows = [row for row in rows if not types or row["typeId"] in types]
    start, end = page(call.body, maximum=1000, default=100)
    shown = rows[start:end]
    tree = tenant.company.organisation
    if where.get("expandJobs"):
        for row in shown:
            row["nodeJobs"] = [
                {"node": node, "jobs": _jobs(tree, node["id"], ordinal)} for node in row["nodeRefs"]
            ]
    if not where["allDetails"]:
        shown = [_brief(row) for row in shown]
    return Reply({"records": shown, "totalElements": len(rows)})


def _jobs(tree: Organisation, number: int, ordinal: int) -> list[Row]:
    nodes = (tree.nodes[number], *tree.below(number))
    return [tree.reference(node.id, ordinal) for node in nodes if node.kind == "Job"]


def _shift_templates(tenant: Tenant, call: Call) -> Reply:
    references = call.body["where"].get("refs", {}).get("templateRefs", {})
    return Reply(_named(lists.shift_templates(tenant.company), references))


def _request_subtypes(tenant: Tenant, call: Call) -> Reply:
    del tenant
    wanted = call.body["where"]["requestTypes"]
    if ("ids" in wanted) == ("qualifiers" in wanted):
        raise bad("WFP-90005", "Either ids or qualifiers are required.")
    known = REQUEST_TYPES.values() if "ids" in wanted else REQUEST_TYPES
    asked = wanted.get("ids", wanted.get("qualifiers"))
    if unknown := [one for one in asked if one not in known]:
        raise bad("WCO-101241", f"There is no request type {unknown[0]}.")
    answer: dict[str, list[Row]] = {}
    for kind, row in lists.request_subtypes():
        if row["requestType"]["id" if "ids" in wanted else "name"] in asked:
            answer.setdefault(kind, []).append(row)
    return Reply(answer)


OPERATIONS = (
    *(listing.operation() for listing in _LISTINGS),
    Operation(
        "POST",
        "/v1/commons/location_types/multi_read",
        lambda tenant, call: _revisions(structure.location_types(tenant.company), call),
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
        lambda tenant, call: _revisions(structure.jobs(tenant.company), call),
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
    Operation(
        "POST",
        "/v1/scheduling/shift_templates/multi_read",
        _shift_templates,
        (
            {
                "where!": {
                    "employee": {"employeeRef!": REF},
                    "refs": {"templateRefs!": IDS},
                }
            },
        ),
    ),
    Operation(
        "POST",
        "/v1/scheduling/setup/request_subtypes/multi_read",
        _request_subtypes,
        ({"where!": {"requestTypes!": IDS}},),
    ),
)
