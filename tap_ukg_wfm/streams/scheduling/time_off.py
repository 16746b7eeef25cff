"""Requests for time off."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Spanning, Table
from tap_ukg_wfm.streams.fields import COMMENT_NOTES, REF
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
    person,
    ref,
    table,
)

TIME_OFF = Operation(
    "/v1/scheduling/timeoff/multi_read",
    body={
        "where": {
            "employees": {
                "employeeRefs": {"ids": "$person_ids"},
                "startDate": "$start_date",
                "endDate": "$end_date",
            }
        }
    },
    looks_ahead=True,
    batch=500,
)
PERIOD: dict[str, Shape] = {
    "id": INTEGER,
    "startDate": DATE,
    "endDate": DATE,
    "startTime": STRING,
    "duration": NUMBER,
    "payCode": REF,
    "symbolicAmount": REF,
}
STATUS = {"id": INTEGER, "name": STRING, "symbolicId": STRING}
# The name and the description in the API user's language.
SUBTYPE_LEFT_OUT = ("requestSubType.localizedName", "requestSubType.localizedDescription")


class TimeOffRequests(Table):
    """Requests for time off, with their periods, statuses and comments."""

    name = "time_off_requests"
    operation = TIME_OFF
    primary_keys = ("id",)
    reads = Spanning("first_date")
    left_out = (
        *("nextValidStatuses", "overriddenShifts", "positionDetails", "recipientId"),
        *SUBTYPE_LEFT_OUT,
    )
    columns = table(
        person(),
        column("id", INTEGER, "Id of the request."),
        column("periods.0.startDate", DATE, "First date of the first period.", name="first_date"),
        column("createDateTime", LOCAL, "When the request was made."),
        ref("creator", "the user who made the request", to="persons"),
        column("currentStatus.id", INTEGER, "Id of the current status."),
        column("currentStatus.name", STRING, "Name of the current status."),
        column(
            "currentStatus.symbolicId",
            STRING,
            "Language-independent name of the current status: SUBMITTED, ...",
        ),
        column("requestSubType.id", INTEGER, "Id of the request subtype.", to="request_subtypes"),
        column("requestSubType.name", STRING, "Name of the request subtype."),
        column("requestSubType.description", STRING, "Description of the request subtype."),
        column("requestSubType.symbol", STRING, "Symbol of the request subtype."),
        column("requestSubType.requestType.id", INTEGER, "Id of the request type."),
        column("requestSubType.requestType.name", STRING, "Name of the request type."),
        column(
            "requestSubType.requestType.description", STRING, "Description of the request type."
        ),
        ref("position", "the position"),
        column("historical", BOOLEAN, "Whether the request includes signed-off days."),
        nested("periods", [PERIOD], "Requested periods."),
        nested("approvalPeriods", [PERIOD], "Periods to be approved."),
        nested(
            "requestStatusChanges",
            [
                {
                    "changeDateTime": LOCAL,
                    "fromStatus": STATUS,
                    "toStatus": STATUS,
                    "personName": STRING,
                }
            ],
            "History of status changes.",
        ),
        nested(
            "approvalInfo",
            {
                "requestId": INTEGER,
                "pendingSteps": INTEGER,
                "currentReviewers": {"approvalStep": INTEGER, "reviewers": [REF]},
                "approvalHistories": [{"approvalStep": INTEGER, "reviewers": [REF]}],
            },
            "Reviewers so far, and those whose review is pending.",
        ),
        nested("createOpenShiftsExcludedOn", [DATE], "Dates for which no open shift is created."),
        COMMENT_NOTES,
    )
