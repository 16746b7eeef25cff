"""The stream that the tap itself writes: which windows were read for whom, and when."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.tables.columns import DATE, INSTANT, INTEGER, STRING, column, table


class ExtractionWindows(Table):
    """The windows of dates that were read completely: for which stream and person, and when.

    A row of a windowed stream is current if no window of the same stream and person that covers its
    `window_date` has a later `read_at`. See docs/warehouse.md for the SQL.
    """

    name = "extraction_windows"
    operation = Operation(path="")
    primary_keys = ("operation", "stream", "person_id", "start_date", "end_date")
    columns = table(
        column("operation", STRING, "Method and path of the API operation that was called."),
        column("stream", STRING, "Stream whose earlier rows this window replaces."),
        column(
            "person_id",
            INTEGER,
            "Id of the person; 0 for streams that are not read by person.",
            to="persons",
        ),
        column("start_date", DATE, "First date of the window."),
        column("end_date", DATE, "Last date of the window."),
        column("read_at", INSTANT, "When the window was read, in UTC."),
    )
