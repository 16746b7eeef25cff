"""Timecard metrics: totals by pay code and day, accrual balances and transactions."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Dated, Monthly, Table
from tap_ukg_wfm.streams.timekeeping.timecards import COST_CENTER, DATES, LABOR_CATEGORIES, PARTIAL
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
CURRENCY = "ISO code of the currency."


def money(source: str, what: str) -> Columns:
    """An amount of money: the plain number, and the same with its currency."""
    return table(
        column(source, NUMBER, f"{what}."),
        column(f"{source}Currency.amount", NUMBER, f"{what}, in the currency beside it."),
        column(f"{source}Currency.currencyCode", STRING, CURRENCY),
    )


def amounts(stem: str, what: str) -> Columns:
    """An amount in hours, in days and in money."""
    return table(
        column(f"{stem}HoursAmount", NUMBER, f"{what}, in hours."),
        column(f"{stem}DaysAmount", NUMBER, f"{what}, in days."),
        money(f"{stem}MoneyAmount", f"{what}, in money"),
    )


def balances(stem: str, what: str) -> Columns:
    """A balance in hours, in days and in money, as daily summaries name them."""
    return table(
        column(f"{stem}Hours", NUMBER, f"{what}, in hours."),
        column(f"{stem}Days", NUMBER, f"{what}, in days."),
        money(f"{stem}MoneyAmount", f"{what}, in money"),
    )


class Totals(Table):
    """What all totals have in common, whatever they count.

    UKG's `unique_id` is not unique and equal lines are real, so `line_number` tells lines apart.
    """

    operation = METRICS
    numbered = True
    primary_keys = ("person_id", "apply_date", "line_number")
    reads = Dated("apply_date")
    left_out = ("approvingManagersDataviewFields", "contributingDaysOfWeek")
    columns = table(
        person(),
        column("uniqueId", STRING, "Person, date and pay code; equal for several lines at times."),
        column("applyDate", DATE, "Date for which the total counts."),
        ref("payCode", "the pay code"),
        ref("job", "the job"),
        ref("position", "the position"),
        column("amountType", STRING, "What is counted: HOUR, DAY or MONEY."),
        column("hoursAmount", NUMBER, "Hours."),
        column("hoursAmount1", NUMBER, "Hours, counted the other way."),
        column("daysAmount", NUMBER, "Days."),
        column("daysAmount1", NUMBER, "Days, counted the other way."),
        money("wages", "Wages"),
        money("wages1", "Scheduled wages"),
        column("wageAddition", NUMBER, "Amount added to the wage."),
        column("wageMultiplier", NUMBER, "Factor on the wage."),
        column("combined", BOOLEAN, "Whether the line sums up others."),
        column("isFromCorrection", BOOLEAN, "Whether the line comes from a correction."),
        column("jobTransfer", BOOLEAN, "Whether the job is a transfer."),
        column("laborTransfer", BOOLEAN, "Whether the labor categories are a transfer."),
        COST_CENTER,
        LABOR_CATEGORIES,
        column("startDate", DATE, "First date of grouped totals."),
        column("endDate", DATE, "Last date of grouped totals."),
        column("payPeriodNumber", INTEGER, "Number of the pay period."),
        column("payPeriodWeek", INTEGER, "Week of the pay period."),
        column("workWeekApplyDateTime", LOCAL, "When it counts for the work week."),
        column("signedOff", BOOLEAN, "Whether the pay period is signed off."),
        column("managerApprovalNeeded", BOOLEAN, "Whether a manager still has to approve it."),
        nested(
            "approvingManagers", [{"id": INTEGER, "qualifier": STRING}], "Managers who approved."
        ),
    )


class ActualTotals(Totals):
    """What was actually worked or booked: a line per person, date, pay code and job."""

    name = "actual_totals"
    select = "ACTUAL_TOTALS"
    records = "actualTotals"


class ExceptionCounts(Table):
    """How many exceptions of each type each person has in each calendar month, by their state."""

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
    primary_keys = ("person_id", "start_date", "end_date", "exception_state", "exception_type_id")
    reads = Monthly()
    columns = table(
        person(),
        column(
            "#",
            STRING,
            "UKG's name of the count: exceptioncounts are all, the others those in one state.",
            name="exception_state",
        ),
        column("exceptionType.id", INTEGER, "Id of the type of exception."),
        column("exceptionType.name", STRING, "Type of exception, as UKG knows it: LATE_IN."),
        column("exceptionType.displayName", STRING, "Type of exception, as people see it."),
        column("exceptionType.category", STRING, "Category of the type of exception."),
        column("exceptionType.description", STRING, "Description of the type of exception."),
        column("count", INTEGER, "How many there are."),
        column("uniqueId", STRING, "UKG's id of the count; other windows have the same."),
    )


class AccrualBalances(Table):
    """The balance of each accrual code of each person at the end of each day."""

    name = "accrual_balances"
    operation = METRICS
    select = "ACCRUAL_SUMMARY"
    records = "accrualSummaryData.dailySummaries"
    primary_keys = ("person_id", "accrual_code_id", "balance_date")
    reads = Dated("balance_date")
    columns = table(
        person("^.employee"),
        column("^.accrualCode.id", INTEGER, "Id of the accrual code."),
        column("^.accrualCode.name", STRING, "Name of the accrual code."),
        column("balanceDate", DATE, "Date of the balance."),
        column("reportingPeriod", STRING, "Reporting period to which the date belongs."),
        balances("availableBalance", "What is available"),
        balances("earnedToDate", "What was earned so far"),
        balances("takingToDate", "What was taken so far"),
        balances("plannedTaking", "What is planned to be taken"),
        balances("pendingGrant", "What is still to be granted"),
        column("currentBalance.balanceDate", DATE, "Date of the current balance."),
        amounts("currentBalance.vested", "Vested part of the balance"),
        amounts("currentBalance.probation", "Part of the balance on probation"),
    )


class AccrualTransactions(Table):
    """What changed accrual balances: grants, takings, resets, adjustments."""

    name = "accrual_transactions"
    operation = METRICS
    select = "ACCRUAL_TRANSACTIONS"
    records = "accrualTransactions"
    primary_keys = ("accrual_trans_id",)
    reads = Dated("effective_date")
    left_out = ("person",)
    columns = table(
        person(),
        column("accrualTransId", STRING, "Id of the transaction."),
        column("accrualCode.id", INTEGER, "Id of the accrual code."),
        column("accrualCode.name", STRING, "Name of the accrual code."),
        column("accrualCodeAmountType", STRING, "What the code counts: HOUR, DAY or MONEY."),
        column("effectiveDate", DATE, "Date from which the transaction counts."),
        column("endDate", LOCAL, "Date until which it counts."),
        column("originalDate", DATE, "Date of the transaction that it corrects."),
        column("type", STRING, "GRANT, TAKEN, ACCRUAL_RESET, EARNING_ADJUSTMENT, ..."),
        column("typeStr", STRING, "The type, as people see it."),
        column("hoursAmount", NUMBER, "Hours; takings are negative."),
        column("daysAmount", NUMBER, "Days; takings are negative."),
        money("moneyAmount", "Money; takings are negative"),
        amounts("grant", "Grant"),
        amounts("carryForward", "What is carried forward"),
        amounts("limit", "Limit"),
        amounts("probation", "What is on probation"),
        amounts("original", "Amount before"),
        column("payCode.id", INTEGER, "Id of the pay code of a taking."),
        column("payCode.name", STRING, "Name of the pay code of a taking."),
        column("toAccrualCode.id", INTEGER, "Id of the accrual code to which it was moved."),
        column("toAccrualCode.name", STRING, "Name of the accrual code to which it was moved."),
        ref("toPerson", "the person to whom it was given"),
        ref("editedBy", "the user who edited it"),
        ref("dataSource", "the source of the transaction"),
        column("enteredOnDateTime", LOCAL, "When it was entered."),
        column("updateDatetm", LOCAL, "When it was last changed."),
        column("newFTEAmt", NUMBER, "Full-time equivalency after."),
        column("oldFTEAmt", NUMBER, "Full-time equivalency before."),
        column("disqualified", BOOLEAN, "Whether it is disqualified."),
        column("excluded", BOOLEAN, "Whether it is excluded."),
        column("suspended", BOOLEAN, "Whether it is suspended."),
        column("onProbation", BOOLEAN, "Whether it is on probation."),
        column("fromTransition", BOOLEAN, "Whether it comes from a change of profile."),
        column("spcededByReset", BOOLEAN, "Whether a reset superseded it."),
        column("systemGeneratedNum", INTEGER, "Number that UKG gave by itself."),
    )
