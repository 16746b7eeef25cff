"""Timekeeping: totals of all kinds, approvals, sign-offs, attestations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company.catalogs import ZONE_REFS
from ukg_wfm_sandbox.records.timekeeping import approvals, attestations, metrics, overview, totals
from ukg_wfm_sandbox.tables import flat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]


def _actual(*, corrections: bool) -> Callable[[Tenant, Person, int, int], list[Row]]:
    def read(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
        return [
            row
            for day in range(first, last + 1)
            for row in metrics.totals(tenant.company, person, day)
            if row["isFromCorrection"] == corrections
        ]

    return read


def _timecard_totals(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    context = {
        "timeZone": ZONE_REFS[person.zone],
        "totalType": "ACTUAL",
        "totalAggregationType": "DAILY",
    }
    found = totals.aggregated(tenant.company, person, first, last, "DAILY")
    return [{**line, **context} for line in found]


def months(first: int, last: int) -> Iterator[tuple[int, int, Row]]:
    """Return the months with a date in a range, each with its dates as in the rows."""
    start = date.fromordinal(first).replace(day=1)
    while start.toordinal() <= last:
        after = (start + timedelta(days=31)).replace(day=1)
        end = after - timedelta(days=1)
        yield (
            start.toordinal(),
            end.toordinal(),
            {"startDate": start.isoformat(), "endDate": end.isoformat()},
        )
        start = after


def _timecards(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    return [
        {
            "employee": person.reference,
            **dates,
            **overview.flags(tenant.company, person, start, end),
        }
        for start, end, dates in months(first, last)
    ]


def _exception_counts(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    return [
        {**row, **dates, "exceptionState": name}
        for start, end, dates in months(first, last)
        for word, name in overview.COUNTS.items()
        for row in overview.exception_counts(tenant.company, person, start, end, word)
    ]


def _absence_spans(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    return [
        {
            **row,
            "employee": person.reference,
            "startDate": None,
            "endDate": None,
            "spanStartDate": row["startDate"],
            "spanEndDate": row["endDate"],
        }
        for start, end, _ in months(first, last)
        for row in overview.absence_spans(tenant.company, person, start, end)
    ]


def _daily_totals(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    """Return the daily totals without the running total, which depends on the request."""
    names = {"HOUR": "totalSeconds", "DAY": "totalDays", "MONEY": "totalMoney"}
    return [
        {
            **{name: row[name] for name in ("employee", "applyDate", "hoursAndCostSummaries")},
            **{names[kind]: amount for kind, amount in row["dailyTotalAmount"].items()},
        }
        for row in totals.daily_summaries(tenant.company, person, first, last)
    ]


def _balances(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    """Return the balances of each date of a range, as from a request for that date alone."""
    found: list[Row] = []
    for ordinal in range(first, last + 1):
        locale = tenant.live["locale"]
        for summary in tenant.accruals.summaries(person, ordinal, ordinal, locale):
            above = ("employee", "accrualCode", "effectiveDateRange", "reportingPeriodSummaries")
            kept = {name: summary[name] for name in above}
            kept["startingBalance"] = _dated(summary["startingBalanceForPeriod"])
            found += [{**_dated(day), **kept} for day in summary["dailySummaries"]]
    return found


def _dated(value: Any) -> Any:  # noqa: ANN401
    """Return the dates of balances as dates."""
    if isinstance(value, dict):
        return {
            name: part[:10] if name == "balanceDate" else _dated(part)
            for name, part in value.items()
        }
    return value


WINDOWED: dict[str, Callable[[Tenant, Person, int, int], list[Row]]] = {
    "actual_totals_exclude_corrections": _actual(corrections=False),
    "actual_totals_only_corrections": _actual(corrections=True),
    "timecard_totals": _timecard_totals,
    "daily_total_summaries": _daily_totals,
    "accrual_balances": _balances,
    "accrual_transactions": lambda tenant, person, first, last: tenant.accruals.between(
        person, first, last
    ),
    "timecard_approvals": lambda tenant, person, first, last: approvals.approvals(
        tenant.company, person, first, last
    ),
    "timecards": _timecards,
    "absence_spans": _absence_spans,
    "exception_counts": _exception_counts,
    "timecard_approvals_detail": lambda tenant, person, first, last: overview.overtime(
        tenant.company, person, first, last
    ),
    "overtime_details": lambda tenant, person, first, last: list(
        overview.overtime_by_date(tenant.company, person, first, last).values()
    ),
    "attestations": lambda tenant, person, first, last: attestations.attestations(
        tenant.company, person, first, last
    ),
}
PERSONAL: dict[str, Callable[[Company, Person], list[Row]]] = {
    "timecard_signoffs": lambda company, person: [flat(approvals.signoff(company, person))],
}
