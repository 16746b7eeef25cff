"""Other totals by pay code and day: without corrections, corrections only, scheduled, projected."""

from __future__ import annotations

from tap_ukg_wfm.streams.timekeeping.metrics import Totals


class ActualTotalsExcludeCorrections(Totals):
    """Actual totals without the amounts of historical corrections."""

    name = "actual_totals_exclude_corrections"
    select = "ACTUAL_TOTALS_EXCLUDE_CORRECTIONS"
    records = "actualTotalsExcludeCorrections"


class ActualTotalsOnlyCorrections(Totals):
    """The part of the actual totals that comes from historical corrections."""

    name = "actual_totals_only_corrections"
    select = "ACTUAL_TOTALS_ONLY_CORRECTIONS"
    records = "actualTotalsOnlyCorrections"


class ScheduledTotals(Totals):
    """Totals of the schedule, including the future within `lookahead_days`."""

    name = "scheduled_totals"
    select = "SCHEDULED_TOTALS"
    records = "scheduledTotals"


class ProjectedTotals(Totals):
    """Actual totals of past days, and totals expected from the schedule for future days."""

    name = "projected_totals"
    select = "PROJECTED_TOTALS"
    records = "projectedTotals"
