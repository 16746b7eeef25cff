"""The structure around the location tree: types, generic jobs, sets, labor categories, groups, places."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Modified, Table
from tap_ukg_wfm.streams.fields import (
    ACTIVE,
    DESCRIPTION,
    EVER,
    ID,
    NAME,
    PERSISTENT_ID,
    REF,
    VERSION,
)
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
)

MODIFIED = {"modifiedSince": "$modified_since"}
CHANGED = column("updateDtm", LOCAL, "When it was last changed.")
LAST_CHANGE = "When it was last changed."
REVISION = table(
    column("effectiveDate", DATE, "First date of the revision."),
    column("expirationDate", DATE, "First date after the revision; 3000-01-01 means no end date."),
    column("firstRevision", BOOLEAN, "Whether this is the first revision."),
    column("lastRevision", BOOLEAN, "Whether this is the last revision."),
)
ENTRY_LIST: dict[str, Shape] = {
    "id": INTEGER,
    "name": STRING,
    "description": STRING,
    "laborCategory": {**REF, "name": STRING},
    "entryList": [{**REF, "name": STRING, "sortOrder": INTEGER}],
    "entryListNames": STRING,
    "entryListWildcard": STRING,
    "systemAllEntriesList": BOOLEAN,
    "updateDtm": STRING,
    "version": INTEGER,
}
OPENING: dict[str, Shape] = {
    "effectiveSpan": {"startDate": DATE, "endDate": DATE},
    "unrestrictedEdit": BOOLEAN,
    "items": [
        {
            "id": INTEGER,
            "weekDay": REF,
            "holiday": BOOLEAN,
            "closed": BOOLEAN,
            "openTime": STRING,
            "closeTime": STRING,
        }
    ],
}
NETWORK: dict[str, Shape] = {
    "id": INTEGER,
    "name": STRING,
    "qualifier": STRING,
    "description": STRING,
    "essid": STRING,
    "version": INTEGER,
    "wifiAccessPoints": [
        {
            "id": INTEGER,
            "name": STRING,
            "qualifier": STRING,
            "description": STRING,
            "bssid": STRING,
            "version": INTEGER,
        }
    ],
}


class LocationTypes(Table):
    """The types of locations, such as site or department: a row per type and revision."""

    name = "location_types"
    operation = Operation(
        "/v1/commons/location_types/multi_read",
        body={"where": {"span": {"context": "ORG", **EVER}}, "multiReadOptions": MODIFIED},
    )
    reads = Modified()
    primary_keys = ("id", "effective_date")
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        REVISION,
        column("hierarchyOrder", INTEGER, "Level in the hierarchy; the top level is first."),
        ref("category", "the category, such as organization or job"),
        ref("mapContextType", "the context, such as ORG"),
        column("externalId", STRING, "Id in another system."),
        PERSISTENT_ID,
        column("goldData", BOOLEAN, "Whether it is part of UKG's default configuration."),
        column("updatedDateTime", LOCAL, LAST_CHANGE),
    )


class Jobs(Table):
    """The generic jobs that the jobs in the location tree are based on: a row per job and revision."""

    name = "jobs"
    operation = Operation(
        "/v1/commons/jobs/multi_read",
        body={"where": {"allJobsBySpan": EVER}, "multiReadOptions": MODIFIED},
    )
    reads = Modified()
    primary_keys = ("id", "effective_date")
    columns = table(
        ID,
        NAME,
        column("fullName", STRING, "Full name."),
        DESCRIPTION,
        REVISION,
        column("code", STRING, "Code."),
        column("color", STRING, "Color in schedules."),
        column("displayOrder", STRING, "Sort order in lists."),
    )


class LocationSets(Table):
    """The named sets of locations that determine what users can see and search."""

    name = "location_sets"
    operation = Operation(
        "/v2/commons/location_sets/multi_read",
        access_control_point="OJS_EDITOR",
        # Sets have no revisions. The date only decides which paths name their locations.
        body={
            "where": {
                "context": "ORG",
                "date": EVER["endDate"],
                "allDetails": True,
                "locationSets": {},
                "types": {},
            },
            "index": "$index",
            "count": "$count",
        },
        envelope=("records",),
        # A set may list thousands of locations.
        page=100,
    )
    primary_keys = ("id",)
    left_out = ("nodeRefsTree",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("typeId", INTEGER, "Id of the set's type."),
        column("includeAllEnabled", BOOLEAN, "Whether it includes all locations."),
        column("goldData", BOOLEAN, "Whether it is part of UKG's default configuration."),
        PERSISTENT_ID,
        column("updateDateTime", LOCAL, LAST_CHANGE),
        column("versionCount", INTEGER, "Number of changes so far."),
        nested("nodeRefs", [REF], "Locations in the set."),
        nested("nodeJobs", [{"node": REF, "jobs": [REF]}], "Jobs in the set, by location."),
    )


class LaborCategories(Table):
    """The labor categories, such as project or task, which contain labor category entries."""

    name = "labor_categories"
    operation = Operation(
        "/v2/commons/labor_categories", "GET", access_control_point="LABOR_CATEGORY"
    )
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        column("abbrev", STRING, "Short name."),
        column("inactive", BOOLEAN, "Whether it is inactive."),
        column("minNameLength", INTEGER, "Minimum length of an entry's name."),
        column("maxNameLength", INTEGER, "Maximum length of an entry's name."),
        column("sortOrder", INTEGER, "Position of its entries in a labor transfer."),
        PERSISTENT_ID,
        VERSION,
    )


class LaborCategoryProfiles(Table):
    """The profiles that determine which labor category entries people may use."""

    name = "labor_category_profiles"
    operation = Operation("/v1/commons/labor_category_profiles", "GET")
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("entryListNames", STRING, "Names of the first lists, and the number of lists."),
        nested("entryLists", [ENTRY_LIST], "Lists of labor category entries."),
        PERSISTENT_ID,
        CHANGED,
        VERSION,
    )


class EmployeeGroups(Table):
    """The groups of employees that managers may see, by location, labor category and cost center."""

    name = "employee_groups"
    operation = Operation("/v1/commons/employee_groups", "GET")
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        column("costCenterPattern", STRING, "Pattern of the cost centers."),
        ref("laborCategoryProfileRef", "the labor category profile", to="labor_category_profiles"),
        ref("orgMapGroupRef", "the location set", name="location_set", to="location_sets"),
        PERSISTENT_ID,
        CHANGED,
        VERSION,
    )


class HoursOfOperation(Table):
    """The opening hours of places, by day of the week."""

    name = "hours_of_operation"
    operation = Operation(
        "/v2/commons/hours_operation", "GET", access_control_point="WFF_CREATE_REGULAR_HOURS"
    )
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        ACTIVE,
        nested(
            "effectiveVersions",
            [OPENING],
            "Opening hours, by the dates on which they are in effect.",
        ),
        VERSION,
    )


class KnownPlaces(Table):
    """The places, by coordinates or wireless network, at which mobile punches are expected."""

    name = "known_places"
    operation = Operation(
        "/v1/commons/known_places",
        "GET",
        access_control_point="KNOWN_PLACES",
        params={"allDetails": "true"},
    )
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        ACTIVE,
        column("latitude", NUMBER, "Latitude in degrees."),
        column("longitude", NUMBER, "Longitude in degrees."),
        column("radius", INTEGER, "Radius within which a punch counts as made at the place."),
        column("accuracy", INTEGER, "Required accuracy of the position."),
        column("multiFactor", BOOLEAN, "Whether several methods validate the place."),
        column("rankingQR", INTEGER, "Rank of QR codes among the validation methods."),
        nested("validationOrder", [STRING], "Validation methods, in order."),
        nested("locations", [{"id": INTEGER, "orgPath": STRING}], "Locations at the place."),
        nested("wifiNetworks", [NETWORK], "Wireless networks at the place."),
        VERSION,
    )
