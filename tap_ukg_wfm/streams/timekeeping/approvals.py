"""Beside the timecard: approvals, sign-offs, what people attested, and how long they were absent."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Dated, Monthly, Table
from tap_ukg_wfm.streams.timekeeping.timecards import DATES, REF, TIMECARD
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    NUMBER,
    STRING,
    Shape,
    column,
    nested,
    person,
    ref,
    table,
)

APPROVALS = Operation(
    "/v1/timekeeping/timecard_approvals",
    method="GET",
    params={"employee_id": "$person_ids", "start_date": "$start_date", "end_date": "$end_date"},
)
SIGNOFFS = Operation(
    "/v1/timekeeping/timecard_signoffs",
    method="GET",
    access_control_point="AUTOMATIC_SIGNOFF_FAP",
    params={"employee_id": "$person_ids"},
)
ATTESTATION = Operation(
    "/v1/timekeeping/attestation/multi_read",
    body={"where": {"employees": "$person_refs", "dateRange": DATES}, "select": "$select"},
    batch=500,
)

# The pay code that sums up all absences is the tenant's own.
ABSENCES = Operation(
    "/v1/timekeeping/absence_spans/multi_read",
    body={
        "where": {
            "absenceSpans": {
                "employees": {"ids": "$person_ids"},
                "dateRange": DATES,
                "rangeType": "PeriodToPeriod",
                "rollupType": "IndividualPayCode",
                "stitchablePaycode": {"qualifier": "$setting.absence_pay_code"},
                "includeDailyAbsences": True,
            }
        }
    },
    batch=500,
)
SEGMENT: dict[str, Shape] = {
    "applyDate": DATE,
    "startDateTime": LOCAL,
    "endDateTime": LOCAL,
    "amount": NUMBER,
}


class TimecardApprovals(Table):
    """Approvals of the days of a timecard, by the employee and by managers.

    UKG is asked for one person at a time.
    """

    name = "timecard_approvals"
    operation = APPROVALS
    numbered = True
    primary_keys = ("person_id", "approval_date", "line_number")
    reads = Dated("approval_date")
    columns = table(
        person(),
        column("approvalDate", DATE, "Date on the timecard that is approved."),
        column("isEmployeeApproved", BOOLEAN, "Whether the employee approved, not a manager."),
        ref("approvingManager", "the manager who approved"),
        column("enteredOnDTM", LOCAL, "When the approval was made."),
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
        column(
            "otStateIndicator",
            STRING,
            "State: otaIrrelevant, otaPending, otaReviewed or otaPendingAndReviewed.",
        ),
        column("approvedAmount", NUMBER, "Approved overtime in seconds."),
        column("deniedAmount", NUMBER, "Denied overtime in seconds."),
        column("pendingAmount", NUMBER, "Overtime that waits for a review, in seconds."),
        column("commentCount", INTEGER, "How many comments there are."),
        nested(
            "overtimeSegments",
            [
                {
                    **SEGMENT,
                    "overtimeStatus": STRING,
                    "workItemId": INTEGER,
                    "overtimeDetailSegments": [{**SEGMENT, "overtimeStatus": STRING}],
                }
            ],
            "When the overtime was, and what became of it.",
        ),
        nested(
            "approvalSegments",
            [
                {
                    **SEGMENT,
                    "employee": REF,
                    "action": STRING,
                    "reviewedDate": DATE,
                    "reviewerName": STRING,
                    "commentsAvailable": BOOLEAN,
                }
            ],
            "Who approved or denied what of it, and when.",
        ),
    )


class TimecardSignoffs(Table):
    """Up to which date each person's timecard is signed off and locked.

    UKG is asked for one person at a time.
    """

    name = "timecard_signoffs"
    operation = SIGNOFFS
    primary_keys = ("person_id",)
    columns = table(
        person(),
        column("hireDate", DATE, "Date of hire."),
        column("managerSignOffThroughDate", DATE, "Last date that a manager signed off."),
        column("signOffLockThroughDateTime", LOCAL, "Until when the sign-off locks the timecard."),
        column("payRollLockThroughDateTime", LOCAL, "Until when payroll is locked."),
        column("signOffPending", BOOLEAN, "Whether a sign-off is under way."),
        nested("carryForwardDates", [DATE], "Dates on which totals are carried forward."),
    )


class Attestations(Table):
    """Questions that people were asked as they punched, and what they answered."""

    name = "attestations"
    operation = ATTESTATION
    select = "attestationDailyDetail"
    records = "attestationDailyDetail"
    primary_keys = ("person_id", "id")
    reads = Dated("punch_transaction_start_dtm")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the answer."),
        column("uniqueId", INTEGER, "Number that answers of one attestation share."),
        column("question", STRING, "Question, as the person saw it."),
        column("shortQuestion", STRING, "Question in short."),
        column("answer", STRING, "Answer that the person chose."),
        column("questionAnsweredDtm", LOCAL, "When the person answered."),
        column("questionDuration", INTEGER, "Time that the answer took."),
        column("punchTransactionStartDtm", LOCAL, "When the attestation began, in local time."),
        column("punchTransactionEndDtm", LOCAL, "When the attestation ended."),
        column("punchDtm", LOCAL, "When the person punched; null where no punch came of it."),
        column("punchDuration", INTEGER, "Time that the attestation took."),
        column("isPunchSubmitted", BOOLEAN, "Whether the punch was submitted."),
        ref("punchButton", "the button that the person chose"),
        ref("punchOverride", "the kind of punch that was chosen"),
        column("manualTimeEntryWorkflow", BOOLEAN, "Whether time was entered by hand."),
        column("manualTimeEntryStatus", STRING, "Status of time that was entered by hand."),
        column("deviceId", STRING, "Id of the device."),
        ref("job", "the job"),
        ref("laborCategory", "the labor category"),
        ref("position", "the position"),
        column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
    )


class AbsenceSpans(Table):
    """Absences that follow one upon another, as one span, cut where calendar months end.

    Only with the setting `absence_pay_code`: the combined pay code of the absences that count.
    """

    name = "absence_spans"
    operation = ABSENCES
    requires = "absence_pay_code"
    records = "spans"
    reads = Monthly("span_start_date")
    numbered = True
    primary_keys = ("person_id", "span_start_date", "line_number")
    columns = table(
        person("^.employee"),
        column("startDate", DATE, "First date of the span.", name="span_start_date"),
        column("endDate", DATE, "Last date of the span.", name="span_end_date"),
        ref("paycode", "the pay code"),
        column("days", NUMBER, "Days of absence."),
        column("hours", NUMBER, "Hours of absence."),
        column("partialStart", BOOLEAN, "Whether the first day is only in part an absence."),
        column("partialEnd", BOOLEAN, "Whether the last day is only in part an absence."),
        column("firstTransaction", BOOLEAN, "Whether it holds the first of all absences."),
        column("lastTransaction", BOOLEAN, "Whether it holds the last of all absences."),
        nested(
            "absences",
            [
                {
                    "applyDate": DATE,
                    "durationInDays": NUMBER,
                    "durationInHours": NUMBER,
                    "paycode": REF,
                }
            ],
            "The absences of the span, day by day.",
        ),
    )
