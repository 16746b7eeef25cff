"""The events of each simulated day, and single edits by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import edits, times
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.errors import bad

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

# People and places change with this many days of notice, so that nothing on an existing
# timecard changes in any time zone without an entry in the change log.
NOTICE = 2
_BACK = 28
_AHEAD = 30


def happen(company: Company) -> None:
    """Apply the events of the current day; the same seed and day give the same events."""
    today = company.clock.today
    draw = Draw(company.seed, "events", today)
    staff = list(company.people)
    # One after another from 15:00 on, so that no two changes have the same instant.
    moment = times.midnight(today) + 15 * 3600
    step = max(1, min(7, 9000 // (len(edits.KINDS) * (len(staff) // 40 + 1))))
    for name, edit in edits.KINDS.items():
        future = name in ("delete_shift", "move_shift", "change_shift", "add_shift")
        for _ in range(len(staff) // 40 + 1):
            person = draw.pick(staff)
            day = today + draw.between(-_BACK, _AHEAD if future else -1)
            moment += step
            if day >= company.first_day and person.active(day):
                edit(company, person, day, draw, moment)
    for request in (edits.request_time_off, edits.cancel_time_off, edits.adjust_accrual):
        for _ in range(len(staff) // 60 + 1):
            request(company, draw.pick(staff), today, draw, moment)
    _staff(company, draw, today)
    _places(company, draw, today, moment)


def _staff(company: Company, draw: Draw, today: int) -> None:
    """Hire, transfer, terminate and rehire people."""
    start = today + NOTICE
    staff = list(company.people)
    if draw.chance(400):
        company.hire(start)
    for _ in range(len(staff) // 200 + 1):
        person = draw.pick(staff)
        if person.active(start) and person.jobs[-1][0] < start and draw.chance(500):
            person.jobs.append((start, draw.pick(company.site_jobs(person, start))))
            company.forget(person)
        person = draw.pick(staff)
        if person.statuses[-1][0] < start and draw.chance(300):
            status = "Terminated" if person.active(start) else "Active"
            person.statuses.append((start, status))
            company.forget(person)


def _places(company: Company, draw: Draw, today: int, moment: int) -> None:
    """Open and rename locations."""
    tree = company.organization
    departments = [node for node in tree.nodes.values() if node.kind == "Department"]
    start = today + NOTICE
    if draw.chance(300):
        tree.add_job(draw.pick(departments).id, f"Team {today % 1000} 🆕", start, 1, moment)
    if draw.chance(300):
        node = draw.pick(departments)
        if node.revisions[-1].start < start:
            name = f"{node.revisions[-1].name.split(' (')[0]} ({today % 1000})"
            tree.revise(node.id, start, moment, name)


def named_edit(company: Company, person_id: int, date: str, kind: str) -> dict[str, Any]:
    """Make one edit on a person's day; the result says whether there was anything to edit."""
    person = company.person(person_id)
    if person and kind == "erase_person":
        company.erased.add(person_id)
        return {"done": True}
    if person is None or kind not in edits.KINDS:
        raise bad("SANDBOX", f"No such person or kind of edit: {person_id}, {kind}")
    edit: Callable[[Company, Person, int, Draw, int], bool] = edits.KINDS[kind]
    draw = Draw(company.seed, "edit", person_id, date, kind, company.versions[person_id])
    try:
        day = times.ordinal(date)
    except ValueError as error:
        raise bad("SANDBOX", f"Not a date: {date}") from error
    done = edit(company, person, day, draw, company.clock.now)
    return {"done": done}
