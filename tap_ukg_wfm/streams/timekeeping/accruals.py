"""Accruals: what people may take, as of a date, and what changed it."""

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
    """An accrual code with the fields that say how it counts."""
    return table(
        column(f"{source}.id", INTEGER, f"Id of {what}.", to="accrual_codes"),
        column(f"{source}.name", STRING, f"Name of {what}."),
        column(f"{source}.shortName", STRING, f"Short name of {what}."),
        column(f"{source}.typeId", INTEGER, f"Id of the unit in which {what} counts."),
        column(f"{source}.typeName", STRING, f"Unit in which {what} counts, such as Hour."),
        column(f"{source}.hoursPerDay", NUMBER, f"Length of a day of {what} (hours)."),
        column(f"{source}.hoursPerDayInSeconds", INTEGER, f"Length of a day of {what} (seconds)."),
        column(f"{source}.allowEdit", BOOLEAN, f"Whether people may edit {what}."),
        column(f"{source}.isTrackingAccrual", BOOLEAN, f"Whether {what} only tracks takings."),
    )


def parts(source: str, what: str, name: str) -> Columns:
    """A balance with its vested part and its part on probation; columns begin with `name`."""
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

    UKG answers one balance per request, that of its last day, so each date is a request of its own:
    today (the latest date that has begun in every time zone) in every run, each month end of the
    look-back, start_date on the first load, and the dates of `accrual_balance_dates`.
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
        balance("plannedTaking", "Takings planned after the date, as known when it was read"),
        balance(
            "pendingGrant",
            "Grants still to come in the reporting period, as known when it was read",
        ),
        parts("currentBalance", "the balance", "current_balance"),
        parts("^.startingBalanceForPeriod", "the balance of the day before", "starting_balance"),
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
    """What changed accrual balances: grants, takings, resets, adjustments."""

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
        column("effectiveDate", DATE, "Date from which the transaction counts."),
        column("endDate", LOCAL, "Date until which it counts."),
        column("originalDate", DATE, "Date of the transaction that it corrects."),
        column("type", STRING, "GRANT, TAKEN, ACCRUAL_RESET, EARNING_ADJUSTMENT, ..."),
        column("typeStr", STRING, "The type, as people see it."),
        column("hoursAmount", NUMBER, "Amount, negative for takings (hours)."),
        exact("secondsAmount", "Amount, negative for takings"),
        column("daysAmount", NUMBER, "Amount, negative for takings (days)."),
        money("moneyAmount", "Amount, negative for takings"),
        amounts("grant", "Grant"),
        amounts("carryForward", "Amount that is carried forward"),
        amounts("limit", "Limit"),
        amounts("probation", "Part on probation"),
        exact("probationSecondsAmount", "Part on probation"),
        amounts("original", "Amount before the change"),
        column("payCode.id", INTEGER, "Id of the pay code of a taking.", to="pay_codes"),
        column("payCode.name", STRING, "Name of the pay code of a taking."),
        accrual_code("toAccrualCode", "the accrual code to which it was moved"),
        ref("toPerson", "the person to whom it was given", to="persons"),
        ref("editedBy", "the user who edited it"),
        ref("dataSource", "the source of the transaction"),
        column("enteredOnDateTime", LOCAL, "When it was entered."),
        column("updateDatetm", LOCAL, "When it was last changed."),
        column("newFTEAmt", NUMBER, "Full-time equivalency after the change."),
        column("oldFTEAmt", NUMBER, "Full-time equivalency before the change."),
        column("disqualified", BOOLEAN, "Whether it is disqualified."),
        column("excluded", BOOLEAN, "Whether it is excluded."),
        column("suspended", BOOLEAN, "Whether it is suspended."),
        column("onProbation", BOOLEAN, "Whether it is on probation."),
        column("fromTransition", BOOLEAN, "Whether it comes from a change of profile."),
        column("spcededByReset", BOOLEAN, "Whether a reset superseded it."),
        column("systemGeneratedNum", INTEGER, "Number that UKG assigned."),
    )
