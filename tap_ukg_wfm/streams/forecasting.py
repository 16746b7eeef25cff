"""Forecasts and budgets of labor, by job in the location tree and day."""

from __future__ import annotations

from tap_ukg_wfm.columns import DATE, NUMBER, STRING, column, ref, table
from tap_ukg_wfm.operations import Operation, Subject
from tap_ukg_wfm.streams.base import UKGStream
from tap_ukg_wfm.streams.timekeeping import DATES

JOBS = {"ids": "$location_ids"}
# Jobs without a forecast are no reason to refuse the others.
LABOR_FORECAST = Operation(
    "/v1/forecasting/labor_forecast/multi_read",
    body={
        "dateRange": DATES,
        "orgJobs": JOBS,
        "includeIntervals": False,
        "validateJobs": False,
    },
    envelope=("laborForecasts",),
    subject=Subject.LOCATIONS,
    windowed=True,
    looks_ahead=True,
    batch=500,
    person_days=5_000,
)
LABOR_BUDGET = Operation(
    "/v1/forecasting/labor_budget/multi_read",
    access_control_point="WFF_LABOR_BUDGET",
    body={
        "where": {
            "dateSpan": DATES,
            "orgJobs": JOBS,
            "laborTypes": ["HOURS", "COST"],
            "validateJobs": False,
        }
    },
    subject=Subject.LOCATIONS,
    windowed=True,
    looks_ahead=True,
    batch=500,
    person_days=30_000,
)


class LaborForecasts(UKGStream):
    """Hours of labor that are forecast for each job and day, a row per type of forecast."""

    name = "labor_forecasts"
    operation = LABOR_FORECAST
    primary_keys = ("org_job_id", "labor_forecast_type", "date")
    dated_by = "date"
    left_out = ("intervalAmounts",)
    columns = table(
        ref("orgJob", "the job in the location tree"),
        ref("department", "the department of the job"),
        column(
            "laborForecastType",
            STRING,
            "RAW, GENERATED, ADJUSTED, SYSTEM_ADJUSTED, UNALLOCATED or EARNED.",
        ),
        column("date", DATE, "Date."),
        column("totalHours", NUMBER, "Hours of the whole day."),
    )


class LaborBudgets(UKGStream):
    """Hours and cost of labor that are budgeted for each job and day."""

    name = "labor_budgets"
    operation = LABOR_BUDGET
    records = "laborBudgets"
    primary_keys = ("org_job_id", "labor_type", "date")
    dated_by = "date"
    columns = table(
        ref("orgJob", "the job in the location tree"),
        column("laborType", STRING, "HOURS or COST."),
        column("date", DATE, "Date."),
        column("amount", NUMBER, "Hours, or money."),
        ref("currency", "the currency of a cost"),
    )
