"""Set-up lists: pay codes, time zones, labor categories and entries, cost centers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import listed, paged
from ukg_wfm_sandbox.company import catalogs
from ukg_wfm_sandbox.shapes import REF

if TYPE_CHECKING:
    from ukg_wfm_sandbox.api.tenant import Tenant

Row = dict[str, Any]
_FILTER: Row = {
    "description": "str",
    "inactive": "bool",
    "ivrNum": "str",
    "name": "str",
    "supportPartialStringMatch": "bool",
}
_SORT = {"key": "str", "sortDirection": ("ascending", "descending")}
_PAGE: Row = {"count": "int", "index": "int", "sortBy": _SORT}


def _filtered(rows: list[Row], where: Row) -> list[Row]:
    wanted = {
        name: value
        for name, value in where.get("filterCriteria", {}).items()
        if name != "supportPartialStringMatch"
    }
    category = where.get("laborCategory", {})
    return [
        row
        for row in rows
        if all(row.get(name) == value for name, value in wanted.items())
        and all(row["laborCategory"][name] == value for name, value in category.items())
    ]


def _entries(tenant: Tenant, where: Row) -> list[Row]:
    return _filtered(catalogs.labor_entries(tenant.company.seed), where)


def _centers(tenant: Tenant, where: Row) -> list[Row]:
    return _filtered(catalogs.cost_centers(tenant.company.seed), where)


OPERATIONS = (
    listed(
        "/v2/timekeeping/setup/pay_codes",
        lambda _: catalogs.pay_codes(),
        query=frozenset(("id",)),
    ),
    listed(
        "/v1/commons/setup/timezones",
        lambda _: catalogs.time_zones(),
        query=frozenset(("name",)),
    ),
    listed(
        "/v2/commons/labor_categories",
        lambda tenant: catalogs.labor_categories(tenant.company.seed),
        query=frozenset(("name",)),
    ),
    paged(
        "/v1/commons/labor_entries/apply_read",
        _entries,
        {**_PAGE, "where": {"filterCriteria": _FILTER, "laborCategory": REF}},
    ),
    paged(
        "/v1/commons/cost_centers/apply_read",
        _centers,
        {**_PAGE, "where": {"filterCriteria": _FILTER}},
    ),
)
