"""What is recorded about schedules: changes, audits, what is worked off, patterns, calls."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Daily, Dated, DeleteFeed, Monthly, Spanning, Table
from tap_ukg_wfm.streams.timekeeping.timecards import DATES, PARTIAL, REF
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    JSON_TEXT,
    LOCAL,
    STRING,
    Column,
    column,
    either,
    nested,
    person,
    ref,
    table,
)

IDS = {"ids": "$person_ids"}
KINDS = ("shifts", "payCodeEdits", "leaveEdits", "dayLocks", "scheduleTags")
REVISED = ("shift", "payCodeEdit", "leaveEdit", "scheduleDayLock", "availability", "scheduleTag")
CHANGES = Operation(
    "/v1/scheduling/schedule/changes/multi_read",
    body={
        "where": {
            "employees": {
                "employees": IDS,
                "startDateTime": "$start_date_time",
                "endDateTime": "$end_date_time",
            }
        },
        "select": [kind.upper() for kind in KINDS],
    },
    envelope=("scheduleChangeSnapshots",),
    feed=True,
    batch=500,
    days=40,
)
AUDITS = Operation(
    "/v1/scheduling/audits/multi_read",
    params=PARTIAL,
    body={"where": {"employees": {"employeeRefs": IDS, **DATES}}},
    looks_ahead=True,
    batch=500,
)
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


class ScheduleChanges(Table):
    """What was created, updated or deleted on schedules, by the day of the change in UTC."""

    name = "schedule_changes"
    operation = CHANGES
    records = tuple(
        f"{kind}.{change}" for kind in KINDS for change in ("create", "update", "delete")
    )
    # UKG dates no change, and answers the net effect of the range: a day tells when, and what.
    reads = Daily()
    primary_keys = ("id", "kind", "change", "start_date", "person_id")
    deletes = DeleteFeed(
        kind="kind",
        change="change",
        gone="delete",
        at="start_date",
        day="item_start",
        streams={
            "shifts": "shifts",
            "payCodeEdits": "schedule_pay_code_edits",
            "leaveEdits": "schedule_leave_edits",
            "dayLocks": "schedule_day_locks",
            "scheduleTags": "schedule_tags",
        },
        moves=True,
    )
    columns = table(
        column("^.^.employee.id", INTEGER, "Id of the person.", name="person_id", to="persons"),
        column(
            "^.^.employee.qualifier",
            STRING,
            "Number by which people know the person.",
            name="person_number",
        ),
        column("##", STRING, "What changed, by UKG's name: shifts, payCodeEdits, ...", name="kind"),
        column("#", STRING, "What happened: create, update or delete.", name="change"),
        either("id", INTEGER, "Id of what changed, as in its own stream.", "after.id", "before.id"),
        either(
            "item_start",
            LOCAL,
            "When what changed starts, as it was before.",
            "before.startDateTime",
            "before.startDate",
            "after.startDateTime",
            "after.startDate",
        ),
        column("before", JSON_TEXT, "How it was, as JSON text: each kind has fields of its own."),
        column("after", JSON_TEXT, "How it is now, as JSON text."),
    )


class ScheduleAudits(Table):
    """Every revision of what stands on schedules: who made it, and when."""

    name = "schedule_audits"
    operation = AUDITS
    records = tuple(f"{item}Audits" for item in REVISED)
    reads = Monthly()
    primary_keys = ("revision_id", "kind", "id")
    left_out = (*REVISED, "auditUserDetails.fullName")
    columns = table(
        either(
            "person_id",
            INTEGER,
            "Id of the person whose schedule it is.",
            *(f"{item}.employee.id" for item in REVISED),
            to="persons",
        ),
        either(
            "person_number",
            STRING,
            "Number by which people know the person.",
            *(f"{item}.employee.qualifier" for item in REVISED),
        ),
        column("revisionId", INTEGER, "Id of the revision."),
        column("#", STRING, "What was revised, by UKG's name: shiftAudits, ...", name="kind"),
        either(
            "id",
            INTEGER,
            "Id of what was revised, as in its own stream.",
            *(f"{item}Id" for item in REVISED),
            *(f"{item}.id" for item in REVISED),
        ),
        column("auditType", STRING, "What was done: INSERT, UPDATE or DELETE."),
        column("auditTimestamp", LOCAL, "When it was done: UTC, written without a Z."),
        column("auditLocalTimestamp", LOCAL, "When, in the time zone of the user who did it."),
        column("auditUser", STRING, "Full name of the user who did it."),
        column(
            "auditUserDetails.employeeId",
            INTEGER,
            "Id of the user.",
            name="audit_user_person_id",
            to="persons",
        ),
        column(
            "auditUserDetails.personNumber",
            STRING,
            "Person number of the user.",
            name="audit_user_person_number",
        ),
        (
            Column(
                "revision",
                (".",),
                JSON_TEXT,
                "The whole revision, as JSON text: each kind has fields of its own.",
            ),
        ),
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
