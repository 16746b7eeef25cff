"""Amounts in exports: read where there is one reading, refused where there are two."""

from __future__ import annotations

import pytest

from tap_ukg_wfm.tables.amounts import amount, whole

READ = {
    "8": 8,
    " 8.25 ": 8.25,
    "-.5": -0.5,
    "1e3": 1000,
    "1.234": 1.234,
    "1,234.50": 1234.5,
    "1.234,50": 1234.5,
    "1 234,50": 1234.5,
    "1\xa0234,50": 1234.5,
    "1'234.50": 1234.5,
    "1,234,567": 1_234_567,
    "1.234.567": 1_234_567,
    "1.234.567,8": 1_234_567.8,
    "12,5": 12.5,
    "0,125": 0.125,
    "1234,567": 1234.567,
    "(12.50)": -12.5,
    "($1,234.50)": -1234.5,
    "12.50-": -12.5,
    "\u22123": -3,
    "$12.50": 12.5,
    "-$12.50": -12.5,
    "$-12.50": -12.5,
    "12,50 €": 12.5,
    "USD 12.50": 12.5,
}
REFUSED = [
    *("1,234", "1.234 €", "8:30", "12.5%", "5 HRS", "abc", "-", "", "$", "USD"),
    *("1,23,456.0", "12,34,56", "0,123,456", "1.2.3", "1.234,5.6", "1,234.5,6", "1 2"),
    *("--5", "(-5)", "(5", "5)", "5-$-", "nan", "inf", "1e999", "\u0663"),
]


@pytest.mark.parametrize(("text", "number"), READ.items())
def test_read(text: str, number: float) -> None:
    assert amount(text) == number


@pytest.mark.parametrize("text", [*REFUSED, None, True, [1], {}])
def test_refused(text: object) -> None:
    with pytest.raises(ValueError, match="one way only"):
        amount(text)


def test_whole_numbers() -> None:
    assert whole("9007199254740993") == 9_007_199_254_740_993
    assert whole(" -12 ") == -12
    assert whole("1,234,567.00") == 1_234_567
    for text in ("1.5", "1,234", True, None, "8:30"):
        with pytest.raises(ValueError, match="one way only"):
            whole(text)
