"""Timecards: their state, punches and worked shifts."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Dated, Monthly, Table
from tap_ukg_wfm.streams.fields import COST_CENTER, DATES, LABOR_CATEGORIES, PARTIAL, REF
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    INTEGER,
    LOCAL,
    NUMBER,
    STRING,
    Shape,
    column,
    nested,
    person,
    ref,
    table,
)

TIMECARD = Operation(
    "/v1/timekeeping/timecard/multi_read",
    body={
        "where": {"employees": {"ids": "$person_ids"}, "dateRange": DATES},
        "select": "$select",
        # Totals of the entire range would be indistinguishable from those of another range.
        "multiReadOptions": {"totalsRollupBy": "DAILY"},
    },
    params=PARTIAL,
    person_at="employee.id",
    batch=500,
    person_days=28_000,
)
CHANGES = Operation(
    "/v1/timekeeping/timecard/changes/reports/multi_read",
    body={"where": {"employees": {"ids": "$person_ids"}, "dateRange": DATES}, "select": "$select"},
    feed=True,
    batch=500,
)
EXCEPTION_TYPE = table(
    column("exceptionType.id", INTEGER, "Id of the type of exception."),
    column("exceptionType.name", STRING, "Type of exception, such as LATE_IN."),
    column("exceptionType.displayName", STRING, "Display name of the type of exception."),
    column("exceptionType.category", STRING, "Category of the type, such as IN_PUNCH_EXCEPTIONS."),
    column("exceptionType.description", STRING, "Description of the type of exception."),
)
COMMENTS_NOTES: list[Shape] = [
    {
        "id": INTEGER,
        "comment": {"id": INTEGER, "name": STRING, "qualifier": STRING},
        "notes": [{"id": STRING, "text": STRING, "timestamp": LOCAL, "dataSource": REF}],
    }
]
COMMENT_NOTES = nested("commentsNotes", COMMENTS_NOTES, "Comments, each with its notes.")
TRANSFER = table(
    column(
        "transfer.orgJobId",
        INTEGER,
        "Id of the job that the person transferred to.",
        to="locations",
    ),
    column("transfer.laborAccountId", INTEGER, "Id of the labor account of the transfer."),
    column("transfer.workRuleId", INTEGER, "Id of the work rule of the transfer.", to="work_rules"),
    column("transfer.transferString", STRING, "The transfer, as text."),
    column("transfer.systemGenerated", BOOLEAN, "Whether UKG generated the transfer."),
)


class Timecards(Table):
    """The state of each person's timecard in each calendar month."""

    name = "timecards"
    operation = TIMECARD
    select = ("HAS_PENDING_CHANGES", "HAS_MOVE_AMOUNTS", "TOTALIZATION_STATUS")
    primary_keys = ("person_id", "start_date", "end_date")
    reads = Monthly()
    left_out = ("startDate", "endDate")
    columns = table(
        person(),
        column(
            "totalizationStatus", STRING, "Whether totals are up_to_date or require_totalization."
        ),
        column("hasPendingChanges", BOOLEAN, "Whether changes are pending approval."),
        column("hasMoveAmounts", BOOLEAN, "Whether amounts were moved."),
    )


class Punches(Table):
    """Punches in local time, as made and as rounded by UKG."""

    name = "punches"
    operation = TIMECARD
    select = "PUNCHES"
    records = "punches"
    primary_keys = ("person_id", "id")
    reads = Dated("punch_dtm")
    deletable = True
    left_out = (
        "exceptions",
        "geoLocation",
        "typeOverride",
        "userEnteredLaborCategories",
        "userEnteredCostCenter",
    )
    columns = table(
        person(),
        column("id", INTEGER, "Id of the punch."),
        column("punchDtm", LOCAL, "When the person punched, in local time."),
        column("roundedPunchDtm", LOCAL, "Time of the punch after rounding, in local time."),
        column("originalPunchDtm", LOCAL, "Time of the punch before it was edited, in local time."),
        ref("timeZone", "the time zone in which the punch was made", to="time_zones"),
        column("enteredOnDtm", LOCAL, "When the punch was entered in UKG."),
        column("updatedOnDtm", LOCAL, "When the punch was last changed."),
        ref("dataSource", "the source of the punch, such as a time clock"),
        ref("editByType", "the type of edit"),
        ref("orgJob", "the job that the punch applies to", to="locations"),
        ref("location", "the location", to="locations"),
        ref("position", "the position"),
        ref("workRule", "the work rule", to="work_rules"),
        ref("breakRule", "the break rule"),
        ref("deductRule", "the deduct rule"),
        COST_CENTER,
        LABOR_CATEGORIES,
        TRANSFER,
        column(
            "isPhantom",
            BOOLEAN,
            "Whether UKG generated the punch and nobody made it (a phantom punch).",
        ),
        column("isScheduled", BOOLEAN, "Whether the punch comes from the schedule."),
        column("editable", BOOLEAN, "Whether the punch can be edited."),
        column("cancelDeduct", BOOLEAN, "Whether a meal deduction is canceled."),
        column("exceptionResolved", BOOLEAN, "Whether the punch's exception is resolved."),
        column("attestationPunchEdit", BOOLEAN, "Whether an attestation edited it."),
        column("validateAsTimestamp", BOOLEAN, "Whether it was entered as a timestamp."),
        column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
        column("hasComments", BOOLEAN, "Whether there are comments."),
        COMMENT_NOTES,
    )


class WorkedShifts(Table):
    """Worked shifts, from punch in to punch out, with their total hours."""

    name = "worked_shifts"
    operation = TIMECARD
    select = "WORKED_SHIFTS"
    records = "workedShifts"
    primary_keys = ("person_id", "id")
    reads = Dated("start_date_time")
    left_out = ("workedSpans", "kindOfTimeSegments")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the worked shift."),
        column("startDateTime", LOCAL, "Start, in local time."),
        column("endDateTime", LOCAL, "End, in local time; null while the shift is in progress."),
        column("roundedStartDateTime", LOCAL, "Start after rounding, in local time."),
        column("roundedEndDateTime", LOCAL, "End after rounding, in local time."),
        ref("startTimezone", "the time zone of the start", to="time_zones"),
        ref("endTimezone", "the time zone of the end", to="time_zones"),
        ref("roundedStartTimezone", "the time zone of the rounded start", to="time_zones"),
        ref("roundedEndTimezone", "the time zone of the rounded end", to="time_zones"),
        column("shiftTotalHours", NUMBER, "Length of the shift (hours)."),
        column("inProgress", BOOLEAN, "Whether the shift is in progress."),
        column("projected", BOOLEAN, "Whether the shift is projected from the schedule."),
        column("fromSchedule", BOOLEAN, "Whether it comes from the schedule."),
        column("consolidatedScheduleSegments", BOOLEAN, "Whether schedule segments were joined."),
        column("transactionDateTime", LOCAL, "When the shift was entered."),
        column("unscheduledStartDateTime", LOCAL, "Start of unscheduled work."),
        column("unscheduledEndDateTime", LOCAL, "End of unscheduled work."),
        ref("unscheduledWorkRule", "the work rule of unscheduled work", to="work_rules"),
        ref("dataSource", "the source of the shift"),
        ref("position", "the position"),
        column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
        nested("scheduledShiftIds", [INTEGER], "Ids of the scheduled shifts that it fulfills."),
    )


class WorkedShiftSpans(Table):
    """The spans of worked shifts: time on one job between two punches."""

    name = "worked_shift_spans"
    operation = TIMECARD
    select = "WORKED_SHIFTS"
    records = "workedShifts.workedSpans"
    primary_keys = ("person_id", "worked_shift_id", "span_id")
    # A span belongs to the date of its shift, which may have started the day before.
    reads = Dated("worked_shift_start_date_time")
    left_out = ("startPunch", "endPunch")
    columns = table(
        person("^.employee"),
        column(
            "^.id", INTEGER, "Id of the worked shift.", name="worked_shift_id", to="worked_shifts"
        ),
        column(
            "^.startDateTime",
            LOCAL,
            "Start of the worked shift, in local time.",
            name="worked_shift_start_date_time",
        ),
        column("spanId", INTEGER, "Id of the span."),
        column("id", INTEGER, "Id of the worked shift, as stored in the span."),
        column("itemId", INTEGER, "Id of the time item."),
        column("orderNumber", INTEGER, "Order of the span in the shift."),
        column("startDateTime", LOCAL, "Start, in local time."),
        column("endDateTime", LOCAL, "End, in local time."),
        column("roundedStartDateTime", LOCAL, "Start after rounding, in local time."),
        column("roundedEndDateTime", LOCAL, "End after rounding, in local time."),
        ref("startTimezone", "the time zone of the start", to="time_zones"),
        ref("endTimezone", "the time zone of the end", to="time_zones"),
        column("startPunch.id", INTEGER, "Id of the punch that begins the span.", to="punches"),
        column("startPunch.punchDtm", LOCAL, "Time of that punch, in local time."),
        column("endPunch.id", INTEGER, "Id of the punch that ends the span.", to="punches"),
        column("endPunch.punchDtm", LOCAL, "Time of that punch, in local time."),
        column(
            "shiftTotal", NUMBER, "Total of the span (hours, according to UKG's documentation)."
        ),
        ref("orgJob", "the job", to="locations"),
        ref("primaryOrgJob", "the primary job", to="locations"),
        ref("workRule", "the work rule", to="work_rules"),
        ref("primaryWorkRule", "the primary work rule", to="work_rules"),
        COST_CENTER,
        LABOR_CATEGORIES,
        column("transferOrgJob", BOOLEAN, "Whether the job is a transfer."),
        column("transferWorkRule", BOOLEAN, "Whether the work rule is a transfer."),
        column("scheduledOrgJob", BOOLEAN, "Whether the job comes from the schedule."),
        column("scheduledWorkRule", BOOLEAN, "Whether the work rule comes from the schedule."),
        column("userEnteredOrgJob", BOOLEAN, "Whether a user chose the job."),
        column("userEnteredWorkRule", BOOLEAN, "Whether a user chose the work rule."),
        column("approvableByManager", BOOLEAN, "Whether the manager may approve the span."),
        column("projected", BOOLEAN, "Whether the span is projected from the schedule."),
    )
