"""What else stands on a schedule: pay code edits, leave, availability, holidays, locks and tags."""

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
    column("posted", BOOLEAN, "Whether employees see it."),
    column("postedNotificationPending", BOOLEAN, "Whether a notice is still to be sent."),
    column("postedNotified", BOOLEAN, "Whether the employee was told."),
)
LOCKED = column("locked", BOOLEAN, "Whether it is locked against changes.")
KEPT = table(
    column("generated", BOOLEAN, "Whether the scheduling engine made it."),
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
    column("startTime", STRING, "Start on its date, in local time."),
    column("endTime", STRING, "End on its date, in local time."),
    ref("payCodeRef", "the pay code", to="pay_codes"),
    column("durationInTime", INTEGER, "Duration in seconds."),
    column("durationInMinutes", STRING, "Duration as HH:mm."),
    column("durationInDays", NUMBER, "Duration in days."),
    column("moneyAmount", NUMBER, "Amount of money."),
    column("moneyCurrencyAmount.currency.currencyCode", STRING, "Currency of that amount."),
    ref("symbolicValueRef", "the symbolic amount, such as a full day"),
    column("overrideAccrual", BOOLEAN, "Whether another amount is taken from accruals."),
    column("overrideAccrualAmount", NUMBER, "Days that are taken from accruals instead."),
    column("unavailabilityAmount", STRING, "Time for which the person is unavailable."),
    column("unavailabilityInMinutes", STRING, "The same as HH:mm."),
    column("unavailabilityStartTime", STRING, "From when on the person is unavailable."),
    ref("orgJobRef", "the job", to="locations"),
    ref("primaryOrgJobRef", "the primary job", to="locations"),
    ref("position", "the position"),
    COST_CENTER,
    column("laborCategories.laborString", STRING, "Labor category entries, as text."),
    column("laborCategories.referenceId", INTEGER, "Id of the labor account."),
    nested("laborCategories.entries", LABOR_ENTRIES, "Labor category entries, one by one."),
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
            column(f"{part}Segment.durationInTime", INTEGER, f"Seconds that are {what}."),
            column(f"{part}Segment.overridden", BOOLEAN, "Whether someone overrode that amount."),
            ref(f"{part}Segment.symbolicValue", f"the symbolic amount that is {what}"),
        )
        for part, what in (("tracking", "tracked"), ("paid", "paid"))
    )
)
LEAVE_EDIT = table(
    column("id", INTEGER, "Id of the leave edit."),
    column("startDate", DATE, "First date."),
    column("endDate", DATE, "Last date."),
    column("startTime", STRING, "Start on its date, in local time."),
    column("endTime", STRING, "End on its date, in local time."),
    column("durationInTime", INTEGER, "Duration in seconds."),
    ref("leaveCase", "the leave case", to="leave_cases"),
    column("leaveCaseCode", STRING, "Code of the leave case."),
    column("leaveCaseStatus", INTEGER, "Number of the status of the leave case."),
    column("leaveCaseOfContinuousFrequency", BOOLEAN, "Whether the leave case is continuous."),
    LEAVE_SEGMENT,
    nested(
        "overrideSegments",
        [{"durationInTime": INTEGER, "leaveType": REF}],
        "Amounts in seconds (durationInTime) that override the calculated ones.",
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
    column("date", DATE, "Date for which it counts."),
    nested(
        "segments",
        [{"id": INTEGER, "startTime": STRING, "endTime": STRING, "availabilityType": REF}],
        "Parts of the day, each with how available the person is.",
    ),
    KEPT,
    RELATIONS,
)
HOLIDAY = table(
    ref("holiday", "the holiday"),
    column("displayName", STRING, "Name as people see it."),
    column("startDateTime", LOCAL, "Start, in local time."),
    column("endDateTime", LOCAL, "End, in local time."),
    column("posted", BOOLEAN, "Whether employees see it."),
    LOCKED,
    KEPT,
    RELATIONS,
)
DAY_LOCK = table(
    column("id", INTEGER, "Id of the lock."),
    column("startDateTime", LOCAL, "From when on the days are locked, in local time."),
    column("endDateTime", LOCAL, "Until when they are locked, in local time."),
    column("posted", BOOLEAN, "Whether employees see it."),
    KEPT,
    RELATIONS,
)
TAG = table(
    column("id", INTEGER, "Id of the tag."),
    column("startDateTime", LOCAL, "Start, in local time."),
    column("endDateTime", LOCAL, "End, in local time."),
    column("onCall", BOOLEAN, "Whether it is on-call duty."),
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
        "Segments: what the tag says, and for which job.",
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
    """Time that leave cases take on the schedule."""

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
    """When people can work, cannot, or would rather: date by date."""

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
    # Live tenants give a person's holiday no id of its own.
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
    """Tags on schedules, on-call duty among them."""

    name = "schedule_tags"
    operation = SCHEDULE
    select = "SCHEDULETAGS"
    records = "scheduleTags"
    primary_keys = ("id",)
    reads = Dated("start_date_time")
    deletable = True
    columns = table(person(), TAG)
