"""Labor forecasts and labor budgets of jobs, revised as their days approach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.draw import Draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company

Row = dict[str, Any]
FORECASTS = ("RAW", "ADJUSTED", "GENERATED", "UNALLOCATED", "EARNED", "SYSTEM_ADJUSTED")
BUDGETS = ("HOURS", "COST")
USD = {"id": 1, "qualifier": "USD"}
_AHEAD = 45


def _planned(company: Company, job: int, ordinal: int) -> bool:
    """Return whether a job has a forecast on a day; some jobs and all Sundays have none."""
    exists = company.organization.nodes[job].at(ordinal) is not None
    within = company.first_day <= ordinal <= company.clock.today + _AHEAD
    return exists and within and job % 5 > 0 and ordinal % 7 > 0


def forecasts(company: Company, job: int, ordinal: int) -> Iterator[Row]:
    """Return the labor forecasts of a job on a day: generated, adjusted and earned."""
    if not _planned(company, job, ordinal):
        return
    draw = Draw(company.seed, "labor forecast", job, ordinal)
    tree, today = company.organization, company.clock.today
    hours = draw.between(8, 80) + draw.below(4) / 4
    totals = {"GENERATED": hours}
    # Managers adjust a forecast in the days before and sometimes withdraw the change later.
    if draw.chance(300) and today >= ordinal - draw.between(0, 20):
        totals["ADJUSTED"] = hours + 4
    if draw.chance(300) and today >= ordinal + draw.between(1, 10):
        totals.pop("ADJUSTED", None)
    if today > ordinal:
        totals["EARNED"] = hours - draw.below(8)
    reference = tree.reference(job, ordinal)
    above = tree.lineage(job, ordinal)[-2][0]
    for kind, total in totals.items():
        yield {
            "date": times.day(ordinal),
            "department": tree.reference(above.id, ordinal),
            "laborForecastType": kind,
            "orgJob": reference,
            "totalHours": total,
            "intervalAmounts": [
                {"startTime": "08:00:00.000", "endTime": "08:15:00.000", "amount": total / 2},
                {"startTime": "16:00:00.000", "endTime": "16:15:00.000", "amount": total / 2},
            ],
        }


def budgets(company: Company, job: int, ordinal: int) -> Iterator[Row]:
    """Return the labor budgets of a job on a day; some are revised days earlier or later."""
    if not _planned(company, job, ordinal):
        return
    draw = Draw(company.seed, "labor budget", job, ordinal)
    hours = float(draw.between(8, 60))
    if draw.chance(200) and company.clock.today >= ordinal + draw.between(-20, 10):
        hours += draw.pick((-4.0, 2.5, 8.0))
    for kind, amount in zip(BUDGETS, (hours, hours * 31.25), strict=True):
        yield {
            "amount": amount,
            "date": times.day(ordinal),
            "laborType": kind,
            "orgJob": company.organization.reference(job, ordinal),
            **({"currency": USD} if kind == "COST" else {}),
        }
