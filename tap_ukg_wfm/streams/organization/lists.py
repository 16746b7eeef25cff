"""The organization and its set-up: locations, Hyperfinds, pay codes, categories, time zones."""

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
    column("inactive", BOOLEAN, "Whether it is out of use."),
    column("ivrNum", STRING, "Number by which it is named over the telephone."),
    column("persistentId", STRING, "Id that stays the same when tenants are copied."),
    version(),
)
_PAGE = {"index": "$index", "count": "$count"}


class Locations(Table):
    """The business structure: a row per location, job or department and revision.

    Locations are never deleted but end; a rename or move makes a revision with dates of its own.
    """

    name = "locations"
    operation = Operation("/v1/commons/locations/multi_read")
    reads = Modified()
    primary_keys = ("node_id", "effective_date")
    columns = table(
        column("nodeId", INTEGER, "Id of the location, the same in all its revisions."),
        column("effectiveDate", DATE, "First date of the revision."),
        column("expirationDate", DATE, "Date on which the revision ends; 3000-01-01 is no end."),
        column("name", STRING, "Short name."),
        column("fullName", STRING, "Full name."),
        column("description", STRING, "Description."),
        column("orgPath", STRING, "Names from the root down to the location, with slashes."),
        ref("orgNodeTypeRef", "the location type", to="location_types"),
        ref("parentNodeRef", "the location above; the root has -1", to="locations"),
        ref("contextRef", "the context, such as ORG"),
        ref("genericJobRef", "the generic job, where the location is a job", to="jobs"),
        ref("costCenterRef", "the cost center", to="cost_centers"),
        ref("currencyRef", "the currency"),
        ref("timezoneRef", "the time zone", to="time_zones"),
        column("address", STRING, "Postal address."),
        column("color", STRING, "Color of a job in schedules."),
        column("externalId", STRING, "Id in another system."),
        column("persistentId", STRING, "Id that stays the same when tenants are copied."),
        column("firstRevision", BOOLEAN, "Whether no revision came before."),
        column("lastRevision", BOOLEAN, "Whether no revision comes after."),
        column("transferable", BOOLEAN, "Whether employees can be transferred to it."),
        column("directWorkPercent", NUMBER, "Share of direct work, in percent."),
        column("indirectWorkPercent", NUMBER, "Share of indirect work, in percent."),
        nested("orgPathHierarchy", [REF], "Locations from the root down to this one."),
    )


class HyperfindQueries(Table):
    """The Hyperfind queries that the API user may run; their ids and names make populations."""

    name = "hyperfind_queries"
    operation = Operation("/v1/commons/hyperfind", "GET", envelope=("hyperfindQueries",))
    primary_keys = ("id",)
    left_out = ("constraints",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("usageType", STRING, "HOME, or REGULAR."),
        column("persistentId", STRING, "Id that stays the same when tenants are copied."),
        column(
            "inclusiveExclusivefilterType", STRING, "Whether its filter takes in or leaves out."
        ),
        column("visibility.id", INTEGER, "Id of the visibility."),
        column("visibility.name", STRING, "Who sees the query: Public, Private or Ad hoc."),
        column("visibility.qualifier", STRING, "Qualifier of the visibility."),
    )


class PayCodes(Table):
    """The pay codes under which hours and money are totalled."""

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
        column("unit", STRING, "What it counts: HOUR, MONEY or DAY."),
        column("money", BOOLEAN, "Whether it counts money."),
        column("totals", BOOLEAN, "Whether totals are kept."),
        column("combined", BOOLEAN, "Whether it sums up other pay codes."),
        column("excusedAbsence", BOOLEAN, "Whether it excuses an absence."),
        column("visibleToUser", BOOLEAN, "Whether it shows in the totals of timecards."),
        column("visibleToReports", BOOLEAN, "Whether it shows in reports."),
        column("visibleToTimecardSchedule", BOOLEAN, "Whether it shows in timecard and schedule."),
        column("addToTimecardTotal", BOOLEAN, "Whether it counts in the timecard's total."),
        column("wageMultiplier", NUMBER, "Factor on the wage, without a unit."),
        column("wageAddition", NUMBER, "Amount added to the wage, in money per hour."),
        column("payrollOnly", BOOLEAN, "Whether only payroll uses it."),
        column("timekeepingOnly", BOOLEAN, "Whether only timekeeping uses it."),
        column("repeating", BOOLEAN, "Whether it repeats."),
        column("checkAvailability", INTEGER, "Whether it affects availability: 1 is yes, 0 is no."),
        column("calculateUsingHighestRate", BOOLEAN, "Whether the highest rate counts."),
        column(
            "processDurationAsSeparateShift", BOOLEAN, "Whether a duration is a shift of its own."
        ),
        column("editCountsTowardsOvertimeLimits", BOOLEAN, "Whether edits count towards overtime."),
        column(
            "editCountsTowardsConsecutiveDayOT", BOOLEAN, "Whether edits count for days in a row."
        ),
        column("includeMultiplierAndAddInTheContribution", BOOLEAN, "Whether factors contribute."),
        column(
            "wagesContributeWeightedAverageRate", BOOLEAN, "Whether wages weigh in the average."
        ),
        column("weightedAverageCalculation", STRING, "How the weighted average is taken."),
        column("teleTimeIpAlias", STRING, "Alias on the telephone."),
        column(
            "autoResolve.requiresApproval", BOOLEAN, "Whether resolved exceptions need approval."
        ),
        column(
            "autoResolve.justifyExceptionCountsAsWorked",
            BOOLEAN,
            "Whether justified time is worked.",
        ),
        column(
            "autoResolve.unjustifiedExceptionCountsAsWorked",
            BOOLEAN,
            "Whether other time is worked.",
        ),
        ref(
            "associatedDurationPayCode", "the duration pay code that belongs to it", to="pay_codes"
        ),
        ref("contributingShiftRule", "the rule on contributing shifts"),
        ref("workRule", "the work rule", to="work_rules"),
        nested(
            "analyticCategoryAssignments",
            [{"costOnly": BOOLEAN, "mappingCategory": REF}],
            "Categories of analytics to which it is mapped.",
        ),
        nested("payCodeTags", [{"payCodeTag": REF}], "Tags."),
        nested(
            "replacements",
            [{"intermediatePayCode": REF, "replacementPayCode": REF}],
            "Pay codes that it replaces while totals are made.",
        ),
        column("scheduledHoursType", STRING, "Type of scheduled hours to which it is added."),
        column("segmentTag", STRING, "Tag of open shifts that it makes."),
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
        column("displayName", STRING, "Name as people see it."),
        column("fullDisplayName", STRING, "Name with its offset, as people see it."),
        column("offsetMinutes", INTEGER, "Minutes ahead of UTC in standard time."),
        column("tenantDefault", BOOLEAN, "Whether it is the tenant's own."),
        column("guid", STRING, "Globally unique id."),
    )


class LaborCategoryEntries(Table):
    """The entries of all labor categories, such as projects and grants, to which work is booked."""

    name = "labor_category_entries"
    operation = Operation(
        "/v1/commons/labor_entries/apply_read", body=_PAGE, envelope=("records",), page=1000
    )
    primary_keys = ("id",)
    columns = table(ENTRY, ref("laborCategory", "the labor category", to="labor_categories"))


class CostCenters(Table):
    """The cost centers to which work is booked."""

    name = "cost_centers"
    operation = Operation(
        "/v1/commons/cost_centers/apply_read", body=_PAGE, envelope=("records",), page=1000
    )
    primary_keys = ("id",)
    columns = ENTRY
