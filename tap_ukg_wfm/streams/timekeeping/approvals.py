"""Approvals, sign-offs and absences."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Dated, Monthly, Table
from tap_ukg_wfm.streams.fields import DATES, REF
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    LOCAL,
    NUMBER,
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
# The pay code that combines all absences differs between tenants.
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


class TimecardApprovals(Table):
    """Approvals of the days of a timecard, by the employee and by managers.

    UKG accepts one person per request.
    """

    name = "timecard_approvals"
    operation = APPROVALS
    numbered = True
    primary_keys = ("person_id", "approval_date", "line_number")
    reads = Dated("approval_date")
    columns = table(
        person(),
        column("approvalDate", DATE, "Date on the timecard that is approved."),
        column(
            "isEmployeeApproved",
            BOOLEAN,
            "Whether the employee approved it; false means that a manager did.",
        ),
        ref("approvingManager", "the manager who approved", to="persons"),
        column("enteredOnDTM", LOCAL, "When the approval was made."),
    )


class TimecardSignoffs(Table):
    """The date up to which each person's timecard is signed off and locked.

    UKG accepts one person per request.
    """

    name = "timecard_signoffs"
    operation = SIGNOFFS
    primary_keys = ("person_id",)
    columns = table(
        person(),
        column("hireDate", DATE, "Date of hire."),
        column("managerSignOffThroughDate", DATE, "Last date that a manager signed off."),
        column("signOffLockThroughDateTime", LOCAL, "End of the period that the sign-off locks."),
        column("payRollLockThroughDateTime", LOCAL, "End of the period that payroll locks."),
        column("signOffPending", BOOLEAN, "Whether a sign-off is in progress."),
        nested("carryForwardDates", [DATE], "Dates on which totals are carried forward."),
    )


class AbsenceSpans(Table):
    """Consecutive absences combined into spans, which are split at the end of calendar months.

    The stream needs the setting `absence_pay_code`: the combined pay code of the absences to include.
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
        ref("paycode", "the pay code", to="pay_codes"),
        column("days", NUMBER, "Length of the absence (days)."),
        column("hours", NUMBER, "Length of the absence (hours)."),
        column("partialStart", BOOLEAN, "Whether the first day is a partial absence."),
        column("partialEnd", BOOLEAN, "Whether the last day is a partial absence."),
        column(
            "firstTransaction", BOOLEAN, "Whether the span includes the person's first absence."
        ),
        column("lastTransaction", BOOLEAN, "Whether the span includes the person's last absence."),
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
            "Absences in the span, by day; durations are in hours and in days.",
        ),
    )
