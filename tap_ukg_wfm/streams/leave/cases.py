"""Leave: cases, the time that they take by day, and their change history."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Dated, Table
from tap_ukg_wfm.streams.fields import ALL_TIME, DATES, REF
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    NUMBER,
    STRING,
    column,
    nested,
    person,
    ref,
    table,
)

PERSON_DAYS = 84_000
CASES = Operation(
    "/v1/leave/leave_cases/multi_read",
    body={"employees": {"ids": "$person_ids"}, "dateRange": ALL_TIME},
    batch=2,
)
EDITS = Operation(
    "/v1/leave/leave_edits/multi_read",
    body={
        "employees": {"ids": "$person_ids"},
        "dateRange": DATES,
        "leaveEditSearchTypeEnum": "BY_LEAVE_EDIT_DATES",
    },
    # Without it UKG returns all edits of the cases that overlap the dates.
    forms=({"employees": {"ids": "$person_ids"}, "dateRange": DATES},),
    envelope=("leaveEdits",),
    batch=500,
    person_days=PERSON_DAYS,
)
AUDITS = Operation(
    "/v1/leave/audit_records/multi_read",
    body={"employees": {"ids": "$person_ids"}, "dateRange": ALL_TIME},
    batch=2,
)
KIND = table(
    ref("category", "the leave category", to="leave_categories"),
    ref("reason", "the leave reason", to="leave_reasons"),
    ref("frequency", "the frequency, such as continuous or intermittent"),
)


class LeaveCases(Table):
    """All leave cases of each person, past and future, with their statuses."""

    name = "leave_cases"
    operation = CASES
    primary_keys = ("id",)
    left_out = ("employeePhotoId", "employee.fullName")
    columns = table(
        person(),
        column("employeeFullName", STRING, "Full name of the person."),
        column("id", INTEGER, "Id of the case."),
        column("caseCode", STRING, "Code of the case."),
        column("displayCaseCode", STRING, "Code, as shown to people."),
        column("longCaseCode", STRING, "Unabbreviated code."),
        column("code", STRING, "Code of the case in another system."),
        column("startDate", DATE, "First date."),
        column("endDate", DATE, "Last date; null if it is not known yet."),
        column("requestDate", DATE, "Date on which the leave was requested."),
        KIND,
        column("frequencyEffectiveDate", DATE, "Date on which the frequency takes effect."),
        ref("status", "the status, such as open or closed"),
        ref("approvalStatus", "the approval status"),
    )


class LeaveEdits(Table):
    """Time that leave cases take by date: tracked, paid, and taken from accruals."""

    name = "leave_edits"
    operation = EDITS
    primary_keys = ("id",)
    reads = Dated("date")
    left_out = (
        "transfer.editable",
        "transfer.laborAccountId",
        "transfer.orgJobId",
        "transfer.transferLaborEntryIds",
        "transfer.trimPath",
        "transfer.type",
        "transfer.workRuleId",
    )
    columns = table(
        person(),
        column("id", INTEGER, "Id of the leave edit."),
        column("date", DATE, "Date that the edit applies to."),
        column("startDateTime", LOCAL, "Start, in local time."),
        column("endDateTime", LOCAL, "End, in local time."),
        ref("leaveCase", "the leave case", to="leave_cases"),
        column("leaveCaseShortName", STRING, "Code of the leave case."),
        KIND,
        ref("position", "the position"),
        column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
        column("trackingSegment.id", INTEGER, "Id of the tracked part."),
        column("trackingSegment.amountInSeconds", INTEGER, "Tracked time (seconds)."),
        column("trackingSegment.overridden", BOOLEAN, "Whether the amount was overridden."),
        column("paidSegment.id", INTEGER, "Id of the paid part."),
        column("paidSegment.amountInSeconds", INTEGER, "Paid time (seconds)."),
        column("paidSegment.overridden", BOOLEAN, "Whether the amount was overridden."),
        nested(
            "takings",
            [
                {
                    "accrualCode": REF,
                    "payCode": REF,
                    "amountInSeconds": INTEGER,
                    "paid": BOOLEAN,
                    "wages": NUMBER,
                    "employeeCurrency": STRING,
                    "userCurrency": STRING,
                }
            ],
            "Amounts taken from accruals; amountInSeconds is in seconds, wages in money.",
        ),
        nested(
            "overrideSegments",
            [{"id": INTEGER, "payCode": REF, "amountInSeconds": INTEGER}],
            "Amounts that override the calculated ones; amountInSeconds is in seconds.",
        ),
        column("fromSchedule", BOOLEAN, "Whether the edit comes from the schedule."),
        column("inMemory", BOOLEAN, "Whether the edit has not been saved yet."),
        column("transfer.transferString", STRING, "The transfer, as text."),
        column(
            "transfer.orgJobIdLong",
            INTEGER,
            "Id of the job.",
            name="transfer_org_job_id",
            to="locations",
        ),
        column(
            "transfer.laborAccountIdLong",
            INTEGER,
            "Id of the labor account.",
            name="transfer_labor_account_id",
        ),
        column(
            "transfer.workRuleIdLong",
            INTEGER,
            "Id of the work rule.",
            name="transfer_work_rule_id",
            to="work_rules",
        ),
        column(
            "transfer.costCenterId.id",
            INTEGER,
            "Id of the cost center.",
            name="transfer_cost_center_id",
            to="cost_centers",
        ),
        nested("transfer.transferLaborEntries", [STRING], "Labor category entries."),
        column(
            "transfer.totalizerGenerated",
            BOOLEAN,
            "Whether UKG's totalizer generated the transfer.",
        ),
        nested(
            "commentsNotes",
            [
                {
                    "id": INTEGER,
                    "comment": {"id": INTEGER, "name": STRING, "active": BOOLEAN},
                    "notes": [{"id": STRING, "text": STRING, "timestamp": LOCAL}],
                }
            ],
            "Comments, each with its notes.",
        ),
    )


class LeaveAudits(Table):
    """Changes to leave cases and their parts: who made them, and when."""

    name = "leave_audits"
    operation = AUDITS
    # Items of two types may have the same id.
    primary_keys = ("id", "entity_type_id")
    columns = table(
        person(),
        column("id", STRING, "Id of the changed item and number of its revision."),
        column("caseCode", STRING, "Code of the leave case."),
        ref("entityType", "the type of item that changed"),
        column("entityType.displayName", STRING, "Display name of the type of item."),
        column("revision.id", INTEGER, "Number of the revision."),
        column("revision.date", LOCAL, "When the item changed."),
        ref("revision.type", "the type of change"),
        column("revision.type.displayName", STRING, "Display name of the type of change."),
        ref("revision.user", "the user who made the change"),
    )
