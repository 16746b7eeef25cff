"""Other items on schedules: pay code edits, leave, availability, holidays, locks and tags."""

from __future__ import annotations

from tap_ukg_wfm.streams.base import Dated, Spanning, Table
from tap_ukg_wfm.streams.fields import COMMENT_NOTES, COST_CENTER, REF
from tap_ukg_wfm.streams.scheduling.shifts import RELATIONS, SCHEDULE
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    NUMBER,
    STRING,
    column,
    nested,
    person,
    ref,
    table,
    version,
)

POSTED = table(
    column("posted", BOOLEAN, "Whether it is posted, so that employees see it."),
    column("postedNotificationPending", BOOLEAN, "Whether a notification has yet to be sent."),
    column("postedNotified", BOOLEAN, "Whether the employee was notified."),
)
LOCKED = column("locked", BOOLEAN, "Whether it is locked against changes.")
KEPT = table(
    column("generated", BOOLEAN, "Whether the schedule engine generated it."),
    column("deleted", BOOLEAN, "Whether it is deleted."),
    version(),
)
LABOR_ENTRIES = [{"laborCategory": REF, "entry": REF}]
TRANSFERS = table(
    column("transferString", STRING, "The transfer, as text."),
    column("transferOrgJob", BOOLEAN, "Whether the job is a transfer."),
    column("transferCostCenter", BOOLEAN, "Whether the cost center is a transfer."),
    column("transferLaborCategories", BOOLEAN, "Whether the labor categories are a transfer."),
    column("userEnteredOrgJob", BOOLEAN, "Whether a user chose the job."),
    column("userEnteredCostCenter", BOOLEAN, "Whether a user chose the cost center."),
)
PAY_CODE_EDIT = table(
    column("id", INTEGER, "Id of the pay code edit."),
    column("startDate", DATE, "First date."),
    column("endDate", DATE, "Last date."),
    column("startTime", STRING, "Time of day at which it starts, in local time."),
    column("endTime", STRING, "Time of day at which it ends, in local time."),
    ref("payCodeRef", "the pay code", to="pay_codes"),
    column("durationInTime", INTEGER, "Duration in seconds."),
    column("durationInMinutes", STRING, "Duration as HH:mm."),
    column("durationInDays", NUMBER, "Duration in days."),
    column("moneyAmount", NUMBER, "Amount, in money."),
    column(
        "moneyCurrencyAmount.currency.currencyCode",
        STRING,
        "ISO code of the currency of the amount.",
    ),
    ref("symbolicValueRef", "the symbolic amount, such as a full day"),
    column("overrideAccrual", BOOLEAN, "Whether a different amount is taken from accruals."),
    column(
        "overrideAccrualAmount",
        NUMBER,
        "Days taken from accruals instead of the calculated amount.",
    ),
    column("unavailabilityAmount", STRING, "How long the person is unavailable."),
    column("unavailabilityInMinutes", STRING, "How long the person is unavailable, as HH:mm."),
    column("unavailabilityStartTime", STRING, "When the person becomes unavailable."),
    ref("orgJobRef", "the job", to="locations"),
    ref("primaryOrgJobRef", "the primary job", to="locations"),
    ref("position", "the position"),
    COST_CENTER,
    column("laborCategories.laborString", STRING, "Labor category entries, as text."),
    column("laborCategories.referenceId", INTEGER, "Id of the labor account."),
    nested("laborCategories.entries", LABOR_ENTRIES, "Labor category entries, one list item each."),
    TRANSFERS,
    POSTED,
    LOCKED,
    KEPT,
    RELATIONS,
    COMMENT_NOTES,
)
PAY_CODE_EDIT_LEFT_OUT = (
    "coverageSpans",
    "payCodeEditRelations",
    "primaryCostCenter",
    "primaryLaborCategories",
    "userEnteredLaborCategories",
    "moneyCurrencyAmount.amount",
    "moneyCurrencyAmount.currency.currencyId",
    "moneyCurrencyAmount.currency.currencyDisplayName",
)
LEAVE_SEGMENT = table(
    *(
        table(
            column(f"{part}Segment.id", INTEGER, f"Id of the {what} part."),
            column(
                f"{part}Segment.durationInTime", INTEGER, f"{what.capitalize()} time (seconds)."
            ),
            column(f"{part}Segment.overridden", BOOLEAN, "Whether the amount was overridden."),
            ref(f"{part}Segment.symbolicValue", f"the symbolic amount of the {what} part"),
        )
        for part, what in (("tracking", "tracked"), ("paid", "paid"))
    )
)
LEAVE_EDIT = table(
    column("id", INTEGER, "Id of the leave edit."),
    column("startDate", DATE, "First date."),
    column("endDate", DATE, "Last date."),
    column("startTime", STRING, "Time of day at which it starts, in local time."),
    column("endTime", STRING, "Time of day at which it ends, in local time."),
    column("durationInTime", INTEGER, "Duration in seconds."),
    ref("leaveCase", "the leave case", to="leave_cases"),
    column("leaveCaseCode", STRING, "Code of the leave case."),
    column("leaveCaseStatus", INTEGER, "Numeric status of the leave case."),
    column("leaveCaseOfContinuousFrequency", BOOLEAN, "Whether the leave case is continuous."),
    LEAVE_SEGMENT,
    nested(
        "overrideSegments",
        [{"durationInTime": INTEGER, "leaveType": REF}],
        "Amounts that override the calculated ones; durationInTime is in seconds.",
    ),
    ref("position", "the position"),
    ref("transfer.orgJob", "the job", to="locations"),
    ref("transfer.primaryJob", "the primary job", to="locations"),
    ref(
        "transfer.costCenter.costCenter",
        "the cost center",
        name="transfer_cost_center",
        to="cost_centers",
    ),
    column("transfer.laborCategories.laborString", STRING, "Labor category entries, as text."),
    nested("transfer.laborCategories.entries", LABOR_ENTRIES, "Labor category entries."),
    column("transfer.transferString", STRING, "The transfer, as text."),
    column("transfer.transferOrgJob", BOOLEAN, "Whether the job is a transfer."),
    column("transfer.transferCostCenter", BOOLEAN, "Whether the cost center is a transfer."),
    column("transfer.transferLaborCategories", BOOLEAN, "Whether labor categories are a transfer."),
    column("transfer.userEnteredOrgJob", BOOLEAN, "Whether a user chose the job."),
    column("transfer.userEnteredCostCenter", BOOLEAN, "Whether a user chose the cost center."),
    POSTED,
    LOCKED,
    KEPT,
    RELATIONS,
    COMMENT_NOTES,
)
AVAILABILITY = table(
    column("id", INTEGER, "Id of the availability."),
    column("date", DATE, "Date of the availability."),
    nested(
        "segments",
        [{"id": INTEGER, "startTime": STRING, "endTime": STRING, "availabilityType": REF}],
        "Parts of the day, each with the person's availability.",
    ),
    KEPT,
    RELATIONS,
)
HOLIDAY = table(
    ref("holiday", "the holiday"),
    column("displayName", STRING, "Display name."),
    column("startDateTime", LOCAL, "Start, in local time."),
    column("endDateTime", LOCAL, "End, in local time."),
    column("posted", BOOLEAN, "Whether it is posted, so that employees see it."),
    LOCKED,
    KEPT,
    RELATIONS,
)
DAY_LOCK = table(
    column("id", INTEGER, "Id of the lock."),
    column("startDateTime", LOCAL, "Start of the locked period, in local time."),
    column("endDateTime", LOCAL, "End of the locked period, in local time."),
    column("posted", BOOLEAN, "Whether it is posted, so that employees see it."),
    KEPT,
    RELATIONS,
)
TAG = table(
    column("id", INTEGER, "Id of the tag."),
    column("startDateTime", LOCAL, "Start, in local time."),
    column("endDateTime", LOCAL, "End, in local time."),
    column("onCall", BOOLEAN, "Whether it is on-call work."),
    ref("position", "the position"),
    nested(
        "segments",
        [
            {
                "id": INTEGER,
                "segmentType": STRING,
                "tagDefinitionRef": REF,
                "scheduleTagColor": STRING,
                "scheduleTagIconClass": STRING,
                "orgJobRef": REF,
                "primaryOrgJobRef": REF,
                "workruleRef": REF,
                "primaryWorkruleRef": REF,
                "costCenter": {"costCenter": REF, "referenceId": INTEGER},
                "laborCategories": {
                    "entries": LABOR_ENTRIES,
                    "laborString": STRING,
                    "referenceId": INTEGER,
                },
                "transferString": STRING,
                "transferOrgJob": BOOLEAN,
                "transferWorkrule": BOOLEAN,
            }
        ],
        "Segments, each with its tag and job.",
    ),
    POSTED,
    KEPT,
    RELATIONS,
    COMMENT_NOTES,
)


class SchedulePayCodeEdits(Table):
    """Pay code edits on the schedule, such as planned absences."""

    name = "schedule_pay_code_edits"
    operation = SCHEDULE
    select = "PAYCODEEDITS"
    records = "payCodeEdits"
    primary_keys = ("id",)
    reads = Spanning("start_date")
    deletable = True
    left_out = PAY_CODE_EDIT_LEFT_OUT
    columns = table(person(), PAY_CODE_EDIT)


class ScheduleLeaveEdits(Table):
    """Time that leave cases take up on the schedule."""

    name = "schedule_leave_edits"
    operation = SCHEDULE
    select = "LEAVEEDITS"
    records = "leaveEdits"
    primary_keys = ("id",)
    reads = Spanning("start_date")
    deletable = True
    left_out = (
        "transfer.costCenter.referenceId",
        "transfer.laborCategories.referenceId",
        "transfer.primaryCostCenter",
        "transfer.primaryLaborCategories",
        "transfer.userEnteredLaborCategories",
    )
    columns = table(person(), LEAVE_EDIT)


class Availabilities(Table):
    """Availability of people by date: when they can work, cannot work, or prefer to work."""

    name = "availabilities"
    operation = SCHEDULE
    select = "AVAILABILITIES"
    records = "availabilities"
    primary_keys = ("id",)
    reads = Dated("date")
    columns = table(person(), AVAILABILITY)


class ScheduleHolidays(Table):
    """Holidays on people's schedules."""

    name = "schedule_holidays"
    operation = SCHEDULE
    select = "HOLIDAYS"
    records = "holidays"
    # Tenants return no id for a person's holiday.
    primary_keys = ("person_id", "holiday_id", "start_date_time")
    reads = Spanning("start_date_time")
    left_out = ("id",)
    columns = table(person(), HOLIDAY)


class ScheduleDayLocks(Table):
    """Days of people's schedules that are locked against changes."""

    name = "schedule_day_locks"
    operation = SCHEDULE
    select = "DAYLOCKS"
    records = "dayLocks"
    primary_keys = ("id",)
    reads = Spanning("start_date_time")
    deletable = True
    columns = table(person(), DAY_LOCK)


class ScheduleTags(Table):
    """Tags on schedules, such as on-call work."""

    name = "schedule_tags"
    operation = SCHEDULE
    select = "SCHEDULETAGS"
    records = "scheduleTags"
    primary_keys = ("id",)
    reads = Dated("start_date_time")
    deletable = True
    columns = table(person(), TAG)
