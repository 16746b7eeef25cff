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
# A pattern once assigned changes when it ends, maybe years later: so all are read.
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
    """What UKG is still working off on people's schedules, such as a rollout of a pattern."""

    name = "schedule_status"
    operation = SCHEDULE_STATUS
    records = "processingStatus"
    numbered = True
    primary_keys = ("person_id", "start_date", "line_number")
    reads = Spanning("start_date")
    columns = table(
        person("^.employee"),
        column("startDate", DATE, "First date that is worked on."),
        column("endDate", DATE, "Last date that is worked on."),
        column(
            "processingType.id", STRING, "What is done: PATTERN_ROLLOUT, ...", name="processing"
        ),
        column(
            "processingType.localizedName",
            STRING,
            "What is done, as people see it.",
            name="processing_name",
        ),
        column("blocking", BOOLEAN, "Whether the schedule cannot be changed meanwhile."),
        column("^.status", STRING, "State of the person's schedule as a whole."),
    )


class SchedulePatterns(Table):
    """The schedule patterns that people follow, whenever they began."""

    name = "schedule_patterns"
    operation = PATTERNS
    primary_keys = ("id",)
    columns = table(
        person("employeeRef"),
        column("id", INTEGER, "Id of the assignment."),
        column("startDate", DATE, "First date."),
        column("endDate", DATE, "Last date; null where there is no end."),
        column("startDateOffset", INTEGER, "Day of the pattern with which it starts."),
        column("populatedThroughDate", DATE, "Date up to which it is rolled out."),
        ref("positionRef", "the position"),
        column("schedulePattern.id", INTEGER, "Id of the pattern."),
        column("schedulePattern.name", STRING, "Name of the pattern."),
        column("schedulePattern.description", STRING, "Description of the pattern."),
        column("schedulePattern.dayCount", INTEGER, "Days in the pattern."),
        column("schedulePattern.startDate", DATE, "First date of the pattern."),
        column("schedulePattern.anchorStartDay", INTEGER, "Day of the week with which it starts."),
        column("schedulePattern.deleted", BOOLEAN, "Whether the pattern is deleted."),
        column("schedulePattern.systemGenerated", BOOLEAN, "Whether UKG made the pattern."),
        column("schedulePattern.timePeriodType.id", INTEGER, "Id of the kind of period."),
        column("schedulePattern.timePeriodType.name", STRING, "Kind of period."),
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
            "Days of the pattern, each with its shift or pay code edit.",
        ),
    )


class CallLogs(Table):
    """Calls that were made because of shifts."""

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
            "Comment, with the notes written below it.",
        ),
    )
