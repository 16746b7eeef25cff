"""What changed on schedules: the net changes of each day, and every revision."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Daily, DeleteFeed, Monthly, Table
from tap_ukg_wfm.streams.fields import DATES, PARTIAL
from tap_ukg_wfm.streams.scheduling.records import IDS
from tap_ukg_wfm.tables.columns import (
    INTEGER,
    JSON_TEXT,
    LOCAL,
    STRING,
    Column,
    column,
    either,
    table,
)

KINDS = ("shifts", "payCodeEdits", "leaveEdits", "dayLocks", "scheduleTags")
REVISED = ("shift", "payCodeEdit", "leaveEdit", "scheduleDayLock", "availability", "scheduleTag")
CHANGES = Operation(
    "/v1/scheduling/schedule/changes/multi_read",
    body={
        "where": {
            "employees": {
                "employees": IDS,
                "startDateTime": "$start_date_time",
                "endDateTime": "$end_date_time",
            }
        },
        "select": [kind.upper() for kind in KINDS],
    },
    envelope=("scheduleChangeSnapshots",),
    feed=True,
    batch=500,
    days=40,
)
AUDITS = Operation(
    "/v1/scheduling/audits/multi_read",
    params=PARTIAL,
    body={"where": {"employees": {"employeeRefs": IDS, **DATES}}},
    looks_ahead=True,
    batch=500,
)


class ScheduleChanges(Table):
    """Items created, updated or deleted on schedules, by the UTC day of the change."""

    name = "schedule_changes"
    operation = CHANGES
    records = tuple(
        f"{kind}.{change}" for kind in KINDS for change in ("create", "update", "delete")
    )
    # UKG returns the net effect of the range without dates, so single days are read.
    reads = Daily()
    primary_keys = ("id", "kind", "change", "start_date", "person_id")
    deletes = DeleteFeed(
        kind="kind",
        change="change",
        gone="delete",
        at="start_date",
        day="item_start",
        streams={
            "shifts": "shifts",
            "payCodeEdits": "schedule_pay_code_edits",
            "leaveEdits": "schedule_leave_edits",
            "dayLocks": "schedule_day_locks",
            "scheduleTags": "schedule_tags",
        },
        moves=True,
    )
    columns = table(
        column("^.^.employee.id", INTEGER, "Id of the person.", name="person_id", to="persons"),
        column(
            "^.^.employee.qualifier",
            STRING,
            "Person number: the person's id as people see it in UKG.",
            name="person_number",
        ),
        column(
            "##", STRING, "What changed, under UKG's name: shifts, payCodeEdits, ...", name="kind"
        ),
        column("#", STRING, "Type of change: create, update or delete.", name="change"),
        either(
            "id",
            INTEGER,
            "Id of the changed item, as in the stream of such items.",
            "after.id",
            "before.id",
        ),
        either(
            "item_start",
            LOCAL,
            "Start of the changed item before the change.",
            "before.startDateTime",
            "before.startDate",
            "after.startDateTime",
            "after.startDate",
        ),
        column(
            "before",
            JSON_TEXT,
            "The item before the change, as JSON text. Its fields depend on `kind`.",
        ),
        column("after", JSON_TEXT, "The item after the change, as JSON text."),
    )


class ScheduleAudits(Table):
    """Every revision of the items on schedules: who made it, and when."""

    name = "schedule_audits"
    operation = AUDITS
    records = tuple(f"{item}Audits" for item in REVISED)
    reads = Monthly()
    primary_keys = ("revision_id", "kind", "id")
    left_out = (*REVISED, "auditUserDetails.fullName")
    columns = table(
        either(
            "person_id",
            INTEGER,
            "Id of the person whose schedule changed.",
            *(f"{item}.employee.id" for item in REVISED),
            to="persons",
        ),
        either(
            "person_number",
            STRING,
            "Person number: the person's id as people see it in UKG.",
            *(f"{item}.employee.qualifier" for item in REVISED),
        ),
        column("revisionId", INTEGER, "Id of the revision."),
        column("#", STRING, "What was revised, under UKG's name: shiftAudits, ...", name="kind"),
        either(
            "id",
            INTEGER,
            "Id of the revised item, as in the stream of such items.",
            *(f"{item}Id" for item in REVISED),
            *(f"{item}.id" for item in REVISED),
        ),
        column("auditType", STRING, "Type of change: INSERT, UPDATE or DELETE."),
        column("auditTimestamp", LOCAL, "When the change was made, in UTC, written without a Z."),
        column(
            "auditLocalTimestamp",
            LOCAL,
            "When the change was made, in the time zone of the user who made it.",
        ),
        column("auditUser", STRING, "Full name of the user who made the change."),
        column(
            "auditUserDetails.employeeId",
            INTEGER,
            "Person id of the user who made the change.",
            name="audit_user_person_id",
            to="persons",
        ),
        column(
            "auditUserDetails.personNumber",
            STRING,
            "Person number of the user who made the change.",
            name="audit_user_person_number",
        ),
        (
            Column(
                "revision",
                (".",),
                JSON_TEXT,
                "The entire revision, as JSON text. Its fields depend on `kind`.",
            ),
        ),
    )
