"""Forecasts and budgets, which do not belong to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.records.forecasting import labor, volumes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.company import Company

Row = dict[str, Any]


def _by_job(read: Callable[[Company, int, int], Iterator[Row]]) -> Callable[..., list[Row]]:
    def rows(company: Company, first: int, last: int) -> list[Row]:
        return [
            row
            for job in company.organization.jobs
            for day in range(first, last + 1)
            for row in read(company, job, day)
        ]

    return rows


def _daily(company: Company, job: int, ordinal: int) -> Iterator[Row]:
    for row in labor.forecasts(company, job, ordinal):
        yield {name: value for name, value in row.items() if name != "intervalAmounts"}


def _volume_forecasts(company: Company, first: int, last: int) -> list[Row]:
    return [
        {
            **volumes.day(amount, day),
            "eventRatio": 0,
            "category": volumes.place(company, node),
            "driver": volumes.named(volumes.DRIVERS, driver),
            "volumeType": kind,
        }
        for node in volumes.nodes(company, "Department")
        for driver in volumes.DRIVERS
        for day in range(first, last + 1)
        for kind, amount in volumes.forecast(company, node, driver, day)
    ]


def _volume_budgets(company: Company, first: int, last: int) -> list[Row]:
    return [
        {
            **volumes.day(amount, day),
            "orgNode": volumes.place(company, node),
            "driver": volumes.named(volumes.DRIVERS, driver),
        }
        for node in volumes.nodes(company, "Department")
        for driver in volumes.DRIVERS
        for day in range(first, last + 1)
        if (amount := volumes.budget(company, node, driver, day)) is not None
    ]


def _actual_volumes(company: Company, first: int, last: int) -> list[Row]:
    return [
        {
            "date": times.day(day),
            "totalAmount": amount,
            "intervalAmounts": "",
            "site": volumes.place(company, site),
            "externalLabel": volumes.named(volumes.LABELS, label),
            "driver": volumes.named(volumes.DRIVERS, driver),
        }
        for site in volumes.nodes(company, "Site")
        for label in volumes.LABELS
        for driver in volumes.DRIVERS
        for day in range(first, last + 1)
        if (amount := volumes.actual(company, site, label, driver, day)) is not None
    ]


LISTS: dict[str, Callable[[Tenant], list[Row]]] = {
    "forecasting_category_profiles": lambda tenant: volumes.category_profiles(tenant.company),
    "volume_drivers": lambda _: volumes.drivers(),
}
LOCATED: dict[str, Callable[[Company, int, int], list[Row]]] = {
    "labor_forecasts": _by_job(_daily),
    "labor_budgets": _by_job(labor.budgets),
    "volume_forecasts": _volume_forecasts,
    "volume_budgets": _volume_budgets,
    "actual_volumes": _actual_volumes,
}
