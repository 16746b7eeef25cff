"""The effective-dated and list parts of a person's record, out of the same answer as `employees`."""

from __future__ import annotations

from typing import ClassVar

from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.streams.people.persons import EFFECTIVE, ENTRY_OF, EXTENSIONS
from tap_ukg_wfm.streams.timekeeping.timecards import REF
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
    table,
)

SPAN: dict[str, Shape] = {"effectiveDate": DATE, "expirationDate": DATE}


class Entries(Table):
    """Entries of a person's record, each in force from its effective date on."""

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
    """The badges that each person has had."""

    name = "employee_badges"
    records = "allExtension.employeeExtension.badges"
    primary_keys = ("person_id", "badge_number", "effective_date")
    columns = table(
        ENTRY_OF,
        EFFECTIVE,
        column("badgeNumber", STRING, "Number of the badge."),
        column("badgeAssignmentId", INTEGER, "Id of the entry."),
        column("effectiveDateTime", LOCAL, "First moment at which the badge is valid."),
        column("expirationDateTime", LOCAL, "Moment from which the badge is valid no more."),
        column("startTime", STRING, "Time of day from which it is valid on the first date."),
        column("endTime", STRING, "Time of day until which it is valid on the last date."),
        column("versionCount", INTEGER, "Count of changes."),
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
    """The full-time equivalency of each person over time."""

    name = "employee_fte"
    records = "allExtension.accrualExtension.fullTimeEquivalency"
    columns = table(
        ENTRY_OF,
        EFFECTIVE,
        column("fullTimeEquivalencyId", INTEGER, "Id of the entry."),
        column("fullTimeEquivalencyPercent", NUMBER, "Share of full time, in percent."),
        column(
            "employeeStandardHoursQuantity",
            NUMBER,
            "Standard hours of the person, in hours a day, week or pay period as the tenant sets it up.",
        ),
        column(
            "fullTimeStandardHoursQuantity",
            NUMBER,
            "Standard hours of full time, in the same unit.",
        ),
    )


class EmployeeCustomData(Table):
    """The custom fields of each person: a row per person and field, under the tenant's own names."""

    name = "employee_custom_data"
    operation = EXTENSIONS
    records = "allExtension.employeeExtension.personCustomDataEntries"
    primary_keys = ("person_id", "custom_data_type_id")
    columns = table(
        ENTRY_OF,
        column("customDataTypeId", INTEGER, "Id of the field."),
        column("customDataType", STRING, "Name of the field."),
        column("customText", STRING, "Value of the field."),
    )


class EmployeeDates(Table):
    """The custom dates of each person: a row per person and date, under the tenant's own names."""

    name = "employee_dates"
    operation = EXTENSIONS
    records = "allExtension.employeeExtension.personDatesEntries"
    primary_keys = ("person_id", "custom_date_type_id")
    columns = table(
        ENTRY_OF,
        column("customDateTypeId", INTEGER, "Id of the kind of date."),
        column("dateName", STRING, "Name of the kind of date."),
        column("description", STRING, "Description of the kind of date."),
        column("defaultDate", DATE, "Date that holds unless it is overridden."),
        column("overrideDate", DATE, "Date that was entered instead."),
    )


class EmployeePositions(Table):
    """The positions of people who have several jobs, with all that belongs to each."""

    name = "employee_positions"
    operation = EXTENSIONS
    records = "allExtension.employeeExtension.positions"
    primary_keys = ("person_id", "position_id")
    columns = table(
        ENTRY_OF,
        column("positionId", INTEGER, "Id of the position."),
        column("positionExternalId", STRING, "Id of the position in another system."),
        column("name", STRING, "Name of the position."),
        column("isExempt", BOOLEAN, "Whether the position is exempt from overtime."),
        column("positionDetails.hireDate", DATE, "Date of hire.", name="hire_date"),
        column(
            "positionDetails.seniorityRankDate",
            DATE,
            "Date from which seniority counts.",
            name="seniority_rank_date",
        ),
        column(
            "positionDetails.supervisorName",
            STRING,
            "Name of the supervisor.",
            name="supervisor_name",
        ),
        column(
            "positionDetails.supervisorPersonNumber",
            STRING,
            "Person number of the supervisor.",
            name="supervisor_person_number",
        ),
        nested(
            "positionStatuses",
            [{**SPAN, "employmentStatusName": STRING, "employmentStatusTypeId": INTEGER}],
            "Employment statuses over time.",
        ),
        nested(
            "positionLaborAccounts",
            [
                {
                    **SPAN,
                    "positionJob": STRING,
                    "positionOrganizationId": INTEGER,
                    "positionLaborCategory": STRING,
                    "positionLaborCategoryId": INTEGER,
                }
            ],
            "Jobs over time.",
        ),
        nested(
            "orderList",
            [{**SPAN, "isPrimary": BOOLEAN, "order": INTEGER}],
            "Its place among the person's positions over time.",
        ),
        nested(
            "employmentTermAssignments",
            [{**SPAN, "employmentTermId": INTEGER, "name": STRING}],
            "Employment terms over time.",
        ),
        nested(
            "scheduleGroupAssignments",
            [{"name": STRING, "startDate": DATE, "endDate": DATE, "originalStartDate": DATE}],
            "Schedule groups over time.",
        ),
        nested(
            "jobTransfers",
            [
                {
                    **SPAN,
                    "jobTransferSet": STRING,
                    "empMgrTransferOrganizationSet": STRING,
                    "empMgrTransferOrganizationSetId": INTEGER,
                    "managerAccessEmployeeGroup": STRING,
                    "managerAccessEmployeeGroupId": INTEGER,
                    "managerTransferOrganizationSet": STRING,
                    "managerTransferOrganizationSetId": INTEGER,
                    "professionalTransferOrganizationSet": STRING,
                    "professionalTransferOrganizationSetId": INTEGER,
                }
            ],
            "Jobs to which the person may transfer, over time.",
        ),
        nested(
            "payFromScheduleAssignments",
            [
                {
                    "effectiveDate": DATE,
                    "originalEffectiveDate": DATE,
                    "cancelPFSOnHolidays": BOOLEAN,
                    "overridePayRule": BOOLEAN,
                    "payEditsFromSchedule": BOOLEAN,
                    "payShiftFromSchedule": BOOLEAN,
                    "paycodeTag": REF,
                }
            ],
            "Whether the schedule is paid instead of punches, over time.",
        ),
        nested(
            "positionCustomDataEntries",
            [{"customDataTypeName": STRING, "text": STRING}],
            "Custom fields of the position.",
        ),
        nested(
            "positionCustomDatesEntries",
            [
                {
                    "customDateTypeId": INTEGER,
                    "dateName": STRING,
                    "description": STRING,
                    "defaultDate": DATE,
                    "overrideDate": DATE,
                }
            ],
            "Custom dates of the position.",
        ),
    )


class EmployeeLicenses(Table):
    """The licences of UKG that each person has."""

    name = "employee_licenses"
    operation = EXTENSIONS
    records = "allExtension.employeeExtension.licenseTypeList"
    primary_keys = ("person_id", "license_id")
    columns = table(
        ENTRY_OF,
        column("licenseId", INTEGER, "Id of the licence."),
        column("licenseType", STRING, "Type of the licence."),
        column("licenseTypeName", STRING, "Name of the type of the licence."),
        column("active", BOOLEAN, "Whether the person has it now."),
    )


class EmployeeContacts(Table):
    """E-mail addresses, telephone numbers and postal addresses of each person."""

    name = "employee_contacts"
    operation = EXTENSIONS
    records = (
        "allExtension.employeeExtension.emailContactDataEntries",
        "allExtension.employeeExtension.telContactDataEntries",
        "allExtension.employeeExtension.postalAddressDataEntries",
    )
    primary_keys = ("person_id", "contact_kind", "contact_type_id")
    columns = table(
        ENTRY_OF,
        column(
            "#",
            STRING,
            "UKG's name of the list: emailContactDataEntries, telContactDataEntries or "
            "postalAddressDataEntries.",
            name="contact_kind",
        ),
        column("contactTypeId", INTEGER, "Id of the kind of contact."),
        column("contactType", STRING, "Kind of contact, such as Work or Phone 1."),
        column("contactData", STRING, "E-mail address or telephone number."),
        column("hasEmailNotificationDelivery", BOOLEAN, "Whether notices go to this address."),
        column("smsswitch", BOOLEAN, "Whether text messages go to this number.", name="sms_switch"),
        column("street", STRING, "Street of a postal address."),
        column("city", STRING, "City of a postal address."),
        column("state", STRING, "State of a postal address."),
        column("zipCode", STRING, "Code of a postal address."),
        column("country", STRING, "Country of a postal address."),
    )
