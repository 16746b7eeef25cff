"""Data elements of the data dictionary and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ukg_wfm_sandbox.company import times, worked

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
Days = tuple[int, int]
EMPLOYEE, LOCATION = "0", "1"


class Element(NamedTuple):
    """A data element: label, type, how to compute its value in each view, and access."""

    label: str
    kind: str
    read: Callable[[Company, Any, Days], Any]
    view: str = EMPLOYEE
    refused: bool = False

    @property
    def views(self) -> tuple[str, ...]:
        """The views that have this element."""
        return (self.view,)


def _hours(company: Company, person: Person, days: Days) -> float:
    return sum(
        line.hours or 0.0
        for day in range(days[0], days[1] + 1)
        for line in worked.lines(person, day, company.day(person, day))
    )


def _wages(company: Company, person: Person, days: Days) -> float:
    return round(
        sum(
            line.wages
            for day in range(days[0], days[1] + 1)
            for line in worked.lines(person, day, company.day(person, day))
        ),
        2,
    )


def _scheduled(company: Company, person: Person, days: Days) -> float:
    return sum(
        (segment.end - segment.start) / 3600
        for day in range(days[0], days[1] + 1)
        for shift in company.day(person, day).shifts
        for segment in shift.segments
        if segment.kind != "BREAK_SEGMENT"
    )


def _headcount(company: Company, node: int, days: Days) -> int:
    return sum(person.active(days[1]) and person.job(days[1]) == node for person in company.people)


ELEMENTS: dict[str, Element] = {
    "EMP_COMMON_FULL_NAME": Element(
        "Employee full name", "STRING", lambda _, p, __: f"{p.last}, {p.first}"
    ),
    "EMP_COMMON_ID": Element("Employee ID", "STRING", lambda _, p, __: p.number),
    "EMP_COMMON_FIRST_NAME": Element("First name", "STRING", lambda _, p, __: p.first),
    "EMP_COMMON_LAST_NAME": Element("Last name", "STRING", lambda _, p, __: p.last),
    "EMP_COMMON_MIDDLE_NAME": Element("Middle name", "STRING", lambda _, p, __: p.middle),
    "EMP_COMMON_HIRE_DATE": Element("Hire date", "DATE", lambda _, p, __: times.day(p.hired)),
    "EMP_COMMON_BIRTH_DATE": Element(
        "Birth date", "DATE", lambda _, p, __: times.day(p.born) if p.born else None
    ),
    "EMP_COMMON_STATUS": Element("Employment status", "STRING", lambda _, p, d: p.status(d[1])),
    "EMP_COMMON_ACTIVE": Element("Active", "BOOLEAN", lambda _, p, d: p.active(d[1])),
    "EMP_COMMON_TIMEZONE": Element("Time zone", "STRING", lambda _, p, __: p.zone),
    "EMP_COMMON_BASE_WAGE": Element("Base wage", "NUMBER", lambda _, p, d: p.wage(d[1])),
    "EMP_COMMON_PRIMARY_JOB": Element(
        "Primary job", "STRING", lambda c, p, d: c.organization.path(p.job(d[1]), d[1])
    ),
    "TIMECARD_TRANS_ACTUAL_HOURS": Element("Actual hours", "NUMBER", _hours),
    "TIMECARD_TRANS_ACTUAL_WAGES": Element("Actual wages", "NUMBER", _wages),
    "SCHEDULE_TRANS_HOURS": Element("Scheduled hours", "NUMBER", _scheduled),
    "TIMECARD_TRANS_PROJECTED_WAGES": Element(
        "Projected wages", "NUMBER", lambda _, __, ___: None, refused=True
    ),
    "LOCATION_NAME": Element(
        "Location name",
        "STRING",
        lambda c, n, d: c.organization.path(n, d[1]).rpartition("/")[2],
        view=LOCATION,
    ),
    "LOCATION_FULL_PATH": Element(
        "Location path", "STRING", lambda c, n, d: c.organization.path(n, d[1]), view=LOCATION
    ),
    "LOCATION_HEADCOUNT": Element("People in this job", "NUMBER", _headcount, view=LOCATION),
}


def element(key: str) -> Row:
    """Return the definition of a data element."""
    one = ELEMENTS[key]
    return {
        "key": key,
        "label": one.label,
        "active": True,
        "deprecated": False,
        "dataProvider": "PEOPLE" if key.startswith("EMP") else "TK",
        "categories": ["EMPLOYEE" if one.view == EMPLOYEE else "LOCATION"],
        "metadata": {
            "dataType": one.kind,
            "description": one.label,
            "computable": False,
            "summarizable": one.kind == "NUMBER",
            "views": list(one.views),
        },
    }


def find(company: Company, view: str, reference: Row, ordinal: int) -> int | None:
    """Return the id of a person or location named in a request, or None."""
    number = int(reference["id"]) if str(reference.get("id", "")).isdigit() else None
    if view == EMPLOYEE:
        found = (
            company.person(number)
            if number is not None
            else company.by_number.get(reference.get("qualifier", ""))
        )
        return found.id if found and found.id not in company.erased else None
    wanted = {"id": number} if number is not None else reference
    node = company.organization.find(wanted, ordinal)
    return node.id if node else None


def attributes(company: Company, view: str, subject: int, days: Days, keys: list[str]) -> list[Row]:
    """Return values of a person or location; numbers are texts, formatted and raw."""
    about: Any = company.person(subject) if view == EMPLOYEE else subject
    found = []
    for key in keys:
        value = ELEMENTS[key].read(company, about, days)
        raw = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        found.append({"key": key, "alias": ELEMENTS[key].label, "rawValue": raw, "value": raw})
    return found


def node(company: Company, view: str, subject: int, days: Days, keys: list[str]) -> Row:
    """Return the node of a person or location."""
    kind = "EMP" if view == EMPLOYEE else "ORG"
    name = company.organization.path(subject, days[1]) if view == LOCATION else ""
    if view == EMPLOYEE and (person := company.person(subject)):
        name = person.number
    return {
        "key": {kind: str(subject)},
        "coreEntityKey": {kind: {"id": str(subject), "qualifier": name}},
        "attributes": attributes(company, view, subject, days, keys),
        "children": [],
    }
