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
    """Hours with start and end: stretches of one pay code and job, as UKG's rules cut them.

    The parts of a span that is cut share its id, so `line_number` tells segments apart.
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
        column("orderNumber", INTEGER, "Place of the segment in the day."),
        column("segmentTypeId", INTEGER, "Id of the type of the segment."),
        column("applyDate", DATE, "Date for which the segment counts."),
        column("startDateTime", LOCAL, "Start, in local time; null for a booked amount."),
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
    """Hours, days or money that a holiday credits on a timecard."""

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
        column("applyDate", DATE, "Date for which the credit counts."),
        column("holidayDisplayName", STRING, "Name of the holiday, as people see it."),
        column("startDateTime", LOCAL, "Start, in local time."),
        column("endDateTime", LOCAL, "End, in local time."),
        column("amountType", STRING, "Unit of the credit: HOUR, DAY or MONEY."),
        column("durationInHours", NUMBER, "Credit (hours)."),
        column("durationInDays", NUMBER, "Credit (days)."),
        money("moneyAmount", "Credit"),
        ref("scheduleAmountType", "the way in which the schedule gives the amount"),
        ref("position", "the position"),
        COST_CENTER,
        LABOR_CATEGORIES,
        TRANSFER,
        column("systemGenerated", BOOLEAN, "Whether UKG made the credit by itself."),
        column("editable", BOOLEAN, "Whether the credit can be edited."),
        column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
        COMMENT_NOTES,
    )


def side(name: str, what: str) -> Columns:
    """Where an amount was, or where it went."""
    return table(
        ref(f"{name}Paycode", f"the pay code {what}", to="pay_codes"),
        ref(f"{name}OrgJob", f"the job {what}", to="locations"),
        ref(f"{name}WorkRule", f"the work rule {what}", to="work_rules"),
        ref(f"{name}CostCenter.costCenter", f"the cost center {what}", to="cost_centers"),
        column(
            f"{name}CostCenter.referenceId", INTEGER, f"Id of the cost center's account {what}."
        ),
        column(f"{name}LaborCategories.laborString", STRING, f"Labor category entries {what}."),
        column(f"{name}LaborCategories.referenceId", INTEGER, f"Id of the labor account {what}."),
        nested(
            f"{name}LaborCategories.entries",
            LABOR_ENTRIES,
            f"Labor category entries {what}, one by one.",
        ),
    )


class MovedAmounts(Table):
    """Hours, days or money that somebody moved from one pay code or job to another."""

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
        column("applyDate", DATE, "Date for which the move counts."),
        column("amountType", STRING, "Unit of what is moved: HOUR, DAY or MONEY."),
        column("durationInHours", NUMBER, "Moved amount (hours)."),
        column("durationInDays", NUMBER, "Moved amount (days)."),
        money("moneyAmount", "Moved amount"),
        side("source", "from which it was moved"),
        ref("sourcePosition", "the position from which it was moved"),
        side("target", "to which it was moved"),
        ref("dataSource", "the source of the move"),
        ref("editByType", "the kind of edit"),
        column("systemGenerated", BOOLEAN, "Whether UKG made the move by itself."),
        column("commentsAvailable", BOOLEAN, "Whether there are comments."),
        COMMENT_NOTES,
    )
