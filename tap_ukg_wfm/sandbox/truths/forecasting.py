"""What a perfect extraction would hold of forecasts and budgets, which belong to no person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.sandbox.records import forecasting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tap_ukg_wfm.sandbox.company.company import Company

Row = dict[str, Any]


def _by_job(read: Callable[[Company, int, int], Iterator[Row]]) -> Callable[..., list[Row]]:
    def rows(company: Company, first: int, last: int) -> list[Row]:
        return [
            row
            for job in company.organisation.jobs
            for day in range(first, last + 1)
            for row in read(company, job, day)
        ]

    return rows


def _daily(company: Company, job: int, ordinal: int) -> Iterator[Row]:
    for row in forecasting.forecasts(company, job, ordinal):
        yield {name: value for name, value in row.items() if name != "intervalAmounts"}


LOCATED: dict[str, Callable[[Company, int, int], list[Row]]] = {
    "labor_forecasts": _by_job(_daily),
    "labor_budgets": _by_job(forecasting.budgets),
}
