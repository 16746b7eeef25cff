"""The rules for pay and time: pay rules, work rules, employment terms, accruals."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.streams.fields import DESCRIPTION, ID, NAME, PERSISTENT_ID, REF
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    STRING,
    Shape,
    column,
    nested,
    snake,
    table,
)

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ASSIGNMENT: dict[str, Shape] = {
    "orderNum": INTEGER,
    "workRule": REF,
    "scheduled": BOOLEAN,
    "unscheduled": BOOLEAN,
    "scheduleStartTime": INTEGER,
    "scheduleEndTime": INTEGER,
    "shiftMin": INTEGER,
    "shiftMax": INTEGER,
    **dict.fromkeys(_DAYS, BOOLEAN),
}
PAY_RULE: dict[str, Shape] = {
    "id": INTEGER,
    "name": STRING,
    "effectiveDate": DATE,
    "updateThisVersion": BOOLEAN,
    "correctionsApplyDate": INTEGER,
    "enableEditsAfter": INTEGER,
    **dict.fromkeys(
        (
            "applyOnly",
            "applyScheduleMargins",
            "cancelPFSEditsOnlyOnHolidays",
            "cancelPFSOnHolidays",
            "cancelPFSShiftsOnlyOnHolidays",
            "costCenterLaborCategoryAndJobTransfers",
            "payFromSchedule",
            "prepopulateProject",
            "scheduleTotal",
            "transferRegularHome",
            "workRuleTransfers",
        ),
        BOOLEAN,
    ),
    **dict.fromkeys(
        (
            "approvedAccntNotification",
            "fixedRule",
            "holidayCreditRule",
            "managerApprovalRestrictionRule",
            "nonCancellingPFSPayCodeTag",
            "qualifiedSignOffRule",
            "sequenceRule",
            "terminalRule",
            "transferRule",
            "workRule",
        ),
        REF,
    ),
    "assignmentRules": [ASSIGNMENT],
    "extensionProcessors": [REF],
    "holidays": [{"holiday": REF, "selected": BOOLEAN, "creditRules": [REF]}],
}
_CONTRACT = "contractDefinition.employmentTermContractDefinition"
CONTRACT = (
    ("daysPerWeek", STRING, "Days per week."),
    ("hoursPerDay", STRING, "Hours per day."),
    ("hoursPerWeek", STRING, "Hours per week."),
    ("fte", STRING, "Full-time equivalent."),
    ("isFteInPercent", BOOLEAN, "Whether the full-time equivalent is in percent."),
    ("legalWeekStartDay", STRING, "Day on which the week begins."),
    ("legalWorkWeek", STRING, "Length of the legal week."),
)
WORK_HOURS: dict[str, Shape] = {
    **dict.fromkeys(
        ("amount", "datePattern", "overtimeRule", "payCode", "targetAmountType"), STRING
    ),
    "useContractShift": BOOLEAN,
    "useInGenie": BOOLEAN,
}
ACCRUAL_CODE: dict[str, Shape] = {
    "id": INTEGER,
    "name": STRING,
    "shortName": STRING,
    "typeId": INTEGER,
    "typeName": STRING,
    "allowEdit": BOOLEAN,
    "hoursPerDayInSeconds": INTEGER,
}
TERMS = Operation(
    "/v2/timekeeping/setup/employment_terms", "GET", access_control_point="EMPLOYMENT_TERMS_SETUP"
)


class PayRules(Table):
    """The pay rules, which turn punches into paid time, with their effective versions in one column."""

    name = "pay_rules"
    operation = Operation("/v2/timekeeping/setup/payrules", "GET", access_control_point="PAY_RULES")
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        PERSISTENT_ID,
        nested("effectivePayRules", [PAY_RULE], "Versions of the rule, by effective date."),
    )


class WorkRules(Table):
    """The work rules, which determine how the time of a shift is paid, in their current version."""

    name = "work_rules"
    operation = Operation(
        "/v2/timekeeping/setup/work_rules", "GET", access_control_point="PAY_RULES"
    )
    primary_keys = ("id",)
    columns = table(
        column("workRuleId", INTEGER, "Id.", name="id"),
        NAME,
        column("effectiveWorkRuleId", INTEGER, "Id of the version in force."),
        column("effectiveDateTime", LOCAL, "When the version takes effect."),
        column("expirationDateTime", LOCAL, "When the version ends."),
        column("ivrAlias", STRING, "Alias used for entry by telephone (IVR)."),
        column(
            "deniedPayCodeId",
            INTEGER,
            "Id of the pay code for denied time.",
            to="pay_codes",
        ),
        column(
            "unapprovedPayCodeId",
            INTEGER,
            "Id of the pay code for time not yet approved.",
            to="pay_codes",
        ),
    )


class EmploymentTerms(Table):
    """The employment terms, such as collective agreements, that people are assigned to."""

    name = "employment_terms"
    operation = TERMS
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("isActive", BOOLEAN, "Whether it is active."),
        column("allowsInheritance", BOOLEAN, "Whether assigned people inherit its shifts."),
        column("processType", STRING, "Whether its end date is enforced."),
        PERSISTENT_ID,
    )


class EmploymentTermVersions(Table):
    """The versions of employment terms: which rules are in effect, and when."""

    name = "employment_term_versions"
    operation = TERMS
    records = "versions.employmentTermVersion"
    primary_keys = ("employment_term_id", "start_date")
    columns = table(
        column(
            "^.^.id",
            INTEGER,
            "Id of the employment term.",
            name="employment_term_id",
            to="employment_terms",
        ),
        column("startDate", STRING, "First date."),
        column("endDate", STRING, "Last date."),
        column("payRule", STRING, "Name of the pay rule."),
        column("accrualProfile", STRING, "Name of the accrual profile."),
        column("adjustmentPayCode", STRING, "Name of the pay code for adjustments."),
        column("cascadeProfile", STRING, "Name of the cascade profile."),
        column("contributingPayCodesSet", STRING, "Name of the set of contributing pay codes."),
        column("holidayProfile", STRING, "Name of the holiday profile."),
        column("minimumWage", STRING, "Minimum wage, in money per hour."),
        column("payCodeValuesProfile", STRING, "Name of the profile of pay code values."),
        column("timeOffRule", STRING, "Name of the time-off rule."),
        *(
            column(f"{_CONTRACT}.{field}", kind, description, name=f"contract_{snake(field)}")
            for field, kind, description in CONTRACT
        ),
        nested(
            f"{_CONTRACT}.workingDays.workingDay",
            [{"dayOfWeek": STRING, "hours": STRING}],
            "Working days of the week, each with its hours.",
            name="contract_working_days",
        ),
        nested(
            "dayPaycodes.termDayPaycode",
            [{"payCode": STRING, "amount": STRING, "startTime": STRING}],
            "Pay codes for whole days.",
            name="day_pay_codes",
        ),
        nested(
            "durationPaycodes.termDurationPaycode",
            [{"payCode": STRING, "workRule": STRING}],
            "Pay codes for durations.",
            name="duration_pay_codes",
        ),
        nested("workHours.workHourDef", [WORK_HOURS], "Hours to be worked.", name="work_hours"),
    )


class ExceptionTypes(Table):
    """The types of exceptions that timecards may have.

    If UKG returns names only, all other columns are null.
    """

    name = "exception_types"
    operation = Operation(
        "/v1/timekeeping/exception_types",
        "GET",
        access_control_point="EXCEPTION_CATEGORY_AND_TILE",
        word="name",
    )
    primary_keys = ("name",)
    columns = table(
        column("name", STRING, "Type, as timecards and exception counts name it."),
        column("id", INTEGER, "Id of the type."),
        column("displayName", STRING, "Display name of the type."),
        column("category", STRING, "Category of the type, such as IN_PUNCH_EXCEPTIONS."),
        column("description", STRING, "Description of the type."),
    )


class AccrualCodes(Table):
    """The accrual codes, by which time off is earned and taken."""

    name = "accrual_codes"
    operation = Operation(
        "/v2/timekeeping/setup/accrual_codes", "GET", access_control_point="ACCRUALS_CONFIGURATION"
    )
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        column("shortName", STRING, "Short name."),
        column("typeId", INTEGER, "Id of the type."),
        column("typeName", STRING, "Type: hours, days or money."),
        column("allowEdit", BOOLEAN, "Whether it can be edited."),
        column("hoursPerDayInSeconds", INTEGER, "Length of a day, in seconds."),
    )


class AccrualProfiles(Table):
    """The accrual profiles: which accrual codes a person earns, and by which policies."""

    name = "accrual_profiles"
    operation = Operation(
        "/v2/timekeeping/setup/accrual_profiles",
        "GET",
        access_control_point="ACCRUALS_CONFIGURATION",
        params={"include_accrual_policies": "true"},
    )
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        PERSISTENT_ID,
        nested("accrualCodes", [ACCRUAL_CODE], "Accrual codes."),
        nested(
            "accrualPolicies",
            [{"id": INTEGER, "name": STRING, "visible": BOOLEAN}],
            "Policies that determine how they are earned.",
        ),
        column(
            "poolAccrualCode.id",
            INTEGER,
            "Id of the accrual code that pools the others.",
            to="accrual_codes",
        ),
        column("poolAccrualCode.name", STRING, "Name of the accrual code that pools the others."),
        column("poolAccrualCode.shortName", STRING, "Short name of that accrual code."),
    )
