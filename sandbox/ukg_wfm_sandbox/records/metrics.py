"""Metrics of one person: totals per line, accrual transactions and daily balances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times, worked
from ukg_wfm_sandbox.company.catalogs import ACCRUALS, PAY_CODE_REFS, PAY_CODES, REGULAR
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.company.planning import SLOT, sick_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
_CODE_OF = {code: accrual for accrual, (_, code, _) in ACCRUALS.items()}


def totals(company: Company, person: Person, ordinal: int) -> list[Row]:
    """Write the total lines of a day, corrections included."""
    day = company.day(person, ordinal)
    primary = person.job(ordinal)
    found = []
    for line in worked.lines(person, ordinal, day):
        row = _line(company, person, ordinal, line.code, line.job)
        row["wages"] = line.wages
        row["wagesCurrency"] = {"amount": line.wages, "currencyCode": "USD"}
        row["isFromCorrection"] = line.corrects is not None
        row["jobTransfer"] = line.job != primary
        if line.hours is not None:
            row["hoursAmount"] = line.hours
        found.append(row)
    return found


def scheduled(company: Company, person: Person, ordinal: int) -> list[Row]:
    """Write what the schedule of a day would total to."""
    found = []
    for shift in company.day(person, ordinal).shifts:
        for segment in shift.segments:
            if segment.kind != "BREAK_SEGMENT":
                row = _line(company, person, ordinal, REGULAR, segment.job)
                row["hoursAmount"] = (segment.end - segment.start) / 3600
                found.append(row)
    return found


def projected(company: Company, person: Person, ordinal: int) -> list[Row]:
    """Write a day's totals, or what its schedule lets expect while it has not come."""
    if ordinal < company.clock.today:
        return totals(company, person, ordinal)
    return scheduled(company, person, ordinal)


def _line(company: Company, person: Person, ordinal: int, code: int, job: int) -> Row:
    date = times.day(ordinal)
    return {
        "uniqueId": f"{person.id}:{date}:{code}",
        "employee": person.reference,
        "applyDate": date,
        "payCode": PAY_CODE_REFS[code],
        "job": company.organisation.reference(job, ordinal),
        "amountType": PAY_CODES[code].unit,
        "combined": False,
    }


class Accruals:
    """Accrual transactions per person, remembered until the person or the hour changes."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._known: dict[int, tuple[tuple[int, int], list[tuple[int, int, Row]]]] = {}

    def transactions(self, person: Person) -> list[tuple[int, int, Row]]:
        """List (day, accrual code, row) of all transactions up to the end of the schedule."""
        company = self._company
        state = (company.versions[person.id], company.clock.collected)
        known = self._known.get(person.id)
        if known is None or known[0] != state:
            if len(self._known) > 300:
                self._known.clear()
            found = sorted(self._generate(person), key=lambda t: (t[0], t[2]["accrualTransId"]))
            known = self._known[person.id] = (state, found)
        return known[1]

    def _generate(self, person: Person) -> Iterator[tuple[int, int, Row]]:
        company = self._company
        first, last = company.first_day, company.clock.today + 60
        for ordinal in range(first, last + 1):
            if times.day(ordinal).endswith("-01") and person.active(ordinal):
                for code, (_, _, hours) in ACCRUALS.items():
                    number = f"G{person.id}-{ordinal}-{code}"
                    yield self._row(person, ordinal, code, kind="GRANT", hours=hours, number=number)
        for ordinal in sorted(self._days(person, first, last)):
            day = company.day(person, ordinal)
            for edit in day.edits:
                if edit.hours is not None and edit.code in _CODE_OF:
                    code = _CODE_OF[edit.code]
                    row = self._row(
                        person, ordinal, code, kind="TAKEN", hours=-edit.hours, number=f"T{edit.id}"
                    )
                    row[2]["payCode"] = {"id": edit.code, "name": PAY_CODES[edit.code].name}
                    yield row
            for one in day.adjustments:
                number = f"A{one.id}"
                yield self._row(
                    person,
                    ordinal,
                    one.code,
                    kind="EARNING_ADJUSTMENT",
                    hours=one.hours,
                    number=number,
                )

    def _days(self, person: Person, first: int, last: int) -> set[int]:
        """Collect the days on which a taking can stand."""
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

    @staticmethod
    def _row(  # noqa: PLR0913
        person: Person, ordinal: int, code: int, *, kind: str, hours: float, number: str
    ) -> tuple[int, int, Row]:
        date = times.day(ordinal)
        row: Row = {
            "accrualTransId": number,
            "employee": person.reference,
            "accrualCode": {"id": code, "name": ACCRUALS[code][0]},
            "accrualCodeAmountType": "HOUR",
            "effectiveDate": date,
            "type": kind,
            "hoursAmount": hours,
            "enteredOnDateTime": f"{date}T02:00:00",
        }
        if kind == "GRANT":
            row["grantHoursAmount"] = hours
        return ordinal, code, row

    def summaries(self, person: Person, first: int, last: int) -> list[Row]:
        """Write the accrual summary of a range: per code an opening and a balance per day."""
        company = self._company
        low = max(first, company.first_day, person.hired)
        high = min(last, company.clock.today + 60)
        found = []
        for code, (name, _, _) in ACCRUALS.items():
            opening = float(Draw(company.seed, "opening", person.id, code).below(80))
            amounts: dict[int, list[float]] = {}
            balance, earned, taken, year = opening, 0.0, 0.0, ""
            days: list[Row] = []
            for ordinal, one, row in self.transactions(person):
                if one == code:
                    amounts.setdefault(ordinal, []).append(row["hoursAmount"])
            marks = sorted({*amounts, *range(low, high + 1)})
            for ordinal in marks:
                if ordinal > high:
                    break
                if times.day(ordinal)[:4] != year:
                    earned, taken, year = 0.0, 0.0, times.day(ordinal)[:4]
                for hours in amounts.get(ordinal, ()):
                    balance += hours
                    earned += max(hours, 0.0)
                    taken -= min(hours, 0.0)
                if ordinal >= low and person.active(ordinal):
                    days.append(_balance(ordinal, balance, earned, taken))
            found.append(
                {
                    "accrualCode": {"id": code, "name": name},
                    "employee": person.reference,
                    "startDateTime": f"{times.day(first)}T00:00:00",
                    "endDateTime": f"{times.day(last)}T00:00:00",
                    "uniqueId": f"{person.id}:{code}",
                    "dailySummaries": days,
                }
            )
        return found


def _balance(ordinal: int, balance: float, earned: float, taken: float) -> Row:
    date = times.day(ordinal)
    return {
        "balanceDate": date,
        "availableBalanceHours": balance,
        "earnedToDateHours": earned,
        "takingToDateHours": taken,
        "currentBalance": {
            "balanceDate": date,
            "vestedHoursAmount": balance,
            "probationHoursAmount": 0.0,
        },
    }
