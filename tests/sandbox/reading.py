"""Reading streams from the raw API, as simply as can be: small windows, everyone at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.tables import flat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .conftest import Client

Row = dict[str, Any]
TIMECARD = "/v1/timekeeping/timecard/multi_read"
METRICS = "/v1/timekeeping/timecard_metrics/multi_read"
SCHEDULE = "/v1/scheduling/schedule/multi_read"
TIME_OFF = "/v1/scheduling/timeoff/multi_read"
CHANGES = "/v1/timekeeping/timecard/changes/reports/multi_read"
LOCATIONS = "/v1/commons/locations/multi_read"
APPROVALS = "/v1/timekeeping/timecard_approvals"
SIGNOFFS = "/v1/timekeeping/timecard_signoffs"
LEAVE_CASES = "/v1/leave/leave_cases/multi_read"
LEAVE_EDITS = "/v1/leave/leave_edits/multi_read"
LEAVE_AUDITS = "/v1/leave/audit_records/multi_read"
ATTENDANCE = {
    "attendance_events": "/v1/attendance/events/multi_read",
    "attendance_actions": "/v1/attendance/actions/multi_read",
    "discipline_levels": "/v1/attendance/discipline_levels/multi_read",
    "attendance_audits": "/v1/attendance/audit_records/multi_read",
    "attendance_balances": "/v1/attendance/balances/multi_read",
    "attendance_balance_adjustments": "/v1/attendance/balance_adjustments/multi_read",
    "perfect_attendance": "/v1/attendance/perfect_attendance/multi_read",
    "perfect_attendance_deductions": "/v1/attendance/perfect_attendance_deductions/multi_read",
}
ATTESTATION = "/v1/timekeeping/attestation/multi_read"
TIMECARD_SECTIONS = {
    "punches": ("punches", "punch_dtm"),
    "worked_shifts": ("workedShifts", "start_date_time"),
    "pay_code_edits": ("payCodeEdits", "apply_date"),
    "timecard_exceptions": ("exceptions", "apply_date"),
    "historical_corrections": ("historicalCorrections", "apply_date"),
    "hours_worked": ("hoursWorked", "start_date_time"),
    "processed_segments": ("processedSegments", "apply_date"),
    "holiday_credits": ("workHolidayCredits", "apply_date"),
    "moved_amounts": ("moveAmounts", "apply_date"),
    "extended_exceptions": ("extendedExceptions", "apply_date"),
}
TOTALS = {
    "ACTUAL_TOTALS": ("actual_totals", "actualTotals"),
    "ACTUAL_TOTALS_EXCLUDE_CORRECTIONS": (
        "actual_totals_exclude_corrections",
        "actualTotalsExcludeCorrections",
    ),
    "ACTUAL_TOTALS_ONLY_CORRECTIONS": (
        "actual_totals_only_corrections",
        "actualTotalsOnlyCorrections",
    ),
    "SCHEDULED_TOTALS": ("scheduled_totals", "scheduledTotals"),
    "PROJECTED_TOTALS": ("projected_totals", "projectedTotals"),
}


def windows(first: str, last: str, days: int) -> Iterator[tuple[str, str]]:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        until = min(day + timedelta(days=days - 1), end)
        yield day.isoformat(), until.isoformat()
        day = until + timedelta(days=1)


def span(window: tuple[str, str]) -> Row:
    return {"startDate": window[0], "endDate": window[1]}


def _days(day: str, number: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=number)).isoformat()


def within(row: Row, column: str, window: tuple[str, str]) -> bool:
    day: str = row[column][:10]
    return window[0] <= day <= window[1]


def read(client: Client, ids: list[int], first: str, last: str, days: int) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for window in windows(first, last, days):
        for part in (_timecards, _metrics, _schedule, _rest):
            for stream, rows in part(client, ids, window).items():
                found.setdefault(stream, []).extend(rows)
    # A request that spans windows comes in each of them.
    requests = {row["id"]: row for row in found["time_off_requests"]}
    return {**found, "time_off_requests": list(requests.values())}


def _timecards(client: Client, ids: list[int], window: tuple[str, str]) -> dict[str, list[Row]]:
    where = {"employees": {"ids": ids}, "dateRange": span(window)}
    options = {"totalsRollupBy": "DAILY"}
    items = client.post(TIMECARD, {"where": where, "multiReadOptions": options})
    assert len(items) == len(ids)
    found: dict[str, list[Row]] = {"worked_shift_spans": []}
    for stream, (section, column) in TIMECARD_SECTIONS.items():
        rows = [flat(row) for item in items for row in item[section]]
        found[stream] = [row for row in rows if within(row, column, window)]
    found["timecard_totals"] = [
        flat(
            {
                **line,
                **part["totalContext"],
                "timeZone": part["employeeContext"]["timezone"],
            }
        )
        for item in items
        for part in item["totals"]
        for line in part["aggregatedTotals"]
    ]
    found["daily_total_summaries"] = [
        flat(_seconds(row)) for item in items for row in item["dailyTotalSummary"]
    ]
    found["overtime_details"] = [
        flat(row) for item in items for row in item["overtimeInfoForDates"].values()
    ]
    for item in items:
        for shift in item["workedShifts"]:
            found["worked_shift_spans"] += [
                {
                    **flat(one),
                    "worked_shift_id": shift["id"],
                    **flat({"employee": shift["employee"]}),
                }
                for one in shift["workedSpans"]
            ]
    return found


def _metrics(client: Client, ids: list[int], window: tuple[str, str]) -> dict[str, list[Row]]:
    where = {"employeeSet": {"employees": {"ids": ids}, "dateRange": span(window)}}
    select = [*TOTALS, "ACCRUAL_TRANSACTIONS"]
    items = client.post(METRICS, {"where": where, "select": select})
    return {
        **{
            stream: [flat(row) for item in items for row in item[section]]
            for stream, section in TOTALS.values()
        },
        "accrual_transactions": [
            flat(row) for item in items for row in item["accrualTransactions"]
        ],
    }


def _seconds(row: Row) -> Row:
    """A day's total with the units of its amounts, and without the running sum of the request."""
    amounts = row["dailyTotalAmount"]
    named = {"HOUR": "totalSeconds", "MONEY": "totalMoney"}
    kept = {name: row[name] for name in ("employee", "applyDate", "hoursAndCostSummaries")}
    return {**kept, **{named[kind]: amount for kind, amount in amounts.items()}}


def balances(client: Client, ids: list[int], first: str, last: str) -> list[Row]:
    """The balances of the last day of a range, which are all that one request answers."""
    where = {"employeeSet": {"employees": {"ids": ids}, "dateRange": span((first, last))}}
    items = client.post(METRICS, {"where": where, "select": ["ACCRUAL_SUMMARY"]})
    return [summary for item in items for summary in item["accrualSummaryData"]]


def _schedule(client: Client, ids: list[int], window: tuple[str, str]) -> dict[str, list[Row]]:
    answer = client.post(
        SCHEDULE, {"where": {"employees": {"employeeRefs": {"ids": ids}, **span(window)}}}
    )
    assert "openShifts" not in answer
    shifts = [row for row in answer["shifts"] if window[0] <= row["startDateTime"][:10]]
    segments = [
        flat({**segment, "shiftId": shift["id"], "employee": shift["employee"]})
        for shift in shifts
        for segment in shift["segments"]
    ]
    where = {"locations": {"locations": {"ids": [1]}, "dateRange": span(window)}}
    opened = client.post(SCHEDULE, {"where": where, "select": ["OPENSHIFTS"]})["openShifts"]
    return {
        "shifts": [flat(row) for row in shifts],
        "shift_segments": segments,
        "open_shifts": [flat(row) for row in opened],
    }


def _rest(client: Client, ids: list[int], window: tuple[str, str]) -> dict[str, list[Row]]:
    where = {"employees": {"employeeRefs": {"ids": ids}, **span(window)}}
    changes = client.post(
        CHANGES, {"where": {"employees": {"ids": ids}, "dateRange": span(window)}}
    )
    # UKG selects by other dates than the local one of the answer: ask for a day around.
    wide = (_days(window[0], -1), _days(window[1], 1))
    asked = {"employees": [{"id": one} for one in ids], "dateRange": span(wide)}
    (attested,) = client.post(ATTESTATION, {"where": asked})
    answers = [flat(row) for row in attested["attestationDailyDetail"]]
    leave = {"employees": {"ids": ids}, "dateRange": span(window)}
    edits = client.post(LEAVE_EDITS, {**leave, "leaveEditSearchTypeEnum": "BY_LEAVE_EDIT_DATES"})
    start, end = window
    approvals = [
        flat(row)
        for one in ids
        for row in client.read(
            "GET", APPROVALS, None, employee_id=str(one), start_date=start, end_date=end
        )
    ]
    return {
        "attestations": [row for row in answers if within(row, "question_answered_dtm", window)],
        "timecard_approvals": approvals,
        "leave_edits": [flat(row) for row in edits["leaveEdits"]],
        "time_off_requests": [flat(row) for row in client.post(TIME_OFF, {"where": where})],
        "timecard_changes": [flat(row) for row in changes["timecardChanges"]],
    }
