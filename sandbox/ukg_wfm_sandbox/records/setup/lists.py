"""Small setup lists: periods, comments, devices, access, scheduling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.catalogs import ASKED, COMMENTS, PAY_CODE_REFS, SUBTYPES
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.company.seasonal import seasonal
from ukg_wfm_sandbox.records.setup.rules import WORK_RULES

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company

Row = dict[str, Any]
WORKER_TYPES = {1: "Full Time", 2: "Part Time", 3: "Casual — saisonal"}
DEVICE_GROUPS = {1: "All devices", 2: "Gate Nord", 3: "工場 2F"}
SCHEDULE_GROUPS = {1301: "Line A", 1302: "Line B — Früh", 1303: "Week-end 週末"}
SKILLS = {1401: "Forklift", 1402: "Welding (TIG)", 1403: "Sign language", 1404: "危険物"}
CERTIFICATIONS = {1451: "First aid", 1452: "Ersthelfer", 1453: "Crane, 10 t"}
ACCESS_PROFILES = {1: "Super Access", 2: "Manager", 3: "API read-only 🔒"}
_REQUEST_LISTS = {
    1: "timeOffRequests",
    2: "swapRequests",
    3: "coverRequests",
    4: "openShiftRequests",
    5: "selfScheduleRequests",
    6: "availabilityRequests",
}
OWN_SETTINGS: dict[int, Row] = {
    1: {"displayAccruals": True, "defaultPayCode": None},
    2: {"enableRecommendations": True, "allowSwapWithUnpostedShifts": False},
    3: {"allowCoverIfDifferentManagers": True},
    4: {"includeMarketShifts": True, "locationFiltering": {"id": 1, "qualifier": "Home"}},
    5: {"showOtherEmployees": False, "overCoverage": True},
    6: {"availabilityTypes": [{"id": 1, "qualifier": "Preferred"}]},
}
ACCESS_POINTS = {
    "PAY_RULES": "Pay rules",
    "ACCRUALS_CONFIGURATION": "Accruals",
    "EMPLOYMENT_TERMS_SETUP": "Employment terms",
    "WFF_VOLUME_FORECAST": "Volume forecast",
    "KNOWN_PLACES": "Known places",
    "SCHEDULE_GROUPS": "Schedule groups",
}


def named(names: dict[int, str], **more: Any) -> list[Row]:  # noqa: ANN401 - any JSON
    """Return rows of id, name and `more`."""
    return [{"id": number, "name": name, **more} for number, name in names.items()]


def device_groups(company: Company) -> list[Row]:
    """List the groups of devices."""
    return named(DEVICE_GROUPS | dict(seasonal(company, "devices")))


def worker_types(_company: Company) -> list[Row]:
    """List the types of workers."""
    return named(WORKER_TYPES, active=True)


def schedule_groups(company: Company) -> list[Row]:
    """List the schedule groups; seasonal ones have no description."""
    rows = named(SCHEDULE_GROUPS, description="Planned together", inheritance=True)
    rows += named(dict(seasonal(company, "crew")), inheritance=False)
    return [
        {**row, "active": True, "persistentId": Draw(company.seed, "group", row["id"]).uuid()}
        for row in rows
    ]


def skills(company: Company) -> list[Row]:
    """List the skills."""
    return _scored(company, "skill", SKILLS)


def certifications(company: Company) -> list[Row]:
    """List the certifications."""
    return _scored(company, "certification", CERTIFICATIONS)


def _scored(company: Company, kind: str, names: dict[int, str]) -> list[Row]:
    rows = named(names | dict(seasonal(company, kind)), deleted=False)
    for row in rows:
        draw = Draw(company.seed, kind, row["id"])
        row |= {"active": draw.chance(800), "version": draw.between(1, 5)}
        if draw.chance(500):
            row["abbreviation"] = row["name"][:4]
    return rows


def symbolic_periods(company: Company) -> list[Row]:
    """List the symbolic periods with their dates as of today."""
    today = company.clock.today
    week = today - today % 7
    spans = {
        "Previous_Pay_Period": ("TIMEKEEPING", week - 14, week - 1),
        "Current_Pay_Period": ("TIMEKEEPING", week, week + 13),
        "Current_Schedule_Period": ("SCHEDULING", week, week + 27),
        "Yesterday": ("COMMON", today - 1, today - 1),
        "Today": ("COMMON", today, today),
        "Quartal „laufend“": ("CUSTOM", today - 45, today + 45),
    }
    return [
        {
            "id": place,
            "name": name.replace("_", " "),
            "symbolicId": name,
            "type": kind,
            "sortOrder": place,
            "typeSortOrder": len(kind),
            "dateSpan": {"start": times.day(start), "end": times.day(end)},
        }
        for place, (name, (kind, start, end)) in enumerate(spans.items())
    ]


def comments(company: Company) -> list[Row]:
    """List the comments, including those in use on timecards and schedules."""
    kinds = [{"id": 1, "qualifier": "Punches"}, {"id": 2, "qualifier": "Requests"}]
    rows: list[Row] = [
        {
            "id": number,
            "text": text[:256],
            "active": number % 5 > 0,
            "codeNumber": number - 400,
            "categories": kinds[: 1 + number % 2],
        }
        for number, text in COMMENTS.items()
    ]
    extra = seasonal(company, "comment")
    return rows + [
        {"id": number, "text": text, "active": True, "categories": kinds} for number, text in extra
    ]


def request_subtypes() -> list[tuple[str, Row]]:
    """List the subtypes of all request types, each with the name of its list."""
    rows: list[tuple[str, Row]] = []
    for kind, (number, name, of, type_name) in ASKED.items():
        own = OWN_SETTINGS[of]
        rows.append((_REQUEST_LISTS[of], {**_subtype(number, name, of, type_name), **own}))
        if kind == 1:
            rows.append(
                (_REQUEST_LISTS[of], _subtype(number + 50, "No longer used", of, type_name))
            )
    for number, (name, code) in SUBTYPES.items():
        own = {**OWN_SETTINGS[1], "defaultPayCode": PAY_CODE_REFS[code]}
        rows.append((_REQUEST_LISTS[1], {**_subtype(number, name, 1, "Time-Off"), **own}))
    return rows


def _subtype(number: int, name: str, of: int, type_name: str) -> Row:
    row: Row = {
        "id": number,
        "name": name,
        "requestType": {"id": of, "name": type_name, "symbolicId": type_name.upper()},
        "symbol": name[:1],
        "priority": number % 7,
    }
    if type_name != "Self-Schedule":
        row["approvalSettings"] = {"id": 1 + number % 3, "qualifier": "One step"}
        row["automaticApproval"] = number % 2 == 0
    if number % 2:
        row |= {
            "description": f"{name}: ask a week before",
            "managerNotification": {"id": 9, "qualifier": "Mail"},
        }
    return row


def shift_templates(company: Company) -> list[Row]:
    """List the shift templates: a plain one, an overnight one and a deleted one."""
    tree = company.organization
    job, base = tree.jobs[0], "1970-01-0"
    shapes = {
        1501: ("Day 8-16", "1T08:00:00", "1T16:30:00"),
        1502: ("Night 🌙 22-6", "1T22:00:00", "2T06:00:00"),
        1503: ("Old split", "1T06:00:00", "1T20:00:00"),
    }
    shapes |= {
        number: (name, "1T10:00:00", "1T14:00:00") for number, name in seasonal(company, "template")
    }
    rows: list[Row] = []
    for number, (name, start, end) in shapes.items():
        times_ = {"startDateTime": base + start, "endDateTime": base + end}
        segment: Row = {
            "id": number * 10,
            "orderNumber": 1,
            **times_,
            "segmentType": {"id": 1, "qualifier": "REGULAR_SEGMENT"},
        }
        row: Row = {
            "id": number,
            "name": name,
            "label": name[:5],
            **times_,
            "deleted": number == 1503,
            "locked": False,
            "systemGenerated": False,
            "segments": [segment],
            "version": "1",
        }
        if number == 1502:
            segment["orgNode"] = tree.reference(job, company.clock.today)
            segment["workRule"] = {"id": 953, "qualifier": WORK_RULES[953]}
            note = {"id": "1", "text": "Bring a torch", "timestamp": "2026-01-02T03:04:05"}
            comment = {"id": 401, "name": COMMENTS[401]}
            row |= {"commentNotes": [{"id": 1, "comment": comment, "notes": [note]}]}
            row["description"] = "Over midnight"
        rows.append(row)
    return rows


def access_control_points(_company: Company) -> list[Row]:
    """List the access control points; the first contains another one."""
    actions = [{"actionName": name, "scopeName": "ALL"} for name in ("VIEW", "EDIT")]
    rows: list[Row] = [
        {"id": 3000 + place, "key": key, "name": name, "permissionType": actions}
        for place, (key, name) in enumerate(ACCESS_POINTS.items())
    ]
    below = {"id": 3100, "key": "PAY_RULES_EXPORT", "name": "Export", "description": "As a file"}
    rows[0]["subControlPoints"] = [below]
    return rows


def function_access_profiles(company: Company) -> list[Row]:
    """List the function access profiles; their permissions change from time to time."""
    rows: list[Row] = []
    for number, name in ACCESS_PROFILES.items():
        actions = ("VIEW",) if number == 3 else ("VIEW", "EDIT")
        keys = [
            key
            for key in ACCESS_POINTS
            if number != 2 or not Draw(company.seed, key, company.clock.today).chance(200)
        ]
        permitted = [
            {"controlPointKey": key, "actionName": action, "scopeName": "ALL"}
            for key in keys
            for action in actions
        ]
        rows.append(
            {
                "id": number,
                "name": name,
                "description": f"{name} (standard)",
                **({"isDefault": True} if number == 2 else {}),
                "permissionTypes": permitted,
            }
        )
    return rows
