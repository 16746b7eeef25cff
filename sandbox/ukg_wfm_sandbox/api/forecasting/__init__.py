"""Forecasting: labor forecasts and budgets, volumes."""

from __future__ import annotations

from ukg_wfm_sandbox.api.forecasting import labor, volumes

OPERATIONS = (
    *labor.OPERATIONS,
    *volumes.OPERATIONS,
)
