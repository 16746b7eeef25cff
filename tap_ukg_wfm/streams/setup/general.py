"""Lists that the entire tenant shares: periods, comments, device groups and permissions."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.streams.fields import ACTIVE, DESCRIPTION, ID, NAME, REF
from tap_ukg_wfm.tables.columns import BOOLEAN, DATE, INTEGER, STRING, Shape, column, nested, table

PROFILES = Operation("/v1/commons/function_access_profiles", "GET")
POINT: dict[str, Shape] = {
    "id": INTEGER,
    "key": STRING,
    "name": STRING,
    "description": STRING,
    "permissionType": [{"actionName": STRING, "scopeName": STRING}],
}


class DeviceGroups(Table):
    """The groups of time clocks at which people may punch."""

    name = "device_groups"
    operation = Operation("/v1/commons/device_groups", "GET")
    primary_keys = ("id",)
    columns = table(ID, NAME)


class SymbolicPeriods(Table):
    """The named periods, such as the current pay period, with their dates as of when they were read."""

    name = "symbolic_periods"
    operation = Operation("/v1/commons/symbolicperiod", "GET")
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        column("symbolicId", STRING, "Id that is the same in all tenants."),
        column("type", STRING, "TIMEKEEPING, SCHEDULING, COMMON or CUSTOM."),
        column("dateSpan.start", DATE, "First date, as of when it was read."),
        column("dateSpan.end", DATE, "Last date, as of when it was read."),
        column("sortOrder", INTEGER, "Sort order in lists."),
        column("typeSortOrder", INTEGER, "Sort order of its type in lists."),
    )


class Comments(Table):
    """The comments that people choose from for punches, shifts, requests and the like."""

    name = "comments"
    operation = Operation("/v1/commons/comments", "GET")
    primary_keys = ("id",)
    columns = table(
        ID,
        column("text", STRING, "Text of the comment."),
        ACTIVE,
        column("codeNumber", INTEGER, "Number of the comment."),
        nested("categories", [REF], "Categories that the comment may be used for."),
    )


class FunctionAccessProfiles(Table):
    """The profiles that determine what users may do."""

    name = "function_access_profiles"
    operation = PROFILES
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("isDefault", BOOLEAN, "Whether it is the default for new users."),
    )


class FunctionAccessPermissions(Table):
    """What each function access profile permits: a row per access control point and action."""

    name = "function_access_permissions"
    operation = PROFILES
    records = "permissionTypes"
    primary_keys = ("function_access_profile_id", "control_point_key", "action_name")
    columns = table(
        column(
            "^.id",
            INTEGER,
            "Id of the profile.",
            name="function_access_profile_id",
            to="function_access_profiles",
        ),
        column("controlPointKey", STRING, "Key of the access control point."),
        column("actionName", STRING, "What is permitted, such as VIEW or EDIT."),
        column("scopeName", STRING, "On whose data: ALL, ALL_BUT_SELF, ONLY_SELF or NONE."),
    )


class AccessControlPoints(Table):
    """The access control points, which function access profiles grant or refuse."""

    name = "access_control_points"
    operation = Operation("/v1/commons/access_control_points", "GET")
    primary_keys = ("id",)
    columns = table(
        ID,
        column("key", STRING, "Key, the same in all tenants."),
        NAME,
        DESCRIPTION,
        nested("permissionType", POINT["permissionType"], "Actions and scopes that it supports."),
        nested(
            "subControlPoints",
            [{**POINT, "subControlPoints": [POINT]}],
            "Subordinate control points, two levels deep.",
        ),
    )
