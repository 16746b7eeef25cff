"""Schedules: shifts, their segments, and open shifts."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Dated, Table
from tap_ukg_wfm.streams.fields import COMMENT_NOTES, COST_CENTER, DATES, LABOR_CATEGORIES, REF
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INSTANT,
    INTEGER,
    LOCAL,
    STRING,
    column,
    nested,
    person,
    ref,
    table,
    version,
)

SCHEDULE = Operation(
    "/v1/scheduling/schedule/multi_read",
    body={
        "where": {"employees": {"employees": {"ids": "$person_ids"}, "dateRange": DATES}},
        "select": "$select",
    },
    # Without `select` UKG returns every section; those without a selected stream are ignored.
    forms=(
        {
            "where": {
                "employees": {
                    "employeeRefs": {"ids": "$person_ids"},
                    "startDate": "$start_date",
                    "endDate": "$end_date",
                }
            }
        },
    ),
    looks_ahead=True,
    batch=500,
    person_days=56_000,
)
# Open shifts do not belong to anybody: the same operation, by location.
OPEN_SHIFTS = Operation(
    "/v1/scheduling/schedule/multi_read",
    body={
        "where": {"locations": {"locations": {"ids": "$location_ids"}, "dateRange": DATES}},
        "select": "$select",
    },
    looks_ahead=True,
    batch=300,
    person_days=56_000,
)
RELATIONS = nested(
    "relations",
    [
        {
            "relationType": STRING,
            "type": STRING,
            "active": BOOLEAN,
            "from": REF,
            "targetRef": REF,
            "targetVersion": INTEGER,
        }
    ],
    "What it originates from or replaces, such as a pattern or a shift.",
)
SHIFT = table(
    column("id", INTEGER, "Id of the shift."),
    column("startDateTime", LOCAL, "Start, in local time."),
    column("endDateTime", LOCAL, "End, in local time."),
    column("applyDate", DATE, "Date that the shift applies to."),
    column("label", STRING, "Label of the shift."),
    column("open", BOOLEAN, "Whether the shift is open: not assigned to anybody."),
    column("posted", BOOLEAN, "Whether the shift is posted, so that employees see it."),
    column("postedNotificationPending", BOOLEAN, "Whether a notification has yet to be sent."),
    column("postedNotified", BOOLEAN, "Whether the employee was notified."),
    column("locked", BOOLEAN, "Whether the shift is locked."),
    column("generated", BOOLEAN, "Whether the schedule engine generated the shift."),
    column("deleted", BOOLEAN, "Whether the shift is deleted."),
    column("onCall", BOOLEAN, "Whether it is on-call work."),
    column("selfServiced", BOOLEAN, "Whether the employee chose the shift."),
    ref("position", "the position"),
    column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
    column("modifiedDateTime", INSTANT, "When the shift was last changed, in UTC."),
    version(
        description="Version of the shift: time of its last change, in milliseconds since 1970 (UTC)."
        " It increases with each change but does not count changes."
    ),
    RELATIONS,
    COMMENT_NOTES,
)
SHIFT_LEFT_OUT = (
    "transfer",
    "employeeId",
    "elementId",
    "elementType",
    "dataElementType",
    "eventDate",
    "oncallShift",
    "positionId",
)


class Shifts(Table):
    """Scheduled shifts, including future ones within `lookahead_days`."""

    name = "shifts"
    operation = SCHEDULE
    select = "SHIFTS"
    records = "shifts"
    primary_keys = ("id",)
    reads = Dated("start_date_time")
    deletable = True
    left_out = (*SHIFT_LEFT_OUT, "segments")
    columns = table(person(), SHIFT)


class ShiftSegments(Table):
    """The segments (work, breaks and transfers) of scheduled shifts."""

    name = "shift_segments"
    operation = SCHEDULE
    select = "SHIFTS"
    records = "shifts.segments"
    primary_keys = ("shift_id", "id")
    # A segment belongs to the date of its shift, which may have started the day before.
    reads = Dated("shift_start_date_time")
    left_out = (
        "coverageSpans",
        "orgJobProperties",
        "primaryCostCenter",
        "primaryLaborCategories",
        "userEnteredLaborCategories",
    )
    columns = table(
        person("^.employee"),
        column("^.id", INTEGER, "Id of the shift.", name="shift_id", to="shifts"),
        column(
            "^.startDateTime",
            LOCAL,
            "Start of the shift, in local time.",
            name="shift_start_date_time",
        ),
        column("id", INTEGER, "Id of the segment."),
        column("startDateTime", LOCAL, "Start, in local time."),
        column("endDateTime", LOCAL, "End, in local time."),
        ref("segmentTypeRef", "the segment type, such as work or break"),
        column(
            "type", STRING, "Segment type: REGULAR_SEGMENT, TRANSFER_SEGMENT, BREAK_SEGMENT, ..."
        ),
        ref("shiftSegmentDetailTypeId", "the detailed segment type"),
        ref("orgJobRef", "the job", to="locations"),
        ref("primaryOrgJobRef", "the primary job", to="locations"),
        ref("workruleRef", "the work rule", to="work_rules"),
        column("workruleRef.guid", STRING, "GUID of the work rule.", name="workrule_guid"),
        ref("primaryWorkruleRef", "the primary work rule", to="work_rules"),
        COST_CENTER,
        LABOR_CATEGORIES,
        column("transferString", STRING, "The transfer, as text."),
        column("transferOrgJob", BOOLEAN, "Whether the job is a transfer."),
        column("transferWorkrule", BOOLEAN, "Whether the work rule is a transfer."),
        column("transferCostCenter", BOOLEAN, "Whether the cost center is a transfer."),
        column("transferLaborCategories", BOOLEAN, "Whether the labor categories are a transfer."),
        column("userEnteredOrgJob", BOOLEAN, "Whether a user chose the job."),
        column("userEnteredWorkrule", BOOLEAN, "Whether a user chose the work rule."),
        column("userEnteredCostCenter", BOOLEAN, "Whether a user chose the cost center."),
        nested(
            "segmentTags",
            [
                {
                    "id": INTEGER,
                    "color": STRING,
                    "shiftSegmentTagIconClass": STRING,
                    "tagDefinitionRef": REF,
                }
            ],
            "Tags of the segment.",
        ),
        nested("skillCertProfileRefs", [REF], "Required skill and certification profiles."),
    )


class OpenShifts(Table):
    """Shifts that are not assigned to anybody yet, by location."""

    name = "open_shifts"
    operation = OPEN_SHIFTS
    select = "OPENSHIFTS"
    records = "openShifts"
    primary_keys = ("id",)
    reads = Dated("start_date_time")
    left_out = (*SHIFT_LEFT_OUT, "employee")
    columns = table(
        SHIFT,
        nested(
            "segments",
            [
                {
                    "id": INTEGER,
                    "startDateTime": LOCAL,
                    "endDateTime": LOCAL,
                    "segmentTypeRef": REF,
                    "type": STRING,
                    "orgJobRef": REF,
                    "workruleRef": {**REF, "guid": STRING},
                    "transferOrgJob": BOOLEAN,
                    "userEnteredOrgJob": BOOLEAN,
                    "primaryOrgJobRef": REF,
                }
            ],
            "Segments (work, breaks and transfers), each with its job.",
        ),
    )
