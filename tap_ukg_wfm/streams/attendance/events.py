"""Attendance: events, actions, discipline levels, and their change history."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Dated, Table
from tap_ukg_wfm.streams.fields import ALL_TIME, DATES
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    NUMBER,
    STRING,
    Columns,
    column,
    person,
    ref,
    snake,
    table,
)

PERSON_DAYS = 84_000
ASKED = {"employees": {"ids": "$person_ids"}, "dateRange": DATES}
EVER = {"employees": {"ids": "$person_ids"}, "dateRange": ALL_TIME}
EVENTS = Operation(
    "/v1/attendance/events/multi_read",
    body={**ASKED, "wageLiabilityCalculated": True},
    forms=(ASKED,),
    batch=500,
    person_days=PERSON_DAYS,
)
LEVELS = Operation(
    "/v1/attendance/discipline_levels/multi_read",
    body={**ASKED, "includeDailyDiscLevels": False},
    forms=(ASKED,),
    batch=500,
    person_days=PERSON_DAYS,
)
# All are read, two persons per request: see ALL_TIME.
ACTIONS = Operation("/v1/attendance/actions/multi_read", body=EVER, batch=2)
AUDITS = Operation("/v1/attendance/audit_records/multi_read", body=EVER, batch=2)


def localized(source: str, what: str) -> Columns:
    """An object `{name, displayName}`: the columns NAME_name and NAME_display_name."""
    stem = snake(source)
    return table(
        column(f"{source}.name", STRING, f"Name of {what}.", name=f"{stem}_name"),
        column(
            f"{source}.displayName",
            STRING,
            f"Display name of {what}.",
            name=f"{stem}_display_name",
        ),
    )


def transaction(source: str, what: str) -> Columns:
    """A transaction of points."""
    return table(
        column(f"{source}.id", INTEGER, f"Id of the transaction of points of {what}."),
        column(f"{source}.name", STRING, "Name of the transaction of points."),
        localized(f"{source}.type", "the type of points"),
        column(f"{source}.applyDateTime", LOCAL, "When the points take effect, in local time."),
        column(f"{source}.balanceChange", NUMBER, "Points; negative if they are deducted."),
        column(f"{source}.decimalPlaceNum", INTEGER, "Number of decimal places of the points."),
    )


def balance(source: str, what: str) -> Columns:
    """A balance of points at a point in time."""
    return table(
        column(f"{source}.id", INTEGER, f"Id of the balance {what}."),
        column(f"{source}.name", STRING, "Name of the balance."),
        localized(f"{source}.type", "the type of balance"),
        column(f"{source}.startDateTime", LOCAL, "When the balance took effect, in local time."),
        column(f"{source}.balanceAmount", NUMBER, "Points of the balance."),
        column(f"{source}.decimalPlaceNum", INTEGER, "Number of decimal places of the points."),
    )


def policy(source: str = "policyDefinition") -> Columns:
    """The attendance policy that applied."""
    return table(
        ref(source, "the attendance policy"),
        column(f"{source}.detailLabel", STRING, "Label of the attendance policy."),
    )


RULE = ref("ruleDefinition", "the rule of the policy")


class AttendanceEvents(Table):
    """Attendance events of each person, such as lateness and absences, with their points."""

    name = "attendance_events"
    operation = EVENTS
    # Events of two types may have the same id.
    primary_keys = ("id", "type_name")
    reads = Dated("apply_date")
    left_out = ("pointTransaction.employee",)
    columns = table(
        person(),
        column("id", INTEGER, "Id of the event; unique among events of its type."),
        column("name", STRING, "Name of the event."),
        localized("type", "the event's type"),
        column("applyDate", DATE, "Date on which the event happened."),
        column("eventTime", LOCAL, "Time at which the event happened, in local time."),
        column("timeZoneId", INTEGER, "Id of the time zone.", to="time_zones"),
        column("amount", NUMBER, "Duration of the event (seconds)."),
        column("dayAmount", NUMBER, "Duration of the event (days)."),
        column("isSystem", BOOLEAN, "Whether UKG generated the event."),
        column("updatedByUserId", INTEGER, "Id of the user who changed the event."),
        policy(),
        RULE,
        transaction("pointTransaction", "the event"),
        column(
            "wageLiability",
            NUMBER,
            "Wage liability at the person's wage rate (money, in employee_currency).",
        ),
        column("employeeCurrency", STRING, "ISO code of the person's currency."),
        column("userCurrency", STRING, "ISO code of the API user's currency."),
        ref("eventDefinition", "the event's definition"),
        column("eventDefinition.displayName", STRING, "Display name of the definition."),
        column("eventDefinition.shortName", STRING, "Short name of the definition."),
        localized("eventDefinition.type", "the type of definition"),
        column("eventDefinition.active", BOOLEAN, "Whether the definition is active."),
        column("eventDefinition.dayBased", BOOLEAN, "Whether the amount is measured in days."),
        ref("eventDefinition.amountUnit", "the unit of the amount"),
        column(
            "eventDefinition.comment.id", INTEGER, "Id of the comment that the definition matches."
        ),
        column(
            "eventDefinition.comment.text",
            STRING,
            "Text of the comment that the definition matches.",
        ),
        ref("eventDefinition.exceptionType", "the exception type that the definition matches"),
        column(
            "eventDefinition.extendedData",
            STRING,
            "Whether a pay code applies to a shift or a day.",
        ),
        ref("eventDefinition.group", "the group of the definition"),
        column(
            "eventDefinition.lowerThresholdAmount", INTEGER, "Minimum amount that counts (hours)."
        ),
        column(
            "eventDefinition.lowerThresholdDayAmount",
            NUMBER,
            "Minimum amount that counts (days).",
        ),
        column(
            "eventDefinition.upperThresholdAmount", INTEGER, "Maximum amount that counts (hours)."
        ),
        column(
            "eventDefinition.upperThresholdDayAmount",
            NUMBER,
            "Maximum amount that counts (days).",
        ),
        ref("eventDefinition.paycode", "the pay code that the definition matches", to="pay_codes"),
        ref("eventDefinition.paycodeAmountType", "the amount type of that pay code"),
        ref("eventDefinition.punchType", "the punch type that the definition matches"),
        ref("eventDefinition.usedType", "the type of use of the definition"),
    )


class AttendanceActions(Table):
    """Actions triggered by a person's attendance, such as a warning, with their statuses."""

    name = "attendance_actions"
    operation = ACTIONS
    primary_keys = ("id",)
    left_out = ("balance.employee", "triggeredBalance.employee")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the action."),
        column("transactionId", INTEGER, "Id of the action's transaction."),
        column("name", STRING, "Name of the action."),
        column("code", STRING, "Code of the action."),
        column("description", STRING, "Description."),
        localized("status", "the status"),
        column("actionStatusDateTime", LOCAL, "When the action reached the status, in local time."),
        column("triggeredDateTime", LOCAL, "When the action was triggered, in local time."),
        column("initiatedDateTime", LOCAL, "When the action was initiated, in local time."),
        column("completed", BOOLEAN, "Whether the action is completed."),
        column("completionDateTime", LOCAL, "When the action was completed, in local time."),
        column(
            "effectiveDateId",
            INTEGER,
            "When the action takes effect: 1 means when triggered, 2 means when completed.",
        ),
        column("lastRuleEnforceDateTime", LOCAL, "When the rule was last applied, in local time."),
        column(
            "processedThroughDateTime",
            LOCAL,
            "Time up to which attendance is processed, in local time.",
        ),
        column("perfectAttendance", BOOLEAN, "Whether it belongs to perfect attendance."),
        column("hasDocuments", BOOLEAN, "Whether there are documents."),
        column("userNote", STRING, "Note that a user entered."),
        column("versionNumber", INTEGER, "Number of changes so far."),
        ref("disciplineLevel", "the resulting discipline level"),
        policy(),
        RULE,
        balance("balance", "now"),
        balance("triggeredBalance", "that triggered the action"),
    )


class DisciplineLevels(Table):
    """Changes of a person's discipline level: when it took effect, and why."""

    name = "discipline_levels"
    operation = LEVELS
    primary_keys = ("id",)
    reads = Dated("date_time")
    # UKG sets the end at the next change, long after the last read of this row's window.
    left_out = ("endDateTime", "balance.employee")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the change."),
        column("dateTime", LOCAL, "When the level changed, in local time."),
        column("startDateTime", LOCAL, "When the level began, in local time."),
        ref("discipline", "the discipline level"),
        ref("profile", "the attendance profile", to="attendance_profiles"),
        policy("policy"),
        ref("rule", "the rule of the policy"),
        balance("balance", "at that time"),
    )


class AttendanceAudits(Table):
    """Changes to attendance records, such as actions: who made them, and when."""

    name = "attendance_audits"
    operation = AUDITS
    # Items of two types may have the same id, and each has a row for every revision.
    primary_keys = ("entity_type_name", "id", "revision_info")
    columns = table(
        column("id", STRING, "Id of the changed item."),
        localized("entityType", "the type of item that changed"),
        column("revisionInfo", INTEGER, "Number of the revision."),
        column("revisionDate", LOCAL, "When the item changed."),
        localized("revisionType", "the type of change"),
        ref("user", "the user who made the change"),
    )
