"""Timecards: processed segments, holiday credits and moved amounts."""

from __future__ import annotations

from tap_ukg_wfm.streams.base import Dated, Table
from tap_ukg_wfm.streams.fields import COST_CENTER, LABOR_CATEGORIES, LABOR_ENTRIES
from tap_ukg_wfm.streams.timekeeping.amounts import money
from tap_ukg_wfm.streams.timekeeping.timecards import COMMENT_NOTES, TIMECARD, TRANSFER
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    NUMBER,
    STRING,
    Columns,
    column,
    nested,
    person,
    ref,
    table,
)


class ProcessedSegments(Table):
    """Time segments of one pay code and job, with start and end, as UKG's rules split them.

    The parts of a split span share its id, so `line_number` is part of the key.
    """

    name = "processed_segments"
    operation = TIMECARD
    select = "PROCESSED_SEGMENTS"
    records = "processedSegments"
    numbered = True
    primary_keys = ("person_id", "apply_date", "line_number")
    reads = Dated("apply_date")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the segment."),
        column("itemId", INTEGER, "Id of the time item."),
        column("orderNumber", INTEGER, "Order of the segment in the day."),
        column("segmentTypeId", INTEGER, "Id of the segment type."),
        column("applyDate", DATE, "Date that the segment applies to."),
        column(
            "startDateTime",
            LOCAL,
            "Start, in local time; null if an amount was booked without times.",
        ),
        column("endDateTime", LOCAL, "End, in local time; null while it is in progress."),
        column("roundedStartDateTime", LOCAL, "Start after rounding, in local time."),
        column("roundedEndDateTime", LOCAL, "End after rounding, in local time."),
        column("durationInSeconds", INTEGER, "Duration (seconds)."),
        column("durationInDays", NUMBER, "Duration (days)."),
        column("moneyAmount", NUMBER, "Amount (money)."),
        ref("paycode", "the pay code", to="pay_codes"),
        ref("orgJob", "the job", to="locations"),
        ref("workrule", "the work rule", to="work_rules"),
        column("laborAccountId", INTEGER, "Id of the labor account."),
        COST_CENTER,
        LABOR_CATEGORIES,
        TRANSFER,
        column("inProgress", BOOLEAN, "Whether the segment is still in progress."),
        column("projected", BOOLEAN, "Whether the segment is projected from the schedule."),
    )


class HolidayCredits(Table):
    """Hours, days or money credited on a timecard for a holiday."""

    name = "holiday_credits"
    operation = TIMECARD
    select = "HOLIDAY_CREDITS"
    records = "workHolidayCredits"
    primary_keys = ("person_id", "id")
    reads = Dated("apply_date")
    left_out = ("exceptions",)
    columns = table(
        person(),
        column("id", INTEGER, "Id of the holiday credit."),
        column("applyDate", DATE, "Date that the credit applies to."),
        column("holidayDisplayName", STRING, "Display name of the holiday."),
        column("startDateTime", LOCAL, "Start, in local time."),
        column("endDateTime", LOCAL, "End, in local time."),
        column("amountType", STRING, "Unit of the credit: HOUR, DAY or MONEY."),
        column("durationInHours", NUMBER, "Credit (hours)."),
        column("durationInDays", NUMBER, "Credit (days)."),
        money("moneyAmount", "Credit"),
        ref("scheduleAmountType", "the way the amount is derived from the schedule"),
        ref("position", "the position"),
        COST_CENTER,
        LABOR_CATEGORIES,
        TRANSFER,
        column("systemGenerated", BOOLEAN, "Whether UKG generated the credit."),
        column("editable", BOOLEAN, "Whether the credit can be edited."),
        column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
        COMMENT_NOTES,
    )


def side(name: str, what: str) -> Columns:
    """The source or the target of a moved amount."""
    return table(
        ref(f"{name}Paycode", f"the pay code {what}", to="pay_codes"),
        ref(f"{name}OrgJob", f"the job {what}", to="locations"),
        ref(f"{name}WorkRule", f"the work rule {what}", to="work_rules"),
        ref(f"{name}CostCenter.costCenter", f"the cost center {what}", to="cost_centers"),
        column(
            f"{name}CostCenter.referenceId",
            INTEGER,
            f"Id of the labor account of the cost center {what}.",
        ),
        column(f"{name}LaborCategories.laborString", STRING, f"Labor category entries {what}."),
        column(f"{name}LaborCategories.referenceId", INTEGER, f"Id of the labor account {what}."),
        nested(
            f"{name}LaborCategories.entries",
            LABOR_ENTRIES,
            f"Labor category entries {what}, one list item each.",
        ),
    )


class MovedAmounts(Table):
    """Hours, days or money moved from one pay code or job to another."""

    name = "moved_amounts"
    operation = TIMECARD
    select = "MOVE_AMOUNTS"
    records = "moveAmounts"
    primary_keys = ("person_id", "id")
    reads = Dated("apply_date")
    left_out = (
        "sourceUserEnteredCostCenter",
        "sourceUserEnteredLaborCategories",
        "targetUserEnteredCostCenter",
        "targetUserEnteredLaborCategories",
    )
    columns = table(
        person(),
        column("id", INTEGER, "Id of the move."),
        column("itemId", INTEGER, "Id of the time item."),
        column("applyDate", DATE, "Date that the move applies to."),
        column("amountType", STRING, "Unit of the moved amount: HOUR, DAY or MONEY."),
        column("durationInHours", NUMBER, "Moved amount (hours)."),
        column("durationInDays", NUMBER, "Moved amount (days)."),
        money("moneyAmount", "Moved amount"),
        side("source", "that the amount was moved from"),
        ref("sourcePosition", "the position that the amount was moved from"),
        side("target", "that the amount was moved to"),
        ref("dataSource", "the source of the move"),
        ref("editByType", "the type of edit"),
        column("systemGenerated", BOOLEAN, "Whether UKG generated the move."),
        column("commentsAvailable", BOOLEAN, "Whether there are comments."),
        COMMENT_NOTES,
    )
