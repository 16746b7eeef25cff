"""The activities themselves: what there is to do, how much of it is done."""

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
    # There is no list without a name to look for; the name may have wildcards.
    operation = Operation("/v1/work/activities", "GET", params={"combinedName": "*"})
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        column("combinedName", STRING, "Name with the names above it."),
        column("searchName", STRING, "Name by which it is found."),
        DESCRIPTION,
        ref("parent", "the activity above", to="activities"),
        column("level", INTEGER, "Depth below the uppermost activity."),
        column("sequence", INTEGER, "Place among its siblings."),
        column("bottomLevel", BOOLEAN, "Whether nothing is below it."),
        column("header.id", INTEGER, "Id of the header, such as the order."),
        column("header.name", STRING, "Name of the header."),
        ref("header.activityType", "the type of activity"),
        ref("header.customer", "the customer"),
        ref("header.sequenceValidationType", "how the order of steps is checked"),
        column("header.canBeStartedAfterEndDate", BOOLEAN, "Whether it may start after its end."),
        column("header.canBeStartedBeforeStartDate", BOOLEAN, "Whether it may start early."),
        column("header.isAutoMoves", BOOLEAN, "Whether quantities move on by themselves."),
        column("header.isExtendedCompletionStatus", BOOLEAN, "Whether completion is extended."),
        column("header.isHoldParent", BOOLEAN, "Whether the activity above is held."),
        column("header.isIncludedCompleteQuantity", BOOLEAN, "Whether completed pieces count."),
        column("header.isIncludedReworkedQuantity", BOOLEAN, "Whether reworked pieces count."),
        column("header.isIncludedScrappedQuantity", BOOLEAN, "Whether scrapped pieces count."),
        ref("completeStatus", "the status"),
        column("completedPercent", NUMBER, "Share that is done, in percent."),
        ref("priorityType", "the priority"),
        ref("processType", "the kind of process"),
        ref("heldHistory", "whether and how it is held"),
        ref("unitOfMeasure", "the unit of quantities"),
        column("requiredQuantity", NUMBER, "Quantity to be made, in the unit of measure."),
        column(
            "receivedQuantity",
            NUMBER,
            "Quantity received from the step before, in the unit of measure.",
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
            "Quantity that is not accounted for, in the unit of measure.",
        ),
        column(
            "autoMoveMultiQuantity",
            NUMBER,
            "Factor, without a unit, of quantities that move by themselves.",
        ),
        column("receivedVarianceOverPct", NUMBER, "Excess received that is allowed, in percent."),
        column("requiredVarianceOverPct", NUMBER, "Excess made that is allowed, in percent."),
        column("scheduledStartDate", DATE, "Start as planned."),
        column("scheduledCompleteDate", DATE, "End as planned."),
        column("revisedStartDate", DATE, "Start as planned anew."),
        column("revisedCompleteDate", DATE, "End as planned anew."),
        column("actualStartDate", DATE, "Start as it was."),
        column("actualCompleteDate", DATE, "End as it was."),
        column("minCompleteHours", INTEGER, "Least time to complete it, in hours."),
        column("maxCompleteHours", INTEGER, "Most time to complete it, in hours."),
        column(
            "minDurationAmount",
            INTEGER,
            "Least length that may be booked; UKG does not name its unit.",
        ),
        column(
            "maxDurationAmount",
            INTEGER,
            "Greatest length that may be booked; UKG does not name its unit.",
        ),
        column("weightAmount", NUMBER, "Weight, without a unit, by which time is shared out."),
        ref("laborHoursAllocationType", "how hours are shared out"),
        ref("laborQuantityAllocationType", "how quantities are shared out"),
        ref("relatedResultTemplate", "the template for results"),
        column("currentStandard.id", INTEGER, "Id of the standard in force."),
        column("currentStandard.effectiveStartDate", DATE, "First date of the standard in force."),
        column("currentStandard.effectiveEndDate", DATE, "Last date of the standard in force."),
        column(
            "currentStandard.laborStandardQuantity",
            NUMBER,
            "Quantity of the standard in force, in the unit of measure.",
        ),
        column(
            "currentStandard.laborStandardSeconds",
            INTEGER,
            "Time that this quantity takes by the standard in force, in seconds.",
        ),
        nested("standards", [STANDARD], "All standards: the time that a quantity takes."),
        ref("dataAccess.dataAccessType", "who may use it"),
        ref("dataAccess.orgSet", "the location set that may use it", to="location_sets"),
        nested("dataAccess.genericJobs", [REF], "Generic jobs that may use it."),
        nested(
            "dataAccess.laborCategories",
            [{**REF, "laborCategory": REF}],
            "Lists of labor category entries that may use it.",
        ),
        nested("employees", [{**REF, "fullName": STRING}], "Employees that may use it."),
        column("transfer.transferLabel", STRING, "Label of the transfer that comes with it."),
        ref("transfer.locationJob", "the job to which it transfers", to="locations"),
        ref("transfer.costCenter", "the cost center to which it transfers", to="cost_centers"),
        ref("transfer.workRule", "the work rule to which it transfers", to="work_rules"),
        nested(
            "transfer.laborCategories", TRANSFER["laborCategories"], "Labor categories likewise."
        ),
        column("transfer.isEmptyTransfer", BOOLEAN, "Whether it transfers nowhere."),
        column("transfer.expiredLocation", BOOLEAN, "Whether that job has expired."),
        column("transfer.inactiveCostCenter", BOOLEAN, "Whether that cost center is out of use."),
        column("transfer.inactiveLaborCategory", BOOLEAN, "Whether a category is out of use."),
        nested("transfer.nonDefaultTransfers", [TRANSFER], "Other transfers, not by default."),
        column("canBeDefault", BOOLEAN, "Whether it may be a default activity."),
        column("isMilestone", BOOLEAN, "Whether it is a milestone."),
        column("isEditableHeldHistory", BOOLEAN, "Whether holding it may be changed."),
        column("isExcludedFromSequenceValidation", BOOLEAN, "Whether its place is not checked."),
        column("replaceAllStandards", BOOLEAN, "Whether new standards replace all old ones."),
        column("validateReceivedQuantity", BOOLEAN, "Whether received quantities are checked."),
        column("validateRequiredQuantity", BOOLEAN, "Whether made quantities are checked."),
        column("userField1", STRING, "First field of the user's own."),
        column("userField2", STRING, "Second field of the user's own."),
        column("userField3", STRING, "Third field of the user's own."),
        column("userField4", STRING, "Fourth field of the user's own."),
        column("sdmKey", STRING, "Key by which tenants are copied."),
        column("createdDateTime", LOCAL, "Time at which it was made."),
        column("updatedDateTime", LOCAL, "Time of the last change."),
        version(),
    )
