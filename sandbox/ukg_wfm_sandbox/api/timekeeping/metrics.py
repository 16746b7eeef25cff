"""Timecard metrics: totals line by line, exception counts, accruals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, partly, span
from ukg_wfm_sandbox.api.tenant import array
from ukg_wfm_sandbox.api.timekeeping.timecards import population
from ukg_wfm_sandbox.errors import over_limit
from ukg_wfm_sandbox.records.timekeeping import metrics, overview
from ukg_wfm_sandbox.shapes import RANGE, REF, REFS

if TYPE_CHECKING:
    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
TOTALS = {
    "ACTUAL_TOTALS": "actualTotals",
    "ACTUAL_TOTALS_EXCLUDE_CORRECTIONS": "actualTotalsExcludeCorrections",
    "ACTUAL_TOTALS_ONLY_CORRECTIONS": "actualTotalsOnlyCorrections",
    "SCHEDULED_TOTALS": "scheduledTotals",
    "PROJECTED_TOTALS": "projectedTotals",
    "ACCRUAL_SUMMARY": "accrualSummaryData",
    "ACCRUAL_TRANSACTIONS": "accrualTransactions",
}
_METRICS = (
    *TOTALS, *overview.COUNTS, "ISR_DAILY", "ISR_SUMMARY", "FTPTDATA_ALL", "FTPTDATA", "AVERAGING",
    "PROJECTED_TOTALS_ONLY_CORRECTIONS", "PROJECTED_TOTALS_EXCLUDE_CORRECTIONS",
    "SHIFT_ACTUAL_TOTAL_SUMMARY", "SHIFT_SCHEDULED_TOTAL_SUMMARY",
    "SHIFT_PROJECTED_TOTAL_SUMMARY", "DAILY_ACTUAL_TOTAL_SUMMARY",
    "DAILY_SCHEDULED_TOTAL_SUMMARY", "DAILY_PROJECTED_TOTAL_SUMMARY", "ABSENCE_EXCEPTION",
    "TOTALS", "GROUPED_HOURS_TOTALS",
)  # fmt: skip


def _metrics(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]["employeeSet"]
    first, last = span(where["dateRange"])
    people, missing = population(tenant, where, where.get("hyperFindRef"), (first, last))
    load = (len(people) + len(missing)) * (last - first + 1)
    if load > 280_000:
        raise over_limit(load, 280_000, code="WFP-90001")
    wanted = set(call.body.get("select") or TOTALS)
    rows = [_metric(tenant, person, first, last, wanted) for person in people]
    return partly(call, rows, missing) if missing else Reply(rows, len(rows))


def _metric(tenant: Tenant, person: Person, first: int, last: int, wanted: set[str]) -> Row:
    item: Row = {"employeeId": person.reference}
    company, days = tenant.company, range(first, last + 1)
    parts = [tenant.totals(person, day) for day in days] if _totals_wanted(wanted) else []
    both = [rows for part in parts for section in part for _, rows in section]
    plain = [rows for part in parts for _, rows in part[0]]
    corrected = [rows for part in parts for _, rows in part[1]]
    for key, texts in (
        ("ACTUAL_TOTALS", both),
        ("ACTUAL_TOTALS_EXCLUDE_CORRECTIONS", plain),
        ("ACTUAL_TOTALS_ONLY_CORRECTIONS", corrected),
    ):
        if key in wanted:
            item[TOTALS[key]] = array(texts)
    for key, lines in (
        ("SCHEDULED_TOTALS", metrics.scheduled),
        ("PROJECTED_TOTALS", metrics.projected),
    ):
        if key in wanted:
            item[TOTALS[key]] = [row for day in days for row in lines(company, person, day)]
    for key, name in overview.COUNTS.items():
        if key in wanted:
            item[name] = overview.exception_counts(company, person, first, last, key)
    if "ACCRUAL_SUMMARY" in wanted:
        item["accrualSummaryData"] = tenant.accruals.summaries(
            person, first, last, tenant.live["locale"]
        )
    if "ACCRUAL_TRANSACTIONS" in wanted:
        item["accrualTransactions"] = tenant.accruals.between(person, first, last)
    return item


def _totals_wanted(wanted: set[str]) -> bool:
    return any(key.startswith("ACTUAL_TOTALS") for key in wanted)


_ROLLUP: Row = {
    "anchorDate": "date",
    **dict.fromkeys(
        ("byDate", "byDateRange", "byEmployee", "byJob", "byLaborCategory", "byOrg", "byPaycode",
         "byPosition"),
        "bool",
    ),
    "groupBy": ("WEEKLY",),
}  # fmt: skip
OPERATIONS = (
    Operation(
        "POST",
        "/v1/timekeeping/timecard_metrics/multi_read",
        _metrics,
        (
            {
                "metrics": ["str"],  # ignored, as by UKG
                "multiReadOptions": {"forWorkWeek": "bool"},
                "options": {
                    "correctionOption": (
                        "INCLUDE_CORRECTIONS",
                        "ONLY_CORRECTIONS",
                        "EXCLUDE_CORRECTIONS",
                    ),
                    "roundHoursAmountPerLocalePolicy": "bool",
                },
                "rollupContext": _ROLLUP,
                "select": [_METRICS],
                "where!": {
                    "accruals": REFS,
                    "contributingDays": ["int"],
                    "employeeSet!": {
                        "dateRange!": RANGE,
                        "employees": REFS,
                        "hyperFindRef": REF,
                        "filterByAnchorDate": "bool",
                    },
                    "exceptionTypes": REFS,
                    "includeApprovingManagers": "bool",
                    "paycodes": REFS,
                    "rollUpByJobId": "bool",
                },
            },
        ),
        frozenset(("partial_success",)),
    ),
)
