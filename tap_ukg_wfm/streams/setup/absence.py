"""The set-up of attendance, leave and attestation."""

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
    """The profiles that say by which policies a person's attendance is judged."""

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
        column("activeSwitch", BOOLEAN, "Whether it is in use.", name="active"),
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
            "Policies, by the dates for which they hold.",
        ),
    )


class AttendanceEventTypes(Table):
    """The types of attendance events: basic, pattern, combined, lost time, perfect attendance."""

    name = "attendance_event_types"
    operation = Operation("/v1/attendance/events/types", "GET")
    # An id is not promised, a name is.
    primary_keys = ("qualifier",)
    columns = table(column("qualifier", STRING, "Name."), ID)


class LeaveProfiles(Table):
    """The profiles that say which leave a person may take."""

    name = "leave_profiles"
    operation = Operation("/v1/leave/leave_profiles", "GET")
    primary_keys = ("id",)
    columns = table(
        ID,
        column("qualifier", STRING, "Name.", name="name"),
        DESCRIPTION,
        column("isActive", BOOLEAN, "Whether it is in use."),
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
        column("isActive", BOOLEAN, "Whether it is in use."),
        column("default", BOOLEAN, "Whether it is the one that is proposed.", name="is_default"),
        column("order", INTEGER, "Order in lists.", name="sort_order"),
        column("orderNumber", INTEGER, "Number of the order."),
    )


class LeaveReasons(Table):
    """The reasons for leave, with the leave types that they may use."""

    name = "leave_reasons"
    operation = Operation("/v1/leave/setup/leave_reasons", "GET")
    primary_keys = ("id",)
    # They describe the category: see leave_categories.
    left_out = tuple(
        f"leaveSetupCategory.{field}" for field in ("default", "isActive", "order", "shortName")
    )
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("code", STRING, "Code."),
        column("active", BOOLEAN, "Whether it is in use."),
        column("default", BOOLEAN, "Whether it is the one that is proposed.", name="is_default"),
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
        nested("trackingLeaveTypes", [LEAVE_TYPE], "Types of leave that is only tracked."),
    )


class AttestationProfiles(Table):
    """The profiles that say what people are asked to confirm about their time."""

    name = "attestation_profiles"
    operation = Operation("/v1/timekeeping/attestation_profiles", "GET")
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("deleted", BOOLEAN, "Whether it is deleted."),
        column("versionCount", INTEGER, "Count of changes."),
        nested("attestationAssignments", [ASSIGNMENT], "What is asked when, and by which button."),
        nested(
            "attestationAssignmentComponents", [ASSIGNMENT], "The same, as the parts of a form."
        ),
    )
