"""Which columns name rows of other streams: for the diagrams of the documentation, and for joins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tap_ukg_wfm.streams import STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_ukg_wfm.streams.base import Table


class Relation(NamedTuple):
    """A column that holds a key, or a part of it, of another stream."""

    stream: str
    column: str
    target: str
    key: str


_TARGETS: dict[str, tuple[str, ...]] = {
    "persons.person_id": (
        *("person_id", "supervisor_person_id", "offered_person_id", "to_person_id"),
        *("audit_user_person_id", "approving_manager_id", "creator_id", "recipient_id"),
    ),
    "pay_codes.id": (
        *("pay_code_id", "wage_pay_code_id", "denied_pay_code_id", "unapproved_pay_code_id"),
        *("associated_duration_pay_code_id", "event_definition_pay_code_id"),
        *("source_pay_code_id", "target_pay_code_id", "schedule_item_pay_code_id"),
    ),
    "work_rules.id": (
        *("work_rule_id", "transfer_work_rule_id", "workrule_id"),
        *("primary_work_rule_id", "primary_workrule_id", "unscheduled_work_rule_id"),
        *("base_work_rule_id", "source_work_rule_id", "target_work_rule_id"),
    ),
    "accrual_codes.id": ("accrual_code_id", "to_accrual_code_id", "pool_accrual_code_id"),
    "accrual_profiles.id": ("accrual_profile_id",),
    "time_zones.id": (
        *("time_zone_id", "timezone_id", "start_timezone_id", "end_timezone_id"),
        *("start_time_zone_id", "end_time_zone_id", "rounded_start_timezone_id"),
        "rounded_end_timezone_id",
    ),
    "locations.node_id": (
        *("org_job_id", "transfer_org_job_id", "primary_org_job_id", "location_id", "job_id"),
        *("parent_node_id", "department_id", "site_id", "org_node_id", "primary_organization_id"),
        *("shift_principal_org_job_id", "transfer_location_job_id", "transfer_primary_job_id"),
        *("source_org_job_id", "target_org_job_id"),
    ),
    "location_types.id": ("org_node_type_id",),
    "location_sets.id": ("location_set_id",),
    "jobs.id": ("generic_job_id",),
    "cost_centers.id": ("cost_center_id", "cost_center_cost_center_id", "transfer_cost_center_id"),
    "labor_categories.id": ("labor_category_id", "primary_labor_category_id"),
    "labor_category_profiles.id": ("labor_category_profile_id",),
    "employment_terms.id": ("employment_term_id",),
    "function_access_profiles.id": ("function_access_profile_id", "access_profile_id"),
    "device_groups.id": ("device_group_id",),
    "worker_types.id": ("worker_type_id",),
    "worked_shifts.id": ("worked_shift_id",),
    "punches.id": ("start_punch_id", "end_punch_id"),
    "shifts.id": ("shift_id", "offered_shift_id"),
    "leave_cases.id": ("leave_case_id",),
    "leave_categories.id": ("leave_category_id",),
    "activities.id": ("activity_id",),
    "request_subtypes.id": ("request_sub_type_id",),
    "volume_drivers.id": ("driver_id",),
}
# The same name, and another meaning.
_OF_THEIR_OWN = {
    "leave_cases.category_id": "leave_categories.id",
    "leave_edits.category_id": "leave_categories.id",
    "leave_cases.reason_id": "leave_reasons.id",
    "leave_edits.reason_id": "leave_reasons.id",
    "volume_forecasts.category_id": "locations.node_id",
    "activities.parent_id": "activities.id",
}


def relations(streams: tuple[type[Table], ...] = STREAMS) -> Iterator[Relation]:
    """All relations of some streams, in the order of their columns."""
    by_name = {column: target for target, columns in _TARGETS.items() for column in columns}
    keys = {stream.name: stream.primary_keys[0] for stream in STREAMS}
    for stream in streams:
        name = stream.name
        for column in stream.table_columns():
            whole = f"{name}.{column.name}"
            # Declared, or else what its name says.
            target = f"{column.to}.{keys[column.to]}" if column.to else _OF_THEIR_OWN.get(whole)
            target = target or by_name.get(column.name)
            if target and target != whole:
                of, _, key = target.partition(".")
                yield Relation(name, column.name, of, key)
