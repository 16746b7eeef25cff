"""The activities themselves, with their quantities and completion."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.streams.fields import DESCRIPTION, ID, NAME, REF
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
    ref,
    table,
    version,
)

STANDARD: dict[str, Shape] = {
    "id": INTEGER,
    "activityId": INTEGER,
    "effectiveStartDate": DATE,
    "effectiveEndDate": DATE,
    "laborStandardQuantity": NUMBER,
    "laborStandardSeconds": INTEGER,
}
TRANSFER: dict[str, Shape] = {
    "transferLabel": STRING,
    "locationJob": REF,
    "costCenter": REF,
    "workRule": REF,
    "laborCategories": [{"laborCategoryDef": REF, "laborCategoryEntry": REF}],
    "isEmptyTransfer": BOOLEAN,
    "expiredLocation": BOOLEAN,
    "inactiveCostCenter": BOOLEAN,
    "inactiveLaborCategory": BOOLEAN,
}


class Activities(Table):
    """The activities that work is booked on, such as orders and their steps."""

    name = "activities"
    # UKG lists activities by name only; the name may contain wildcards.
    operation = Operation("/v1/work/activities", "GET", params={"combinedName": "*"})
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        column("combinedName", STRING, "Name with the names of its parents."),
        column("searchName", STRING, "Name used in searches."),
        DESCRIPTION,
        ref("parent", "the parent activity", to="activities"),
        column("level", INTEGER, "Level below the top activity."),
        column("sequence", INTEGER, "Order among its siblings."),
        column("bottomLevel", BOOLEAN, "Whether it is at the bottom level."),
        column("header.id", INTEGER, "Id of the header, such as the order."),
        column("header.name", STRING, "Name of the header."),
        ref("header.activityType", "the type of activity"),
        ref("header.customer", "the customer"),
        ref("header.sequenceValidationType", "the sequence validation type"),
        column(
            "header.canBeStartedAfterEndDate",
            BOOLEAN,
            "Whether it may be started after its end date.",
        ),
        column(
            "header.canBeStartedBeforeStartDate",
            BOOLEAN,
            "Whether it may be started before its start date.",
        ),
        column("header.isAutoMoves", BOOLEAN, "Whether quantities move on automatically."),
        column(
            "header.isExtendedCompletionStatus",
            BOOLEAN,
            "Whether extended completion statuses are used.",
        ),
        column("header.isHoldParent", BOOLEAN, "Whether the parent activity is put on hold too."),
        column(
            "header.isIncludedCompleteQuantity",
            BOOLEAN,
            "Whether completed quantities are included.",
        ),
        column(
            "header.isIncludedReworkedQuantity",
            BOOLEAN,
            "Whether reworked quantities are included.",
        ),
        column(
            "header.isIncludedScrappedQuantity",
            BOOLEAN,
            "Whether scrapped quantities are included.",
        ),
        ref("completeStatus", "the status"),
        column("completedPercent", NUMBER, "Completed share, in percent."),
        ref("priorityType", "the priority"),
        ref("processType", "the process type"),
        ref("heldHistory", "the hold status"),
        ref("unitOfMeasure", "the unit of measure"),
        column("requiredQuantity", NUMBER, "Required quantity, in the unit of measure."),
        column(
            "receivedQuantity",
            NUMBER,
            "Quantity received from the previous step, in the unit of measure.",
        ),
        column("completedQuantity", NUMBER, "Quantity completed, in the unit of measure."),
        column("scrappedQuantity", NUMBER, "Quantity scrapped, in the unit of measure."),
        column("movedQuantity", NUMBER, "Quantity moved on, in the unit of measure."),
        column(
            "movedToReworkQuantity", NUMBER, "Quantity moved to rework, in the unit of measure."
        ),
        column(
            "unaccountedQuantity",
            NUMBER,
            "Unaccounted quantity, in the unit of measure.",
        ),
        column(
            "autoMoveMultiQuantity",
            NUMBER,
            "Factor for quantities that move automatically (a ratio).",
        ),
        column(
            "receivedVarianceOverPct",
            NUMBER,
            "Allowed excess of the received quantity, in percent.",
        ),
        column(
            "requiredVarianceOverPct",
            NUMBER,
            "Allowed excess of the required quantity, in percent.",
        ),
        column("scheduledStartDate", DATE, "Scheduled start date."),
        column("scheduledCompleteDate", DATE, "Scheduled completion date."),
        column("revisedStartDate", DATE, "Revised start date."),
        column("revisedCompleteDate", DATE, "Revised completion date."),
        column("actualStartDate", DATE, "Actual start date."),
        column("actualCompleteDate", DATE, "Actual completion date."),
        column("minCompleteHours", INTEGER, "Minimum time to complete it, in hours."),
        column("maxCompleteHours", INTEGER, "Maximum time to complete it, in hours."),
        column(
            "minDurationAmount",
            INTEGER,
            "Minimum duration that may be booked; UKG does not document the unit.",
        ),
        column(
            "maxDurationAmount",
            INTEGER,
            "Maximum duration that may be booked; UKG does not document the unit.",
        ),
        column("weightAmount", NUMBER, "Weight for allocating time (a ratio)."),
        ref("laborHoursAllocationType", "the labor hours allocation type"),
        ref("laborQuantityAllocationType", "the labor quantity allocation type"),
        ref("relatedResultTemplate", "the result template"),
        column("currentStandard.id", INTEGER, "Id of the current standard."),
        column("currentStandard.effectiveStartDate", DATE, "First date of the current standard."),
        column("currentStandard.effectiveEndDate", DATE, "Last date of the current standard."),
        column(
            "currentStandard.laborStandardQuantity",
            NUMBER,
            "Quantity of the current standard, in the unit of measure.",
        ),
        column(
            "currentStandard.laborStandardSeconds",
            INTEGER,
            "Time that this quantity takes according to the current standard, in seconds.",
        ),
        nested(
            "standards",
            [STANDARD],
            "All labor standards: the time, in seconds, that a quantity takes.",
        ),
        ref("dataAccess.dataAccessType", "the data access type"),
        ref("dataAccess.orgSet", "the location set that may use it", to="location_sets"),
        nested("dataAccess.genericJobs", [REF], "Generic jobs that may use it."),
        nested(
            "dataAccess.laborCategories",
            [{**REF, "laborCategory": REF}],
            "Lists of labor category entries that may use it.",
        ),
        nested("employees", [{**REF, "fullName": STRING}], "Employees who may use it."),
        column("transfer.transferLabel", STRING, "Label of the transfer that the activity makes."),
        ref("transfer.locationJob", "the job that it transfers to", to="locations"),
        ref("transfer.costCenter", "the cost center that it transfers to", to="cost_centers"),
        ref("transfer.workRule", "the work rule that it transfers to", to="work_rules"),
        nested(
            "transfer.laborCategories",
            TRANSFER["laborCategories"],
            "Labor category entries that it transfers to.",
        ),
        column("transfer.isEmptyTransfer", BOOLEAN, "Whether the transfer is empty."),
        column("transfer.expiredLocation", BOOLEAN, "Whether the job of the transfer has expired."),
        column(
            "transfer.inactiveCostCenter",
            BOOLEAN,
            "Whether the cost center of the transfer is inactive.",
        ),
        column(
            "transfer.inactiveLaborCategory",
            BOOLEAN,
            "Whether a labor category of the transfer is inactive.",
        ),
        nested(
            "transfer.nonDefaultTransfers", [TRANSFER], "Other transfers that are not the default."
        ),
        column("canBeDefault", BOOLEAN, "Whether it may be a default activity."),
        column("isMilestone", BOOLEAN, "Whether it is a milestone."),
        column("isEditableHeldHistory", BOOLEAN, "Whether its hold may be edited."),
        column(
            "isExcludedFromSequenceValidation",
            BOOLEAN,
            "Whether it is excluded from sequence validation.",
        ),
        column("replaceAllStandards", BOOLEAN, "Whether new standards replace all old ones."),
        column("validateReceivedQuantity", BOOLEAN, "Whether received quantities are validated."),
        column("validateRequiredQuantity", BOOLEAN, "Whether required quantities are validated."),
        column("userField1", STRING, "First user-defined field."),
        column("userField2", STRING, "Second user-defined field."),
        column("userField3", STRING, "Third user-defined field."),
        column("userField4", STRING, "Fourth user-defined field."),
        column(
            "sdmKey", STRING, "Key that identifies it when configuration is copied between tenants."
        ),
        column("createdDateTime", LOCAL, "When it was created."),
        column("updatedDateTime", LOCAL, "When it was last changed."),
        version(),
    )
