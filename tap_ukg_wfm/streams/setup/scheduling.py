"""The setup of scheduling: groups, skills, shift templates, request subtypes, worker types."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.streams.fields import (
    ACTIVE,
    COMMENT_NOTES,
    DESCRIPTION,
    ID,
    NAME,
    PERSISTENT_ID,
    REF,
    VERSION,
)
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    INTEGER,
    JSON_TEXT,
    LOCAL,
    STRING,
    Column,
    Shape,
    column,
    nested,
    ref,
    table,
    version,
)

NAMED = table(
    ID,
    NAME,
    column("abbreviation", STRING, "Short name."),
    ACTIVE,
    column("deleted", BOOLEAN, "Whether it is deleted."),
    VERSION,
)
SEGMENT: dict[str, Shape] = {
    "id": INTEGER,
    "orderNumber": INTEGER,
    "startDateTime": LOCAL,
    "endDateTime": LOCAL,
    "segmentType": REF,
    "orgNode": REF,
    "workRule": REF,
    "costCenter": {"referenceId": INTEGER, "costCenter": REF},
    "laborCategories": {
        "referenceId": INTEGER,
        "laborString": STRING,
        "entries": [{"laborCategory": REF, "laborCategoryEntry": REF}],
    },
    "transferString": STRING,
    "segmentSCProfiles": [REF],
    "segmentTemplateTags": [{"id": INTEGER, "color": STRING, "tagDefinitionRef": REF}],
}


class ScheduleGroups(Table):
    """The groups of employees who are scheduled together."""

    name = "schedule_groups"
    operation = Operation(
        "/v2/scheduling/setup/schedule_groups",
        "GET",
        access_control_point="SCHEDULE_GROUPS",
        params={"index": "$index", "count": "$count"},
        page=1000,
    )
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        ACTIVE,
        column("inheritance", BOOLEAN, "Whether members inherit the group's schedule."),
        PERSISTENT_ID,
    )


class Skills(Table):
    """The skills that people have and shifts need."""

    name = "skills"
    operation = Operation("/v1/scheduling/skills", "GET")
    primary_keys = ("id",)
    columns = NAMED


class Certifications(Table):
    """The certifications that people hold and shifts need."""

    name = "certifications"
    operation = Operation("/v1/scheduling/certifications", "GET")
    primary_keys = ("id",)
    columns = NAMED


class ShiftTemplates(Table):
    """The templates for shifts, with their segments in one column."""

    name = "shift_templates"
    # Without references UKG returns all templates.
    operation = Operation("/v1/scheduling/shift_templates/multi_read", body={"where": {}})
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("label", STRING, "Label of the shifts."),
        column("startDateTime", LOCAL, "Start; only the time of day matters."),
        column("endDateTime", LOCAL, "End; it may be on the next day."),
        nested("segments", [SEGMENT], "Segments (work, breaks and transfers)."),
        COMMENT_NOTES,
        column("locked", BOOLEAN, "Whether it is locked."),
        column("deleted", BOOLEAN, "Whether it is deleted."),
        column("systemGenerated", BOOLEAN, "Whether UKG generated it."),
        version(STRING, "Version."),
    )


class RequestSubtypes(Table):
    """The subtypes of requests that people may make, such as vacation as a subtype of time off.

    The stream needs the setting `request_types`, because UKG lists the subtypes of named types only.
    """

    name = "request_subtypes"
    operation = Operation(
        "/v1/scheduling/setup/request_subtypes/multi_read",
        body={"where": {"requestTypes": {"qualifiers": "$setting.request_types"}}},
    )
    requires = "request_types"
    records = (
        *("availabilityPatternRequests", "availabilityRequests", "coverRequests"),
        *("leaveOfAbsenceRequests", "openShiftRequests", "selfScheduleRequests"),
        *("swapRequests", "timeOffRequests"),
    )
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("#", STRING, "UKG's name of the list that contains it.", name="kind"),
        column("requestType.id", INTEGER, "Id of the request type."),
        column("requestType.name", STRING, "Name of the request type."),
        column("requestType.symbolicId", STRING, "Language-independent name of the request type."),
        column("symbol", STRING, "Symbol."),
        column("priority", INTEGER, "Priority among requests."),
        column("automaticApproval", BOOLEAN, "Whether requests are approved automatically."),
        ref("approvalSettings", "the approval settings"),
        ref("reviewerOverride", "the reviewer who replaces the usual ones"),
        ref("minimumRuleSeverityToValidate", "the minimum severity of validated rules"),
        ref("automaticActionTemplate", "the automatic action template"),
        ref("reminderTemplate", "the reminder template"),
        ref("employeeNotification", "the notification to the employee"),
        ref("managerNotification", "the notification to the manager"),
        (
            Column(
                "settings",
                (".",),
                JSON_TEXT,
                "The entire entry, as JSON text. Its settings depend on the request type.",
            ),
        ),
    )


class WorkerTypes(Table):
    """The types of workers, such as full time."""

    name = "worker_types"
    operation = Operation(
        "/v1/scheduling/worker_types", "GET", access_control_point="REST_API_SETUP"
    )
    primary_keys = ("id",)
    columns = table(ID, NAME, ACTIVE)
