"""The organization and setup lists."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.records import organization
from ukg_wfm_sandbox.records.setup import absence, lists, rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.company import Company

Row = dict[str, Any]
Rows = list[Row]


def _renamed(row: Row, **names: str) -> Row:
    return {names.get(name, name): value for name, value in row.items()}


def _changed(read: Callable[[Company], Rows], **names: str) -> Callable[[Company], Rows]:
    return lambda company: [_renamed(row, **names) for row in read(company)]


def _without(read: Callable[[Company], Rows], left_out: str) -> Callable[[Company], Rows]:
    return lambda company: [
        {name: value for name, value in row.items() if name != left_out} for row in read(company)
    ]


def _term_versions(company: Company) -> Rows:
    return [
        {
            "employmentTermId": term["id"],
            **{name: value for name, value in version.items() if not isinstance(value, dict)},
            **_contract(version),
            "dayPayCodes": version.get("dayPaycodes", {}).get("termDayPaycode"),
            "durationPayCodes": version.get("durationPaycodes", {}).get("termDurationPaycode"),
            "workHours": version.get("workHours", {}).get("workHourDef"),
        }
        for term in rules.employment_terms(company)
        for version in term.get("versions", {}).get("employmentTermVersion", ())
    ]


def _contract(version: Row) -> Row:
    found = version.get("contractDefinition", {}).get("employmentTermContractDefinition", {})
    days = found.get("workingDays", {}).get("workingDay")
    plain = {f"contract_{name}": v for name, v in found.items() if name != "workingDays"}
    return {**plain, "contract_workingDays": days}


def _leave_reasons(company: Company) -> Rows:
    rows = []
    for row in absence.leave_reasons(company):
        category = row.pop("leaveSetupCategory")
        named = {"leaveCategoryId": category["id"], "leaveCategoryName": category["name"]}
        rows.append({**_renamed(row, default="isDefault"), **named})
    return rows


def _permissions(company: Company) -> Rows:
    return [
        {"functionAccessProfileId": profile["id"], **permission}
        for profile in lists.function_access_profiles(company)
        for permission in profile["permissionTypes"]
    ]


def _request_subtypes(_company: Company) -> Rows:
    own = {name for settings in lists.OWN_SETTINGS.values() for name in settings}
    return [
        {
            **{name: value for name, value in row.items() if name not in own},
            "kind": kind,
            "settings": json.dumps(row, ensure_ascii=False, sort_keys=True),
        }
        for kind, row in lists.request_subtypes()
    ]


_LISTS: dict[str, Callable[[Company], Rows]] = {
    "location_types": organization.location_types,
    "jobs": organization.jobs,
    "location_sets": organization.location_sets,
    "labor_category_profiles": organization.labor_category_profiles,
    "employee_groups": _changed(organization.employee_groups, orgMapGroupRef="locationSet"),
    "hours_of_operation": organization.hours_of_operation,
    "known_places": organization.known_places,
    "pay_rules": rules.pay_rules,
    "work_rules": _changed(rules.work_rules, workRuleId="id"),
    "employment_terms": _without(rules.employment_terms, "versions"),
    "employment_term_versions": _term_versions,
    "exception_types": lambda company: [{"name": w} for w in rules.exception_types(company)],
    "accrual_codes": rules.accrual_codes,
    "accrual_profiles": rules.accrual_profiles,
    "device_groups": lists.device_groups,
    "symbolic_periods": lists.symbolic_periods,
    "comments": lists.comments,
    "function_access_profiles": _without(lists.function_access_profiles, "permissionTypes"),
    "function_access_permissions": _permissions,
    "access_control_points": lists.access_control_points,
    "schedule_groups": lists.schedule_groups,
    "skills": lists.skills,
    "certifications": lists.certifications,
    "shift_templates": lists.shift_templates,
    "request_subtypes": _request_subtypes,
    "worker_types": lists.worker_types,
    "attendance_profiles": _changed(absence.attendance_profiles, activeSwitch="active"),
    "attendance_event_types": absence.attendance_event_types,
    "leave_profiles": _changed(absence.leave_profiles, qualifier="name"),
    "leave_categories": _changed(absence.leave_categories, default="isDefault", order="sortOrder"),
    "leave_reasons": _leave_reasons,
    "attestation_profiles": absence.attestation_profiles,
}


def _of_tenant(read: Callable[[Company], Rows]) -> Callable[[Tenant], Rows]:
    return lambda tenant: read(tenant.company)


LISTS = {stream: _of_tenant(read) for stream, read in _LISTS.items()}
