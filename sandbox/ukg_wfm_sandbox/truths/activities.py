"""Activities and the time booked on them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.records import activities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]


def _spans(tenant: Tenant, person: Person, first: int, last: int) -> Iterator[tuple[Row, Row, Row]]:
    for day in range(first, last + 1):
        shift = activities.shift(tenant.company, person, day) or {"activitySpans": ()}
        for span in shift["activitySpans"]:
            (segment,) = span["processedSegments"]
            yield shift, span, segment


def _segments(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    return [
        {
            **{name: value for name, value in segment.items() if name != "activity"},
            "activityQualifier": segment["activity"]["qualifier"],
            "employee": person.reference,
            "workShiftId": shift["workShiftId"],
            "efficiencies": span.get("efficiencies"),
        }
        for shift, span, segment in _spans(tenant, person, first, last)
    ]


def _results(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    return [
        {**result, "employee": person.reference, "applyDate": segment["applyDate"]}
        for _, span, segment in _spans(tenant, person, first, last)
        for result in span["activityResultSegments"]
    ]


def _totals(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    return [
        {**row, "timeZone": person.zone}
        for day in range(first, last + 1)
        for row in activities.totals(tenant.company, person, day)
    ]


def _changes(tenant: Tenant, person: Person, first: int, last: int) -> list[Row]:
    found = []
    for day in range(first, last + 1):
        for row in activities.changes(tenant.company, person, day):
            (now,) = row["current"]["processedSegments"]
            before = row.get("previous", {}).get("processedSegments", [{}])[0]
            found.append(
                {
                    # As text, since objects would become columns.
                    **{name: json.dumps(state) for name, state in row.items()},
                    "employee": person.reference,
                    "startDate": times.day(day),
                    "endDate": times.day(day),
                    "status": row["current"]["status"],
                    "activitySegmentId": now["activitySegmentId"],
                    "previousActivitySegmentId": before.get("activitySegmentId"),
                }
            )
    return found


LISTS: dict[str, Callable[[Tenant], list[Row]]] = {
    "activities": lambda tenant: activities.activities(tenant.company)
}
WINDOWED: dict[str, Callable[[Tenant, Person, int, int], list[Row]]] = {
    "activity_totals": _totals,
    "activity_shifts": _segments,
    "activity_results": _results,
    "activity_shift_changes": _changes,
}
