"""Setup lists of the tenant: rows as the API returns them."""

from __future__ import annotations

from typing import Any, NamedTuple

from ukg_wfm_sandbox.company import names
from ukg_wfm_sandbox.company.draw import Draw

Row = dict[str, Any]
REGULAR, OVERTIME, DOUBLE, SICK, VACATION, HOLIDAY = 101, 102, 103, 104, 105, 106
WEEKEND, STANDBY, BONUS, UNPAID = 107, 108, 109, 110
# The name of the combined pay code of all absences.
ABSENCES = "All Absences"


class PayCode(NamedTuple):
    """A pay code and its effect on wages."""

    name: str
    multiplier: float
    unit: str = "HOUR"
    absence: bool = False


PAY_CODES = {
    REGULAR: PayCode("Regular", 1.0),
    OVERTIME: PayCode("Overtime", 1.5),
    DOUBLE: PayCode("Double Time", 2.0),
    SICK: PayCode("Sick", 1.0, absence=True),
    VACATION: PayCode("Vacation", 1.0, absence=True),
    HOLIDAY: PayCode("Holiday 🎉", 1.0, absence=True),
    WEEKEND: PayCode("Weekend Premium", 0.25),
    STANDBY: PayCode('Standby "Bereitschaft"', 0.5),
    BONUS: PayCode("Shift Bonus", 1.0, unit="MONEY"),
    UNPAID: PayCode("Unpaid Leave", 0.0, absence=True),
}
# Name, pay code of the takings, and seconds granted on the first of each month.
ACCRUALS = {
    201: ("Vacation", VACATION, 38_710),
    202: ("Sick", SICK, 22_176),
    203: ("Floating Holiday — جديد", HOLIDAY, 3_600),
}


class ExceptionType(NamedTuple):
    """An exception type: id, display name, category."""

    id: int
    title: str
    category: str


EXCEPTIONS = {
    "LATE_IN": ExceptionType(1, "Late In", "IN_PUNCH_EXCEPTIONS"),
    "EARLY_OUT": ExceptionType(2, "Early Out", "OUT_PUNCH_EXCEPTIONS"),
    "MISSED_OUT_PUNCH": ExceptionType(3, "Missed Out-Punch", "OUT_PUNCH_EXCEPTIONS"),
    "UNSCHEDULED": ExceptionType(4, "Unscheduled", "SHIFT_EXCEPTIONS"),
    "UNEXCUSED_ABSENCE": ExceptionType(5, "Unexcused Absence", "ABSENCE_EXCEPTIONS"),
}
SUBTYPES = {
    301: ("Vacation", VACATION),
    302: ("Sick — planned", SICK),
    303: ("Unpaid ✈", UNPAID),
}
# Subtypes of requests other than time off, by kind: id and name, id and name of the type.
ASKED = {
    1: (311, "Shift swap ⇄", 2, "Swap"),
    2: (312, "Cover my shift", 3, "Cover"),
    3: (313, "Open shift", 4, "Open Shift"),
    4: (314, "Wunschplan", 5, "Self-Schedule"),
    5: (315, "Availability change", 6, "Availability"),
}
REQUEST_TYPES = {"Time-Off": 1} | {of: kind for _, _, kind, of in ASKED.values()}
"""Ids of the request types by name."""
STATUSES = {
    "SUBMITTED": {"id": 1, "name": "Submitted", "symbolicId": "SUBMITTED"},
    "APPROVED": {"id": 2, "name": "Approved", "symbolicId": "APPROVED"},
    "REFUSED": {"id": 3, "name": "Refused", "symbolicId": "REFUSED"},
    "DRAFT": {"id": 4, "name": "Draft ✎", "symbolicId": "DRAFT"},
    "CANCELLED": {"id": 5, "name": "Cancelled", "symbolicId": "CANCELLED"},
}
_ZONES = (
    (13001, "America/New_York", "Eastern", -300),
    (13004, "America/Los_Angeles", "Pacific", -480),
    (13042, "Europe/Berlin", "Amsterdam, Berlin, Rome", 60),
    (13077, "Australia/Sydney", "Canberra, Melbourne, Sydney", 600),
    (13060, "Asia/Kolkata", "Chennai, Kolkata, Mumbai", 330),
    (13071, "Asia/Tokyo", "Osaka, Sapporo, 東京", 540),
    (13000, "Etc/UTC", "Coordinated Universal Time", 0),
)
ZONE_IDS = {name: number for number, name, _, _ in _ZONES}
ZONE_REFS = {name: {"id": number, "qualifier": name} for name, number in ZONE_IDS.items()}
PAY_CODE_REFS = {code: {"id": code, "qualifier": pay.name} for code, pay in PAY_CODES.items()}
COMMENTS = {401 + number: text for number, text in enumerate(names.COMMENTS)}


def exception_type(name: str) -> Row:
    """Return an exception type as it appears in timecards and metrics."""
    kind = EXCEPTIONS[name]
    return {
        "id": kind.id,
        "name": name,
        "description": f"{name}_DSC",
        "displayName": kind.title,
        "category": kind.category,
    }


def time_zones() -> list[Row]:
    """List the time zones."""
    return [
        {
            "id": number,
            "name": name,
            "displayName": title,
            "fullDisplayName": f"(GMT{minutes // 60:+03}:{minutes % 60:02}) {title}",
            "offsetMinutes": minutes,
            "tenantDefault": name == "America/New_York",
        }
        for number, name, title, minutes in _ZONES
    ]


def pay_codes() -> list[Row]:
    """List the pay codes."""
    rows: list[Row] = []
    for code, pay in PAY_CODES.items():
        row: Row = {
            "id": code,
            "name": pay.name,
            "type": "Regular",
            "unit": pay.unit,
            "money": pay.unit == "MONEY",
            "totals": True,
            "combined": False,
            "excusedAbsence": pay.absence,
            "visibleToUser": True,
            "visibleToReports": code != DOUBLE,
            "wageMultiplier": pay.multiplier,
            "wageAddition": 0.0,
            "codeNumber": code,
        }
        if code == WEEKEND:
            row["associatedDurationPayCode"] = PAY_CODE_REFS[REGULAR]
        if code != STANDBY:
            row["shortName"] = pay.name[:3].upper()
        rows.append(row)
    return rows


def labor_categories(seed: int) -> list[Row]:
    """List the labor categories."""
    return [
        {
            "id": 501 + number,
            "name": name,
            "abbrev": name[:3],
            "inactive": False,
            "minNameLength": 1,
            "maxNameLength": 50,
            "sortOrder": number,
            "persistentId": Draw(seed, "category", number).uuid(),
            "version": 1,
        }
        for number, name in enumerate(("Project", "Task", "Фонд"))
    ]


def labor_entries(seed: int) -> list[Row]:
    """List the entries of the labor categories."""
    rows = []
    for category in labor_categories(seed):
        for number in range(45):
            draw = Draw(seed, "entry", category["id"], number)
            row: Row = {
                "id": category["id"] * 100 + number,
                "name": f"{category['abbrev']}-{number:03}",
                "laborCategory": {"id": category["id"], "qualifier": category["name"]},
                "inactive": draw.chance(80),
                "persistentId": draw.uuid(),
                "version": draw.between(1, 4),
            }
            if draw.chance(700):
                row["description"] = draw.pick(("Umbau", "Line 3", "第二期 工事", 'the "big" one'))
            rows.append(row)
    return rows


def cost_centers(seed: int) -> list[Row]:
    """List the cost centers."""
    rows = []
    for number in range(60):
        draw = Draw(seed, "cost center", number)
        row: Row = {
            "id": 601 + number,
            "name": f"CC {4000 + number * 10}",
            "inactive": draw.chance(60),
            "persistentId": draw.uuid(),
            "version": draw.between(1, 3),
        }
        if draw.chance(600):
            row["description"] = draw.pick(("Overhead", "Werkzeugbau", "Kantine 🍲"))
        rows.append(row)
    return rows


_HOLIDAYS = {"01-01": "New Year", "07-04": "Summer Day", "11-11": "Remembrance",
             "12-25": "Christmas 🎄", "12-26": "Second Day"}  # fmt: skip
HOLIDAY_IDS = {name: number for number, name in enumerate(_HOLIDAYS.values(), start=252)}


def holidays(year_day: str) -> str | None:
    """Return the name of the holiday on a day of the year (MM-DD), or None."""
    return _HOLIDAYS.get(year_day)


def comment_notes(comment: int, identifier: int, at: str) -> list[Row]:
    """Return a comment with its note as it appears in timecards and schedules."""
    return [
        {
            "id": identifier,
            "comment": {"id": comment, "name": COMMENTS[comment][:60]},
            "notes": [{"text": COMMENTS[comment], "timestamp": at}],
        }
    ]
