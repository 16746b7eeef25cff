"""Columns, shapes and parts of request bodies that several domains share."""

from __future__ import annotations

from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    INTEGER,
    LOCAL,
    STRING,
    Shape,
    column,
    nested,
    ref,
    table,
    version,
)

ID = column("id", INTEGER, "Id.")
NAME = column("name", STRING, "Name.")
DESCRIPTION = column("description", STRING, "Description.")
ACTIVE = column("active", BOOLEAN, "Whether it is active.")
PERSISTENT_ID = column(
    "persistentId", STRING, "Id that stays the same when configuration is copied between tenants."
)
VERSION = version()

REF = {"id": INTEGER, "qualifier": STRING}
"""A reference inside a nested column."""
LABOR_ENTRIES: list[Shape] = [{"laborCategory": REF, "laborCategoryEntry": REF}]
LABOR_CATEGORIES = table(
    column("laborCategories.laborString", STRING, "Labor category entries, as text."),
    column("laborCategories.referenceId", INTEGER, "Id of the labor account."),
    nested("laborCategories.entries", LABOR_ENTRIES, "Labor category entries, one list item each."),
)
COST_CENTER = table(
    ref("costCenter.costCenter", "the cost center", to="cost_centers"),
    column("costCenter.referenceId", INTEGER, "Id of the cost center's labor account."),
)
COMMENT_NOTES = nested(
    "commentNotes",
    [
        {
            "id": INTEGER,
            "comment": {"id": INTEGER, "name": STRING, "qualifier": STRING},
            "notes": [{"id": STRING, "text": STRING, "timestamp": LOCAL}],
        }
    ],
    "Comments, each with its notes.",
)

DATES = {"startDate": "$start_date", "endDate": "$end_date"}
"""The dates of a window."""
EVER = {"startDate": "1900-01-01", "endDate": "2999-12-31"}
"""All dates that UKG's set-up knows."""
ALL_TIME = {"startDate": "2000-01-01", "endDate": "2099-12-31"}
"""All dates for operations that limit persons x days.

Cases and actions change, and are audited, long after the dates by which UKG finds them, so all of them
are read. A hundred years of two persons fit into one request; those of three exceed the limit.
"""
PARTIAL = {"partial_success": "true"}
"""With it UKG names the people whom it cannot answer for, and answers for the others."""
