"""What changes over time in a person's record, each row in effect from its effective date on."""

from __future__ import annotations

from typing import ClassVar

from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.streams.people.persons import EFFECTIVE, ENTRY_OF, EXTENSIONS
from tap_ukg_wfm.tables.columns import INTEGER, LOCAL, NUMBER, STRING, column, table


class EmployeePrimaryJobs(Table):
    """The primary job of each person over time, with its place in the business structure."""

    name = "employee_primary_jobs"
    operation = EXTENSIONS
    records = "allExtension.employeeExtension.effDatedPrimaryJobAccountEntries"
    primary_keys = ("person_id", "effective_date")
    left_out = ("effDatedCostCenterEntries",)
    columns = table(
        ENTRY_OF,
        EFFECTIVE,
        column("primaryJob", STRING, "Path of the job in the business structure."),
        column(
            "primaryOrganizationId",
            INTEGER,
            "Id of the job's location (node_id in locations).",
            to="locations",
        ),
        column("primaryLaborCategory", STRING, "Labor category entries of the job, as text."),
        column("primaryLaborCategoryId", INTEGER, "Id of the job's labor account."),
    )


class EmployeeEmploymentStatuses(Table):
    """The employment status of each person over time: hires, terminations and rehires."""

    name = "employee_employment_statuses"
    operation = EXTENSIONS
    records = "allExtension.employeeExtension.employmentStatuses"
    primary_keys = ("person_id", "effective_date")
    columns = table(
        ENTRY_OF,
        EFFECTIVE,
        column("employmentStatus", STRING, "Active, Inactive or Terminated."),
        column("employmentStatusTypeId", INTEGER, "Id of the status."),
    )


class Entries(Table):
    """Entries of a person's record, each in effect from its effective date on."""

    operation = EXTENSIONS
    primary_keys: ClassVar[tuple[str, ...]] = ("person_id", "effective_date")


class EmployeeAccountStatuses(Entries):
    """The status of each person's user account over time."""

    name = "employee_account_statuses"
    records = "allExtension.employeeExtension.effDatedAccountStatuses"
    columns = table(
        ENTRY_OF,
        EFFECTIVE,
        column("accountStatus", STRING, "Active or Inactive."),
        column("accountStatusTypeId", INTEGER, "Id of the status."),
    )


class EmployeeBaseWages(Entries):
    """The base wage of each person over time."""

    name = "employee_base_wages"
    records = "allExtension.timekeepingExtension.baseWages"
    columns = table(
        ENTRY_OF,
        EFFECTIVE,
        column("baseWageId", INTEGER, "Id of the entry."),
        column("hourlyRate", NUMBER, "Wage, in money per hour, in the person's currency."),
    )


class EmployeeBadges(Entries):
    """The badges of each person over time."""

    name = "employee_badges"
    records = "allExtension.employeeExtension.badges"
    primary_keys = ("person_id", "badge_number", "effective_date")
    columns = table(
        ENTRY_OF,
        EFFECTIVE,
        column("badgeNumber", STRING, "Number of the badge."),
        column("badgeAssignmentId", INTEGER, "Id of the entry."),
        column("effectiveDateTime", LOCAL, "When the badge becomes valid."),
        column("expirationDateTime", LOCAL, "When the badge stops being valid."),
        column("startTime", STRING, "Time of day at which it becomes valid on the first date."),
        column("endTime", STRING, "Time of day at which it stops being valid on the last date."),
        column("versionCount", INTEGER, "Number of changes so far."),
    )


class EmployeeAccrualProfiles(Entries):
    """The accrual profile of each person over time."""

    name = "employee_accrual_profiles"
    records = "allExtension.accrualExtension.accrualProfilesEntries"
    left_out = ("accrualPolicies",)
    columns = table(
        ENTRY_OF,
        EFFECTIVE,
        column("accrualProfileId", INTEGER, "Id of the accrual profile.", to="accrual_profiles"),
        column("accrualProfileName", STRING, "Name of the accrual profile."),
        column("accrualProfileAssignmentId", INTEGER, "Id of the entry."),
    )


class EmployeeFte(Entries):
    """The full-time equivalent of each person over time."""

    name = "employee_fte"
    records = "allExtension.accrualExtension.fullTimeEquivalency"
    columns = table(
        ENTRY_OF,
        EFFECTIVE,
        column("fullTimeEquivalencyId", INTEGER, "Id of the entry."),
        column(
            "fullTimeEquivalencyPercent", NUMBER, "Full-time equivalent, in percent of full time."
        ),
        column(
            "employeeStandardHoursQuantity",
            NUMBER,
            "The person's standard hours per day, week or pay period, depending on the "
            "tenant's setup.",
        ),
        column(
            "fullTimeStandardHoursQuantity",
            NUMBER,
            "Standard hours of a full-time employee, in hours per the same period.",
        ),
    )
