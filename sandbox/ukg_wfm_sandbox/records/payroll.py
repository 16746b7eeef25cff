"""Pay lines as in a payroll table, by the day on which they are paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times, worked
from ukg_wfm_sandbox.company.catalogs import PAY_CODE_REFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
COLUMNS: tuple[str, ...] = (
    "employee_id",
    "apply_date",
    "paid_on",
    "pay_code",
    "hours",
    "wages",
    "job",
)


def lines(company: Company, person: Person, first: int, last: int) -> Iterator[Row]:
    """Return the lines paid in a range; a correction applies to the corrected day."""
    for day in range(first, last + 1):
        for line in worked.lines(person, day, company.day(person, day)):
            applied = day if line.corrects is None else line.corrects
            yield {
                "employee_id": person.number,
                "apply_date": times.day(applied),
                "paid_on": times.day(day),
                "pay_code": PAY_CODE_REFS[line.code]["qualifier"],
                "hours": line.hours,
                "wages": line.wages,
                "job": company.organization.path(line.job, day),
            }
