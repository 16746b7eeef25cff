"""Requests about schedules: swaps, cover, open shifts, self-scheduling, availability."""

from __future__ import annotations

from typing import Any, ClassVar

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Spanning, Table
from tap_ukg_wfm.streams.fields import COMMENT_NOTES, DATES, REF
from tap_ukg_wfm.streams.scheduling.time_off import STATUS, SUBTYPE_LEFT_OUT
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    NUMBER,
    STRING,
    Columns,
    Shape,
    column,
    nested,
    person,
    ref,
    table,
)

IDS = {"ids": "$person_ids"}


def requests(path: str, employees: dict[str, Any]) -> Operation:
    """The operation by which managers read the requests of employees."""
    return Operation(
        f"/v1/scheduling/{path}/multi_read",
        body={"where": {"employees": employees}},
        looks_ahead=True,
        batch=500,
    )


CHANGE: dict[str, Shape] = {
    "changeDateTime": LOCAL,
    "fromStatus": STATUS,
    "toStatus": STATUS,
    "personName": STRING,
}
REVIEW: dict[str, Shape] = {"approvalStep": INTEGER, "reviewers": [REF]}
ASSIGNMENT: dict[str, Shape] = {"employee": REF, "shift": REF, "shiftVersion": INTEGER}


def request(what: str) -> Columns:
    """The columns that all requests have."""
    return table(
        person(),
        column("id", INTEGER, f"Id of the {what}."),
        column("startDateTime", LOCAL, "Start of the requested time, in local time."),
        column("endDateTime", LOCAL, "End of the requested time, in local time."),
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
        column("positionId", INTEGER, "Id of the position."),
        nested("requestStatusChanges", [CHANGE], "History of status changes."),
        nested(
            "approvalInfo",
            {
                "requestId": INTEGER,
                "pendingSteps": INTEGER,
                "currentReviewers": REVIEW,
                "approvalHistories": [REVIEW],
            },
            "Reviewers so far, and those whose review is pending.",
        ),
    )


FAILED = table(
    column("errorKey", STRING, "Key of the error that UKG found in the request."),
    column("errorText", STRING, "Error that UKG found in the request."),
)
ESS = table(
    column("essRequestKind", STRING, "Kind of request: OPEN_SHIFT_REQUEST, ..."),
    column("partial", BOOLEAN, "Whether only part of a shift is requested."),
    column("recipientId", INTEGER, "Id of the person who decides on the request.", to="persons"),
    column("recommendationEnabled", BOOLEAN, "Whether UKG recommended shifts."),
    nested(
        "requestedOpenShifts",
        [
            {
                "id": INTEGER,
                "scheduleItemId": INTEGER,
                "startDateTime": LOCAL,
                "endDateTime": LOCAL,
                "originalShiftStartDateTime": LOCAL,
                "originalShiftEndDateTime": LOCAL,
                "partial": BOOLEAN,
                "recommended": BOOLEAN,
            }
        ],
        "Requested open shifts.",
    ),
    nested(
        "openShiftRecommendations",
        [{"id": INTEGER, "reason": STRING, "scheduleItemId": INTEGER, "score": NUMBER}],
        "Open shifts that UKG recommended.",
    ),
    nested(
        "essrequestScheduleSummary",
        {
            "id": INTEGER,
            "scheduledHoursInMinutes": INTEGER,
            "hoursPerWeekInMinutes": [INTEGER],
            "shiftsPerWeek": [INTEGER],
        },
        "Totals of the schedule with the request; hours are in minutes.",
        name="schedule_summary",
    ),
    FAILED,
    COMMENT_NOTES,
)


class Requests(Table):
    """What all requests have in common."""

    primary_keys = ("id",)
    reads = Spanning("start_date_time")
    left_out: ClassVar[tuple[str, ...]] = (
        *("nextValidEvents", "essRequestPeriod", "coverShift.partial"),
        *SUBTYPE_LEFT_OUT,
    )


class SwapRequests(Requests):
    """Requests to swap a shift with another person's shift."""

    name = "swap_requests"
    operation = requests(
        "manager_swap",
        {"employees": "$person_refs", "startDate": "$start_date", "endDate": "$end_date"},
    )
    columns = table(
        request("swap request"),
        ref(
            "swapShift.offered.employee",
            "the person who offers a shift",
            name="offered_person",
            to="persons",
        ),
        ref(
            "swapShift.offered.shift",
            "the offered shift",
            name="offered_shift",
            to="shifts",
        ),
        column(
            "swapShift.offered.shiftVersion",
            INTEGER,
            "Version of the offered shift.",
            name="offered_shift_version",
        ),
        nested(
            "swapShift.requested",
            [ASSIGNMENT],
            "Requested shifts, each with the employee who has it.",
            name="requested_shifts",
        ),
        FAILED,
        COMMENT_NOTES,
    )


class CoverRequests(Requests):
    """Requests that another person work a shift."""

    name = "cover_requests"
    operation = requests(
        "cover_requests",
        {"employees": "$person_refs", "startDate": "$start_date", "endDate": "$end_date"},
    )
    columns = table(
        request("cover request"),
        ref("recipient", "the person who is asked to work the shift", to="persons"),
        column("marketRequest", BOOLEAN, "Whether the request is open to everyone."),
        column("partial", BOOLEAN, "Whether only part of the shift is to be covered."),
        column("coverShift.entityId", INTEGER, "Id of the shift.", name="shift_id", to="shifts"),
        column("coverShift.entityVersion", INTEGER, "Version of the shift.", name="shift_version"),
        column(
            "coverShift.startDateTime",
            LOCAL,
            "Start of the time to be covered, in local time.",
            name="cover_start_date_time",
        ),
        column(
            "coverShift.endDateTime",
            LOCAL,
            "End of the time to be covered, in local time.",
            name="cover_end_date_time",
        ),
        column(
            "coverShift.originalShiftStartDateTime",
            LOCAL,
            "Start of the entire shift, in local time.",
            name="original_shift_start_date_time",
        ),
        column(
            "coverShift.originalShiftEndDateTime",
            LOCAL,
            "End of the entire shift, in local time.",
            name="original_shift_end_date_time",
        ),
        FAILED,
        COMMENT_NOTES,
    )


class OpenShiftRequests(Requests):
    """Requests for open shifts."""

    name = "open_shift_requests"
    operation = requests(
        "open_shift_requests",
        {"employeeRefs": IDS, "startDate": "$start_date", "endDate": "$end_date"},
    )
    columns = table(request("request"), ESS)


class SelfScheduleRequests(Requests):
    """Requests by which people schedule themselves."""

    name = "self_schedule_requests"
    operation = requests(
        "self_schedule_requests",
        {"employees": IDS, "startDate": "$start_date", "endDate": "$end_date"},
    )
    columns = table(request("request"), ESS)


class AvailabilityRequests(Requests):
    """Requests to change availability."""

    name = "availability_requests"
    operation = requests(
        "manager_availability_requests", {"employees": "$person_refs", "dateRange": DATES}
    )
    left_out = (
        *("createdByUserId", "currentStatusId", "employeeId", "lastRequestStatusChange"),
        *("requestSubtypeId", "nextValidEvents", *SUBTYPE_LEFT_OUT),
    )
    columns = table(
        request("availability request"),
        column(
            "recipientId", INTEGER, "Id of the person who decides on the request.", to="persons"
        ),
        column(
            "initialAvailabilityDurationInMinutes",
            INTEGER,
            "Availability before the request (minutes).",
        ),
        column(
            "requestAvailabilityDurationInMinutes", INTEGER, "Requested availability (minutes)."
        ),
        column(
            "deltaAvailabilityDurationInMinutes",
            INTEGER,
            "Change in availability (minutes); negative if it decreases.",
        ),
        nested("requestedDays", [DATE], "Requested dates."),
        nested(
            "availability",
            [
                {
                    "date": DATE,
                    "segments": [{"startTime": STRING, "endTime": STRING, "availabilityType": REF}],
                }
            ],
            "Requested availability on each date.",
        ),
        nested(
            "requestLocations",
            [{"id": INTEGER, "date": DATE, "locationId": INTEGER}],
            "Locations that the request applies to.",
        ),
    )
