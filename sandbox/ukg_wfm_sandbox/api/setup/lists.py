"""Setup lists: codes, rules, profiles and types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.listing import EITHER, NAME, Listing, named
from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, listed
from ukg_wfm_sandbox.company import catalogs
from ukg_wfm_sandbox.company.catalogs import REQUEST_TYPES
from ukg_wfm_sandbox.errors import bad
from ukg_wfm_sandbox.records.setup import absence, lists, rules
from ukg_wfm_sandbox.shapes import IDS, REF

if TYPE_CHECKING:
    from ukg_wfm_sandbox.api.tenant import Tenant

Row = dict[str, Any]
_LISTINGS = (
    Listing("/v1/commons/device_groups", lists.device_groups),
    Listing("/v1/commons/symbolicperiod", lists.symbolic_periods),
    Listing("/v1/commons/comments", lists.comments,
            {"id": "id", "text": "text", "status": "active"}),
    Listing("/v1/commons/function_access_profiles", lists.function_access_profiles, NAME),
    Listing("/v1/commons/access_control_points", lists.access_control_points),
    Listing("/v2/timekeeping/setup/payrules", rules.pay_rules, EITHER, "all_details"),
    Listing("/v2/timekeeping/setup/work_rules", rules.work_rules,
            {"id": "workRuleId", "qualifier": "name"}),
    Listing("/v2/timekeeping/setup/employment_terms", rules.employment_terms, EITHER, "all_details"),
    Listing("/v2/timekeeping/setup/accrual_codes", rules.accrual_codes, EITHER),
    Listing("/v2/timekeeping/setup/accrual_profiles", rules.accrual_profiles, EITHER, "all_details",
            extra={"include_accrual_policies": "accrualPolicies"}),
    Listing("/v1/timekeeping/exception_types", rules.exception_types),
    Listing("/v1/timekeeping/attestation_profiles", absence.attestation_profiles),
    Listing("/v2/scheduling/setup/schedule_groups", lists.schedule_groups, NAME, "all_details",
            pages=True),
    Listing("/v1/scheduling/skills", lists.skills, NAME),
    Listing("/v1/scheduling/certifications", lists.certifications, NAME),
    Listing("/v1/scheduling/worker_types", lists.worker_types),
    Listing("/v1/attendance/attendance_profiles", absence.attendance_profiles, details="all_details"),
    Listing("/v1/attendance/events/types", absence.attendance_event_types),
    Listing("/v1/leave/leave_profiles", absence.leave_profiles, {"name": "qualifier"}),
    Listing("/v1/leave/setup/leave_categories", absence.leave_categories, NAME),
    Listing("/v1/leave/setup/leave_reasons", absence.leave_reasons, NAME),
)  # fmt: skip


def _shift_templates(tenant: Tenant, call: Call) -> Reply:
    references = call.body["where"].get("refs", {}).get("templateRefs", {})
    return Reply(named(lists.shift_templates(tenant.company), references))


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
    listed(
        "/v2/timekeeping/setup/pay_codes",
        lambda _: catalogs.pay_codes(),
        query=frozenset(("id",)),
    ),
    listed(
        "/v1/commons/setup/timezones",
        lambda _: catalogs.time_zones(),
        query=frozenset(("name",)),
    ),
    *(listing.operation() for listing in _LISTINGS),
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
