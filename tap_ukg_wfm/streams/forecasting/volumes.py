"""Forecasts and budgets of labor and volume, and actual volumes, by location and day."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation, ParentIds
from tap_ukg_wfm.streams.base import Dated, Table
from tap_ukg_wfm.streams.fields import DATES, DESCRIPTION, ID, NAME, REF
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    NUMBER,
    STRING,
    column,
    nested,
    ref,
    table,
    version,
)

JOBS = {"ids": "$location_ids"}
# With validateJobs UKG refuses the entire request if one job has no forecast.
LABOR_FORECAST = Operation(
    "/v1/forecasting/labor_forecast/multi_read",
    body={
        "dateRange": DATES,
        "orgJobs": JOBS,
        "includeIntervals": False,
        "validateJobs": False,
    },
    envelope=("laborForecasts",),
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
    looks_ahead=True,
    batch=500,
    person_days=30_000,
)
CATEGORY_PROFILES = Operation("/v1/forecasting/category_profiles", "GET")
VOLUME_DRIVERS = Operation("/v1/forecasting/volume_drivers", "GET")
# A category is a location, such as a department, for which volumes are forecast.
CATEGORIES = ParentIds(CATEGORY_PROFILES, "categories.id")
ASSIGNMENTS = Operation(
    "/v1/forecasting/volume_driver_assignments/multi_read",
    body={"categories": {"ids": "$category_ids"}},
    parent_ids={"category_ids": CATEGORIES},
    batch=100,
)
VOLUME_FORECASTS = Operation(
    "/v1/forecasting/volume_forecasts/multi_read",
    access_control_point="WFF_VOLUME_FORECAST",
    body={
        "where": {
            "categoryDrivers": {"$for": "$category_ids", "each": {"category": {"id": "$it"}}},
            "dateRange": DATES,
        }
    },
    parent_ids={"category_ids": CATEGORIES},
    looks_ahead=True,
    batch=100,
    days=180,
)
VOLUME_BUDGET = Operation(
    "/v1/forecasting/volume_budget/multi_read",
    body={
        "dateRange": DATES,
        "orgNodes": {"ids": "$category_ids"},
        "drivers": {"ids": "$driver_ids"},
    },
    parent_ids={"category_ids": CATEGORIES, "driver_ids": ParentIds(VOLUME_DRIVERS, "id")},
    looks_ahead=True,
    batch=100,
    days=30,
)
ACTUAL_VOLUME = Operation(
    "/v1/forecasting/actual_volume/apply_read",
    access_control_point="WFF_ACTUAL_VOLUME",
    body={
        "where": {
            "dateSpan": DATES,
            "siteDetails": {
                "$for": "$location_ids",
                "each": {
                    "site": {"id": "$it"},
                    "externalLabelDrivers": {
                        "$for": "$label_ids",
                        "each": {"externalLabel": {"id": "$it"}},
                    },
                },
            },
        }
    },
    kind="$setting.volume_location_type",
    parent_ids={"label_ids": ParentIds(ASSIGNMENTS, "volumeLabelId")},
    looks_ahead=True,
    batch=400,
)


class ForecastingCategoryProfiles(Table):
    """The forecasting category profiles: the locations whose forecasts people may see."""

    name = "forecasting_category_profiles"
    operation = CATEGORY_PROFILES
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        DESCRIPTION,
        column("active", BOOLEAN, "Whether it is active."),
        column("effectiveDate", DATE, "First date in effect."),
        version(),
        nested("categories", [REF], "Categories, which are locations (node_id in locations)."),
    )


class VolumeDrivers(Table):
    """The volume drivers, which measure business, such as customers or items."""

    name = "volume_drivers"
    operation = VOLUME_DRIVERS
    primary_keys = ("id",)
    columns = table(
        ID,
        NAME,
        column("currency", BOOLEAN, "Whether the driver measures money."),
        column("decimalPosition", INTEGER, "Number of decimal places of its amounts."),
        column("dependent", BOOLEAN, "Whether it depends on another driver."),
        column("rowNumber", INTEGER, "Sort order in lists."),
        version(),
    )


class VolumeForecasts(Table):
    """Forecast volumes of business, by category, driver and day."""

    name = "volume_forecasts"
    operation = VOLUME_FORECASTS
    records = "amountPerDay"
    primary_keys = ("category_id", "driver_id", "volume_type", "date")
    reads = Dated("date")
    left_out = ("intervalAmounts",)
    columns = table(
        ref("^.category", "the category, a location", name="category", to="locations"),
        ref("^.driver", "the volume driver", name="driver", to="volume_drivers"),
        column("^.volumeType", STRING, "Type: GENERATED, ADJUSTED or CHANGE.", name="volume_type"),
        column("date", DATE, "Date."),
        column("amount", NUMBER, "Volume of the day, in the unit that the driver measures."),
        column("eventRatio", NUMBER, "Effect of events, in percent."),
        ref("^.currency", "the currency, if the driver measures money", name="currency"),
    )


class VolumeBudgets(Table):
    """Budgeted volumes of business, by location, driver and day."""

    name = "volume_budgets"
    operation = VOLUME_BUDGET
    records = "amountPerDays"
    primary_keys = ("org_node_id", "driver_id", "date")
    reads = Dated("date")
    columns = table(
        ref("^.orgNode", "the location", name="org_node", to="locations"),
        ref("^.driver", "the volume driver", name="driver", to="volume_drivers"),
        column("date", DATE, "Date."),
        column("amount", NUMBER, "Budget of the day, in the unit that the driver measures."),
        ref("^.currency", "the currency, if the driver measures money", name="currency"),
    )


class ActualVolumes(Table):
    """Actual volumes of business, by site, label, driver and day."""

    name = "actual_volumes"
    operation = ACTUAL_VOLUME
    records = "actualVolumes.actualVolumesPerDay"
    primary_keys = ("site_id", "external_label_id", "driver_id", "date")
    reads = Dated("date")
    columns = table(
        ref("^.^.site", "the site, a location", name="site", to="locations"),
        ref("^.externalLabel", "the label of the volume", name="external_label"),
        ref("^.driver", "the volume driver", name="driver", to="volume_drivers"),
        column("date", DATE, "Date."),
        column("totalAmount", NUMBER, "Volume of the day, in the unit that the driver measures."),
        column("intervalAmounts", STRING, "Volumes per quarter of an hour, separated by commas."),
    )


class LaborForecasts(Table):
    """Forecast hours of labor, by job, day and type of forecast."""

    name = "labor_forecasts"
    operation = LABOR_FORECAST
    primary_keys = ("org_job_id", "labor_forecast_type", "date")
    reads = Dated("date")
    left_out = ("intervalAmounts",)
    columns = table(
        ref("orgJob", "the job in the location tree", to="locations"),
        ref("department", "the department of the job", to="locations"),
        column(
            "laborForecastType",
            STRING,
            "RAW, GENERATED, ADJUSTED, SYSTEM_ADJUSTED, UNALLOCATED or EARNED.",
        ),
        column("date", DATE, "Date."),
        column("totalHours", NUMBER, "Hours of the entire day."),
    )


class LaborBudgets(Table):
    """Budgeted hours and cost of labor, by job and day."""

    name = "labor_budgets"
    operation = LABOR_BUDGET
    records = "laborBudgets"
    primary_keys = ("org_job_id", "labor_type", "date")
    reads = Dated("date")
    columns = table(
        ref("orgJob", "the job in the location tree", to="locations"),
        column("laborType", STRING, "HOURS or COST."),
        column("date", DATE, "Date."),
        column("amount", NUMBER, "Amount: hours or money, depending on labor_type."),
        ref("currency", "the currency, if the amount is a cost"),
    )
