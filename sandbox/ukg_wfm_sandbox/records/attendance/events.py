"""Attendance events, actions, discipline levels and audit records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import attendance, times
from ukg_wfm_sandbox.company.attendance import DEFINITIONS, LOST_TIME
from ukg_wfm_sandbox.company.catalogs import EXCEPTIONS, PAY_CODE_REFS, SICK, ZONE_IDS
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.records.setup.absence import ATTENDANCE_PROFILES

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.attendance import Action, Event, Level
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
LEVELS = {0: "No discipline", 1: "Verbal warning", 2: "Written — schriftlich", 3: 'Final "last"'}
_TITLES = {
    "basic": "Basic",
    "pattern": "Pattern",
    "combined": "Combined",
    "lost_time": "Lost Time",
    "points": "Points",
    "action": "Attendance Action",
    "balance_adjustment": "Balance Adjustment",
    "triggered": "Triggered",
    "initiated": "Initiated ▶",
    "completed": "Completed",
    "add": "Created",
    "mod": "Changed",
    "del": "Deleted",
}
_PUNCHES = {1701: (1, "In"), 1702: (2, "Out"), 1704: (2, "Out")}


def localized(name: str) -> Row:
    """Return a localized name."""
    return {"name": name, "displayName": _TITLES[name]}


def policy(person: Person) -> Row:
    """Return a reference to the policy of a person's profile."""
    profile = attendance.profile(person) or 0
    name = f"{ATTENDANCE_PROFILES[profile]} policy"
    return {"id": profile * 10, "qualifier": name, "detailLabel": name}


def rule(number: int) -> Row:
    """Return a reference to the rule for the points of a definition."""
    return {"id": number + 100, "qualifier": f"Rule {number - 1700}"}


def midnight(ordinal: int) -> str:
    """Return the start of a day."""
    return f"{times.day(ordinal)}T00:00:00"


def points(person: Person, identifier: int, change: float, at: str) -> Row:
    """Return a point transaction."""
    return {
        "id": identifier,
        "name": "Points",
        "employee": person.reference,
        "type": localized("points"),
        "applyDateTime": at,
        "balanceChange": change,
        "decimalPlaceNum": 2,
    }


def balance(person: Person, amount: float, at: str) -> Row:
    """Return a balance."""
    return {
        "id": balance_id(person),
        "name": "Points",
        "employee": person.reference,
        "type": localized("points"),
        "startDateTime": at,
        "balanceAmount": amount,
        "decimalPlaceNum": 2,
    }


def balance_id(person: Person) -> int:
    """Return the id of a person's balance."""
    return 1_900_000 + person.id


def _definition(number: int) -> Row:
    """Return the definition of an event, with only the properties that it uses."""
    one = DEFINITIONS[number]
    lost = one.type == LOST_TIME
    row: Row = {
        "id": number,
        "qualifier": one.name,
        "displayName": one.name,
        "shortName": one.name[:4],
        "active": True,
        "type": localized(one.type),
        "dayBased": number == 1703,
        "amountUnit": {"id": 1, "qualifier": "Days"} if number == 1703 else
                      {"id": 2, "qualifier": "Hours"},
        "group": {"id": 1790, "qualifier": "Time"},
        "lowerThresholdAmount": 1 if lost else 0,
        "upperThresholdAmount": 24,
        "lowerThresholdDayAmount": 0.0,
        "upperThresholdDayAmount": 1.0,
        "usedType": {"id": 1, "qualifier": "Policy"},
    }  # fmt: skip
    if one.exception:
        row["exceptionType"] = {"id": EXCEPTIONS[one.exception][0], "qualifier": one.exception}
    if number in _PUNCHES:
        kind, name = _PUNCHES[number]
        row["punchType"] = {"id": kind, "qualifier": name}
    if number == 1705:
        row["paycode"] = PAY_CODE_REFS[SICK]
        row["paycodeAmountType"] = {"id": 1, "qualifier": "Hours"}
        row["extendedData"] = "daily"
        row["comment"] = {"id": 1, "text": "Sick call ☎"}
    return row


def events(
    company: Company, person: Person, first: int, last: int, *, liability: bool = True
) -> list[Row]:
    """Return the events of a range; with `liability`, with the wage liability."""
    found = attendance.events(company, person, first, last)
    return [_event(company, person, one, liability=liability) for one in found]


def _event(company: Company, person: Person, one: Event, *, liability: bool) -> Row:
    definition = DEFINITIONS[one.definition]
    row: Row = {
        "id": one.id,
        "name": definition.name,
        "employee": person.reference,
        "type": localized(definition.type),
        "applyDate": times.day(one.ordinal),
        "timeZoneId": ZONE_IDS[person.zone],
        "amount": float(one.seconds),
        "dayAmount": 1.0 if one.definition == 1703 else 0.0,
        "isSystem": True,
        "eventDefinition": _definition(one.definition),
        "policyDefinition": policy(person),
    }
    if one.at is not None:
        row["eventTime"] = times.local(person.zone, one.at)[11:]
    if one.excused <= company.clock.collected:
        row |= {"isSystem": False, "updatedByUserId": manager(company, person).id}
    if attendance.counted(company, one):
        at = midnight(one.ordinal)
        row["ruleDefinition"] = rule(one.definition)
        row["pointTransaction"] = points(person, one.id * 10 + 1, one.points, at)
    if liability:
        wages = one.seconds / 3600 * person.wage(one.ordinal)
        row["wageLiability"] = round(wages, 2)
        row |= {"employeeCurrency": "USD", "userCurrency": "USD"}
    return row


def manager(company: Company, person: Person) -> Person:
    """Return the person who decides about a person's attendance."""
    return company.person(person.supervisor or company.people[0].id) or person


def levels(
    company: Company, person: Person, first: int, last: int, *, daily: bool = False
) -> list[Row]:
    """Return the level changes of a range; with `daily`, with the level of each day."""
    if not daily:
        return [_level(company, person, one, one.ordinal)
                for one in attendance.levels(company, person, first, last)]  # fmt: skip
    rows: list[Row] = []
    changes = list(attendance.levels(company, person, company.first_day, last))
    for ordinal, _ in attendance.balances(company, person, first, last):
        now = [one for one in changes if one.ordinal <= ordinal]
        rows += [_level(company, person, one, ordinal) for one in now[-1:]]
    return rows


def _level(company: Company, person: Person, one: Level, ordinal: int) -> Row:
    profile = attendance.profile(person) or 0
    row: Row = {
        "id": one.id,
        "employee": person.reference,
        "dateTime": midnight(ordinal),
        "startDateTime": midnight(one.ordinal),
        "discipline": {"id": 1800 + one.level, "qualifier": LEVELS[one.level]},
        "balance": balance(person, one.points, midnight(one.ordinal)),
        "policy": policy(person),
        "profile": {"id": profile, "qualifier": ATTENDANCE_PROFILES[profile]},
        "rule": rule(1790 + one.level),
    }
    after = attendance.levels(company, person, one.ordinal + 1, company.clock.today)
    end = next(after, None)
    if end is not None:
        row["endDateTime"] = midnight(end.ordinal)
    return row


def actions(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the actions triggered in a range, with their current status."""
    first = max(first, company.first_day)
    found = list(attendance.actions(company, person, first, last))
    ends = attendance.balances(company, person, company.clock.today, company.clock.today)
    current = ends[-1][1] if ends else 0.0
    return [_action(company, person, one, current) for one in found]


def _action(company: Company, person: Person, one: Action, current: float) -> Row:
    now = company.clock.collected
    begun, done = one.begun <= now, one.done <= now
    status = "completed" if done else "initiated" if begun else "triggered"
    triggered = midnight(one.ordinal)
    name = LEVELS[one.level] if one.level else "Perfect attendance award 🏅"
    row: Row = {
        "id": one.id,
        "transactionId": one.id + 5,
        "name": name,
        "code": f"A{one.level}",
        "employee": person.reference,
        "status": localized(status),
        "triggeredDateTime": triggered,
        "completed": done,
        "effectiveDateId": 2 if one.level == 3 else 1,
        "lastRuleEnforceDateTime": triggered,
        "processedThroughDateTime": triggered,
        "perfectAttendance": not one.level,
        "hasDocuments": one.level > 1,
        "policyDefinition": policy(person),
        "ruleDefinition": rule(1790 + one.level),
        "versionNumber": 1 + begun + done,
        "triggeredBalance": balance(person, max(0.0, one.points), triggered),
        "balance": balance(person, current, midnight(company.clock.today)),
        "actionStatusDateTime": triggered,
    }
    for at, column in ((one.begun, "initiatedDateTime"), (one.done, "completionDateTime")):
        if at <= now:
            row[column] = row["actionStatusDateTime"] = times.local(person.zone, at)
    if one.level:
        row["disciplineLevel"] = {"id": 1800 + one.level, "qualifier": LEVELS[one.level]}
        row["description"] = f"{name}: talk it over"
    if Draw(company.seed, "note", one.id).chance(300):
        row["userNote"] = 'Said "never again" — 了解'
    return row


def audits(company: Company, person: Person, first: int, last: int) -> list[Row]:
    """Return the audit records of a person's actions and adjustments so far."""
    now, first = company.clock.collected, max(first, company.first_day)
    last = min(last, company.clock.today)
    who = manager(company, person)
    found: list[tuple[str, int, tuple[tuple[int, str], ...]]] = []
    for action in attendance.actions(company, person, first, last):
        made = times.midnight(action.ordinal)
        revisions = ((made, "add"), (action.begun, "mod"), (action.done, "mod"))
        found.append(("action", action.id, revisions))
    found += [
        ("balance_adjustment", one.id, ((one.made, "add"), (one.withdrawn, "del")))
        for one in attendance.adjustments(company, person, first, last)
    ]
    return [
        {
            "id": str(identifier),
            "entityType": localized(entity),
            "revisionInfo": identifier * 10 + number,
            "revisionDate": times.local(person.zone, at),
            "revisionType": localized(kind),
            "user": who.reference,
        }
        for entity, identifier, revisions in found
        for number, (at, kind) in enumerate(revisions)
        if at <= now
    ]
