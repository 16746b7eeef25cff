"""The time that people spent on activities, such as orders and their steps.

They need a separate UKG license: without it UKG refuses with `WFA-000030`.
"""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Daily, Dated, Table
from tap_ukg_wfm.streams.fields import DATES, REF
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

EMPLOYEES = {"ids": "$person_ids"}
TOTALS = Operation(
    "/v1/work/activity_totals/multi_read",
    body={"where": {"employees": EMPLOYEES, "dateRange": DATES, "rollupType": "DAILY"}},
    batch=150,
    # UKG limits the totals in a response, which nobody knows in advance; this many rarely exceed it.
    person_days=150,
)
SHIFTS = Operation(
    "/v1/work/activity_shifts/multi_read",
    body={"where": {"employees": EMPLOYEES, "dateRange": DATES}, "select": "$select"},
    # As a string it can name one section only: the one that includes the other.
    forms=(
        {
            "where": {"employees": EMPLOYEES, "dateRange": DATES},
            "select": "SEGMENTS_WITH_RESULTS",
        },
    ),
    batch=700,
    person_days=700,
)
CHANGED = {
    "employees": EMPLOYEES,
    "lastRunDateTime": "$start_date_time",
    "endDateTime": "$end_date_time",
}
NET_CHANGES = Operation(
    "/v1/work/activity_shifts/net_changes/multi_read",
    body={"where": CHANGED, "select": ["SEGMENTS_WITH_RESULTS"]},
    forms=({"where": CHANGED, "select": "SEGMENTS_WITH_RESULTS"},),
    feed=True,
    batch=100,
    days=1,
)
TIME_ZONE = column(
    "^.employeeContext.timezone.qualifier", STRING, "Time zone of the employee.", name="time_zone"
)
RESULT: dict[str, Shape] = {
    "id": INTEGER,
    "fieldDefinition": REF,
    "resultCode": REF,
    "textResult": STRING,
    "numericResult": INTEGER,
    "decimalResult": NUMBER,
    "dateTimeResult": LOCAL,
    "timeResult": STRING,
    "deleted": BOOLEAN,
}
SEGMENT: dict[str, Shape] = {
    "activitySegmentId": INTEGER,
    "activity": REF,
    "applyDate": DATE,
    "startDateTime": LOCAL,
    "startTimezone": REF,
    "endDateTime": LOCAL,
    "endTimezone": REF,
    "roundedStartDateTime": LOCAL,
    "roundedStartTimezone": REF,
    "roundedEndDateTime": LOCAL,
    "roundedEndTimezone": REF,
    "shiftLocatorDateTime": LOCAL,
    "durationInSeconds": INTEGER,
    "allocatedSeconds": INTEGER,
    "deductedSeconds": INTEGER,
    "moneyAmount": NUMBER,
    "accepted": BOOLEAN,
    "approvedByEmployee": BOOLEAN,
    "approvedByManager": BOOLEAN,
    "orphan": BOOLEAN,
    "updatedDateTime": LOCAL,
}
REVISION: dict[str, Shape] = {
    "status": STRING,
    "processedSegments": [SEGMENT],
    "activityResultSegments": [
        {
            **{name: shape for name, shape in RESULT.items() if name != "deleted"},
            "activitySegmentId": INTEGER,
            "status": STRING,
            "effectiveDateTime": LOCAL,
            "createdDateTime": LOCAL,
            "updatedDateTime": LOCAL,
            "childResultSegments": [RESULT],
        }
    ],
    "activityTotals": [
        {
            "applyDate": DATE,
            "status": STRING,
            "startDateTime": LOCAL,
            "endDateTime": LOCAL,
            "durationInSeconds": INTEGER,
            "moneyAmount": NUMBER,
            "payCode": REF,
            "orgJob": REF,
            "laborCategory": REF,
            "costCenter": REF,
            "workRule": REF,
            "updatedDateTime": LOCAL,
        }
    ],
}


class ActivityTotals(Table):
    """Time and wages by person, day and activity."""

    name = "activity_totals"
    operation = TOTALS
    records = "aggregatedTotals"
    numbered = True
    primary_keys = ("person_id", "apply_date", "line_number")
    reads = Dated("apply_date")
    left_out = ("employee",)
    columns = table(
        person("^.employeeContext.employee"),
        TIME_ZONE,
        column("applyDate", DATE, "Date that the time applies to."),
        ref("activity", "the activity", to="activities"),
        column("amount", NUMBER, "Time, in hours."),
        column("totalActual", INTEGER, "Actual time, in seconds."),
        column("totalAllocated", INTEGER, "Allocated time, in seconds."),
        column("totalVariance", INTEGER, "Actual time minus allocated time, in seconds."),
        column("percentage", NUMBER, "Share of the total time, in percent."),
        column("efficiency", NUMBER, "Efficiency (a ratio)."),
        column("wages", NUMBER, "Wages (money, in currency_code)."),
        column("currencyCode", STRING, "Currency of the wages."),
        ref("payCode", "the pay code", to="pay_codes"),
        ref("job", "the job", to="locations"),
        ref("location", "the location", to="locations"),
        ref("costCenter", "the cost center", to="cost_centers"),
        ref("laborCategory", "the labor category entries", to="labor_categories"),
        ref("workRule", "the work rule", to="work_rules"),
        column("jobTransfer", BOOLEAN, "Whether the job is a transfer."),
        column("laborCategoryTransfer", BOOLEAN, "Whether a labor category is a transfer."),
        column("isDuration", BOOLEAN, "Whether it is a duration without start and end."),
        column("startDateTime", LOCAL, "Start, in local time."),
        column("endDateTime", LOCAL, "End, in local time."),
        column("timeItemId", INTEGER, "Id of the shift or edit that the time comes from."),
        ref("timeItemType", "the type of that item"),
        column(
            "processedSegmentId",
            INTEGER,
            "Id of the segment in activity_shifts.",
            to="activity_shifts",
        ),
        column("payPeriodNumber", INTEGER, "Number of the pay period."),
        column("payPeriodWeek", INTEGER, "Week of the pay period."),
        column("accepted", BOOLEAN, "Whether the time is accepted."),
        column("approvedByEmployee", BOOLEAN, "Whether the employee approved the time."),
        column("approvedByManager", BOOLEAN, "Whether a manager approved the time."),
    )


class ActivityShifts(Table):
    """The segments of worked shifts that people spent on activities."""

    name = "activity_shifts"
    operation = SHIFTS
    select = "SEGMENTS"
    records = "activityShifts.activitySpans.processedSegments"
    primary_keys = ("id",)
    reads = Dated("apply_date")
    left_out = ("activity.id",)
    columns = table(
        person("^.^.^.employee"),
        column("^.^.workShiftId", INTEGER, "Id of the worked shift.", to="worked_shifts"),
        column("id", INTEGER, "Id of the segment."),
        column("applyDate", DATE, "Date that the segment applies to."),
        column("activitySegmentId", INTEGER, "Id of the segment, as entered."),
        column("activityId", INTEGER, "Id of the activity.", to="activities"),
        column("activity.qualifier", STRING, "Name of the activity.", name="activity_qualifier"),
        column("startDateTime", LOCAL, "Start, in local time."),
        ref("startTimezone", "the time zone of the start", to="time_zones"),
        column("endDateTime", LOCAL, "End, in local time; null while it is in progress."),
        ref("endTimezone", "the time zone of the end", to="time_zones"),
        column("roundedStartDateTime", LOCAL, "Start after rounding, in local time."),
        ref("roundedStartTimezone", "the time zone of the rounded start", to="time_zones"),
        column("roundedEndDateTime", LOCAL, "End after rounding, in local time."),
        ref("roundedEndTimezone", "the time zone of the rounded end", to="time_zones"),
        column("shiftLocatorDateTime", LOCAL, "Date and time that locate its shift."),
        column("durationInSeconds", INTEGER, "Duration, in seconds."),
        column("allocatedSeconds", INTEGER, "Time allocated to the activity, in seconds."),
        column("deductedSeconds", INTEGER, "Deducted unpaid breaks, in seconds."),
        column("overageDurationSeconds", INTEGER, "Time outside the worked shift, in seconds."),
        column("moneyAmount", NUMBER, "Amount, in money."),
        column(
            "^.efficiencies.earnedSeconds", NUMBER, "Earned time of the entire span, in seconds."
        ),
        column("^.efficiencies.efficiency", NUMBER, "Efficiency of the entire span (a ratio)."),
        column(
            "^.efficiencies.efficiencyQuantity",
            NUMBER,
            "Quantity of the entire span, in the activity's unit of measure.",
        ),
        ref("activityTeam", "the team"),
        column("activityTeamSegmentId", INTEGER, "Id of the team's segment."),
        column("workItemId", INTEGER, "Id of the work item."),
        column("eventTypeId", INTEGER, "Id of the type of event."),
        column("orderNumber", INTEGER, "Order within the entered segment."),
        column(
            "dayDivideState",
            INTEGER,
            "Which part of a segment that the day divide splits; 0 means that it is not split.",
        ),
        column("concurrent", BOOLEAN, "Whether other activities ran at the same time."),
        column("orphan", BOOLEAN, "Whether it does not belong to any worked shift."),
        column("systemGeneratedStart", BOOLEAN, "Whether UKG generated the start."),
        column("systemGeneratedEnd", BOOLEAN, "Whether UKG generated the end."),
        column("accepted", BOOLEAN, "Whether the time is accepted."),
        column("approvedByEmployee", BOOLEAN, "Whether the employee approved the time."),
        column("approvedByManager", BOOLEAN, "Whether a manager approved the time."),
    )


class ActivityResults(Table):
    """What people reported on their activities, such as quantities and result codes."""

    name = "activity_results"
    operation = SHIFTS
    select = "SEGMENTS_WITH_RESULTS"
    records = "activityShifts.activitySpans.activityResultSegments"
    primary_keys = ("id",)
    reads = Dated("apply_date")
    columns = table(
        person("^.^.^.employee"),
        column("id", INTEGER, "Id of the result."),
        column(
            "^.processedSegments.0.applyDate",
            DATE,
            "Date that the span applies to.",
            name="apply_date",
        ),
        column("activitySegmentId", INTEGER, "Id of the segment, as entered."),
        ref("fieldDefinition", "the field that the result belongs to"),
        ref("resultCode", "the result code"),
        column("textResult", STRING, "Result, if it is text."),
        column("numericResult", INTEGER, "Result, if it is an integer."),
        column("decimalResult", NUMBER, "Result, if it is a decimal number."),
        column("dateTimeResult", LOCAL, "Result, if it is a date and time."),
        column("timeResult", STRING, "Result, if it is a time of day."),
        column("effectiveDateTime", LOCAL, "When the result takes effect."),
        column("createdDateTime", LOCAL, "When it was created."),
        column("updatedDateTime", LOCAL, "When it was last changed."),
        column("dataSourceId", INTEGER, "Id of the data source."),
        column("deleted", BOOLEAN, "Whether it is deleted."),
        nested(
            "childResultSegments",
            [{**RESULT, "childResultSegments": [RESULT]}],
            "Subordinate results, two levels deep.",
        ),
    )


class ActivityShiftChanges(Table):
    """Time on activities that was added, changed or deleted, by the day of the change.

    UKG accepts one day per request.
    """

    name = "activity_shift_changes"
    operation = NET_CHANGES
    records = "segments"
    reads = Daily()
    numbered = True
    primary_keys = ("person_id", "start_date", "line_number")
    columns = table(
        person("^.employee"),
        column(
            "current.status", STRING, "Type of change: ADDED, UPDATED or DELETED.", name="status"
        ),
        column(
            "current.processedSegments.0.activitySegmentId",
            INTEGER,
            "Id of the changed segment (activity_segment_id in activity_shifts).",
            name="activity_segment_id",
        ),
        column(
            "previous.processedSegments.0.activitySegmentId",
            INTEGER,
            "Id of the segment before the change.",
            name="previous_activity_segment_id",
        ),
        nested("current", REVISION, "The segment after the change."),
        nested("previous", REVISION, "The segment before the change."),
    )
