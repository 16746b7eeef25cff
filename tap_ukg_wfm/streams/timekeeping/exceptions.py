"""Timecards: exceptions and extended exceptions."""

from __future__ import annotations

from tap_ukg_wfm.streams.base import Dated, Table
from tap_ukg_wfm.streams.fields import REF
from tap_ukg_wfm.streams.timekeeping.timecards import COMMENT_NOTES, EXCEPTION_TYPE, TIMECARD
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
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

JUSTIFICATION: dict[str, Shape] = {
    "id": INTEGER,
    "durationInHours": NUMBER,
    "startDateTime": LOCAL,
    "endDateTime": LOCAL,
    "paycode": REF,
    "fromManager": BOOLEAN,
    "requireManagerApproval": BOOLEAN,
}
EXCEPTION = table(
    person(),
    column("id", INTEGER, "Id of the exception; null if UKG returns none."),
    column("applyDate", DATE, "Date that the exception applies to."),
    column("eventDate", DATE, "Date of the event."),
    EXCEPTION_TYPE,
    column("startDateTime", LOCAL, "Start, in local time."),
    column("endDateTime", LOCAL, "End, in local time."),
    ref("startTimeZone", "the time zone of the start", to="time_zones"),
    ref("endTimeZone", "the time zone of the end", to="time_zones"),
    column("justifiableStartDateTime", LOCAL, "Start of the time that can be justified."),
    column("justifiableEndDateTime", LOCAL, "End of the time that can be justified."),
    column("violationInHours", NUMBER, "Time by which the rule was violated (hours)."),
    column("overLimitInHours", NUMBER, "Time beyond the limit (hours)."),
    column("startException", BOOLEAN, "Whether it is about the start of work."),
    column("endException", BOOLEAN, "Whether it is about the end of work."),
    column("reviewed", BOOLEAN, "Whether a manager has reviewed it."),
    column("isExcusedAbsence", BOOLEAN, "Whether it is an excused absence."),
    column("isUnExcusedAbsence", BOOLEAN, "Whether it is an unexcused absence."),
    column("missingTimeStatus.id", INTEGER, "Id of the status of missing time."),
    column("missingTimeStatus.displayName", STRING, "Status of missing time, such as Pending."),
    column("transfer", BOOLEAN, "Whether it is about a transfer."),
    column("undoJustificationEnabled", BOOLEAN, "Whether a justification can be undone."),
    column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
    ref("punchEvent", "the related punch", to="punches"),
    ref("workedShift", "the related worked shift", to="worked_shifts"),
    column("scheduleItem.id", INTEGER, "Id of the related schedule item."),
    ref("scheduleItem.payCode", "the pay code of the schedule item", to="pay_codes"),
    column("scheduleItem.schedulePunchDtm", LOCAL, "Scheduled time of the punch."),
    ref("orgJob", "the job", to="locations"),
    ref("position", "the position"),
    ref("workRule", "the work rule", to="work_rules"),
    nested("justifications", [JUSTIFICATION], "Justifications; durations are in hours."),
    COMMENT_NOTES,
)


class TimecardExceptions(Table):
    """Deviations from the schedule or the rules: late, early and missed punches, absences."""

    name = "timecard_exceptions"
    operation = TIMECARD
    select = "EXCEPTIONS"
    records = "exceptions"
    numbered = True
    primary_keys = ("person_id", "apply_date", "line_number")
    reads = Dated("apply_date")
    # These are pay code edits, which are a separate stream.
    left_out = ("justifiedTimes",)
    columns = EXCEPTION


class ExtendedExceptions(Table):
    """Exceptions with the actual and the scheduled time of the punch."""

    name = "extended_exceptions"
    operation = TIMECARD
    select = "EXTENDED_EXCEPTIONS"
    records = "extendedExceptions"
    numbered = True
    primary_keys = ("person_id", "apply_date", "line_number")
    reads = Dated("apply_date")
    left_out = ("justifiedTimes",)
    columns = table(
        EXCEPTION,
        column("actualDateTime", LOCAL, "When the person punched, in local time."),
        column("scheduledDateTime", LOCAL, "When the punch was scheduled, in local time."),
        column("comments", STRING, "Comments, separated by commas."),
    )
