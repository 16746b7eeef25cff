"""Skills and certifications of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.records.setup.lists import CERTIFICATIONS, SKILLS

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
LEVELS = {1: "Basic", 2: "Expert"}


def _reference(number: int, name: str) -> Row:
    """Return a reference, with the localized name if there is one."""
    translated = {"localizedQualifier": f"{name} (lokal)"} if number % 2 else {}
    return {"id": number, "qualifier": name, **translated}


def skills(person: Person) -> list[Row]:
    """Return the skills of a person; many people have none, some are renewed after a year."""
    rows = []
    for number, name in SKILLS.items():
        draw = Draw("skill of", person.id, number)
        if not draw.chance(350):
            continue
        for place in range(1 + draw.chance(200)):
            row: Row = {
                "skill": _reference(number, name),
                "effectiveDate": times.day(person.hired + 365 * place),
                "active": draw.chance(900),
            }
            if draw.chance(600):
                level = draw.pick((1, 2))
                row["proficiencyLevel"] = _reference(level, LEVELS[level])
            rows.append(row)
    return rows


def certifications(person: Person) -> list[Row]:
    """Return the certifications of a person, each valid for two years."""
    rows = []
    for number, name in CERTIFICATIONS.items():
        draw = Draw("certification of", person.id, number)
        if not draw.chance(300):
            continue
        for place in range(1 + draw.chance(400)):
            row: Row = {
                "certification": _reference(number, name),
                "effectiveDate": times.day(person.hired + 730 * place),
                "expirationDate": times.day(person.hired + 730 * (place + 1)),
            }
            if draw.chance(700):
                row["certificationNumber"] = f"{number}-{draw.between(1, 9999):04}"
            rows.append(row)
    return rows
