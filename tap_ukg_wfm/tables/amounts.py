"""Amounts that exports and reports write as text."""

from __future__ import annotations

import math
import re

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_CURRENCY = (
    "(?:[$€£¥₹₩₪]|USD|EUR|GBP|CAD|AUD|NZD|CHF|JPY|CNY|INR|MXN|BRL|SGD|HKD|SEK|NOK|DKK|PLN|CZK|ZAR)?"
)
_WRITTEN = re.compile(
    rf"(?P<open>\()? *(?P<first>[+-]?) *{_CURRENCY} *(?P<second>[+-]?) *"
    rf"(?P<digits>[0-9.,' ]*[0-9]) *{_CURRENCY} *(?P<third>[+-]?) *(?P<close>\))?"
)
# Thousands: a first group without a leading zero, then groups of three digits.
_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<mark>[.,' ])\d{3}(?:(?P=mark)\d{3})*", re.ASCII)
_ALIKE = str.maketrans({"\u2212": "-", "\u2019": "'", "\xa0": " ", "\u202f": " ", "\u2009": " "})


def amount(value: object) -> float:
    """The number in a text, if there is only one way to read it.

    Args:
        value: A number or a text. The text may have thousands separators, a currency, and a sign or
            brackets for negative numbers. A point without a comma is a decimal point.

    Raises:
        ValueError: The value is not an amount, or it is ambiguous: `1,234` is 1234 in one country and
            1.234 in another, and `8:30` may be hours or minutes.

    >>> [amount(text) for text in ("8", "1,234.50", "1.234,50", "1 234,5", "0,125")]
    [8.0, 1234.5, 1234.5, 1234.5, 0.125]
    >>> [amount(text) for text in ("(12.50)", "$12.50", "-12.50 EUR", "12.50-", "1,234,567")]
    [-12.5, 12.5, -12.5, -12.5, 1234567.0]
    >>> amount("1,234")
    Traceback (most recent call last):
    ...
    ValueError: not an amount that can be read in one way only
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
    elif isinstance(value, str):
        number = _read(value.translate(_ALIKE).strip())
    else:
        raise _unreadable()
    if not math.isfinite(number):
        raise _unreadable()
    return number


def whole(value: object) -> int:
    """The whole number in a text, if there is only one way to read it.

    Raises:
        ValueError: The value is not a whole number, or it is ambiguous.

    >>> whole("9007199254740993"), whole("1,234,567"), whole("12.00")
    (9007199254740993, 1234567, 12)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d+\s*", value, re.ASCII):
        return int(value)
    number = amount(value)
    if not number.is_integer():
        raise _unreadable()
    return int(number)


def _read(text: str) -> float:
    if _PLAIN.fullmatch(text):
        return float(text)
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise _unreadable()
    signs = found["first"] + found["second"] + found["third"]
    bracketed = bool(found["open"])
    if bracketed != bool(found["close"]) or len(signs) + bracketed > 1:
        raise _unreadable()
    number = float(_decimal(found["digits"]))
    return -number if bracketed or signs == "-" else number


def _decimal(digits: str) -> str:
    """`digits` with a decimal point and without other separators."""
    mark = max(".,", key=digits.rfind)
    whole_part, point, decimals = digits.rpartition(mark)
    if not point:
        whole_part, decimals = digits, ""
    elif whole_part.count(mark):
        # A mark that occurs twice is not a decimal point.
        whole_part, decimals = digits, ""
    elif _GROUPED.fullmatch(digits):
        raise _unreadable()
    grouped = _GROUPED.fullmatch(whole_part)
    if not (whole_part.isdecimal() or grouped or (whole_part == "" and decimals)):
        raise _unreadable()
    if not (decimals.isdecimal() or decimals == ""):
        raise _unreadable()
    plain = re.sub(r"\D", "", whole_part)
    return f"{plain or 0}.{decimals or 0}"


def _unreadable() -> ValueError:
    return ValueError("not an amount that can be read in one way only")
