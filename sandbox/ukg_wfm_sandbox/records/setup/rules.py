"""Setup lists of pay rules, work rules, employment terms, accruals and exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.catalogs import ACCRUALS, BONUS, EXCEPTIONS, UNPAID
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.records.timekeeping.accruals import accrual_code

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company

Row = dict[str, Any]
PAY_RULES = {901: "Hourly 8/40", 902: "Salaried", 903: "Nachtarbeit §7"}
WORK_RULES = {951: "Default", 952: "No auto break", 953: "Night 🌙"}
ACCRUAL_PROFILES = {801: "Full time", 802: "Part time", 803: "No accruals"}
TERMS = {971: "Tarif Metall", 972: "Student — 20 h", 973: "Closed agreement"}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _named(names: dict[int, str], number: int) -> Row:
    return {"id": number, "qualifier": names[number]}


def pay_rules(company: Company) -> list[Row]:
    """List the pay rules; the first has two versions."""
    rows = []
    for number, name in PAY_RULES.items():
        starts = [times.EVER, company.first_day + 20][: 2 if number == 901 else 1]
        versions = [_pay_rule(number, place, start) for place, start in enumerate(starts)]
        identity = Draw(company.seed, "pay rule", number).uuid()
        rows.append(
            {"id": number, "name": name, "persistentId": identity, "effectivePayRules": versions}
        )
    return rows


def _pay_rule(number: int, place: int, start: int) -> Row:
    night = {
        "orderNum": 1,
        "workRule": _named(WORK_RULES, 953),
        "scheduled": True,
        "unscheduled": False,
        "scheduleStartTime": 20 * 3600,
        "scheduleEndTime": 23 * 3600,
        "shiftMin": 4 * 3600,
        "shiftMax": 12 * 3600,
        **dict.fromkeys(DAYS, True),
    }
    feast = {"holiday": {"id": 1, "qualifier": "Christmas 🎄"}, "selected": True, "creditRules": []}
    return {
        "id": number * 10 + place,
        "name": PAY_RULES[number],
        "effectiveDate": times.day(start),
        "workRule": _named(WORK_RULES, 951),
        "fixedRule": {"id": 1, "qualifier": "Weekly, Sunday"},
        "payFromSchedule": number == 902,
        "workRuleTransfers": True,
        "correctionsApplyDate": 1,
        "enableEditsAfter": -1,
        "assignmentRules": [night] if number == 903 else [],
        "holidays": [feast],
    }


def work_rules(company: Company) -> list[Row]:
    """List the current versions of the work rules; Night gets a new version every month."""
    month = times.day(company.clock.today)[:7]
    return [
        {
            "workRuleId": number,
            "name": name,
            "effectiveWorkRuleId": number * 1000 + (int(month[5:]) if number == 953 else 1),
            "effectiveDateTime": f"{month}-01T00:00:00" if number == 953 else "1753-01-01T00:00:00",
            "expirationDateTime": "3000-01-01T00:00:00",
            **({"ivrAlias": "2"} if number == 952 else {}),
            **({"deniedPayCodeId": UNPAID, "unapprovedPayCodeId": BONUS} if number > 951 else {}),
        }
        for number, name in WORK_RULES.items()
    ]


def employment_terms(company: Company) -> list[Row]:
    """List the employment terms with their versions; the second has none."""
    rows: list[Row] = []
    for number, name in TERMS.items():
        row: Row = {
            "id": number,
            "name": name,
            "isActive": number != 973,
            "allowsInheritance": number == 971,
            "processType": "ENFORCE_END_DATE",
            "persistentId": Draw(company.seed, "term", number).uuid(),
        }
        if number == 971:
            row["description"] = "35 Stunden"
        change = times.day(company.first_day + 15)
        spans = {971: [("2020-01-01", change), (change, "3000-01-01")], 972: [],
                 973: [("2019-01-01", "2020-01-01")]}[number]  # fmt: skip
        versions = [_term(number, *span) for span in spans]
        if versions:
            row["versions"] = {"employmentTermVersion": versions}
        rows.append(row)
    return rows


def _term(number: int, start: str, end: str) -> Row:
    contract = {"hoursPerWeek": "35:00", "daysPerWeek": "5", "fte": "1.0", "isFteInPercent": False}
    days = [{"dayOfWeek": day, "hours": "7:00"} for day in DAYS[:5]]
    row: Row = {
        "startDate": f"{start}T00:00:00Z",
        "endDate": f"{end}T00:00:00Z",
        "payRule": PAY_RULES[901],
        "accrualProfile": ACCRUAL_PROFILES[801],
    }
    if number == 971:
        definition = {**contract, "workingDays": {"workingDay": days}}
        row |= {
            "contractDefinition": {"employmentTermContractDefinition": definition},
            "dayPaycodes": {"termDayPaycode": [{"payCode": "Holiday 🎉", "amount": "7:00"}]},
            "durationPaycodes": {"termDurationPaycode": []},
            "workHours": {"workHourDef": [{"payCode": "Regular", "amount": "35:00"}]},
        }
    return row


def accrual_codes(_company: Company) -> list[Row]:
    """List the accrual codes."""
    return [accrual_code(number) for number in ACCRUALS]


def accrual_profiles(company: Company) -> list[Row]:
    """List the accrual profiles with their codes and policies."""
    codes = accrual_codes(company)
    rows: list[Row] = []
    for place, (number, name) in enumerate(ACCRUAL_PROFILES.items()):
        own = codes[: (3, 1, 0)[place]]
        row: Row = {
            "id": number,
            "name": name,
            "persistentId": Draw(company.seed, "accrual profile", number).uuid(),
            "accrualCodes": own,
            "accrualPolicies": [
                {"id": 1100 + one["id"], "name": f"{one['name']} policy", "visible": True}
                for one in own
            ],
        }
        if place == 0:
            pool = codes[0]
            row["poolAccrualCode"] = {name: pool[name] for name in ("id", "name", "shortName")}
        rows.append(row)
    return rows


def exception_types(_company: Company) -> list[str]:
    """List the exception types, including those on timecards."""
    return [*EXCEPTIONS, "EARLY_IN", "LATE_OUT", "SHORT_SHIFT", "LONG_BREAK"]
