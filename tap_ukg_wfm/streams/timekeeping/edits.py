"""Timecards: pay code edits, historical corrections, and the log of changes."""

from __future__ import annotations

from tap_ukg_wfm.streams.base import Dated, DeleteFeed, Table
from tap_ukg_wfm.streams.fields import COST_CENTER, LABOR_CATEGORIES
from tap_ukg_wfm.streams.timekeeping.amounts import money
from tap_ukg_wfm.streams.timekeeping.timecards import CHANGES, COMMENT_NOTES, TIMECARD, TRANSFER
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
)


class PayCodeEdits(Table):
    """Hours, days or money booked on a timecard with a pay code."""

    name = "pay_code_edits"
    operation = TIMECARD
    select = "PAYCODE_EDITS"
    records = "payCodeEdits"
    primary_keys = ("person_id", "id")
    reads = Dated("apply_date")
    deletable = True
    left_out = (
        "exceptions",
        "phantomSpans",
        "userEnteredLaborCategories",
        "userEnteredCostCenter",
    )
    columns = table(
        person(),
        column("id", INTEGER, "Id of the pay code edit."),
        column("itemId", INTEGER, "Id of the time item."),
        column("applyDate", DATE, "Date that the edit applies to."),
        column("startDateTime", LOCAL, "Start, in local time."),
        column("endDateTime", LOCAL, "End, in local time."),
        ref("paycode", "the pay code", to="pay_codes"),
        column("amountType", STRING, "Unit of the edit: HOUR, DAY or MONEY."),
        column("durationInHours", NUMBER, "Booked amount (hours)."),
        column("durationInDays", NUMBER, "Booked amount (days)."),
        money("moneyAmount", "Booked amount"),
        ref("orgJob", "the job", to="locations"),
        ref("position", "the position"),
        ref("workRule", "the work rule", to="work_rules"),
        ref("dataSource", "the source of the edit"),
        ref("editByType", "the type of edit"),
        COST_CENTER,
        LABOR_CATEGORIES,
        TRANSFER,
        column(
            "overrideAcrrualAmount",
            NUMBER,
            "Accrual that the edit takes instead of the calculated one (days, from -1 to 1).",
        ),
        column("scheduleAmountType", STRING, "How the amount is derived from the schedule."),
        nested("scheduledShiftIds", [INTEGER], "Ids of the related scheduled shifts."),
        column("updateDate", DATE, "When the edit was last changed."),
        column("systemGenerated", BOOLEAN, "Whether UKG generated the edit."),
        column("editable", BOOLEAN, "Whether the edit can be changed."),
        column("approvableByManager", BOOLEAN, "Whether the manager may approve it."),
        column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
        column("commentsAvailable", BOOLEAN, "Whether there are comments."),
        COMMENT_NOTES,
    )


class HistoricalCorrections(Table):
    """Corrections of signed-off days, booked on a later date."""

    name = "historical_corrections"
    operation = TIMECARD
    select = "HISTORICAL_CORRECTIONS"
    records = "historicalCorrections"
    primary_keys = ("person_id", "id")
    reads = Dated("apply_date")
    left_out = ("userEnteredLaborCategories", "userEnteredCostCenter")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the correction."),
        column("applyDate", DATE, "Date that the correction is booked on."),
        column("originalDate", DATE, "Date that is corrected."),
        ref("paycode", "the pay code", to="pay_codes"),
        ref("wagePaycode", "the pay code of the wages", to="pay_codes"),
        column("payCodeType", STRING, "REGULAR or CASCADE."),
        column("durationInHours", NUMBER, "Amount after the correction (hours)."),
        column("durationInDays", NUMBER, "Amount after the correction (days)."),
        column("moneyAmount", NUMBER, "Amount after the correction (money)."),
        column("originalDurationInHours", NUMBER, "Amount before the correction (hours)."),
        column("originalDurationInDays", NUMBER, "Amount before the correction (days)."),
        column("originalMoneyAmount", NUMBER, "Amount before the correction (money)."),
        column("wages", NUMBER, "Wages of the correction (money)."),
        ref("orgJob", "the job", to="locations"),
        ref("position", "the position"),
        ref("workRule", "the work rule", to="work_rules"),
        ref("dataSource", "the source of the correction"),
        TRANSFER,
        column("includeInTotals", BOOLEAN, "Whether the totals of the apply date include it."),
        column("isAged", BOOLEAN, "Whether the apply date is also signed off."),
        column("isPending", BOOLEAN, "Whether the correction is not saved yet."),
        COMMENT_NOTES,
    )


class TimecardChanges(Table):
    """The log of changes to punches, pay code edits and hours worked, deletions included."""

    name = "timecard_changes"
    operation = CHANGES
    select = "timecardChanges"
    records = "timecardChanges"
    primary_keys = ("id", "element_type", "change_type", "change_date_time")
    reads = Dated("change_date_time")
    deletes = DeleteFeed(
        kind="element_type",
        change="change_type",
        gone="DELETE",
        at="change_date_time",
        day="transaction_date_time",
        streams={
            "PUNCH": "punches",
            "PAYCODEEDIT": "pay_code_edits",
            "HOURSWORKED": "hours_worked",
        },
    )
    columns = table(
        person(),
        column("id", INTEGER, "Id of the punch, edit or other element that changed."),
        column("elementType", STRING, "What changed: PUNCH, PAYCODEEDIT, HOURSWORKED, ..."),
        column("changeType", STRING, "ADD, UPDATE or DELETE."),
        column("changeDateTime", LOCAL, "When the item changed."),
        column(
            "transactionDateTime", LOCAL, "Date and time on the timecard that the change is about."
        ),
        column("dataSource", STRING, "Source of the change in UKG."),
        ref("paycode", "the pay code of a changed edit", to="pay_codes"),
        column("durationInHours", NUMBER, "Amount of the edit (hours)."),
        column("durationInDays", NUMBER, "Amount of the edit (days)."),
        column("moneyAmount", NUMBER, "Amount of the edit (money)."),
        ref("position", "the position"),
        column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
        column("status", STRING, "For a requested change: SUBMITTED, APPROVED or REFUSED."),
        column("statusChangeDateTime", LOCAL, "When the status changed."),
        column("hasComments", BOOLEAN, "Whether there are comments."),
    )
