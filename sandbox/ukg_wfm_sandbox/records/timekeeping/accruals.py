"""Accruals of one person: transactions, and balances as of a date. Amounts are whole seconds.

Hours are rounded to four digits, as on live tenants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.catalogs import ACCRUALS, PAY_CODES
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.company.planning import SLOT, sick_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
Transaction = tuple[int, int, int, Row]
"""The day, the accrual code, the seconds and the row."""
_HOUR = 3600
_DAY_SECONDS = 8 * _HOUR
_CODE_OF = {code: accrual for accrual, (_, code, _) in ACCRUALS.items()}
_TITLES = {"GRANT": "Grant", "TAKEN": "Taken", "EARNING_ADJUSTMENT": "Earning Adjustment"}


def accrual_code(number: int) -> Row:
    """Return an accrual code; the last one has no short name."""
    name = ACCRUALS[number][0]
    return {
        "id": number,
        "name": name,
        "typeId": 1,
        "typeName": "Hour",
        "allowEdit": number != 203,
        "hoursPerDayInSeconds": _DAY_SECONDS,
        **({"shortName": name[:3]} if number != 203 else {}),
    }


class Accruals:
    """Accrual transactions per person, cached until the person or the hour changes."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._known: dict[int, tuple[tuple[int, int], list[Transaction]]] = {}

    def transactions(self, person: Person) -> list[Transaction]:
        """List all transactions up to the end of the schedule in chronological order."""
        company = self._company
        state = (company.versions[person.id], company.clock.collected)
        known = self._known.get(person.id)
        if known is None or known[0] != state:
            if len(self._known) > 300:
                self._known.clear()
            found = sorted(self._generate(person), key=lambda t: (t[0], t[3]["accrualTransId"]))
            known = self._known[person.id] = (state, found)
        return known[1]

    def between(self, person: Person, first: int, last: int) -> list[Row]:
        """List the transactions of a range of days."""
        return [row for day, _, _, row in self.transactions(person) if first <= day <= last]

    def _generate(self, person: Person) -> Iterator[Transaction]:
        company = self._company
        first, last = company.first_day, company.clock.today + 60
        for ordinal in range(first, last + 1):
            if times.day(ordinal).endswith("-01") and person.active(ordinal):
                for code, (_, _, seconds) in ACCRUALS.items():
                    number = f"G{person.id}-{ordinal}-{code}"
                    yield _row(person, ordinal, code, kind="GRANT", seconds=seconds, number=number)
        for ordinal in sorted(self._days(person, first, last)):
            day = company.day(person, ordinal)
            for edit in day.edits:
                if edit.hours is not None and edit.code in _CODE_OF:
                    code, seconds = _CODE_OF[edit.code], -round(edit.hours * _HOUR)
                    number = f"T{edit.id}"
                    found = _row(
                        person, ordinal, code, kind="TAKEN", seconds=seconds, number=number
                    )
                    found[3]["payCode"] = {"id": edit.code, "name": PAY_CODES[edit.code].name}
                    yield found
            for one in day.adjustments:
                number, seconds = f"A{one.id}", round(one.hours * _HOUR)
                yield _row(
                    person,
                    ordinal,
                    one.code,
                    kind="EARNING_ADJUSTMENT",
                    seconds=seconds,
                    number=number,
                )

    def _days(self, person: Person, first: int, last: int) -> set[int]:
        """Return the days that can have a taking."""
        company = self._company
        days = set(company.edited_days(person))
        for slot in range(first // 28, last // 28 + 1):
            days |= sick_days(company.seed, person.id, slot)
        for ordinal in range(first, last + 1):
            if times.day(ordinal)[5:] in ("01-01", "07-04", "11-11", "12-25", "12-26"):
                days.add(ordinal)
        for start in range(first, last + 1, SLOT):
            for request in company.requests(person, start, min(start + SLOT - 1, last)):
                for begin, end in request.periods:
                    days.update(range(begin, end + 1))
        return {ordinal for ordinal in days if first <= ordinal <= last}

    def summaries(self, person: Person, first: int, last: int, locale: str) -> list[Row]:
        """Return the accrual summary of a range: per code, one balance as of the last day.

        Args:
            person: The person.
            first: The first day; the starting balance is the balance of the day before.
            last: The last day.
            locale: The locale policy that formats the dates in texts.
        """
        if not person.active(last):
            return []
        return [self._summary(person, code, first, last, locale) for code in ACCRUALS]

    def _summary(self, person: Person, code: int, first: int, last: int, locale: str) -> Row:
        year = int(times.day(last)[:4])
        start, end = times.ordinal(f"{year}-01-01"), times.ordinal(f"{year}-12-31")
        amounts = [
            (day, amount) for day, one, amount, _ in self.transactions(person) if one == code
        ]
        opening = Draw(self._company.seed, "opening", person.id, code).below(80 * _HOUR)

        def until(ordinal: int) -> int:
            return opening + sum(amount for day, amount in amounts if day <= ordinal)

        def within(low: int, high: int, sign: int) -> int:
            signed = [amount * sign for day, amount in amounts if low <= day <= high]
            return sum(amount for amount in signed if amount > 0)

        period = f"{_date(start, locale)} - {_date(end, locale)}"
        taken = within(start, last, -1)
        daily = {
            "balanceDate": f"{times.day(last)}T00:00:00",
            "reportingPeriod": period,
            "currentBalance": _balance(last, until(last)),
            "plannedTakingHours": _hours(within(last + 1, end, -1)),
            "pendingGrantHours": _hours(within(last + 1, end, 1)),
            "takingToDateHours": _hours(taken),
            "earnedToDateHours": _hours(within(start, last, 1)),
            "availableBalanceHours": _hours(until(last)),
            "takingToDateInSeconds": taken,
            "availableBalanceInSeconds": until(last),
        }
        forever = times.ordinal("3000-01-01")
        return {
            "uniqueId": f"{person.id}:{code}",
            "employee": person.reference,
            "startDateTime": f"{times.day(first)}T00:00:00",
            "endDateTime": f"{times.day(last)}T00:00:00",
            "accrualCode": {**accrual_code(code), "hoursPerDay": _hours(_DAY_SECONDS)},
            "effectiveDateRange": [f"{_date(person.hired, locale)} - {_date(forever, locale)}"],
            "startingBalanceForPeriod": _balance(first - 1, until(first - 1)),
            "dailySummaries": [daily],
            "reportingPeriodSummaries": [
                {
                    "reportingPeriodSpan": period,
                    "priorEndingBalance": _balance(start - 1, until(start - 1)),
                }
            ],
        }


def _row(  # noqa: PLR0913
    person: Person, ordinal: int, code: int, *, kind: str, seconds: int, number: str
) -> Transaction:
    date = times.day(ordinal)
    row: Row = {
        "accrualTransId": number,
        "employee": person.reference,
        "accrualCode": accrual_code(code),
        "accrualCodeAmountType": "HOUR",
        "effectiveDate": date,
        "type": kind,
        "typeStr": _TITLES[kind],
        "hoursAmount": _hours(seconds),
        "secondsAmount": seconds,
        "probationSecondsAmount": 0,
        "enteredOnDateTime": f"{date}T02:00:00",
        "updateDatetm": f"{date}T02:00:34",
        "disqualified": False,
        "fromTransition": False,
    }
    if kind == "GRANT":
        row["grantHoursAmount"] = _hours(seconds)
    return ordinal, code, seconds, row


def _balance(ordinal: int, seconds: int) -> Row:
    return {
        "balanceDate": f"{times.day(ordinal)}T00:00:00",
        "vestedHoursAmount": _hours(seconds),
        "probationHoursAmount": 0.0,
        "vestedDurationInSeconds": seconds,
        "probationDurationInSeconds": 0,
    }


def _hours(seconds: int) -> float:
    return round(seconds / _HOUR, 4)


def _date(ordinal: int, locale: str) -> str:
    """Return a date in the format of the API user's locale policy; clients should not parse it."""
    year, month, day = times.day(ordinal).split("-")
    return f"{day}.{month}.{year}" if locale == "de-DE" else f"{int(month)}/{day}/{year}"
