"""Labor forecasts and labor budgets of jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, referred, span
from ukg_wfm_sandbox.errors import bad, over_limit
from ukg_wfm_sandbox.records.forecasting import labor
from ukg_wfm_sandbox.shapes import RANGE, REFS

if TYPE_CHECKING:
    from ukg_wfm_sandbox.api.tenant import Tenant

Row = dict[str, Any]


def _jobs(tenant: Tenant, asked: Row, days: range, most: int) -> list[int]:
    """Find the jobs of a request; an unknown one is refused unless `validateJobs` is false."""
    wanted = referred(asked["orgJobs"])
    if not wanted:
        raise bad("WFP-90005", "At least one job is required.")
    if len(wanted) * len(days) > most:
        raise over_limit(len(wanted) * len(days), most, code="WFP-90001")
    found = [tenant.company.organization.find(one, days[-1]) for one in wanted]
    jobs = [node.id for node in found if node and node.kind == "Job"]
    if len(jobs) < len(wanted) and asked.get("validateJobs", True):
        raise bad("WCO-101414", "A job was not found.")
    return list(dict.fromkeys(jobs))


def _days(dates: Row) -> range:
    first, last = span(dates)
    return range(first, last + 1)


def _forecasts(tenant: Tenant, call: Call) -> Reply:
    days = _days(call.body["dateRange"])
    kinds = call.body.get("laborForecastTypes") or labor.FORECASTS
    intervals = call.body.get("includeIntervals", False)
    found = [
        {
            "index": index,
            "laborForecasts": [
                row if intervals else {**row, "intervalAmounts": []}
                for day in days
                for row in labor.forecasts(tenant.company, job, day)
                if row["laborForecastType"] in kinds
            ],
        }
        for index, job in enumerate(_jobs(tenant, call.body, days, 5_000))
    ]
    return Reply(found)


def _budgets(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    days = _days(where["dateSpan"])
    tree = tenant.company.organization
    found = [
        {
            "orgJob": tree.reference(job, days[-1]),
            "laborBudgets": [
                row
                for day in days
                for row in labor.budgets(tenant.company, job, day)
                if row["laborType"] in where["laborTypes"]
            ],
        }
        for job in _jobs(tenant, where, days, 30_000)
    ]
    return Reply(found)


OPERATIONS = (
    Operation(
        "POST",
        "/v1/forecasting/labor_forecast/multi_read",
        _forecasts,
        (
            {
                "dateRange!": RANGE,
                "includeIntervals": "bool",
                "laborForecastTypes": [labor.FORECASTS],
                "orgJobs!": REFS,
                "validateJobs": "bool",
            },
        ),
    ),
    Operation(
        "POST",
        "/v1/forecasting/labor_budget/multi_read",
        _budgets,
        (
            {
                "multiReadOptions": {"bypassForecastCategoryValidation": "bool"},
                "where!": {
                    "dateSpan!": {"startDate!": "date", "endDate!": "date"},
                    "laborTypes!": [labor.BUDGETS],
                    "orgJobs!": REFS,
                    "validateJobs": "bool",
                },
            },
        ),
    ),
)
