"""Volumes: forecasts by category, budgets by location, actual volumes by site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, listed, referred, span
from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.errors import bad, over_limit
from ukg_wfm_sandbox.records.forecasting import volumes
from ukg_wfm_sandbox.shapes import RANGE, REF, REFS

if TYPE_CHECKING:
    from ukg_wfm_sandbox.api.tenant import Tenant

Row = dict[str, Any]


def _limited(actual: int, maximum: int, code: str) -> None:
    if actual > maximum:
        raise over_limit(actual, maximum, code=code)


def _days(dates: Row, most: int) -> range:
    first, last = span(dates)
    _limited(last - first + 1, most, "WFP-90001")
    return range(first, last + 1)


def _node(tenant: Tenant, reference: Row, kind: str, ordinal: int) -> int:
    node = tenant.company.organization.find(reference, ordinal)
    if node is None or node.kind != kind:
        raise bad("WFF-270000", f"Not a {kind.lower()} with forecasts: {reference}.")
    return node.id


def _among(names: dict[int, str], wanted: list[Row]) -> list[int]:
    """Return the ids of the referenced items, or of all items without references."""
    ids = {name: number for number, name in names.items()}
    found: list[int] = [one.get("id", ids.get(one.get("qualifier", ""), 0)) for one in wanted]
    if unknown := [one for one in found if one not in names]:
        raise bad("WFF-270000", f"Not found: {unknown[0]}.")
    return found or list(names)


def _summed(days: range, amounts: list[Row]) -> Row:
    total = sum(one["amount"] for one in amounts)
    dates = {"startDate": times.day(days[0]), "endDate": times.day(days[-1])}
    return {"dateSpan": dates, "totalAmount": total, "weekToDate": total}


def _forecasts(tenant: Tenant, call: Call) -> Reply:
    where, company = call.body["where"], tenant.company
    days = _days(where["dateRange"], 180)
    _limited(len(where["categoryDrivers"]), 100, "WFP-90003")
    kinds = where.get("volumeTypes") or volumes.FORECASTS
    found: list[Row] = []
    for asked in where["categoryDrivers"]:
        node = _node(tenant, asked["category"], "Department", days[-1])
        for driver in _among(volumes.DRIVERS, referred(asked.get("drivers", {}))):
            amounts: dict[str, list[Row]] = {kind: [] for kind in kinds}
            for day in days:
                for kind, amount in volumes.forecast(company, node, driver, day):
                    if kind in amounts:
                        amounts[kind].append({**volumes.day(amount, day), "eventRatio": 0})
            found += [
                {
                    "category": volumes.place(company, node),
                    "driver": volumes.named(volumes.DRIVERS, driver),
                    "volumeType": kind,
                    "amountPerDay": per_day,
                    **_summed(days, per_day),
                }
                for kind, per_day in amounts.items()
                if per_day
            ]
    return Reply(found)


def _budgets(tenant: Tenant, call: Call) -> Reply:
    body, company = call.body, tenant.company
    days = _days(body["dateRange"], 30)
    places = referred(body.get("orgNodes", {})) + ([body["orgNode"]] if "orgNode" in body else [])
    drivers = referred(body["drivers"])
    if not places or not drivers:
        raise bad("WFP-90005", "At least one location and one driver are required.")
    _limited(len(places), 100, "WFP-90003")
    found: list[Row] = []
    for place in places:
        node = _node(tenant, place, "Department", days[-1])
        for driver in _among(volumes.DRIVERS, drivers):
            amounts = [(day, volumes.budget(company, node, driver, day)) for day in days]
            per_day = [volumes.day(amount, day) for day, amount in amounts if amount is not None]
            if per_day:
                found.append(
                    {
                        "orgNode": volumes.place(company, node),
                        "driver": volumes.named(volumes.DRIVERS, driver),
                        "amountPerDays": per_day,
                        **_summed(days, per_day),
                    }
                )
    return Reply(found)


def _actuals(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    days = _days(where["dateSpan"], 365)
    _limited(len(where["siteDetails"]), 400, "WFP-90003")
    found = []
    for asked in where["siteDetails"]:
        site = _node(tenant, asked["site"], "Site", days[-1])
        # Without a label, UKG returns nothing.
        rows = [
            _actual(tenant, site, label, driver, days)
            for one in asked["externalLabelDrivers"]
            for label in _among(volumes.LABELS, [one["externalLabel"]])
            for driver in _among(volumes.DRIVERS, one.get("drivers", []))
        ]
        reference = volumes.place(tenant.company, site)
        found.append(
            {
                "site": reference,
                "actualVolumes": [row for row in rows if row["actualVolumesPerDay"]],
            }
        )
    return Reply(found)


def _actual(tenant: Tenant, site: int, label: int, driver: int, days: range) -> Row:
    amounts = [(day, volumes.actual(tenant.company, site, label, driver, day)) for day in days]
    return {
        "externalLabel": volumes.named(volumes.LABELS, label),
        "driver": volumes.named(volumes.DRIVERS, driver),
        "actualVolumesPerDay": [
            {"date": times.day(day), "totalAmount": amount, "intervalAmounts": ""}
            for day, amount in amounts
            if amount is not None
        ],
    }


def _assignments(tenant: Tenant, call: Call) -> Reply:
    day = tenant.company.clock.today
    if "effectiveDate" in call.body:
        day = times.ordinal(call.body["effectiveDate"])
    wanted = referred(call.body["categories"])
    if not wanted:
        raise bad("WFP-90005", "At least one category is required.")
    nodes = [_node(tenant, one, "Department", day) for one in wanted]
    return Reply([row for node in nodes for row in volumes.assignments(tenant.company, node, day)])


OPERATIONS = (
    listed(
        "/v1/forecasting/category_profiles",
        lambda tenant: volumes.category_profiles(tenant.company),
        query=frozenset(("name",)),
    ),
    listed(
        "/v1/forecasting/volume_drivers",
        lambda _: volumes.drivers(),
        query=frozenset(("name",)),
    ),
    Operation(
        "POST",
        "/v1/forecasting/volume_driver_assignments/multi_read",
        _assignments,
        ({"categories!": REFS, "effectiveDate": "date", "forecastWeekDate": "date"},),
    ),
    Operation(
        "POST",
        "/v1/forecasting/volume_forecasts/multi_read",
        _forecasts,
        (
            {
                "where!": {
                    "categoryDrivers!": [{"category!": REF, "drivers": REFS}],
                    "dateRange!": RANGE,
                    "volumeTypes": [volumes.FORECASTS],
                },
            },
        ),
    ),
    Operation(
        "POST",
        "/v1/forecasting/volume_budget/multi_read",
        _budgets,
        ({"dateRange!": RANGE, "drivers!": REFS, "orgNode": REF, "orgNodes": REFS},),
    ),
    Operation(
        "POST",
        "/v1/forecasting/actual_volume/apply_read",
        _actuals,
        (
            {
                "where!": {
                    "dateSpan!": {"startDate!": "date", "endDate!": "date"},
                    "siteDetails!": [
                        {
                            "asOfDate": "date",
                            "externalLabelDrivers!": [{"drivers": [REF], "externalLabel!": REF}],
                            "site!": REF,
                        }
                    ],
                },
            },
        ),
    ),
)
