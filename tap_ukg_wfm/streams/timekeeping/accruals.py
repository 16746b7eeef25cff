"""Accruals: balances as of a date, and the transactions that changed them."""

from __future__ import annotations

from dataclasses import replace

from tap_ukg_wfm.streams.base import AsOf, Dated, Table
from tap_ukg_wfm.streams.timekeeping.amounts import amounts, balance, exact, money
from tap_ukg_wfm.streams.timekeeping.metrics import METRICS
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    NUMBER,
    STRING,
    Columns,
    Shape,
    column,
    nested,
    person,
    ref,
    snake,
    table,
)

CURRENCY: dict[str, Shape] = {"amount": NUMBER, "currencyCode": STRING}
BALANCE: dict[str, Shape] = {
    "balanceDate": LOCAL,
    "vestedHoursAmount": NUMBER,
    "vestedDaysAmount": NUMBER,
    "vestedMoneyAmount": NUMBER,
    "vestedMoneyAmountCurrency": CURRENCY,
    "vestedDurationInSeconds": INTEGER,
    "probationHoursAmount": NUMBER,
    "probationDaysAmount": NUMBER,
    "probationMoneyAmount": NUMBER,
    "probationMoneyAmountCurrency": CURRENCY,
    "probationDurationInSeconds": INTEGER,
}


def accrual_code(source: str, what: str) -> Columns:
    """An accrual code, with its unit and settings."""
    return table(
        column(f"{source}.id", INTEGER, f"Id of {what}.", to="accrual_codes"),
        column(f"{source}.name", STRING, f"Name of {what}."),
        column(f"{source}.shortName", STRING, f"Short name of {what}."),
        column(f"{source}.typeId", INTEGER, f"Id of the unit of {what}."),
        column(f"{source}.typeName", STRING, f"Unit of {what}, such as Hour."),
        column(f"{source}.hoursPerDay", NUMBER, f"Length of a day of {what} (hours)."),
        column(f"{source}.hoursPerDayInSeconds", INTEGER, f"Length of a day of {what} (seconds)."),
        column(f"{source}.allowEdit", BOOLEAN, f"Whether people may edit {what}."),
        column(f"{source}.isTrackingAccrual", BOOLEAN, f"Whether {what} only tracks time taken."),
    )


def parts(source: str, what: str, name: str) -> Columns:
    """A balance with its vested part and the part on probation; the column names begin with `name`."""
    columns = table(
        column(f"{source}.balanceDate", DATE, f"Date of {what}."),
        amounts(f"{source}.vested", f"Vested part of {what}"),
        exact(f"{source}.vestedDurationInSeconds", f"Vested part of {what}"),
        amounts(f"{source}.probation", f"Part of {what} on probation"),
        exact(f"{source}.probationDurationInSeconds", f"Part of {what} on probation"),
    )
    stem = snake(source)
    return tuple(replace(one, name=name + one.name.removeprefix(stem)) for one in columns)


class AccrualBalances(Table):
    """The balance of each accrual code of each person as of single dates, at the end of the day.

    UKG returns one balance per request, that of its last day, so each date needs its own request:
    today (the latest date that has begun in every time zone) in every run, each month end in the
    look-back period, start_date on the first load, and the dates in `accrual_balance_dates`.
    """

    name = "accrual_balances"
    operation = METRICS
    select = "ACCRUAL_SUMMARY"
    records = "accrualSummaryData.dailySummaries"
    primary_keys = ("person_id", "accrual_code_id", "balance_date")
    reads = AsOf("balance_date", "accrual_balance_dates")
    columns = table(
        person("^.employee"),
        accrual_code("^.accrualCode", "the accrual code"),
        column("balanceDate", DATE, "Date of the balance."),
        column(
            "reportingPeriod",
            STRING,
            "Reporting period of the date, as text in the locale of the API user.",
        ),
        balance("availableBalance", "Available balance"),
        exact("availableBalanceInSeconds", "Available balance"),
        balance("earnedToDate", "Earned in the reporting period up to the date"),
        balance("takingToDate", "Taken in the reporting period up to the date"),
        exact("takingToDateInSeconds", "Taken in the reporting period up to the date"),
        balance("plannedTaking", "Time planned to be taken after the date, as of when it was read"),
        balance(
            "pendingGrant",
            "Grants pending in the reporting period, as of when it was read",
        ),
        parts("currentBalance", "the balance", "current_balance"),
        parts("^.startingBalanceForPeriod", "the balance of the previous day", "starting_balance"),
        nested(
            "^.reportingPeriodSummaries",
            [
                {
                    "reportingPeriodSpan": STRING,
                    "priorEndingBalance": BALANCE,
                    "openingBalance": BALANCE,
                    "endingBalance": BALANCE,
                }
            ],
            "Balances before, at the start and at the end of the reporting period; each amount "
            "names its unit.",
        ),
        nested(
            "^.effectiveDateRange",
            [STRING],
            "When the accrual code applies to the person, as text in the locale of the API user.",
        ),
    )


class AccrualTransactions(Table):
    """Transactions that change accrual balances: grants, takings, resets, adjustments."""

    name = "accrual_transactions"
    operation = METRICS
    select = "ACCRUAL_TRANSACTIONS"
    records = "accrualTransactions"
    primary_keys = ("person_id", "accrual_trans_id")
    reads = Dated("effective_date")
    left_out = ("person",)
    columns = table(
        person(),
        column("accrualTransId", STRING, "Id of the transaction."),
        accrual_code("accrualCode", "the accrual code"),
        column("accrualCodeAmountType", STRING, "Unit of the accrual code: HOUR, DAY or MONEY."),
        column("effectiveDate", DATE, "Effective date of the transaction."),
        column("endDate", LOCAL, "Last effective date."),
        column("originalDate", DATE, "Date of the transaction that this one corrects."),
        column("type", STRING, "GRANT, TAKEN, ACCRUAL_RESET, EARNING_ADJUSTMENT, ..."),
        column("typeStr", STRING, "Display name of the type."),
        column("hoursAmount", NUMBER, "Amount, negative for takings (hours)."),
        exact("secondsAmount", "Amount, negative for takings"),
        column("daysAmount", NUMBER, "Amount, negative for takings (days)."),
        money("moneyAmount", "Amount, negative for takings"),
        amounts("grant", "Grant"),
        amounts("carryForward", "Amount carried forward"),
        amounts("limit", "Limit"),
        amounts("probation", "Part on probation"),
        exact("probationSecondsAmount", "Part on probation"),
        amounts("original", "Amount before the change"),
        column("payCode.id", INTEGER, "Id of the pay code of a taking.", to="pay_codes"),
        column("payCode.name", STRING, "Name of the pay code of a taking."),
        accrual_code("toAccrualCode", "the accrual code that the amount was moved to"),
        ref("toPerson", "the person who received the amount", to="persons"),
        ref("editedBy", "the user who edited it"),
        ref("dataSource", "the source of the transaction"),
        column("enteredOnDateTime", LOCAL, "When the transaction was entered."),
        column("updateDatetm", LOCAL, "When the transaction was last changed."),
        column("newFTEAmt", NUMBER, "Full-time equivalent after the change."),
        column("oldFTEAmt", NUMBER, "Full-time equivalent before the change."),
        column("disqualified", BOOLEAN, "Whether the transaction is disqualified."),
        column("excluded", BOOLEAN, "Whether the transaction is excluded."),
        column("suspended", BOOLEAN, "Whether the transaction is suspended."),
        column("onProbation", BOOLEAN, "Whether the amount is on probation."),
        column("fromTransition", BOOLEAN, "Whether it results from a change of accrual profile."),
        column("spcededByReset", BOOLEAN, "Whether a reset superseded the transaction."),
        column("systemGeneratedNum", INTEGER, "Number that UKG assigned to the transaction."),
    )
