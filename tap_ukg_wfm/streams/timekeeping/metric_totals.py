"""Totals by pay code and day, seen in other ways: without corrections, as scheduled, as projected."""

from __future__ import annotations

from tap_ukg_wfm.streams.timekeeping.metrics import Totals


class ActualTotalsExcludeCorrections(Totals):
    """Actual totals without what historical corrections add or take."""

    name = "actual_totals_exclude_corrections"
    select = "ACTUAL_TOTALS_EXCLUDE_CORRECTIONS"
    records = "actualTotalsExcludeCorrections"


class ActualTotalsOnlyCorrections(Totals):
    """What historical corrections alone add to the actual totals, or take from them."""

    name = "actual_totals_only_corrections"
    select = "ACTUAL_TOTALS_ONLY_CORRECTIONS"
    records = "actualTotalsOnlyCorrections"


class ScheduledTotals(Totals):
    """What the schedule adds up to, the future within `lookahead_days` included."""

    name = "scheduled_totals"
    select = "SCHEDULED_TOTALS"
    records = "scheduledTotals"


class ProjectedTotals(Totals):
    """Actual totals of days gone by, and what the schedule lets expect of days to come."""

    name = "projected_totals"
    select = "PROJECTED_TOTALS"
    records = "projectedTotals"
