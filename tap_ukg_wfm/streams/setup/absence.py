"""The setup of attendance, leave and attestation."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.streams.fields import DESCRIPTION, ID, NAME, PERSISTENT_ID, REF
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    STRING,
    Shape,
    column,
    nested,
    table,
)

PROFILE_CATEGORY: dict[str, Shape] = {
    "id": INTEGER,
    "qualifier": STRING,
    "leaveProfileCategoryConfigurableData": [{"configurableData": REF}],
    "leaveProfileCategoryRule": [{"leaveCategory": REF}],
    "leaveProfileCategoryType": [{"eligibilityRequirement": [REF], "leaveType": [REF]}],
}
LEAVE_TYPE: dict[str, Shape] = {
    "id": INTEGER,
    "name": STRING,
    "qualifier": STRING,
    "enabled": BOOLEAN,
    "paid": BOOLEAN,
    "leaveTypeGroup": STRING,
    "presentedInLeaveRule": BOOLEAN,
    "accrualCode": {**REF, "name": STRING},
    "payCode": {**REF, "name": STRING},
}
PART: dict[str, Shape] = {
    "id": INTEGER,
    "name": STRING,
    "description": STRING,
    "deleted": BOOLEAN,
    "versionCount": INTEGER,
}
ASSIGNMENT: dict[str, Shape] = {
    **PART,
    "orderNumber": INTEGER,
    "attestationButton": PART,
    "attestationCondition": PART,
    "attestationWorkflow": PART,
    "manualTimeEntryWorkflow": PART,
}


class AttendanceProfiles(Table):
    """The profiles that determine which attendance policies apply to a person."""

    name = "attendance_profiles"
    operation = Operation(
        "/v1/attendance/attendance_profiles",
        "GET",
        access_control_point="WORKFORCE_ATTENDANCE_SETUP",
    )
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("activeSwitch", BOOLEAN, "Whether it is active.", name="active"),
        PERSISTENT_ID,
        nested(
            "versions",
            [
                {
                    "effectiveDate": DATE,
                    "expirationDate": DATE,
                    "profilePolicyAssignments": [{**REF, "orderNum": INTEGER}],
                }
            ],
            "Policies, by the dates on which they are in effect.",
        ),
    )


class AttendanceEventTypes(Table):
    """The types of attendance events: basic, pattern, combined, lost time, perfect attendance."""

    name = "attendance_event_types"
    operation = Operation("/v1/attendance/events/types", "GET")
    # UKG always returns a name, but not always an id.
    primary_keys = ("qualifier",)
    columns = table(column("qualifier", STRING, "Name."), ID)


class LeaveProfiles(Table):
    """The profiles that determine which leave a person may take."""

    name = "leave_profiles"
    operation = Operation("/v1/leave/leave_profiles", "GET")
    primary_keys = ("id",)
    columns = table(
        ID,
        column("qualifier", STRING, "Name.", name="name"),
        DESCRIPTION,
        column("isActive", BOOLEAN, "Whether it is active."),
        nested(
            "leaveProfileCategory", [PROFILE_CATEGORY], "Categories of leave, with their rules."
        ),
    )


class LeaveCategories(Table):
    """The categories of leave, such as medical or family."""

    name = "leave_categories"
    operation = Operation("/v1/leave/setup/leave_categories", "GET")
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        column("shortName", STRING, "Short name."),
        column("isActive", BOOLEAN, "Whether it is active."),
        column("default", BOOLEAN, "Whether it is the default.", name="is_default"),
        column("order", INTEGER, "Sort order in lists.", name="sort_order"),
        column("orderNumber", INTEGER, "Order number."),
    )


class LeaveReasons(Table):
    """The reasons for leave, each with the leave types that it may use."""

    name = "leave_reasons"
    operation = Operation("/v1/leave/setup/leave_reasons", "GET")
    primary_keys = ("id",)
    # These fields describe the category, which is in leave_categories.
    left_out = tuple(
        f"leaveSetupCategory.{field}" for field in ("default", "isActive", "order", "shortName")
    )
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("code", STRING, "Code."),
        column("active", BOOLEAN, "Whether it is active."),
        column("default", BOOLEAN, "Whether it is the default.", name="is_default"),
        column(
            "leaveSetupCategory.id",
            INTEGER,
            "Id of the category.",
            name="leave_category_id",
            to="leave_categories",
        ),
        column(
            "leaveSetupCategory.name", STRING, "Name of the category.", name="leave_category_name"
        ),
        nested("paidLeaveTypes", [LEAVE_TYPE], "Types of paid leave, with pay and accrual codes."),
        nested("trackingLeaveTypes", [LEAVE_TYPE], "Types of leave that are tracked but not paid."),
    )


class AttestationProfiles(Table):
    """The profiles that determine what people are asked to attest about their time."""

    name = "attestation_profiles"
    operation = Operation("/v1/timekeeping/attestation_profiles", "GET")
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("deleted", BOOLEAN, "Whether it is deleted."),
        column("versionCount", INTEGER, "Number of changes so far."),
        nested(
            "attestationAssignments",
            [ASSIGNMENT],
            "What people are asked, when, and by which button.",
        ),
        nested(
            "attestationAssignmentComponents",
            [ASSIGNMENT],
            "The same assignments, as the components of a form.",
        ),
    )
