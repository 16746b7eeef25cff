"""Timecard metrics: totals by pay code and day, and counts of exceptions."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Dated, Monthly, Table
from tap_ukg_wfm.streams.fields import COST_CENTER, DATES, LABOR_CATEGORIES, PARTIAL
from tap_ukg_wfm.streams.timekeeping.amounts import money
from tap_ukg_wfm.streams.timekeeping.timecards import EXCEPTION_TYPE
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    NUMBER,
    STRING,
    Column,
    column,
    nested,
    person,
    ref,
    table,
)

METRICS = Operation(
    "/v1/timekeeping/timecard_metrics/multi_read",
    body={
        "where": {"employeeSet": {"employees": {"ids": "$person_ids"}, "dateRange": DATES}},
        "select": "$select",
    },
    params=PARTIAL,
    person_at="employeeId.id",
    looks_ahead=True,
    batch=500,
    person_days=280_000,
)


class Totals(Table):
    """What all totals have in common.

    UKG's `unique_id` is not unique, and equal rows are valid, so `line_number` is part of the key.
    """

    operation = METRICS
    numbered = True
    primary_keys = ("person_id", "apply_date", "line_number")
    reads = Dated("apply_date")
    left_out = ("approvingManagersDataviewFields", "contributingDaysOfWeek")
    columns = table(
        person(),
        column(
            "uniqueId",
            STRING,
            "UKG's id of the total: person, date and pay code. It is not unique.",
        ),
        column("applyDate", DATE, "Date that the total applies to."),
        ref("payCode", "the pay code", to="pay_codes"),
        ref("job", "the job", to="locations"),
        ref("position", "the position"),
        column("amountType", STRING, "Unit of the pay code: HOUR, DAY or MONEY."),
        column("hoursAmount", NUMBER, "Total (hours)."),
        column("hoursAmount1", NUMBER, "Second total, if UKG calculates two (hours)."),
        column("daysAmount", NUMBER, "Total (days)."),
        column("daysAmount1", NUMBER, "Second total, if UKG calculates two (days)."),
        money("wages", "Wages"),
        money("wages1", "Scheduled wages"),
        column("wageAddition", NUMBER, "Amount added to the hourly wage (money)."),
        column(
            "wageMultiplier", NUMBER, "Factor by which the hourly wage is multiplied (a ratio)."
        ),
        column("combined", BOOLEAN, "Whether the row combines other rows."),
        column("isFromCorrection", BOOLEAN, "Whether the row comes from a correction."),
        column("jobTransfer", BOOLEAN, "Whether the job is a transfer."),
        column("laborTransfer", BOOLEAN, "Whether the labor categories are a transfer."),
        COST_CENTER,
        LABOR_CATEGORIES,
        column("startDate", DATE, "First date of grouped totals."),
        column("endDate", DATE, "Last date of grouped totals."),
        column("payPeriodNumber", INTEGER, "Number of the pay period."),
        column("payPeriodWeek", INTEGER, "Week of the pay period."),
        column("workWeekApplyDateTime", LOCAL, "Date and time that assign it to a work week."),
        column("signedOff", BOOLEAN, "Whether the pay period is signed off."),
        column("managerApprovalNeeded", BOOLEAN, "Whether a manager still has to approve it."),
        nested(
            "approvingManagers", [{"id": INTEGER, "qualifier": STRING}], "Managers who approved."
        ),
    )


class ActualTotals(Totals):
    """Worked or booked amounts: a row per person, date, pay code and job."""

    name = "actual_totals"
    select = "ACTUAL_TOTALS"
    records = "actualTotals"


# Without multiple assignments UKG may return no position; with them it counts each one separately.
POSITION = (
    Column(
        "position_id", ("position", "id"), INTEGER, "Id of the position; 0 if there is none.", 0
    ),
    Column("position_qualifier", ("position", "qualifier"), STRING, "Name of the position."),
)


class ExceptionCounts(Table):
    """Number of exceptions of each person and calendar month, by type, state and position."""

    name = "exception_counts"
    operation = METRICS
    select = (
        "EXCEPTION_TOTAL",
        "EXCEPTION_TOTAL_UNREVIEWED",
        "EXCEPTION_TOTAL_EMPLOYEE_JUSTIFIED",
        "EXCEPTION_TOTAL_MANAGER_JUSTIFIED",
        "EXCEPTION_TOTAL_AUTO_RESOLVED",
    )
    records = (
        "exceptioncounts",
        "exceptioncountsUnreviewed",
        "exceptioncountsEmployeeJustified",
        "exceptioncountsManagerJustified",
        "exceptioncountsAutoResolved",
    )
    primary_keys = (
        *("person_id", "start_date", "end_date"),
        *("exception_state", "exception_type_id", "position_id"),
    )
    reads = Monthly()
    columns = table(
        person(),
        column(
            "#",
            STRING,
            "UKG's name of the count. exceptioncounts counts all exceptions; the others count"
            " those in one state.",
            name="exception_state",
        ),
        EXCEPTION_TYPE,
        POSITION,
        column("count", INTEGER, "Number of exceptions."),
        column("uniqueId", STRING, "UKG's id of the count; it repeats in other months."),
    )
