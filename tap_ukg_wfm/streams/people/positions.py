"""The positions of people who have several jobs."""

from __future__ import annotations

from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.streams.fields import REF
from tap_ukg_wfm.streams.people.persons import ENTRY_OF, EXTENSIONS
from tap_ukg_wfm.tables.columns import BOOLEAN, DATE, INTEGER, STRING, Shape, column, nested, table

SPAN: dict[str, Shape] = {"effectiveDate": DATE, "expirationDate": DATE}


class EmployeePositions(Table):
    """The positions of people who have several jobs, with their statuses, jobs and settings."""

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
            "Seniority date.",
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
            "Order among the person's positions, over time.",
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
            "Jobs that the person may transfer to, over time.",
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
            "Pay-from-schedule settings, over time.",
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
