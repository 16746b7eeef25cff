"""Attendance: what happened, the actions taken, levels of discipline, and who changed what when."""

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
# An action is taken, and audited, long after the dates by which UKG finds it: so all are read, two
# persons a request, since a hundred years of three would be past the limit.
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
            f"Name of {what} as people see it.",
            name=f"{stem}_display_name",
        ),
    )


def transaction(source: str, what: str) -> Columns:
    """The points that something gave or took."""
    return table(
        column(f"{source}.id", INTEGER, f"Id of the points that {what} gave or took."),
        column(f"{source}.name", STRING, "Name of the points."),
        localized(f"{source}.type", "the kind of points"),
        column(f"{source}.applyDateTime", LOCAL, "When the points count, in local time."),
        column(f"{source}.balanceChange", NUMBER, "Points, negative where they are taken off."),
        column(f"{source}.decimalPlaceNum", INTEGER, "Decimal places of the points."),
    )


def balance(source: str, what: str) -> Columns:
    """A balance of points at a moment."""
    return table(
        column(f"{source}.id", INTEGER, f"Id of the balance {what}."),
        column(f"{source}.name", STRING, "Name of the balance."),
        localized(f"{source}.type", "the kind of balance"),
        column(f"{source}.startDateTime", LOCAL, "When that balance began, in local time."),
        column(f"{source}.balanceAmount", NUMBER, "Points of that balance."),
        column(f"{source}.decimalPlaceNum", INTEGER, "Decimal places of the points."),
    )


def policy(source: str = "policyDefinition") -> Columns:
    """The attendance policy that applied."""
    return table(
        ref(source, "the attendance policy"),
        column(f"{source}.detailLabel", STRING, "Label of the attendance policy."),
    )


RULE = ref("ruleDefinition", "the rule of the policy")


class AttendanceEvents(Table):
    """What counts for a person's attendance: lateness, absences, patterns of them, with the points."""

    name = "attendance_events"
    operation = EVENTS
    # Events of two types may have the same number.
    primary_keys = ("id", "type_name")
    reads = Dated("apply_date")
    left_out = ("pointTransaction.employee",)
    columns = table(
        person(),
        column("id", INTEGER, "Id of the event, among those of its type."),
        column("name", STRING, "Name of the event."),
        localized("type", "the event's type"),
        column("applyDate", DATE, "Date on which the event happened."),
        column("eventTime", LOCAL, "Time at which the event happened, in local time."),
        column("timeZoneId", INTEGER, "Id of the time zone.", to="time_zones"),
        column("amount", NUMBER, "Seconds that the event is about."),
        column("dayAmount", NUMBER, "Days that the event is about."),
        column("isSystem", BOOLEAN, "Whether UKG made the event by itself."),
        column("updatedByUserId", INTEGER, "Id of the user who changed the event."),
        policy(),
        RULE,
        transaction("pointTransaction", "the event"),
        column(
            "wageLiability",
            NUMBER,
            "Wages at stake, by the person's wage rate: money, in employee_currency.",
        ),
        column("employeeCurrency", STRING, "ISO code of the person's currency."),
        column("userCurrency", STRING, "ISO code of the currency of the user who reads."),
        ref("eventDefinition", "the event's definition"),
        column("eventDefinition.displayName", STRING, "Name of it as people see it."),
        column("eventDefinition.shortName", STRING, "Short name of it."),
        localized("eventDefinition.type", "the type of definition"),
        column("eventDefinition.active", BOOLEAN, "Whether the definition is in use."),
        column("eventDefinition.dayBased", BOOLEAN, "Whether the amount is measured in days."),
        ref("eventDefinition.amountUnit", "the unit of the amount"),
        column("eventDefinition.comment.id", INTEGER, "Id of the comment that it looks for."),
        column("eventDefinition.comment.text", STRING, "The comment that it looks for."),
        ref("eventDefinition.exceptionType", "the exception that it looks for"),
        column(
            "eventDefinition.extendedData", STRING, "Whether a pay code is for a shift or a day."
        ),
        ref("eventDefinition.group", "the group of definitions"),
        column(
            "eventDefinition.lowerThresholdAmount", INTEGER, "Least amount, in hours, that counts."
        ),
        column(
            "eventDefinition.lowerThresholdDayAmount",
            NUMBER,
            "Least amount, in days, that counts.",
        ),
        column(
            "eventDefinition.upperThresholdAmount", INTEGER, "Most amount, in hours, that counts."
        ),
        column(
            "eventDefinition.upperThresholdDayAmount",
            NUMBER,
            "Most amount, in days, that counts.",
        ),
        ref("eventDefinition.paycode", "the pay code that it looks for", to="pay_codes"),
        ref("eventDefinition.paycodeAmountType", "the type of that pay code's amount"),
        ref("eventDefinition.punchType", "the punch that it looks for"),
        ref("eventDefinition.usedType", "where the definition is used"),
    )


class AttendanceActions(Table):
    """Actions that a person's attendance calls for, such as a warning, and what became of them."""

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
        column("actionStatusDateTime", LOCAL, "When it came to that status, in local time."),
        column("triggeredDateTime", LOCAL, "When it was triggered, in local time."),
        column("initiatedDateTime", LOCAL, "When someone began with it, in local time."),
        column("completed", BOOLEAN, "Whether it is done."),
        column("completionDateTime", LOCAL, "When it was done, in local time."),
        column(
            "effectiveDateId",
            INTEGER,
            "Date from which it counts: 1 when triggered, 2 when done.",
        ),
        column("lastRuleEnforceDateTime", LOCAL, "When the rule was last applied, local time."),
        column("processedThroughDateTime", LOCAL, "Until when attendance is processed, local."),
        column("perfectAttendance", BOOLEAN, "Whether it belongs to perfect attendance."),
        column("hasDocuments", BOOLEAN, "Whether there are documents."),
        column("userNote", STRING, "Note of a user."),
        column("versionNumber", INTEGER, "Count of changes."),
        ref("disciplineLevel", "the discipline level to which it leads"),
        policy(),
        RULE,
        balance("balance", "now"),
        balance("triggeredBalance", "that triggered the action"),
    )


class DisciplineLevels(Table):
    """Changes of a person's discipline level: from when on it counts, and why."""

    name = "discipline_levels"
    operation = LEVELS
    primary_keys = ("id",)
    reads = Dated("date_time")
    # The end comes with the next change, long after this row's window was read for the last time.
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
    """Changes to what belongs to attendance, such as actions: who made which when."""

    name = "attendance_audits"
    operation = AUDITS
    # Things of two types may have the same number, and each has a row for every revision.
    primary_keys = ("entity_type_name", "id", "revision_info")
    columns = table(
        column("id", STRING, "Id of what changed."),
        localized("entityType", "the type of what changed"),
        column("revisionInfo", INTEGER, "Number of the revision."),
        column("revisionDate", LOCAL, "When it changed."),
        localized("revisionType", "the kind of change"),
        ref("user", "the user who made the change"),
    )
