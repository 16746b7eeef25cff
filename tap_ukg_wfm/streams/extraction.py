"""The stream that the engine itself writes: which windows of whom were read, and when."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.tables.columns import DATE, INSTANT, INTEGER, STRING, column, table


class ExtractionWindows(Table):
    """Which dates of which person were completely read, when, and into which stream.

    A row of a windowed stream is current when no window of its stream and person that covers its
    `window_date` has a later `read_at`: docs/warehouse.md has the SQL.
    """

    name = "extraction_windows"
    operation = Operation(path="")
    primary_keys = ("operation", "stream", "person_id", "start_date", "end_date")
    columns = table(
        column("operation", STRING, "Method and path of the operation that was called."),
        column("stream", STRING, "Stream whose rows the window replaces."),
        column(
            "person_id",
            INTEGER,
            "Id of the person; 0 for rows that belong to no person.",
            to="persons",
        ),
        column("start_date", DATE, "First date of the window."),
        column("end_date", DATE, "Last date of the window."),
        column("read_at", INSTANT, "Moment, in UTC, at which the window was read."),
    )
