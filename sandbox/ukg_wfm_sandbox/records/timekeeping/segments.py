"""Results that UKG computes from a day: processed segments, holiday credits, moved amounts."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from ukg_wfm_sandbox.company import times, worked
from ukg_wfm_sandbox.company.catalogs import HOLIDAY, OVERTIME, PAY_CODE_REFS, REGULAR
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.company.elements import EDIT, element_id
from ukg_wfm_sandbox.company.planning import holiday
from ukg_wfm_sandbox.records.setup.rules import WORK_RULES
from ukg_wfm_sandbox.records.timekeeping.timecards import source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.elements import Day, Punch
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
Dated = list[tuple[int, Any]]
_WORK_RULE = {"id": 951, "qualifier": WORK_RULES[951]}


def processed(company: Company, person: Person, ordinal: int, day: Day) -> Dated:
    """Return the segments of a day: work, split where overtime begins, then pay code edits.

    Both parts of a split span have the id of the span.
    """
    found = [*_worked(company, person, ordinal, day), *_booked(company, person, ordinal, day)]
    for number, row in enumerate(found, start=1):
        row["orderNumber"] = number
    return [(ordinal, row) for row in found]


def _segment(company: Company, person: Person, ordinal: int, identifier: int, job: int) -> Row:
    return {
        "id": identifier,
        "itemId": identifier,
        "employee": person.reference,
        "applyDate": times.day(ordinal),
        "orgJob": company.organization.reference(job, ordinal),
        "workrule": _WORK_RULE,
        "segmentTypeId": 1,
        "inProgress": False,
        "projected": False,
    }


class _Stretch(NamedTuple):
    """Time on one job; both ends are exact and rounded."""

    id: int
    job: int
    start: tuple[int, int]
    end: tuple[int, int] | None


def _stretches(person: Person, ordinal: int, day: Day) -> Iterator[_Stretch]:
    for span in worked.spans(person, ordinal, day):
        end = _edge(span.end) if span.end else None
        yield _Stretch(span.start.id, span.job, _edge(span.start), end)
    for one in day.hours:
        until = one.start + round(one.hours * worked.HOUR)
        yield _Stretch(one.id, person.job(ordinal), (one.start, one.start), (until, until))


def _edge(punch: Punch) -> tuple[int, int]:
    return punch.at, worked.rounded(punch.at)


def _worked(company: Company, person: Person, ordinal: int, day: Day) -> Iterator[Row]:
    """Return the work: regular up to the daily limit, then overtime."""
    left = round(worked.DAILY_LIMIT * worked.HOUR)
    for one in _stretches(person, ordinal, day):
        head = _segment(company, person, ordinal, one.id, one.job)
        if one.job != person.job(ordinal):
            head["transfer"] = {"orgJobId": one.job, "systemGenerated": False}
        if one.end is None:
            yield {
                **head,
                **_times(person, "start", one.start),
                "paycode": PAY_CODE_REFS[REGULAR],
                "inProgress": True,
            }
            continue
        limit = min(one.end[1], one.start[1] + left)
        left -= limit - one.start[1]
        edges = [one.start, (limit, limit), one.end] if limit < one.end[1] else [one.start, one.end]
        for code, (begin, finish) in zip((REGULAR, OVERTIME), pairwise(edges), strict=False):
            if finish[1] > begin[1]:
                yield {
                    **head,
                    **_times(person, "start", begin),
                    **_times(person, "end", finish),
                    "paycode": PAY_CODE_REFS[code],
                    "durationInSeconds": finish[1] - begin[1],
                }


def _times(person: Person, edge: str, at: tuple[int, int]) -> Row:
    exact, rounded = (times.local(person.zone, moment) for moment in at)
    return {f"{edge}DateTime": exact, f"rounded{edge.capitalize()}DateTime": rounded}


def _booked(company: Company, person: Person, ordinal: int, day: Day) -> Iterator[Row]:
    for edit in day.edits:
        row = _segment(company, person, ordinal, edit.id, person.job(ordinal))
        row["paycode"] = PAY_CODE_REFS[edit.code]
        if edit.hours is None:
            row["moneyAmount"] = edit.money
        else:
            row["durationInSeconds"] = round(edit.hours * worked.HOUR)
        yield row


def holiday_credits(_company: Company, person: Person, ordinal: int, day: Day) -> Dated:
    """Return the credits of a holiday."""
    return [
        (
            ordinal,
            {
                "id": one.id,
                "employee": person.reference,
                "applyDate": times.day(ordinal),
                "holidayDisplayName": holiday(ordinal),
                "amountType": "HOUR",
                "durationInHours": one.hours,
                "startDateTime": f"{times.day(ordinal)}T00:00:00",
                "systemGenerated": True,
                "editable": False,
            },
        )
        for one in day.edits
        if one.code == HOLIDAY
    ]


def moved(company: Company, person: Person, ordinal: int, day: Day) -> Dated:
    """Return the hours of a day that a manager moved to another job on the next morning."""
    draw = Draw(company.seed, "moved", person.id, ordinal)
    morning = times.midnight(ordinal + 1) + 10 * worked.HOUR
    if not draw.chance(25) or morning > company.clock.collected:
        return []
    lines = (line for line in worked.lines(person, ordinal, day) if line.code == REGULAR)
    line = next((line for line in lines if line.corrects is None and line.hours), None)
    if line is None:
        return []
    identifier = element_id(person.id, ordinal, EDIT, 80)
    organization = company.organization
    row: Row = {
        "id": identifier,
        "itemId": identifier,
        "employee": person.reference,
        "applyDate": times.day(ordinal),
        "amountType": "HOUR",
        "durationInHours": min(line.hours or 0.0, draw.pick((0.5, 1.0, 2.25))),
        "sourcePaycode": PAY_CODE_REFS[REGULAR],
        "sourceOrgJob": organization.reference(line.job, ordinal),
        "targetPaycode": PAY_CODE_REFS[REGULAR],
        "targetOrgJob": organization.reference(
            draw.pick(company.site_jobs(person, ordinal)), ordinal
        ),
        "dataSource": source("Timecard"),
        "systemGenerated": False,
        "commentsAvailable": False,
    }
    return [(ordinal, row)]
