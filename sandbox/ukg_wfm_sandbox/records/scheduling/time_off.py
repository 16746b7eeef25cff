"""Time-off requests with their periods, statuses and history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import catalogs, times
from ukg_wfm_sandbox.company.catalogs import PAY_CODE_REFS, STATUSES, SUBTYPES

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.elements import TimeOff
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]


def time_off(company: Company, person: Person, request: TimeOff) -> Row:
    """Return a time-off request; the times of its changes are UTC."""
    name, code = SUBTYPES[request.subtype]
    created = times.utc(request.created)
    changes = [_change("DRAFT", "SUBMITTED", created, person)]
    if request.decided <= company.clock.collected:
        status = "APPROVED" if request.approved else "REFUSED"
        manager = company.person(person.supervisor or company.people[0].id) or person
        changes.append(_change("SUBMITTED", status, times.utc(request.decided), manager))
    row: Row = {
        "id": request.id,
        "employee": person.reference,
        "creator": person.reference,
        "createDateTime": created,
        "currentStatus": changes[-1]["toStatus"],
        "historical": False,
        "periods": [
            {
                "id": request.id * 10 + number,
                "startDate": times.day(start),
                "endDate": times.day(end),
                "payCode": PAY_CODE_REFS[code],
                "symbolicAmount": {"id": 1, "qualifier": "FULL_DAY"},
            }
            for number, (start, end) in enumerate(request.periods)
        ],
        "requestStatusChanges": changes,
        "requestSubType": {
            "id": request.subtype,
            "name": name,
            "requestType": {"id": 1, "name": "Time-Off"},
        },
    }
    if request.comment is not None:
        text = catalogs.COMMENTS[request.comment]
        note = {"id": f"{request.id}-1", "text": text, "timestamp": created}
        comment = {"id": request.comment, "name": text[:60]}
        row["commentNotes"] = [{"id": request.id, "comment": comment, "notes": [note]}]
    return row


def _change(before: str, after: str, at: str, who: Person) -> Row:
    return {
        "changeDateTime": at,
        "fromStatus": STATUSES[before],
        "toStatus": STATUSES[after],
        "personName": f"{who.last}, {who.first}",
    }
