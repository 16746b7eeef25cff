"""Timecards, their change log, and absence spans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import (
    Call,
    Operation,
    Reply,
    employees,
    known,
    partly,
    span,
)
from ukg_wfm_sandbox.api.organization.hyperfinds import members
from ukg_wfm_sandbox.api.tenant import array
from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.catalogs import ABSENCES
from ukg_wfm_sandbox.errors import bad, over_limit
from ukg_wfm_sandbox.records.timekeeping import overview, timecards, totals
from ukg_wfm_sandbox.shapes import RANGE, REF, REFS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
_TIMECARD_LOAD = 28_000
"""The most employees times days in a request."""
LISTS = {
    "PUNCHES": "punches",
    "WORKED_SHIFTS": "workedShifts",
    "PAYCODE_EDITS": "payCodeEdits",
    "EXCEPTIONS": "exceptions",
    "HISTORICAL_CORRECTIONS": "historicalCorrections",
    "HOURS_WORKED": "hoursWorked",
    "PROCESSED_SEGMENTS": "processedSegments",
    "HOLIDAY_CREDITS": "workHolidayCredits",
    "MOVE_AMOUNTS": "moveAmounts",
    "EXTENDED_EXCEPTIONS": "extendedExceptions",
}
"""Sections of rows by day, in the order of `records.timekeeping.sections`."""
SECTIONS = {
    **LISTS,
    "TOTALS": "totals",
    "DAILY_TOTAL_SUMMARY": "dailyTotalSummary",
    "OVERTIME_DETAILS": "overtimeInfoForDates",
}
FLAGS = {
    "HAS_PENDING_CHANGES": "hasPendingChanges",
    "HAS_MOVE_AMOUNTS": "hasMoveAmounts",
    "TOTALIZATION_STATUS": "totalizationStatus",
}
_SELECT = (
    *SECTIONS, *FLAGS, "PROJECTS", "TOTAL_SUMMARY", "ITEM_TOTAL_SUMMARY", "SIGNOFF",
    "REMOVE_SIGNOFF", "APPROVAL", "REMOVE_APPROVAL", "TOTALIZE", "SAVE", "OVERTIME_SUMMARY",
    "TIMECARD_LAST_UPDATED_BY_SOMEELSE", "OTA",
    "MISSINGTIME_GROUP", "ACTIVITY_SEGMENTS", "ACTIVITY_SHIFTS",
    "ACTIVITY_TOTALS", "ACTIVITY_TEAM_MEMBERSHIPS", "ACTIVITY_TEAM_MEMBERSHIP_BUNDLES",
    "SCHEDULE_SHIFT", "WORKED_SPANS_MISSING_PUNCHES",
)  # fmt: skip


def _timecards(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    first, last = span(where["dateRange"], days=365)
    people, missing = population(tenant, where, where.get("hyperFind"), (first, last))
    load = (len(people) + len(missing)) * (last - first + 1)
    if load > _TIMECARD_LOAD:
        raise over_limit(load, _TIMECARD_LOAD, code="WFP-90001")
    if len(people) + len(missing) > 500:
        raise over_limit(len(people) + len(missing), 500)
    wanted = set(call.body.get("select") or SECTIONS)
    rollup = call.body.get("multiReadOptions", {}).get("totalsRollupBy", "ALL")
    if tenant.live["totals_rollup"] == "ignored":
        rollup = "ALL"
    rows = [_timecard(tenant, person, (first, last), wanted, rollup) for person in people]
    return partly(call, rows, missing) if missing else Reply(rows, len(rows))


def population(
    tenant: Tenant, where: Row, hyperfind: Row | None, days: tuple[int, int]
) -> tuple[list[Person], list[Row]]:
    """Return the requested employees, by reference or Hyperfind, and the unknown references."""
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
    found: list[list[bytes]] = [[] for _ in LISTS]
    low, high = (first - 1, last + 1) if wide else (first, last)
    for ordinal in range(low - 1, high + 1):
        sections = tenant.timecard(person, ordinal)
        for number, dated in enumerate(sections):
            begin, end = (low, high) if number == 0 else (first, last)
            found[number].extend(rows for day, rows in dated if begin <= day <= end)
    # UKG returns the first date with data and no endDate.
    days_with_data = (day for day in range(first, last + 1) if any(tenant.timecard(person, day)))
    start = next(days_with_data, first)
    item: Row = {
        "employee": {**person.reference, "name": f"{person.last}, {person.first}"},
        "startDate": f"{times.day(start)}T00:00:00",
    }
    for key, rows in zip(LISTS, found, strict=True):
        if key in wanted:
            item[LISTS[key]] = array(rows)
    company = tenant.company
    for key, name in FLAGS.items():
        if key in wanted:
            item[name] = overview.flags(company, person, first, last)[name]
    made: dict[str, Callable[[], Any]] = {
        "TOTALS": lambda: totals.totals(company, person, first, last, rollup),
        "DAILY_TOTAL_SUMMARY": lambda: totals.daily_summaries(company, person, first, last),
        "OVERTIME_DETAILS": lambda: overview.overtime_by_date(company, person, first, last),
    }
    item |= {SECTIONS[key]: section() for key, section in made.items() if key in wanted}
    if "OTA" in wanted:
        overtime = overview.overtime(company, person, first, last)
        item["ota"] = [{"employee": person.reference, "overtimeInfo": overtime}]
    return item


def _changes(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    first, last = span(where["dateRange"])
    people = known(tenant, where["employees"])
    rows = [
        timecards.change(person, one)
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
                        # Only this type is simulated: spans are limited to the range.
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
        "/v1/timekeeping/timecard/changes/reports/multi_read",
        _changes,
        ({"select": [("timecardChanges",)], "where!": {"dateRange!": RANGE, "employees!": REFS}},),
    ),
)  # fmt: skip
