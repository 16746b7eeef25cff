"""The set-up of scheduling: groups, skills, shift templates, request subtypes, worker types."""

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
    """The templates from which shifts are made; their segments in one column."""

    name = "shift_templates"
    # Without references it answers all templates.
    operation = Operation("/v1/scheduling/shift_templates/multi_read", body={"where": {}})
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("label", STRING, "Label of the shifts."),
        column("startDateTime", LOCAL, "Start; only its time of day counts."),
        column("endDateTime", LOCAL, "End, which may be on the next day."),
        nested("segments", [SEGMENT], "Segments: work, breaks and transfers."),
        COMMENT_NOTES,
        column("locked", BOOLEAN, "Whether it is locked."),
        column("deleted", BOOLEAN, "Whether it is deleted."),
        column("systemGenerated", BOOLEAN, "Whether the system made it."),
        version(STRING, "Version."),
    )


class RequestSubtypes(Table):
    """The kinds of requests that people may make, such as vacation among time off.

    Only with the setting `request_types`, since UKG lists subtypes of named request types only.
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
        column("#", STRING, "UKG's name of the list in which it stands.", name="kind"),
        column("requestType.id", INTEGER, "Id of the request type."),
        column("requestType.name", STRING, "Name of the request type."),
        column("requestType.symbolicId", STRING, "Name of the request type in all languages."),
        column("symbol", STRING, "Symbol."),
        column("priority", INTEGER, "Priority among requests."),
        column("automaticApproval", BOOLEAN, "Whether requests are approved by themselves."),
        ref("approvalSettings", "the settings of approval"),
        ref("reviewerOverride", "the reviewer instead of the usual ones"),
        ref("minimumRuleSeverityToValidate", "the least severity of rules that are checked"),
        ref("automaticActionTemplate", "the template of automatic actions"),
        ref("reminderTemplate", "the template of reminders"),
        ref("employeeNotification", "the notification to the employee"),
        ref("managerNotification", "the notification to the manager"),
        (
            Column(
                "settings",
                (".",),
                JSON_TEXT,
                "The whole entry, as JSON text: each request type has settings of its own.",
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
