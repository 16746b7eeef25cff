"""The state of schedules, the patterns that people follow, and calls about shifts."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Dated, Spanning, Table
from tap_ukg_wfm.streams.fields import DATES, REF
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    STRING,
    column,
    nested,
    person,
    ref,
    table,
)

IDS = {"ids": "$person_ids"}
SCHEDULE_STATUS = Operation(
    "/v1/scheduling/schedule/status/multi_read",
    access_control_point="SCHEDULE_ACCESS",
    body={"where": {"employees": {"employees": IDS, "dateRange": DATES}}},
    envelope=("employeeStatus",),
    looks_ahead=True,
    batch=500,
    person_days=56_000,
)
# An assigned pattern may change years later, when it ends, so all assignments are read.
PATTERNS = Operation(
    "/v1/scheduling/employee_schedule_patterns/multi_read",
    body={
        "where": {
            "employees": {
                "employeeRefs": "$person_refs",
                "startDate": "1900-01-01",
                "endDate": "2999-12-31",
            }
        },
        "select": "ESP",
    },
    envelope=("employeeSchedulePatterns",),
    batch=100,
)
CALL_LOGS = Operation(
    "/v1/scheduling/call_logs/multi_read",
    access_control_point="CALL LOG",
    body={"where": {"employees": {"employees": IDS, **DATES}}},
    looks_ahead=True,
    batch=500,
    person_days=56_000,
)


class ScheduleStatus(Table):
    """Processing that is pending on people's schedules, such as the rollout of a pattern."""

    name = "schedule_status"
    operation = SCHEDULE_STATUS
    records = "processingStatus"
    numbered = True
    primary_keys = ("person_id", "start_date", "line_number")
    reads = Spanning("start_date")
    columns = table(
        person("^.employee"),
        column("startDate", DATE, "First date that UKG is processing."),
        column("endDate", DATE, "Last date that UKG is processing."),
        column(
            "processingType.id",
            STRING,
            "Type of processing: PATTERN_ROLLOUT, ...",
            name="processing",
        ),
        column(
            "processingType.localizedName",
            STRING,
            "Display name of the type of processing.",
            name="processing_name",
        ),
        column("blocking", BOOLEAN, "Whether the processing blocks changes to the schedule."),
        column("^.status", STRING, "Status of the person's entire schedule."),
    )


class SchedulePatterns(Table):
    """The schedule patterns assigned to people, past and future ones included."""

    name = "schedule_patterns"
    operation = PATTERNS
    primary_keys = ("id",)
    columns = table(
        person("employeeRef"),
        column("id", INTEGER, "Id of the assignment."),
        column("startDate", DATE, "First date."),
        column("endDate", DATE, "Last date; null if there is no end date."),
        column("startDateOffset", INTEGER, "Day of the pattern on which the assignment starts."),
        column("populatedThroughDate", DATE, "Last date to which the pattern has been rolled out."),
        ref("positionRef", "the position"),
        column("schedulePattern.id", INTEGER, "Id of the pattern."),
        column("schedulePattern.name", STRING, "Name of the pattern."),
        column("schedulePattern.description", STRING, "Description of the pattern."),
        column("schedulePattern.dayCount", INTEGER, "Length of the pattern, in days."),
        column("schedulePattern.startDate", DATE, "First date of the pattern."),
        column(
            "schedulePattern.anchorStartDay",
            INTEGER,
            "Day of the week on which the pattern starts.",
        ),
        column("schedulePattern.deleted", BOOLEAN, "Whether the pattern is deleted."),
        column("schedulePattern.systemGenerated", BOOLEAN, "Whether UKG generated the pattern."),
        column("schedulePattern.timePeriodType.id", INTEGER, "Id of the type of period."),
        column("schedulePattern.timePeriodType.name", STRING, "Type of period."),
        nested(
            "schedulePattern.items",
            [
                {
                    "id": INTEGER,
                    "day": INTEGER,
                    "shiftTemplate": {
                        "id": INTEGER,
                        "name": STRING,
                        "startDateTime": LOCAL,
                        "endDateTime": LOCAL,
                        "deleted": BOOLEAN,
                        "locked": BOOLEAN,
                        "systemGenerated": BOOLEAN,
                        "version": STRING,
                    },
                    "payCodeEditTemplate": {
                        "id": INTEGER,
                        "name": STRING,
                        "payCode": REF,
                        "durationInTime": INTEGER,
                        "deleted": BOOLEAN,
                        "systemGenerated": BOOLEAN,
                        "version": STRING,
                    },
                }
            ],
            "Items of the pattern, each with its day and its shift or pay code edit; "
            "durationInTime is in seconds.",
        ),
    )


class CallLogs(Table):
    """Calls about shifts."""

    name = "call_logs"
    operation = CALL_LOGS
    primary_keys = ("id",)
    reads = Dated("shift_start_date_time")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the call."),
        column("enteredOn", LOCAL, "When the call was entered."),
        column("enteredByUser", STRING, "Name of the user who entered it."),
        column("shiftId", INTEGER, "Id of the shift.", to="shifts"),
        column("shiftVersionId", INTEGER, "Version of the shift."),
        column("shiftLabel", STRING, "Label of the shift."),
        column("shiftStartDateTime", LOCAL, "Start of the shift, in local time."),
        column("shiftEndDateTime", LOCAL, "End of the shift, in local time."),
        ref("shiftPrincipalOrgJob", "the job of the shift", to="locations"),
        nested(
            "commentNotes",
            {
                "id": INTEGER,
                "comment": {"id": INTEGER, "name": STRING},
                "notes": [{"id": STRING, "text": STRING, "timestamp": LOCAL}],
            },
            "Comment with its notes.",
        ),
    )
