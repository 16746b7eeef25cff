"""The organization: locations, Hyperfinds, pay codes, labor categories, cost centers, time zones."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Modified, Table
from tap_ukg_wfm.streams.fields import DESCRIPTION, ID, NAME, REF
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    NUMBER,
    STRING,
    column,
    nested,
    ref,
    table,
    version,
)

ENTRY = table(
    ID,
    NAME,
    DESCRIPTION,
    column("inactive", BOOLEAN, "Whether it is inactive."),
    column("ivrNum", STRING, "Number used to enter it by telephone (IVR)."),
    column(
        "persistentId",
        STRING,
        "Id that stays the same when configuration is copied between tenants.",
    ),
    version(),
)
_PAGE = {"index": "$index", "count": "$count"}


class Locations(Table):
    """The business structure: a row per location, job or department and revision.

    Locations end instead of being deleted. A rename or a move creates a revision with its own dates.
    """

    name = "locations"
    operation = Operation("/v1/commons/locations/multi_read", reader="locations")
    reads = Modified()
    primary_keys = ("node_id", "effective_date")
    columns = table(
        column("nodeId", INTEGER, "Id of the location; the same in all its revisions."),
        column("effectiveDate", DATE, "First date of the revision."),
        column(
            "expirationDate", DATE, "First date after the revision; 3000-01-01 means no end date."
        ),
        column("name", STRING, "Short name."),
        column("fullName", STRING, "Full name."),
        column("description", STRING, "Description."),
        column(
            "orgPath", STRING, "Path from the root to the location: names separated by slashes."
        ),
        ref("orgNodeTypeRef", "the location type", to="location_types"),
        ref("parentNodeRef", "the parent location; the root has -1", to="locations"),
        ref("contextRef", "the context, such as ORG"),
        ref("genericJobRef", "the generic job, if the location is a job", to="jobs"),
        ref("costCenterRef", "the cost center", to="cost_centers"),
        ref("currencyRef", "the currency"),
        ref("timezoneRef", "the time zone", to="time_zones"),
        column("address", STRING, "Postal address."),
        column("color", STRING, "Color in which schedules show the job."),
        column("externalId", STRING, "Id in another system."),
        column(
            "persistentId",
            STRING,
            "Id that stays the same when configuration is copied between tenants.",
        ),
        column("firstRevision", BOOLEAN, "Whether this is the first revision."),
        column("lastRevision", BOOLEAN, "Whether this is the last revision."),
        column("transferable", BOOLEAN, "Whether employees can be transferred to it."),
        column("directWorkPercent", NUMBER, "Direct work, in percent."),
        column("indirectWorkPercent", NUMBER, "Indirect work, in percent."),
        nested("orgPathHierarchy", [REF], "Locations on the path from the root to this one."),
    )


class HyperfindQueries(Table):
    """The Hyperfind queries that the API user may run, for use in the setting hyperfinds."""

    name = "hyperfind_queries"
    operation = Operation("/v1/commons/hyperfind", "GET", envelope=("hyperfindQueries",))
    primary_keys = ("id",)
    left_out = ("constraints",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("usageType", STRING, "HOME or REGULAR."),
        column(
            "persistentId",
            STRING,
            "Id that stays the same when configuration is copied between tenants.",
        ),
        column(
            "inclusiveExclusivefilterType",
            STRING,
            "Whether the filter includes or excludes people.",
        ),
        column("visibility.id", INTEGER, "Id of the visibility."),
        column("visibility.name", STRING, "Who can see the query: Public, Private or Ad hoc."),
        column("visibility.qualifier", STRING, "Qualifier of the visibility."),
    )


class PayCodes(Table):
    """The pay codes, by which hours, days and money are totaled."""

    name = "pay_codes"
    operation = Operation(
        "/v2/timekeeping/setup/pay_codes", "GET", access_control_point="PAY_CODE_NAME_LIST"
    )
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        column("shortName", STRING, "Short name."),
        column("codeNumber", INTEGER, "Number of the pay code."),
        column("type", STRING, "Regular, cascade or duration."),
        column("unit", STRING, "Unit of its amounts: HOUR, MONEY or DAY."),
        column("money", BOOLEAN, "Whether its amounts are money."),
        column("totals", BOOLEAN, "Whether UKG calculates totals for it."),
        column("combined", BOOLEAN, "Whether it combines other pay codes."),
        column("excusedAbsence", BOOLEAN, "Whether it counts as an excused absence."),
        column("visibleToUser", BOOLEAN, "Whether timecard totals show it."),
        column("visibleToReports", BOOLEAN, "Whether reports show it."),
        column("visibleToTimecardSchedule", BOOLEAN, "Whether timecards and schedules show it."),
        column("addToTimecardTotal", BOOLEAN, "Whether it is included in the timecard total."),
        column("wageMultiplier", NUMBER, "Factor by which the wage is multiplied (a ratio)."),
        column("wageAddition", NUMBER, "Amount added to the wage, in money per hour."),
        column("payrollOnly", BOOLEAN, "Whether only payroll uses it."),
        column("timekeepingOnly", BOOLEAN, "Whether only timekeeping uses it."),
        column("repeating", BOOLEAN, "Whether it repeats."),
        column(
            "checkAvailability",
            INTEGER,
            "Whether it affects availability: 1 means yes, 0 means no.",
        ),
        column(
            "calculateUsingHighestRate",
            BOOLEAN,
            "Whether amounts are calculated with the highest rate.",
        ),
        column(
            "processDurationAsSeparateShift",
            BOOLEAN,
            "Whether a duration is processed as a separate shift.",
        ),
        column(
            "editCountsTowardsOvertimeLimits",
            BOOLEAN,
            "Whether edits count toward overtime limits.",
        ),
        column(
            "editCountsTowardsConsecutiveDayOT",
            BOOLEAN,
            "Whether edits count toward consecutive-day overtime.",
        ),
        column(
            "includeMultiplierAndAddInTheContribution",
            BOOLEAN,
            "Whether the contribution includes the wage multiplier and addition.",
        ),
        column(
            "wagesContributeWeightedAverageRate",
            BOOLEAN,
            "Whether wages contribute to the weighted average rate.",
        ),
        column(
            "weightedAverageCalculation", STRING, "How the weighted average rate is calculated."
        ),
        column("teleTimeIpAlias", STRING, "Alias used for entry by telephone."),
        column(
            "autoResolve.requiresApproval",
            BOOLEAN,
            "Whether automatically resolved exceptions need approval.",
        ),
        column(
            "autoResolve.justifyExceptionCountsAsWorked",
            BOOLEAN,
            "Whether justified time counts as worked.",
        ),
        column(
            "autoResolve.unjustifiedExceptionCountsAsWorked",
            BOOLEAN,
            "Whether unjustified time counts as worked.",
        ),
        ref("associatedDurationPayCode", "the associated duration pay code", to="pay_codes"),
        ref("contributingShiftRule", "the contributing shift rule"),
        ref("workRule", "the work rule", to="work_rules"),
        nested(
            "analyticCategoryAssignments",
            [{"costOnly": BOOLEAN, "mappingCategory": REF}],
            "Analytics categories that it is mapped to.",
        ),
        nested("payCodeTags", [{"payCodeTag": REF}], "Tags of it."),
        nested(
            "replacements",
            [{"intermediatePayCode": REF, "replacementPayCode": REF}],
            "Pay codes that it replaces when totals are calculated.",
        ),
        column("scheduledHoursType", STRING, "Type of scheduled hours that it is added to."),
        column("segmentTag", STRING, "Tag of the open shifts that it creates."),
    )


class TimeZones(Table):
    """The time zones of people and locations."""

    name = "time_zones"
    operation = Operation("/v1/commons/setup/timezones", "GET", access_control_point="TIME_ZONE")
    primary_keys = ("id",)
    left_out = ("effectiveDatedTimeZoneList", "zoneId")
    columns = table(
        ID,
        column("name", STRING, "Name, such as America/New_York."),
        column("displayName", STRING, "Display name."),
        column("fullDisplayName", STRING, "Display name with the UTC offset."),
        column("offsetMinutes", INTEGER, "Minutes ahead of UTC in standard time."),
        column("tenantDefault", BOOLEAN, "Whether it is the tenant's default."),
        column("guid", STRING, "Globally unique id."),
    )


class LaborCategoryEntries(Table):
    """The entries of all labor categories, such as projects and grants, that work is booked on."""

    name = "labor_category_entries"
    operation = Operation(
        "/v1/commons/labor_entries/apply_read", body=_PAGE, envelope=("records",), page=1000
    )
    primary_keys = ("id",)
    columns = table(ENTRY, ref("laborCategory", "the labor category", to="labor_categories"))


class CostCenters(Table):
    """The cost centers that work is booked on."""

    name = "cost_centers"
    operation = Operation(
        "/v1/commons/cost_centers/apply_read", body=_PAGE, envelope=("records",), page=1000
    )
    primary_keys = ("id",)
    columns = ENTRY
