"""Timecards: hours that people report instead of punching, and totals as timecards show them."""

from __future__ import annotations

from tap_ukg_wfm.streams.base import Dated, Table
from tap_ukg_wfm.streams.fields import COST_CENTER, LABOR_CATEGORIES, REF
from tap_ukg_wfm.streams.timekeeping.amounts import money
from tap_ukg_wfm.streams.timekeeping.timecards import COMMENT_NOTES, TIMECARD, TRANSFER
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

CURRENCY = {"amount": NUMBER, "currencyCode": STRING}
SUMMARIES: list[Shape] = [
    {
        "id": INTEGER,
        "employee": REF,
        "position": REF,
        "applyDate": DATE,
        "startDateTime": LOCAL,
        "endDateTime": LOCAL,
        "timeItemId": INTEGER,
        "fromShift": BOOLEAN,
        "amountType": STRING,
        "durationInHours": NUMBER,
        "durationInDays": NUMBER,
        "wages": NUMBER,
        "wagesCurrency": CURRENCY,
    }
]


class HoursWorked(Table):
    """Hours that people report as a duration, instead of punching in and out."""

    name = "hours_worked"
    operation = TIMECARD
    select = "HOURS_WORKED"
    records = "hoursWorked"
    primary_keys = ("person_id", "id")
    reads = Dated("start_date_time")
    deletable = True
    left_out = ("exceptions", "userEnteredLaborCategories", "userEnteredCostCenter")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the reported hours."),
        column("itemId", INTEGER, "Id of the time item."),
        column("startDateTime", LOCAL, "Start, in local time."),
        column("endDateTime", LOCAL, "End, in local time."),
        column("durationInHours", NUMBER, "Reported duration (hours)."),
        ref("job", "the generic job", to="jobs"),
        ref("orgJob", "the job", to="locations"),
        ref("position", "the position"),
        ref("workRule", "the work rule", to="work_rules"),
        ref("dataSource", "the source of the hours"),
        ref("editByType", "the type of edit"),
        COST_CENTER,
        LABOR_CATEGORIES,
        TRANSFER,
        column("systemGenerated", BOOLEAN, "Whether UKG generated the hours."),
        column("editable", BOOLEAN, "Whether the hours can be edited."),
        column("approvableByManager", BOOLEAN, "Whether the manager may approve them."),
        column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
        column("commentsAvailable", BOOLEAN, "Whether there are comments."),
        COMMENT_NOTES,
    )


class TimecardTotals(Table):
    """Totals of each day of a timecard by pay code and job, with the employee's time zone.

    UKG returns no id for most rows, and equal rows are valid, so `line_number` is part of the key.
    """

    name = "timecard_totals"
    operation = TIMECARD
    select = "TOTALS"
    records = "totals.aggregatedTotals"
    numbered = True
    primary_keys = ("person_id", "apply_date", "line_number")
    reads = Dated("apply_date")
    columns = table(
        person(),
        ref(
            "^.employeeContext.timezone",
            "the employee's time zone",
            name="time_zone",
            to="time_zones",
        ),
        column("id", INTEGER, "Id of the total; null if UKG returns none."),
        column("applyDate", DATE, "Date that the total applies to."),
        column("startDateTime", LOCAL, "Start of the totaled time, in local time."),
        column("endDateTime", LOCAL, "End of the totaled time, in local time."),
        ref("payCode", "the pay code", to="pay_codes"),
        column("amountType", STRING, "Unit of `amount`: HOUR, DAY or MONEY."),
        column("amount", NUMBER, "Amount (hours, days or money, as `amount_type` says)."),
        column(
            "amountCurrency.amount",
            NUMBER,
            "Amount (money, in amount_currency_currency_code), if it is money.",
        ),
        column("amountCurrency.currencyCode", STRING, "ISO code of the currency."),
        money("wages", "Wages"),
        ref("job", "the generic job", to="jobs"),
        ref("orgJob", "the job", to="locations"),
        ref("location", "the location", to="locations"),
        ref("position", "the position"),
        ref("workRule", "the work rule", to="work_rules"),
        ref("costCenter", "the cost center", to="cost_centers"),
        ref("laborCategory", "the labor category", to="labor_categories"),
        ref("activity", "the activity", to="activities"),
        column("timeItemId", INTEGER, "Id of the time item."),
        ref("timeItemType", "the type of the time item"),
        column("jobTransfer", BOOLEAN, "Whether the job is a transfer."),
        column("laborCategoryTransfer", BOOLEAN, "Whether the labor category is a transfer."),
        column("approvableByManager", BOOLEAN, "Whether the manager may approve it."),
        column("managerApprovalNeeded", BOOLEAN, "Whether a manager still has to approve it."),
        column("payPeriodNumber", INTEGER, "Number of the pay period."),
        column("payPeriodWeek", INTEGER, "Week of the pay period."),
        column("workWeekApplyDateTime", LOCAL, "Date and time that assign it to a work week."),
        column("originalDate", DATE, "For a correction: the corrected date."),
        column("originalDurationInHours", NUMBER, "For a correction: duration before it (hours)."),
        column("originalDurationInDays", NUMBER, "For a correction: duration before it (days)."),
        money("originalMoneyAmount", "For a correction: amount before it"),
        column("^.totalContext.totalType", STRING, "Type of the totals.", name="total_type"),
        column(
            "^.totalContext.totalAggregationType",
            STRING,
            "What the totals are aggregated by.",
            name="total_aggregation_type",
        ),
        column(
            "^.totalContext.totalGroupByType",
            STRING,
            "What the totals are grouped by.",
            name="total_group_by_type",
        ),
    )


class DailyTotalSummaries(Table):
    """Total hours, days and money of each day of a timecard."""

    name = "daily_total_summaries"
    operation = TIMECARD
    select = "DAILY_TOTAL_SUMMARY"
    records = "dailyTotalSummary"
    primary_keys = ("person_id", "apply_date")
    reads = Dated("apply_date")
    # A running sum from the first day of the request, so it differs between requests.
    left_out = ("cumulativeTotal",)
    columns = table(
        person(),
        column("applyDate", DATE, "Date of the totals."),
        # UKG returns seconds under the name HOUR.
        column(
            "dailyTotalAmount.HOUR",
            NUMBER,
            "Total time of the day (seconds).",
            name="total_seconds",
        ),
        column(
            "dailyTotalAmount.DAY",
            NUMBER,
            "Total amount of the day that UKG counts in days (days).",
            name="total_days",
        ),
        column(
            "dailyTotalAmount.MONEY", NUMBER, "Total amount of the day (money).", name="total_money"
        ),
        nested(
            "hoursAndCostSummaries.HOUR",
            SUMMARIES,
            "Items that add up to the time; durations are in hours, wages in money.",
        ),
        nested(
            "hoursAndCostSummaries.DAY",
            SUMMARIES,
            "Items that add up to the days; durations are in days, wages in money.",
        ),
        nested(
            "hoursAndCostSummaries.MONEY", SUMMARIES, "Items that add up to the amount of money."
        ),
    )
