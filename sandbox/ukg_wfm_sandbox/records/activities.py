"""Activities, and the time that some people book on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times, worked
from ukg_wfm_sandbox.company.catalogs import PAY_CODE_REFS, REGULAR, ZONE_REFS
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.company.elements import WORKED, element_id
from ukg_wfm_sandbox.company.seasonal import seasonal

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
ORDERS = {2010: "Order 4711", 2020: "Auftrag „12“", 2030: "改善", 2040: "Maintenance"}
STEPS = ("Cut", "Weld 🔥", "Pack")
STATUSES = {1: "In Progress", 2: "Completed"}
NAMES = {
    order + place: f"{name}/{step}"
    for order, name in ORDERS.items()
    for place, step in enumerate(STEPS, start=1)
}


def activities(company: Company) -> list[Row]:
    """List the activities: orders, their steps and seasonal orders; quantities grow daily."""
    rows = [_order(company, number, name) for number, name in ORDERS.items()]
    rows += [_step(company, number, name) for number, name in NAMES.items()]
    return rows + [_order(company, number, name) for number, name in seasonal(company, "order")]


def _order(company: Company, number: int, name: str) -> Row:
    kind = {"id": 1, "qualifier": "Production"}
    return {
        "id": number,
        "name": name,
        "combinedName": name,
        "level": 0,
        "sequence": number % 100 // 10,
        "bottomLevel": number not in ORDERS,
        "header": {"id": number * 10, "name": name, "activityType": kind, "isHoldParent": False},
        "completeStatus": {"id": 1, "qualifier": STATUSES[1]},
        "isMilestone": False,
        "createdDateTime": f"{times.day(company.first_day)}T07:00:00.000",
        "version": 1,
    }


def _step(company: Company, number: int, name: str) -> Row:
    draw = Draw(company.seed, "activity", number)
    order = number // 10 * 10
    tree, today = company.organization, company.clock.today
    required = draw.between(400, 4000)
    made = min(required, draw.between(5, 40) * (today - company.first_day))
    status = 2 if made == required else 1
    standard = {
        "id": number * 10,
        "effectiveStartDate": times.day(company.first_day),
        "laborStandardQuantity": 1,
        "laborStandardSeconds": draw.between(30, 600),
    }
    row: Row = {
        **_order(company, order, name),
        "id": number,
        "name": name.rpartition("/")[2],
        "combinedName": name,
        "level": 1,
        "sequence": number % 10,
        "bottomLevel": True,
        "parent": {"id": order, "qualifier": ORDERS[order]},
        "completeStatus": {"id": status, "qualifier": STATUSES[status]},
        "requiredQuantity": required,
        "completedQuantity": made,
        "completedPercent": round(100 * made / required, 2),
        "unitOfMeasure": {"id": 1, "qualifier": "Pieces"},
        "scheduledStartDate": times.day(company.first_day),
        "standards": [standard],
        "currentStandard": standard,
        "updatedDateTime": f"{times.day(today)}T05:00:00.000",
        "version": made % 1000,
    }
    if number % 2:
        row["transfer"] = {
            "locationJob": tree.reference(tree.jobs[0], today),
            "laborCategories": [],
            "isEmptyTransfer": False,
            "nonDefaultTransfers": [],
        }
        row["dataAccess"] = {
            "dataAccessType": {"id": 2, "qualifier": "Jobs"},
            "genericJobs": [{"id": 701, "qualifier": "Associate"}],
        }
    if number == 2011:
        first = company.people[0]
        row["employees"] = [{**first.reference, "fullName": f"{first.last}, {first.first}"}]
        row["userField1"] = "rush"
    return row


def shift(company: Company, person: Person, ordinal: int) -> Row | None:
    """Return the activity shift of a person on a day; most people have none.

    The id of the work shift is the id of the worked shift on the timecard.
    """
    if person.id % 3:
        return None
    day = company.day(person, ordinal)
    spans = [
        _span(person, ordinal, span)
        for span in worked.spans(person, ordinal, day)
        if Draw(company.seed, "booked", span.start.id).chance(800)
    ]
    identifier = element_id(person.id, ordinal, WORKED)
    return {"workShiftId": identifier, "activitySpans": spans} if spans else None


def _span(person: Person, ordinal: int, span: worked.Span) -> Row:
    identifier = span.start.id
    draw = Draw("activity", identifier)
    number = draw.pick(tuple(NAMES))
    zone = ZONE_REFS[person.zone]
    start = times.local(person.zone, span.start.at)
    seconds = int(span.hours * 3600)
    segment: Row = {
        "id": identifier,
        "activitySegmentId": identifier,
        "activityId": number,
        "activity": {"id": number, "qualifier": NAMES[number]},
        "applyDate": times.day(ordinal),
        "startDateTime": start,
        "startTimezone": zone,
        "roundedStartDateTime": times.local(person.zone, worked.rounded(span.start.at)),
        "roundedStartTimezone": zone,
        "durationInSeconds": seconds,
        "allocatedSeconds": seconds,
        "dayDivideState": 0,
        "orphan": False,
        "accepted": True,
    }
    row: Row = {"processedSegments": [segment], "activityResultSegments": []}
    if span.end is not None:
        segment["endDateTime"] = times.local(person.zone, span.end.at)
        segment["endTimezone"] = zone
        segment["roundedEndDateTime"] = times.local(person.zone, worked.rounded(span.end.at))
        segment["roundedEndTimezone"] = zone
        quantity = draw.between(0, 90)
        row["efficiencies"] = {"efficiency": quantity / 64, "efficiencyQuantity": quantity}
        row["activityResultSegments"] = [_result(identifier, quantity, start)]
    return row


def changes(company: Company, person: Person, ordinal: int) -> list[Row]:
    """Return the segments that changed on a day: new, corrected and deleted ones."""
    if ordinal > company.clock.today:
        return []
    return [
        *_changed(company, person, ordinal, "ADDED"),
        *_changed(company, person, ordinal - 3, "UPDATED"),
        *_changed(company, person, ordinal - 5, "DELETED"),
    ]


_SHARES = {"ADDED": 1000, "UPDATED": 60, "DELETED": 20}


def _changed(company: Company, person: Person, ordinal: int, status: str) -> list[Row]:
    booked = shift(company, person, ordinal) if ordinal >= company.first_day else None
    share = _SHARES[status]
    found = []
    for span in booked["activitySpans"] if booked else ():
        (segment,) = span["processedSegments"]
        if Draw(company.seed, status, segment["id"]).chance(share):
            state = {"status": status, "processedSegments": [_state(segment)]}
            before = {"status": "NOT_CHANGED", "processedSegments": [_state(segment)]}
            found.append({"current": state, **({} if status == "ADDED" else {"previous": before})})
    return found


def _state(segment: Row) -> Row:
    return {name: value for name, value in segment.items() if name not in {"id", "activityId"}}


def _result(identifier: int, quantity: int, at: str) -> Row:
    row: Row = {
        "id": identifier,
        "activitySegmentId": identifier,
        "fieldDefinition": {"id": 1, "qualifier": "Completed quantity"},
        "numericResult": quantity,
        "effectiveDateTime": at,
        "deleted": False,
    }
    if quantity % 10 == 0:
        scrap = {"id": identifier + 50, "textResult": "Ausschuss „Riß“", "deleted": False}
        code = {"id": 7, "qualifier": "Scrap"}
        row["childResultSegments"] = [{**scrap, "resultCode": code}]
    return row


def totals(company: Company, person: Person, ordinal: int, *, by_item: bool = False) -> list[Row]:
    """Return the activity totals of a person on a day, by activity or by segment."""
    booked = shift(company, person, ordinal)
    spans = booked["activitySpans"] if booked else []
    segments = [segment for span in spans for segment in span["processedSegments"]]
    grouped: dict[int, list[Row]] = {}
    for segment in segments:
        grouped.setdefault(segment["id" if by_item else "activityId"], []).append(segment)
    whole = sum(segment["durationInSeconds"] for segment in segments)
    rows: list[Row] = []
    for members in grouped.values():
        seconds = sum(segment["durationInSeconds"] for segment in members)
        row: Row = {
            "employee": person.reference,
            "activity": members[0]["activity"],
            "applyDate": times.day(ordinal),
            "amount": seconds / 3600,
            "totalActual": seconds,
            "totalAllocated": seconds,
            "totalVariance": 0,
            "percentage": round(100 * seconds / whole, 2) if whole else 0.0,
            "wages": round(seconds / 3600 * person.wage(ordinal), 2),
            "currencyCode": "USD",
            "payCode": PAY_CODE_REFS[REGULAR],
            "job": company.organization.reference(person.job(ordinal), ordinal),
            "isDuration": False,
        }
        if by_item:
            row["processedSegmentId"] = members[0]["id"]
        rows.append(row)
    return rows
