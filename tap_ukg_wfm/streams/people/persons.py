"""People: who they are, and their record as of today."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.tables.columns import BOOLEAN, DATE, INTEGER, LOCAL, NUMBER, STRING, column, table

PERSONS = Operation(
    "/v1/commons/persons/apply_read",
    access_control_point="LIGHT_WEIGHT_EMPLOYEE_RECORDS_READ",
    body={"where": {}, "index": "$index", "count": "$count"},
    envelope=("records",),
    page=1000,
)
EXTENSIONS = Operation(
    "/v1/commons/persons/extensions/multi_read",
    body={"where": {"employees": {"key": "personid", "values": "$person_id_texts"}}},
    person_at="allExtension.personId",
    batch=1000,
)
PERSON_ID = column("personId", INTEGER, "Id of the person; the same in all streams.", to="persons")
PERSON_NUMBER = column(
    "personNumber", STRING, "Person number: the person's id as people see it in UKG."
)
ENTRY_OF = table(
    column("^.personId", INTEGER, "Id of the person; the same in all streams.", to="persons"),
    column("^.personNumber", STRING, "Person number: the person's id as people see it in UKG."),
)
EFFECTIVE = table(
    column("effectiveDate", DATE, "First date in effect."),
    column("expirationDate", DATE, "First date no longer in effect; 3000-01-01 means no end date."),
)


class Persons(Table):
    """Everyone in the tenant, terminated people included, with names and current statuses."""

    name = "persons"
    operation = PERSONS
    primary_keys = ("person_id",)
    columns = table(
        PERSON_ID,
        PERSON_NUMBER,
        column("firstName", STRING, "First name."),
        column("lastName", STRING, "Last name."),
        column("employmentStatus", STRING, "Active, Inactive or Terminated, as of today."),
        column("userAccountStatus", STRING, "Status of the person's user account, as of today."),
    )


class Employees(Table):
    """The record of each person: names, dates, account, profiles, supervisor and time zone."""

    name = "employees"
    operation = EXTENSIONS
    records = "allExtension.employeeExtension"
    primary_keys = ("person_id",)
    # Secrets, biometrics, and lists that are separate streams or repeat those for one date.
    left_out = (
        "password",
        "passwordHistories",
        "snapShotDate",
        "badges",
        "badgesForExtensionSnaphotDate",
        "rawBadgeDetails",
        "licenseTypeList",
        "personDatesEntries",
        "personCustomDataEntries",
        "emailContactDataEntries",
        "telContactDataEntries",
        "postalAddressDataEntries",
        "effDatedAccountStatuses",
        "effDatedPrimaryJobAccountEntries",
        "employmentStatuses",
        "positions",
        "identifier",
        "dataAccessExtensionGroups",
        "dataAccessGroupsForSnapshotDate",
        "effDatedAccountStatusesForExtensionSnapshotDate",
        "employmentAnalyticsLaborType",
        "employmentAnalyticsLaborTypeForExtensionSnapshotDate",
        "externalIdentifiers",
        "faceRequiredFlag",
        "fingerRequiredFlag",
        "preferenceProfileDataEntry",
        "requirePassChange",
    )
    columns = table(
        PERSON_ID,
        PERSON_NUMBER,
        column("firstName", STRING, "First name."),
        column("middleName", STRING, "Middle name."),
        column("lastName", STRING, "Last name."),
        column("fullName", STRING, "Full name, in the tenant's display order."),
        column("shortName", STRING, "Short name."),
        column("phoneticFullName", STRING, "Phonetic full name."),
        column("romanizedFullName", STRING, "Full name in Latin script."),
        column("active", BOOLEAN, "Whether the record is active."),
        column("birthDate", DATE, "Date of birth."),
        column("hireDate", DATE, "Date of the latest hire."),
        column("seniorityDate", DATE, "Seniority date."),
        column("isEmployee", BOOLEAN, "Whether the person is an employee."),
        column("isManager", BOOLEAN, "Whether the person is a manager."),
        column("supervisorPersonId", INTEGER, "Person id of the supervisor.", to="persons"),
        column("supervisorPersonNumber", STRING, "Person number of the supervisor."),
        column("supervisorFullName", STRING, "Full name of the supervisor."),
        column("timeZone", STRING, "Name of the person's time zone."),
        column("timeZoneId", INTEGER, "Id of the person's time zone.", to="time_zones"),
        column("userName", STRING, "Login name."),
        column("userAccountId", INTEGER, "Id of the user account."),
        column("accountLocked", BOOLEAN, "Whether the user account is locked."),
        column("clockOnlyUser", BOOLEAN, "Whether the person may use time clocks only."),
        column(
            "consecutiveBadLogons",
            INTEGER,
            "Number of failed logins since the last successful one.",
        ),
        column("lockoutResetDateTime", LOCAL, "When the lock of the account expires."),
        column("mfaRequired", BOOLEAN, "Whether login requires multi-factor authentication."),
        column(
            "passwordUpdateRequired",
            BOOLEAN,
            "Whether the person must change the password at the next login.",
        ),
        column("passwordUpdatedDateTime", LOCAL, "When the password was last changed."),
        column("restrictedUser", BOOLEAN, "Whether the user is restricted."),
        column("jobAssignmentId", INTEGER, "Id of the job assignment."),
        column("accessProfile", STRING, "Name of the function access profile."),
        column(
            "accessProfileId",
            INTEGER,
            "Id of the function access profile.",
            to="function_access_profiles",
        ),
        column("accessMethodProfile", STRING, "Name of the access method profile."),
        column("accessMethodProfileId", INTEGER, "Id of the access method profile."),
        column("approvalMethod", STRING, "How the person's timecards are approved."),
        column("approvalMethodId", INTEGER, "Id of the approval method."),
        column("authenticationType", STRING, "Name of the authentication type."),
        column("authenticationTypeId", INTEGER, "Id of the authentication type."),
        column("delegateProfile", STRING, "Name of the delegate profile."),
        column("delegateProfileId", INTEGER, "Id of the delegate profile."),
        column("localeProfile", STRING, "Name of the locale profile."),
        column("localeProfileId", INTEGER, "Id of the locale profile."),
        column("logonProfile", STRING, "Name of the logon profile."),
        column("logonProfileId", INTEGER, "Id of the logon profile."),
        column("notificationProfile", STRING, "Name of the notification profile."),
        column("notificationProfileId", INTEGER, "Id of the notification profile."),
        column("preferenceProfile", STRING, "Name of the display preferences."),
        column("preferenceProfileId", INTEGER, "Id of the display preferences."),
        column(
            "processEmployeeProfile",
            STRING,
            "Name of the business process profile that applies to the person as an employee.",
        ),
        column(
            "processManagerProfile",
            STRING,
            "Name of the business process profile that applies to the person as a manager.",
        ),
        column(
            "hasKmailNotificationDelivery",
            BOOLEAN,
            "Whether notifications are sent to the person's UKG inbox.",
        ),
        column("learnPath", STRING, "Learning path."),
        column(
            "effDatedPrimaryJobAccountForSnapshotDate.0.primaryJob",
            STRING,
            "Path of today's primary job in the business structure.",
            name="primary_job",
        ),
        column(
            "effDatedPrimaryJobAccountForSnapshotDate.0.primaryOrganizationId",
            INTEGER,
            "Id of today's primary job (node_id in locations).",
            name="primary_organization_id",
            to="locations",
        ),
        column(
            "employmentStatusesForExtensionSnapshotDate.0.employmentStatus",
            STRING,
            "Today's employment status: Active, Inactive or Terminated.",
            name="employment_status",
        ),
        column(
            "^.deviceExtension.deviceGroup",
            STRING,
            "Name of the device group.",
            name="device_group",
        ),
        column(
            "^.deviceExtension.deviceGroupId",
            INTEGER,
            "Id of the device group.",
            name="device_group_id",
            to="device_groups",
        ),
        column(
            "^.deviceExtension.deviceProfile",
            STRING,
            "Name of the device profile.",
            name="device_profile",
        ),
        column(
            "^.deviceExtension.deviceProfileId",
            INTEGER,
            "Id of the device profile.",
            name="device_profile_id",
        ),
        column(
            "^.schedulingExtension.workerType",
            STRING,
            "Name of the worker type.",
            name="worker_type",
        ),
        column(
            "^.schedulingExtension.workerTypeId",
            INTEGER,
            "Id of the worker type.",
            name="worker_type_id",
            to="worker_types",
        ),
        column(
            "^.schedulingExtension.scheduleGroup",
            STRING,
            "Name of the schedule group.",
            name="schedule_group",
        ),
        column(
            "^.schedulingExtension.schedulePattern",
            STRING,
            "Name of the schedule pattern.",
            name="schedule_pattern",
        ),
        column(
            "^.schedulingExtension.schedulePatternId",
            INTEGER,
            "Id of the schedule pattern.",
            name="schedule_pattern_id",
        ),
        column(
            "^.schedulingExtension.hyperfindProfile",
            STRING,
            "Name of the Hyperfind profile.",
            name="hyperfind_profile",
        ),
        column(
            "^.schedulingExtension.hyperfindProfileId",
            INTEGER,
            "Id of the Hyperfind profile.",
            name="hyperfind_profile_id",
        ),
        column(
            "^.schedulingExtension.expectedDailyHours",
            NUMBER,
            "Expected hours per day.",
            name="expected_daily_hours",
        ),
        column(
            "^.schedulingExtension.expectedWeeklyHours",
            NUMBER,
            "Expected hours per week.",
            name="expected_weekly_hours",
        ),
        column(
            "^.schedulingExtension.expectedByPayPeriodHours",
            NUMBER,
            "Expected hours per pay period.",
            name="expected_pay_period_hours",
        ),
        column(
            "^.timekeepingExtension.payRuleName",
            STRING,
            "Name of the pay rule.",
            name="pay_rule_name",
        ),
        column(
            "^.timekeepingExtension.employeeCurrency.currencyCode",
            STRING,
            "ISO code of the person's currency.",
            name="currency_code",
        ),
        column(
            "^.timekeepingExtension.managerSignoffThruDate",
            DATE,
            "Last date that a manager signed off.",
            name="manager_signoff_through_date",
        ),
        column(
            "^.timekeepingExtension.payrollLockoutThruDate",
            DATE,
            "Last date that payroll has locked.",
            name="payroll_lockout_through_date",
        ),
    )
