"""Timecards, their metrics and their change log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.hyperfinds import members
from ukg_wfm_sandbox.api.operation import (
    Call,
    Operation,
    Reply,
    employees,
    known,
    partly,
    span,
)
from ukg_wfm_sandbox.api.tenant import array
from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.catalogs import ABSENCES
from ukg_wfm_sandbox.errors import bad, over_limit
from ukg_wfm_sandbox.records import metrics, overview, timecard, totals
from ukg_wfm_sandbox.shapes import RANGE, REF, REFS

if TYPE_CHECKING:
    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
_TIMECARD_LOAD = 28_000
"""Employees times days of a timecard request."""
SECTIONS = {
    "PUNCHES": "punches",
    "WORKED_SHIFTS": "workedShifts",
    "PAYCODE_EDITS": "payCodeEdits",
    "EXCEPTIONS": "exceptions",
    "HISTORICAL_CORRECTIONS": "historicalCorrections",
    "HOURS_WORKED": "hoursWorked",
    "TOTALS": "totals",
    "DAILY_TOTAL_SUMMARY": "dailyTotalSummary",
}
FLAGS = {
    "HAS_PENDING_CHANGES": "hasPendingChanges",
    "HAS_MOVE_AMOUNTS": "hasMoveAmounts",
    "TOTALIZATION_STATUS": "totalizationStatus",
}
_SELECT = (
    *SECTIONS, *FLAGS, "PROJECTS", "MOVE_AMOUNTS", "HOLIDAY_CREDITS", "EXTENDED_EXCEPTIONS",
    "TOTAL_SUMMARY", "ITEM_TOTAL_SUMMARY", "SIGNOFF", "REMOVE_SIGNOFF",
    "APPROVAL", "REMOVE_APPROVAL", "TOTALIZE", "SAVE", "OVERTIME_SUMMARY", "OVERTIME_DETAILS",
    "TIMECARD_LAST_UPDATED_BY_SOMEELSE", "OTA",
    "MISSINGTIME_GROUP", "ACTIVITY_SEGMENTS", "ACTIVITY_SHIFTS",
    "ACTIVITY_TOTALS", "ACTIVITY_TEAM_MEMBERSHIPS", "ACTIVITY_TEAM_MEMBERSHIP_BUNDLES",
    "SCHEDULE_SHIFT", "WORKED_SPANS_MISSING_PUNCHES", "PROCESSED_SEGMENTS",
)  # fmt: skip
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


def _timecards(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    first, last = span(where["dateRange"], days=365)
    people, missing = _population(tenant, where, where.get("hyperFind"), (first, last))
    load = (len(people) + len(missing)) * (last - first + 1)
    if load > _TIMECARD_LOAD:
        raise over_limit(load, _TIMECARD_LOAD, code="WFP-90001")
    if len(people) + len(missing) > 500:
        raise over_limit(len(people) + len(missing), 500)
    wanted = set(call.body.get("select") or SECTIONS)
    rollup = call.body.get("multiReadOptions", {}).get("totalsRollupBy", "ALL")
    rows = [_timecard(tenant, person, (first, last), wanted, rollup) for person in people]
    return partly(call, rows, missing) if missing else Reply(rows, len(rows))


def _population(
    tenant: Tenant, where: Row, hyperfind: Row | None, days: tuple[int, int]
) -> tuple[list[Person], list[Row]]:
    """Find the employees that are meant, by reference or by Hyperfind; and who is missing."""
    if ("employees" in where) == (hyperfind is not None):
        raise bad("WFP-90005", "Either employees or a Hyperfind are required.")
    if hyperfind is not None:
        return members(tenant, hyperfind, *days), []
    return employees(tenant, where["employees"])


def _timecard(
    tenant: Tenant, person: Person, days: tuple[int, int], wanted: set[str], rollup: str
) -> Row:
    first, last = days
    wide = wanted >= {"PUNCHES", "WORKED_SHIFTS"}
    names = list(SECTIONS.values())[:6]
    keys = list(SECTIONS)[:6]
    found: list[list[bytes]] = [[] for _ in names]
    low, high = (first - 1, last + 1) if wide else (first, last)
    for ordinal in range(low - 1, high + 1):
        sections = tenant.timecard(person, ordinal)
        for number, dated in enumerate(sections):
            begin, end = (low, high) if number == 0 else (first, last)
            found[number].extend(rows for day, rows in dated if begin <= day <= end)
    item: Row = {
        "employee": {**person.reference, "name": f"{person.last}, {person.first}"},
        "startDate": times.day(first),
        "endDate": times.day(last),
    }
    for key, name, rows in zip(keys, names, found, strict=True):
        if key in wanted:
            item[name] = array(rows)
    if "TOTALS" in wanted:
        item["totals"] = totals.totals(tenant.company, person, first, last, rollup)
    for key, name in FLAGS.items():
        if key in wanted:
            item[name] = overview.flags(tenant.company, person, first, last)[name]
    if "OTA" in wanted:
        overtime = overview.overtime(tenant.company, person, first, last)
        item["ota"] = [{"employee": person.reference, "overtimeInfo": overtime}]
    if "DAILY_TOTAL_SUMMARY" in wanted:
        item["dailyTotalSummary"] = totals.daily_summaries(tenant.company, person, first, last)
    return item


def _metrics(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]["employeeSet"]
    first, last = span(where["dateRange"])
    people, missing = _population(tenant, where, where.get("hyperFindRef"), (first, last))
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
        item["accrualSummaryData"] = tenant.accruals.summaries(person, first, last)
    if "ACCRUAL_TRANSACTIONS" in wanted:
        item["accrualTransactions"] = [
            row for day, _, row in tenant.accruals.transactions(person) if first <= day <= last
        ]
    return item


def _totals_wanted(wanted: set[str]) -> bool:
    return any(key.startswith("ACTUAL_TOTALS") for key in wanted)


def _changes(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    first, last = span(where["dateRange"])
    people = known(tenant, where["employees"])
    rows = [
        timecard.change(person, one)
        for person in people
        for one in tenant.company.changes(person, first, last)
    ]
    return Reply({"timecardChanges": rows}, len(people))


def _absence_spans(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]["absenceSpans"]
    if where["stitchablePaycode"].get("qualifier") != ABSENCES:
        raise bad("WFP-90007", f"Not a combined pay code: {where['stitchablePaycode']}.")
    first, last = span(where["dateRange"], days=365)
    people = known(tenant, where["employees"])
    rows = [
        {
            "employee": person.reference,
            "spans": overview.absence_spans(tenant.company, person, first, last),
        }
        for person in people
    ]
    return Reply(rows, len(rows))


_OPTIONS: Row = {
    **dict.fromkeys(
        ("breakSpanAtMidnight", "combineWorkShiftAtMidnight", "consolidateScheduleSegments",
         "forWorkWeek", "includeKindOfTimeSegments", "includePhantomPunches",
         "showTotalsWithHiddenPaycodes", "totalsIncludeCombinedPaycodes"),
        "bool",
    ),
    "exceptionOptions": {"includeJustifications": "bool", "includeJustifiedTimes": "bool"},
    "totalsRollupBy": (
        "ALL", "SHIFT", "TIMEITEM", "DAILY", "PERIOD_TO_DATE", "ACTIVITY_EVENT", "RAW",
    ),
}  # fmt: skip
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
        "/v1/timekeeping/absence_spans/multi_read",
        _absence_spans,
        (
            {
                "where!": {
                    "absenceSpans!": {
                        "dateRange!": RANGE,
                        "employees!": REFS,
                        "ignorablePaycode": REF,
                        "ignorablePaycodes": [REF],
                        "includeDailyAbsences": "bool",
                        # Spans that reach over the range are cut: only this type is simulated.
                        "rangeType!": ("PeriodToPeriod",),
                        "rollupType": ("IndividualPayCode",),
                        "stitchablePaycode!": REF,
                    }
                }
            },
        ),
    ),
    Operation(
        "POST",
        "/v1/timekeeping/timecard/multi_read",
        _timecards,
        (
            {
                "multiReadOptions": _OPTIONS,
                "select": [_SELECT],
                "where!": {
                    "dateRange!": RANGE,
                    "employees": REFS,
                    "hyperFind": REF,
                    "resolveSymbolicTimeFrame": "bool",
                },
            },
        ),
        frozenset(("partial_success",)),
    ),
    Operation(
        "POST",
        "/v1/timekeeping/timecard_metrics/multi_read",
        _metrics,
        (
            {
                "metrics": ["str"],  # ignored, as at the vendor
                "multiReadOptions": {"forWorkWeek": "bool"},
                "options": {
                    "correctionOption": (
                        "INCLUDE_CORRECTIONS", "ONLY_CORRECTIONS", "EXCLUDE_CORRECTIONS",
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
    Operation(
        "POST",
        "/v1/timekeeping/timecard/changes/reports/multi_read",
        _changes,
        ({"select": [("timecardChanges",)], "where!": {"dateRange!": RANGE, "employees!": REFS}},),
    ),
)  # fmt: skip
