"""Timecards: overtime by date, with its review."""

from __future__ import annotations

from tap_ukg_wfm.streams.base import Dated, Table
from tap_ukg_wfm.streams.fields import REF
from tap_ukg_wfm.streams.timekeeping.timecards import COMMENTS_NOTES, TIMECARD
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    NUMBER,
    STRING,
    Shape,
    column,
    either,
    nested,
    person,
    table,
)

STRETCH: dict[str, Shape] = {"startDateTime": LOCAL, "endDateTime": LOCAL, "amount": NUMBER}
RULES: list[Shape] = [{"ruleType": STRING, "ruleId": [INTEGER]}]
OVERTIME = table(
    column(
        "otStateIndicator",
        STRING,
        "Approval state: otaIrrelevant, otaPending, otaReviewed or otaPendingAndReviewed.",
    ),
    column("approvedAmount", NUMBER, "Approved overtime (seconds)."),
    column("deniedAmount", NUMBER, "Denied overtime (seconds)."),
    column("pendingAmount", NUMBER, "Overtime pending review (seconds)."),
    column("commentCount", INTEGER, "Number of comments."),
    nested(
        "overtimeSegments",
        [
            {
                **STRETCH,
                "applyDate": DATE,
                "overtimeStatus": STRING,
                "workItemId": INTEGER,
                "overtimeDetailSegments": [
                    {**STRETCH, "overtimeStatus": STRING, "ruleAssignments": RULES}
                ],
            }
        ],
        "Segments of overtime with their times, statuses and rules; amounts are in seconds.",
    ),
    nested(
        "approvalSegments",
        [
            {
                **STRETCH,
                "applyDate": DATE,
                "employee": REF,
                "action": STRING,
                "reviewedDate": DATE,
                "reviewerName": STRING,
                "commentsAvailable": BOOLEAN,
                "commentsNotes": COMMENTS_NOTES,
            }
        ],
        "Who approved or denied how much of it, and when; amounts are in seconds.",
    ),
)


class TimecardApprovalsDetail(Table):
    """Days with overtime, and how much of it is approved, denied or pending."""

    name = "timecard_approvals_detail"
    operation = TIMECARD
    select = "OTA"
    records = "ota.overtimeInfo"
    primary_keys = ("person_id", "effective_date")
    reads = Dated("effective_date")
    columns = table(
        person(),
        column("effectiveDate", DATE, "Date that the overtime applies to."),
        OVERTIME,
    )


class OvertimeDetails(Table):
    """Days with overtime in detail: each segment, and the rules that made it overtime."""

    name = "overtime_details"
    operation = TIMECARD
    select = "OVERTIME_DETAILS"
    # An object with a field per date.
    records = "overtimeInfoForDates.*"
    primary_keys = ("person_id", "effective_date")
    reads = Dated("effective_date")
    columns = table(
        person(),
        either("effective_date", DATE, "Date that the overtime applies to.", "effectiveDate", "#"),
        OVERTIME,
    )
