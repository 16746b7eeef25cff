"""The set-up of scheduling: groups, skills, certifications, shift templates, worker types."""

from __future__ import annotations

from tap_ukg_wfm.columns import (
    BOOLEAN,
    INTEGER,
    LOCAL,
    STRING,
    Shape,
    column,
    nested,
    table,
)
from tap_ukg_wfm.operations import Operation
from tap_ukg_wfm.streams.base import UKGStream
from tap_ukg_wfm.streams.organization import DESCRIPTION, ID, NAME, REF
from tap_ukg_wfm.streams.scheduling import COMMENT_NOTES
from tap_ukg_wfm.streams.structure import ACTIVE, PERSISTENT_ID, VERSION

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


class ScheduleGroups(UKGStream):
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


class Skills(UKGStream):
    """The skills that people have and shifts need."""

    name = "skills"
    operation = Operation("/v1/scheduling/skills", "GET")
    primary_keys = ("id",)
    columns = NAMED


class Certifications(UKGStream):
    """The certifications that people hold and shifts need."""

    name = "certifications"
    operation = Operation("/v1/scheduling/certifications", "GET")
    primary_keys = ("id",)
    columns = NAMED


class ShiftTemplates(UKGStream):
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
        column("version", STRING, "Version."),
    )


class WorkerTypes(UKGStream):
    """The types of workers, such as full time."""

    name = "worker_types"
    operation = Operation(
        "/v1/scheduling/worker_types", "GET", access_control_point="REST_API_SETUP"
    )
    primary_keys = ("id",)
    columns = table(ID, NAME, ACTIVE)
