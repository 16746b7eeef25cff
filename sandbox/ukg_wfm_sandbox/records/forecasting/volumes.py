"""Business volumes: forecast, budget and actual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.draw import Draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company

Row = dict[str, Any]
DRIVERS = {3001: "Items", 3002: "Customers 客", 3003: "Orders"}
LABELS = {3101: "Front of house", 3102: "Theke"}
FORECASTS = ("GENERATED", "ADJUSTED", "CHANGE")
_AHEAD = 45


def named(names: dict[int, str], number: int) -> Row:
    """Return a reference to a driver or label."""
    return {"id": number, "qualifier": names[number]}


def nodes(company: Company, kind: str) -> list[int]:
    """List the locations of a kind: departments have forecasts and budgets, sites actual volumes."""
    return [node.id for node in company.organization.nodes.values() if node.kind == kind]


def place(company: Company, node: int) -> Row:
    """Return a reference to a location by its first path, for any requested days."""
    tree = company.organization
    return tree.reference(node, tree.nodes[node].revisions[0].start)


def category_profiles(company: Company) -> list[Row]:
    """List the profiles: one with all departments, one with the first of them."""
    places = [place(company, node) for node in nodes(company, "Department")]
    return [
        {
            "id": number,
            "name": name,
            "description": name,
            "active": True,
            "effectiveDate": times.day(company.first_day),
            "version": 1,
            "categories": categories,
        }
        for number, name, categories in (
            (3201, "All departments", places),
            (3202, "Première", places[:1]),
        )
    ]


def drivers() -> list[Row]:
    """List the drivers."""
    return [
        {
            "id": number,
            "name": name,
            "currency": False,
            "decimalPosition": 2,
            "dependent": False,
            "rowNumber": place,
            "version": 1,
        }
        for place, (number, name) in enumerate(DRIVERS.items(), start=1)
    ]


def assignments(company: Company, node: int, ordinal: int) -> list[Row]:
    """Return the drivers and labels of a category on a day."""
    return [
        {
            "category": place(company, node),
            "effectiveDate": times.day(ordinal),
            "forecastWeekDate": times.day(ordinal),
            "volumeDrivers": [{**named(DRIVERS, one), "rollup": False} for one in DRIVERS],
            "volumeLabel": label,
            "volumeLabelId": number,
        }
        for number, label in LABELS.items()
    ]


def forecast(company: Company, node: int, driver: int, ordinal: int) -> Iterator[tuple[str, float]]:
    """Return the forecast of a day as (type, amount), with any adjustment."""
    within = company.first_day <= ordinal <= company.clock.today + _AHEAD
    if not within or (node + driver) % 3 == 0:
        return
    draw = Draw(company.seed, "volume", node, driver, ordinal)
    amount = float(draw.between(50, 900))
    yield "GENERATED", amount
    if draw.chance(150) and company.clock.today >= ordinal - draw.between(-5, 20):
        change = draw.pick((-20.0, 12.5))
        yield "ADJUSTED", amount + change
        yield "CHANGE", change


def budget(company: Company, node: int, driver: int, ordinal: int) -> float | None:
    """Return the budget of a day, the same for a week, or None before the history begins."""
    if ordinal < company.first_day or (node + driver) % 3 == 1:
        return None
    if ordinal > company.clock.today + _AHEAD:
        return None
    return float(Draw(company.seed, "volume budget", node, driver, ordinal // 7).between(50, 900))


def actual(company: Company, site: int, label: int, driver: int, ordinal: int) -> float | None:
    """Return the actual volume of a day, known on the next day; some are revised later."""
    today = company.clock.today
    draw = Draw(company.seed, "actual volume", site, label, driver, ordinal)
    if not company.first_day <= ordinal < today or draw.chance(100):
        return None
    amount = float(draw.between(0, 900))
    anew = draw.chance(80) and today >= ordinal + draw.between(2, 12)
    return amount + 7 if anew else amount


def day(amount: float, ordinal: int) -> Row:
    """Return an amount of a day."""
    return {"date": times.day(ordinal), "amount": amount}
