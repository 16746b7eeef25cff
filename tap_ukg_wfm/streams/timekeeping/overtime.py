"""Timecards: overtime by date, and how it was reviewed."""

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
        "State: otaIrrelevant, otaPending, otaReviewed or otaPendingAndReviewed.",
    ),
    column("approvedAmount", NUMBER, "Approved overtime (seconds)."),
    column("deniedAmount", NUMBER, "Denied overtime (seconds)."),
    column("pendingAmount", NUMBER, "Overtime that waits for a review (seconds)."),
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
        "When the overtime was, its status and its rules; amounts are in seconds.",
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
        "Who approved or denied what of it, and when; amounts are in seconds.",
    ),
)


class TimecardApprovalsDetail(Table):
    """Days with overtime, and how much of it was approved, denied or still waits."""

    name = "timecard_approvals_detail"
    operation = TIMECARD
    select = "OTA"
    records = "ota.overtimeInfo"
    primary_keys = ("person_id", "effective_date")
    reads = Dated("effective_date")
    columns = table(
        person(),
        column("effectiveDate", DATE, "Date for which the overtime counts."),
        OVERTIME,
    )


class OvertimeDetails(Table):
    """Days with overtime in detail: each stretch, and the rules under which it counts."""

    name = "overtime_details"
    operation = TIMECARD
    select = "OVERTIME_DETAILS"
    # An object whose names are the dates.
    records = "overtimeInfoForDates.*"
    primary_keys = ("person_id", "effective_date")
    reads = Dated("effective_date")
    columns = table(
        person(),
        either("effective_date", DATE, "Date for which the overtime counts.", "effectiveDate", "#"),
        OVERTIME,
    )
