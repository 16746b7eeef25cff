"""Amounts in timekeeping, each column with its unit: hours, seconds, days or money."""

from __future__ import annotations

from tap_ukg_wfm.tables.columns import INTEGER, NUMBER, STRING, Columns, column, table


def money(source: str, what: str) -> Columns:
    """An amount of money: the plain number, and the same with its currency."""
    return table(
        column(source, NUMBER, f"{what} (money)."),
        column(
            f"{source}Currency.amount",
            NUMBER,
            f"{what} (money, in the currency of the next column).",
        ),
        column(f"{source}Currency.currencyCode", STRING, "ISO code of the currency."),
    )


def amounts(stem: str, what: str) -> Columns:
    """An amount in hours, in days and in money, under the names that transactions use."""
    return table(
        column(f"{stem}HoursAmount", NUMBER, f"{what} (hours)."),
        column(f"{stem}DaysAmount", NUMBER, f"{what} (days)."),
        money(f"{stem}MoneyAmount", what),
    )


def balance(stem: str, what: str) -> Columns:
    """An amount in hours, in days and in money, under the names that balances use."""
    return table(
        column(f"{stem}Hours", NUMBER, f"{what} (hours)."),
        column(f"{stem}Days", NUMBER, f"{what} (days)."),
        money(f"{stem}MoneyAmount", what),
    )


def exact(source: str, what: str) -> Columns:
    """The same amount in whole seconds, without rounding."""
    return column(source, INTEGER, f"{what} (seconds, exact).")
