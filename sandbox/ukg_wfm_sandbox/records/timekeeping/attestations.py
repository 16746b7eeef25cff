"""Attestations at punches, with local times and the UTC time of the transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.draw import Draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.elements import Punch
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
QUESTIONS = (
    ("Did you take your full meal break?", "Meal break", ("Yes", "No", "I waived it")),
    ("Haben Sie sich heute verletzt?", "Verletzung", ("Ja", "Nein")),
    ("今日の勤務時間は正しいですか", "勤務時間", ("はい", "いいえ")),
)


def selected(company: Company, person: Person, first: int, last: int, dates: str) -> list[Row]:
    """Return the attestations of a range of days, selected by local date or by UTC date."""

    def day(row: Row) -> str:
        local = row.get("punchDtm") or row["questionAnsweredDtm"]
        return str(row["punchTransactionStartDtm"] if dates == "utc" else local)[:10]

    return _within(company, person, first, last, day)


def attestations(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the attestations of a range of local days."""
    return _within(company, person, first, last, lambda row: str(row["questionAnsweredDtm"][:10]))


def _within(
    company: Company, person: Person, first: int, last: int, day: Callable[[Row], str]
) -> list[Row]:
    """Return the answers of a range of days; some people never have any, most one per day."""
    if not Draw(company.seed, "attests", person.id).chance(400):
        return []
    low, high = times.day(first), times.day(last)
    return [
        row
        for ordinal in range(first - 2, last + 3)
        if len(punches := company.day(person, ordinal).punches) > 1
        for row in _answers(company, person, ordinal, punches[-1])
        if low <= day(row) <= high
    ]


def _answers(company: Company, person: Person, ordinal: int, punch: Punch) -> Iterator[Row]:
    draw = Draw(company.seed, "attestation", punch.id)
    at = punch.at if punch.original is None else punch.original
    begin = at - draw.between(5, 90)
    zone, submitted = person.zone, not draw.chance(30)
    for number, (question, short, answers) in enumerate(QUESTIONS[: draw.between(1, 3)]):
        row: Row = {
            "id": punch.id * 10 + number,
            "uniqueId": -1 - draw.below(2**31),
            "employee": person.reference,
            "question": question,
            "shortQuestion": short,
            "answer": draw.pick(answers),
            "questionAnsweredDtm": times.local(zone, at - 3 + number),
            "questionDuration": draw.between(1, 60),
            "punchTransactionStartDtm": times.utc(begin)[:19],
            "punchTransactionEndDtm": times.utc(at)[:19],
            "punchDuration": at - begin,
            "isPunchSubmitted": submitted,
            "manualTimeEntryWorkflow": False,
            "createdByUser": person.reference,
            "punchButton": {"id": 2, "qualifier": "End Shift"},
            "job": company.organization.reference(person.job(ordinal), ordinal),
        }
        if submitted:
            row["punchDtm"] = times.local(zone, at)
        if punch.source == "Time Clock":
            row["deviceId"] = f"CLK-{person.job(ordinal)}"
        yield row
