"""Elements of a person's timecard on a day, as (ordinal, row)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import catalogs, times, worked
from ukg_wfm_sandbox.company.catalogs import PAY_CODE_REFS, ZONE_REFS
from ukg_wfm_sandbox.company.elements import WORKED, Punch, element_id

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.elements import Day, PayCodeEdit
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
Dated = list[tuple[int, Any]]
SOURCES = {"Time Clock": 1, "Mobile 📱": 2, "Timecard": 3, "Schedule": 4, "Historical": 5}


def source(name: str) -> Row:
    """Return a reference to a data source."""
    return {"id": SOURCES[name], "qualifier": name}


def punch(company: Company, person: Person, one: Punch) -> Row:
    """Return a punch."""
    zone = person.zone
    text = times.local(zone, one.at)
    row: Row = {
        "id": one.id,
        "employee": person.reference,
        "punchDtm": text,
        "roundedPunchDtm": times.local(zone, worked.rounded(one.at)),
        "timeZone": ZONE_REFS[zone],
        "dataSource": source(one.source),
        "enteredOnDtm": times.local(zone, one.created),
        "isPhantom": False,
        "isScheduled": False,
        "editable": True,
        "hasComments": one.comment is not None,
        "exceptionResolved": False,
    }
    if one.job:
        path = company.organization.reference(one.job, times.local_day(zone, one.at))
        row["orgJob"] = path
        row["transfer"] = {"orgJobId": one.job, "transferString": f"{path['qualifier']};;"}
    if one.updated is not None:
        row["updatedOnDtm"] = times.local(zone, one.updated)
    if one.original is not None:
        row["originalPunchDtm"] = times.local(zone, one.original)
    if one.comment is not None:
        row["commentsNotes"] = catalogs.comment_notes(one.comment, one.id, text)
    return row


_TIMECARD_ONLY = {
    "exceptionResolved",
    "isPhantom",
    "isScheduled",
    "originalPunchDtm",
    "updatedOnDtm",
}


def realtime_punch(company: Company, person: Person, one: Punch) -> Row:
    """Return a punch as `punches/apply_read` returns it: with fewer properties, some renamed."""
    row = punch(company, person, one)
    renamed = {"isEditable": row["editable"], "isExceptionResolved": row["exceptionResolved"]}
    if "updatedOnDtm" in row:
        renamed["updateTime"] = row["updatedOnDtm"]
    return {name: value for name, value in row.items() if name not in _TIMECARD_ONLY} | renamed


def edit(company: Company, person: Person, ordinal: int, one: PayCodeEdit) -> Row:
    """Return a pay code edit."""
    row: Row = {
        "id": one.id,
        "itemId": one.id,
        "employee": person.reference,
        "applyDate": times.day(ordinal),
        "paycode": PAY_CODE_REFS[one.code],
        "amountType": "MONEY" if one.hours is None else "HOUR",
        "startDateTime": f"{times.day(ordinal)}T09:00:00",
        "orgJob": company.organization.reference(person.job(ordinal), ordinal),
        "dataSource": source("Schedule" if one.system else "Timecard"),
        "systemGenerated": one.system,
        "editable": not one.system,
        "commentsAvailable": one.comment is not None,
    }
    if one.hours is None:
        row["moneyAmount"] = one.money
        row["moneyAmountCurrency"] = {"amount": one.money, "currencyCode": "USD"}
    else:
        row["durationInHours"] = one.hours
    if one.comment is not None:
        at = f"{times.day(ordinal)}T09:00:00"
        row["commentsNotes"] = catalogs.comment_notes(one.comment, one.id, at)
    return row


def worked_shifts(company: Company, person: Person, ordinal: int, day: Day) -> Dated:
    """Return the worked shift with its spans."""
    if not day.punches:
        return []
    zone, first, last = person.zone, day.punches[0], day.punches[-1]
    spans = worked.spans(person, ordinal, day)
    identifier = element_id(person.id, ordinal, WORKED)
    row: Row = {
        "id": identifier,
        "employee": person.reference,
        "startDateTime": times.local(zone, first.at),
        "roundedStartDateTime": times.local(zone, worked.rounded(first.at)),
        "startTimezone": ZONE_REFS[zone],
        "inProgress": spans[-1].end is None and last.at >= company.clock.collected - 16 * 3600,
        "projected": False,
        "fromSchedule": False,
        "shiftTotalHours": sum(span.hours for span in spans),
        "scheduledShiftIds": [shift.id for shift in day.shifts],
        "workedSpans": [
            _span(company, person, ordinal, shift=identifier, number=number, span=span)
            for number, span in enumerate(spans)
        ],
    }
    if spans[-1].end is not None:
        row["endDateTime"] = times.local(zone, last.at)
        row["roundedEndDateTime"] = times.local(zone, worked.rounded(last.at))
        row["endTimezone"] = ZONE_REFS[zone]
    return [(times.local_day(zone, first.at), row)]


def _span(  # noqa: PLR0913
    company: Company,
    person: Person,
    ordinal: int,
    *,
    shift: int,
    number: int,
    span: worked.Span,
) -> Row:
    zone, primary = person.zone, person.job(ordinal)
    row: Row = {
        "id": shift,
        "itemId": shift,
        "spanId": shift * 10 + number,
        "orderNumber": number + 1,
        "startDateTime": times.local(zone, span.start.at),
        "roundedStartDateTime": times.local(zone, worked.rounded(span.start.at)),
        "startTimezone": ZONE_REFS[zone],
        "startPunch": _light(zone, span.start),
        "orgJob": company.organization.reference(span.job, ordinal),
        "primaryOrgJob": company.organization.reference(primary, ordinal),
        "transferOrgJob": span.job != primary,
        "projected": False,
    }
    if span.end is not None:
        row["endDateTime"] = times.local(zone, span.end.at)
        row["roundedEndDateTime"] = times.local(zone, worked.rounded(span.end.at))
        row["endTimezone"] = ZONE_REFS[zone]
        row["endPunch"] = _light(zone, span.end)
    return row


def _light(zone: str, one: Punch) -> Row:
    return {"id": one.id, "punchDtm": times.local(zone, one.at)}


def corrections(company: Company, person: Person, ordinal: int, day: Day) -> Dated:
    """Return the historical corrections that count on a day."""
    wage = person.wage(ordinal)
    return [
        (
            ordinal,
            {
                "id": one.id,
                "employee": person.reference,
                "applyDate": times.day(ordinal),
                "originalDate": times.day(one.original),
                "paycode": PAY_CODE_REFS[catalogs.REGULAR],
                "payCodeType": "REGULAR",
                "durationInHours": one.hours,
                "wages": round(one.hours * wage, 2),
                "orgJob": company.organization.reference(person.job(ordinal), ordinal),
                "dataSource": source("Historical"),
                "includeInTotals": True,
                "isAged": False,
                "isPending": False,
            },
        )
        for one in day.corrections
    ]


def hours_worked(company: Company, person: Person, ordinal: int, day: Day) -> Dated:
    """Return the hours reported instead of punches."""
    return [
        (
            ordinal,
            {
                "id": one.id,
                "itemId": one.id,
                "employee": person.reference,
                "durationInHours": one.hours,
                "startDateTime": times.local(person.zone, one.start),
                "orgJob": company.organization.reference(person.job(ordinal), ordinal),
                "dataSource": source("Timecard"),
                "systemGenerated": False,
                "editable": True,
            },
        )
        for one in day.hours
    ]


def change(person: Person, one: Any) -> Row:  # noqa: ANN401
    """Return an entry of the timecard change log; the times of changes are UTC."""
    element = one.element
    is_punch = isinstance(element, Punch)
    row: Row = {
        "id": element.id,
        "employee": person.reference,
        "elementType": "PUNCH" if is_punch else "PAYCODEEDIT",
        "changeType": one.kind,
        "changeDateTime": times.utc(one.at, one.milliseconds),
        "dataSource": one.source,
        "hasComments": element.comment is not None,
    }
    if is_punch:
        row["transactionDateTime"] = times.local(person.zone, element.at)
        return row
    row["transactionDateTime"] = f"{times.day(one.ordinal)}T00:00:00"
    row["paycode"] = PAY_CODE_REFS[element.code]
    if element.hours is None:
        row["moneyAmount"] = element.money
    else:
        row["durationInHours"] = element.hours
    return row
