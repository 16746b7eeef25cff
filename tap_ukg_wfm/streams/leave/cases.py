"""Leave: cases, the time that they take day by day, and who changed them when."""

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
    # Without it UKG answers all edits of the cases that overlap the dates.
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
    """Leave cases of each person, whenever they are, with their statuses."""

    name = "leave_cases"
    operation = CASES
    primary_keys = ("id",)
    left_out = ("employeePhotoId", "employee.fullName")
    columns = table(
        person(),
        column("employeeFullName", STRING, "Full name of the person."),
        column("id", INTEGER, "Id of the case."),
        column("caseCode", STRING, "Code of the case."),
        column("displayCaseCode", STRING, "Code as people see it."),
        column("longCaseCode", STRING, "Code at its full length."),
        column("code", STRING, "Code of the case in another system."),
        column("startDate", DATE, "First date."),
        column("endDate", DATE, "Last date; null while it is not known."),
        column("requestDate", DATE, "Date on which the leave was asked for."),
        KIND,
        column("frequencyEffectiveDate", DATE, "Date from which the frequency counts."),
        ref("status", "the status, such as open or closed"),
        ref("approvalStatus", "the approval status"),
    )


class LeaveEdits(Table):
    """Time that a leave case takes on a date: tracked, paid, and taken from accruals."""

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
        column("date", DATE, "Date for which the edit counts."),
        column("startDateTime", LOCAL, "Start, in local time."),
        column("endDateTime", LOCAL, "End, in local time."),
        ref("leaveCase", "the leave case", to="leave_cases"),
        column("leaveCaseShortName", STRING, "Code of the leave case."),
        KIND,
        ref("position", "the position"),
        column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
        column("trackingSegment.id", INTEGER, "Id of the tracked part."),
        column("trackingSegment.amountInSeconds", INTEGER, "Seconds that are tracked."),
        column("trackingSegment.overridden", BOOLEAN, "Whether someone overrode that amount."),
        column("paidSegment.id", INTEGER, "Id of the paid part."),
        column("paidSegment.amountInSeconds", INTEGER, "Seconds that are paid."),
        column("paidSegment.overridden", BOOLEAN, "Whether someone overrode that amount."),
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
            "What is taken from accruals (amountInSeconds), and its wages, in money.",
        ),
        nested(
            "overrideSegments",
            [{"id": INTEGER, "payCode": REF, "amountInSeconds": INTEGER}],
            "Amounts in seconds (amountInSeconds) that override the calculated ones.",
        ),
        column("fromSchedule", BOOLEAN, "Whether the edit comes from the schedule."),
        column("inMemory", BOOLEAN, "Whether the edit is not saved yet."),
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
        column("transfer.totalizerGenerated", BOOLEAN, "Whether the totalizer made the transfer."),
        nested(
            "commentsNotes",
            [
                {
                    "id": INTEGER,
                    "comment": {"id": INTEGER, "name": STRING, "active": BOOLEAN},
                    "notes": [{"id": STRING, "text": STRING, "timestamp": LOCAL}],
                }
            ],
            "Comments, each with the notes written below it.",
        ),
    )


class LeaveAudits(Table):
    """Changes to leave cases and what belongs to them: who made which when."""

    name = "leave_audits"
    operation = AUDITS
    # Things of two types may have the same number.
    primary_keys = ("id", "entity_type_id")
    columns = table(
        person(),
        column("id", STRING, "Id of what changed and number of its revision."),
        column("caseCode", STRING, "Code of the leave case."),
        ref("entityType", "the type of what changed"),
        column("entityType.displayName", STRING, "Name of that type as people see it."),
        column("revision.id", INTEGER, "Number of the revision."),
        column("revision.date", LOCAL, "When it changed."),
        ref("revision.type", "the kind of change"),
        column("revision.type.displayName", STRING, "Name of that kind as people see it."),
        ref("revision.user", "the user who made the change"),
    )
