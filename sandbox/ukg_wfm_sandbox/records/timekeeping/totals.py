"""Timecard totals by day or for a range, and daily summaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.catalogs import ZONE_REFS
from ukg_wfm_sandbox.records.timekeeping import metrics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
_APART = ("RAW", "SHIFT", "TIMEITEM")


def totals(company: Company, person: Person, first: int, last: int, rollup: str) -> list[Row]:
    """Return the totals of a range; unless rolled up by day, the lines have no date."""
    found = aggregated(company, person, first, last, rollup)
    if not found:
        return []
    return [
        {
            "aggregatedTotals": found,
            "employeeContext": {
                "employee": person.reference,
                "timezone": ZONE_REFS[person.zone],
            },
            "totalContext": {"totalType": "ACTUAL", "totalAggregationType": rollup},
        }
    ]


def aggregated(company: Company, person: Person, first: int, last: int, rollup: str) -> list[Row]:
    """Return the lines of the totals, aggregated as requested."""
    found: dict[Any, Row] = {}
    for ordinal in range(first, last + 1):
        corrected = _corrected(company, person, ordinal)
        for number, row in enumerate(metrics.totals(company, person, ordinal)):
            line = _line(row, next(corrected) if row["isFromCorrection"] else None)
            key: tuple[Any, ...] = (row["payCode"]["id"], row["job"]["id"], "originalDate" in line)
            if rollup in (*_APART, "DAILY"):
                key = (*key, ordinal)
            else:
                del line["applyDate"]
            if rollup in _APART:
                key = (*key, number)
            known = found.setdefault(key, line)
            if known is not line:
                known["amount"] += line["amount"]
                known["wages"] = round(known["wages"] + line["wages"], 2)
                known["wagesCurrency"]["amount"] = known["wages"]
    return list(found.values())


def _corrected(company: Company, person: Person, ordinal: int) -> Iterator[str]:
    """Return the days that the corrections of a day apply to, in the order of the lines."""
    return (times.day(one.original) for one in company.day(person, ordinal).corrections)


def _line(row: Row, original: str | None) -> Row:
    line = {
        name: row[name]
        for name in ("employee", "applyDate", "payCode", "amountType", "wages", "jobTransfer")
    }
    line |= {
        "amount": row.get("hoursAmount", row["wages"]),
        "wagesCurrency": dict(row["wagesCurrency"]),
        "orgJob": row["job"],
    }
    if original:
        line["originalDate"] = original
    if row["amountType"] == "MONEY":
        line["amountCurrency"] = {"amount": row["wages"], "currencyCode": "USD"}
    return line


def daily_summaries(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the totals of each day of a range, in seconds, and the running total."""
    found: list[Row] = []
    cumulative = 0
    for ordinal in range(first, last + 1):
        lines = aggregated(company, person, ordinal, ordinal, "DAILY")
        if not lines:
            continue
        row: Row = {
            "employee": person.reference,
            "applyDate": times.day(ordinal),
            "dailyTotalAmount": {},
            "hoursAndCostSummaries": {},
        }
        for kind in ("HOUR", "MONEY"):
            some = [line for line in lines if line["amountType"] == kind]
            if some:
                amount = sum(line["amount"] for line in some)
                seconds = round(amount * 3600) if kind == "HOUR" else amount
                row["dailyTotalAmount"][kind] = seconds
                row["hoursAndCostSummaries"][kind] = [_summary(line) for line in some]
        cumulative += row["dailyTotalAmount"].get("HOUR", 0)
        found.append({**row, "cumulativeTotal": cumulative})
    return found


def _summary(line: Row) -> Row:
    row = {name: line[name] for name in ("employee", "applyDate", "amountType", "wages")}
    row["id"] = line["payCode"]["id"] * 1000 + line["orgJob"]["id"]
    if line["amountType"] == "HOUR":
        row["durationInHours"] = line["amount"]
    return {**row, "wagesCurrency": line["wagesCurrency"], "fromShift": False}
