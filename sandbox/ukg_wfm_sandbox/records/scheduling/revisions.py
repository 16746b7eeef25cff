"""The log of schedules: net changes between two instants, and audits of every revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import scheduling, times
from ukg_wfm_sandbox.records.scheduling import roster, schedule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company, Revision
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]


def changes(company: Company, person: Person, start: int, end: int) -> Row:
    """Return the net changes between two instants, both included."""
    row: Row = {"employee": person.reference}
    for kind, entries in (
        ("shifts", _shifts(company, person, start, end)),
        ("dayLocks", _locks(company, person, start, end)),
    ):
        for before, after in entries:
            change = "create" if before is None else "delete" if after is None else "update"
            held = row.setdefault(kind, {"create": [], "update": [], "delete": []})
            entity = {"before": before, "after": after}
            held[change].append({name: value for name, value in entity.items() if value})
    return row


def _shifts(
    company: Company, person: Person, start: int, end: int
) -> Iterator[tuple[Row | None, Row | None]]:
    ends: dict[int, tuple[Revision, Revision]] = {}
    for one in company.revisions(person):
        shift = one.after or one.before
        if shift and start <= one.at <= end:
            ends[shift.id] = (ends.get(shift.id, (one, one))[0], one)
    for first, last in ends.values():
        if first.before or last.after:
            before = schedule.shift(company, person, first.ordinal, first.before)
            yield before, schedule.shift(company, person, last.ordinal, last.after)


def _locks(
    company: Company, person: Person, start: int, end: int
) -> Iterator[tuple[Row | None, Row | None]]:
    end = min(end, company.clock.collected)
    for one in scheduling.locks(company, person, company.first_day, company.clock.today + 30):
        made, gone = start <= one.created <= end, start <= one.removed <= end
        if made != gone and person.active(one.first):
            row = roster.day_lock(person, one)
            yield (None, row) if made else (row, None)


def audits(company: Company, person: Person, first: int, last: int) -> Iterator[Row]:
    """Return the revisions of the current and former shifts of a range of days."""
    manager = company.person(person.supervisor or company.people[0].id) or person
    name = f"{manager.last}, {manager.first}"
    who = {"employeeId": manager.id, "personNumber": manager.number, "fullName": name}
    for one in company.revisions(person):
        if first <= one.ordinal <= last:
            kind = "INSERT" if one.before is None else "DELETE" if one.after is None else "UPDATE"
            yield {
                "revisionId": one.id,
                "auditType": kind,
                "auditTimestamp": times.utc(one.at)[:19],
                "auditLocalTimestamp": times.local(manager.zone, one.at),
                "auditUser": name,
                "auditUserDetails": who,
                "shift": schedule.shift(company, person, one.ordinal, one.after or one.before),
            }
