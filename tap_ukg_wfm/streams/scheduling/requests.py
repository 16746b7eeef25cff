"""What people ask of their schedules: swaps, cover, open shifts, self-scheduling, availability."""

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
    """A manager's operation that answers requests of some of their employees."""
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
        column("startDateTime", LOCAL, "Start of the time that is asked for, in local time."),
        column("endDateTime", LOCAL, "End of the time that is asked for."),
        column("createDateTime", LOCAL, "When the request was made."),
        ref("creator", "the user who made the request", to="persons"),
        column("currentStatus.id", INTEGER, "Id of the current status."),
        column("currentStatus.name", STRING, "Name of the current status."),
        column("currentStatus.symbolicId", STRING, "Symbol of the current status: SUBMITTED, ..."),
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
        nested("requestStatusChanges", [CHANGE], "How the status came about."),
        nested(
            "approvalInfo",
            {
                "requestId": INTEGER,
                "pendingSteps": INTEGER,
                "currentReviewers": REVIEW,
                "approvalHistories": [REVIEW],
            },
            "Who reviewed, and who still has to.",
        ),
    )


FAILED = table(
    column("errorKey", STRING, "Key of what is wrong with the request."),
    column("errorText", STRING, "What is wrong with the request."),
)
ESS = table(
    column("essRequestKind", STRING, "Kind of request: OPEN_SHIFT_REQUEST, ..."),
    column("partial", BOOLEAN, "Whether only part of a shift is asked for."),
    column("recipientId", INTEGER, "Id of the person who shall decide.", to="persons"),
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
        "Open shifts that are asked for.",
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
        "What the schedule would add up to.",
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
    """Requests to swap a shift with somebody else's."""

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
            "the shift that is offered",
            name="offered_shift",
            to="shifts",
        ),
        column(
            "swapShift.offered.shiftVersion",
            INTEGER,
            "Version of the shift that is offered.",
            name="offered_shift_version",
        ),
        nested(
            "swapShift.requested",
            [ASSIGNMENT],
            "Shifts that are asked for instead, and whose they are.",
            name="requested_shifts",
        ),
        FAILED,
        COMMENT_NOTES,
    )


class CoverRequests(Requests):
    """Requests that somebody else work a shift."""

    name = "cover_requests"
    operation = requests(
        "cover_requests",
        {"employees": "$person_refs", "startDate": "$start_date", "endDate": "$end_date"},
    )
    columns = table(
        request("cover request"),
        ref("recipient", "the person who shall work the shift", to="persons"),
        column("marketRequest", BOOLEAN, "Whether everyone may take the shift."),
        column("partial", BOOLEAN, "Whether only part of the shift is to be covered."),
        column("coverShift.entityId", INTEGER, "Id of the shift.", name="shift_id", to="shifts"),
        column("coverShift.entityVersion", INTEGER, "Version of the shift.", name="shift_version"),
        column(
            "coverShift.startDateTime",
            LOCAL,
            "Start of what is to be covered.",
            name="cover_start_date_time",
        ),
        column(
            "coverShift.endDateTime",
            LOCAL,
            "End of what is to be covered.",
            name="cover_end_date_time",
        ),
        column(
            "coverShift.originalShiftStartDateTime",
            LOCAL,
            "Start of the whole shift.",
            name="original_shift_start_date_time",
        ),
        column(
            "coverShift.originalShiftEndDateTime",
            LOCAL,
            "End of the whole shift.",
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
    """Requests by which people put together their own schedules."""

    name = "self_schedule_requests"
    operation = requests(
        "self_schedule_requests",
        {"employees": IDS, "startDate": "$start_date", "endDate": "$end_date"},
    )
    columns = table(request("request"), ESS)


class AvailabilityRequests(Requests):
    """Requests to be available at other times."""

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
        column("recipientId", INTEGER, "Id of the person who shall decide.", to="persons"),
        column("initialAvailabilityDurationInMinutes", INTEGER, "Minutes of availability before."),
        column("requestAvailabilityDurationInMinutes", INTEGER, "Minutes that are asked for."),
        column("deltaAvailabilityDurationInMinutes", INTEGER, "Minutes more or less than before."),
        nested("requestedDays", [DATE], "Dates that are asked for."),
        nested(
            "availability",
            [
                {
                    "date": DATE,
                    "segments": [{"startTime": STRING, "endTime": STRING, "availabilityType": REF}],
                }
            ],
            "How available the person would be on each date.",
        ),
        nested(
            "requestLocations",
            [{"id": INTEGER, "date": DATE, "locationId": INTEGER}],
            "Locations for which it counts.",
        ),
    )
