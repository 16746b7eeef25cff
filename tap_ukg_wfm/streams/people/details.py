"""The lists of a person's record: custom fields, dates, licenses and contacts."""

from __future__ import annotations

from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.streams.people.persons import ENTRY_OF, EXTENSIONS
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    STRING,
    column,
    table,
)


class EmployeeCustomData(Table):
    """The custom fields of each person: a row per person and field, with the tenant's own field names."""

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
    """The custom dates of each person: a row per person and date, with the tenant's own date names."""

    name = "employee_dates"
    operation = EXTENSIONS
    records = "allExtension.employeeExtension.personDatesEntries"
    primary_keys = ("person_id", "custom_date_type_id")
    columns = table(
        ENTRY_OF,
        column("customDateTypeId", INTEGER, "Id of the kind of date."),
        column("dateName", STRING, "Name of the kind of date."),
        column("description", STRING, "Description of the kind of date."),
        column("defaultDate", DATE, "Default date, used unless it is overridden."),
        column("overrideDate", DATE, "Date that overrides the default."),
    )


class EmployeeLicenses(Table):
    """The UKG licenses of each person."""

    name = "employee_licenses"
    operation = EXTENSIONS
    records = "allExtension.employeeExtension.licenseTypeList"
    primary_keys = ("person_id", "license_id")
    columns = table(
        ENTRY_OF,
        column("licenseId", INTEGER, "Id of the license."),
        column("licenseType", STRING, "Type of the license."),
        column("licenseTypeName", STRING, "Name of the license type."),
        column("active", BOOLEAN, "Whether the person has the license now."),
    )


class EmployeeContacts(Table):
    """Email addresses, telephone numbers and postal addresses of each person."""

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
        column("contactData", STRING, "Email address or telephone number."),
        column(
            "hasEmailNotificationDelivery",
            BOOLEAN,
            "Whether notifications are sent to this address.",
        ),
        column(
            "smsswitch",
            BOOLEAN,
            "Whether text messages are sent to this number.",
            name="sms_switch",
        ),
        column("street", STRING, "Street, for a postal address."),
        column("city", STRING, "City, for a postal address."),
        column("state", STRING, "State, for a postal address."),
        column("zipCode", STRING, "Postal code, for a postal address."),
        column("country", STRING, "Country, for a postal address."),
    )
