"""All streams there are, in the order in which they are read: what is cheap comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_ukg_wfm.streams import (
    approvals,
    leave,
    metric_totals,
    metrics,
    organization,
    people,
    scheduling,
    timecard_edits,
    timecard_totals,
    timekeeping,
)
from tap_ukg_wfm.streams.extraction import ExtractionWindows

if TYPE_CHECKING:
    from tap_ukg_wfm.streams.base import UKGStream

STREAMS: tuple[type[UKGStream], ...] = (
    organization.TimeZones,
    organization.PayCodes,
    organization.HyperfindQueries,
    organization.LaborCategoryEntries,
    organization.CostCenters,
    organization.Locations,
    people.Persons,
    people.Employees,
    people.EmployeePrimaryJobs,
    people.EmployeeEmploymentStatuses,
    timekeeping.Punches,
    timekeeping.WorkedShifts,
    timekeeping.WorkedShiftSpans,
    timecard_edits.PayCodeEdits,
    timecard_edits.TimecardExceptions,
    timecard_edits.HistoricalCorrections,
    timecard_edits.TimecardChanges,
    timecard_totals.HoursWorked,
    timecard_totals.TimecardTotals,
    timecard_totals.DailyTotalSummaries,
    approvals.TimecardApprovals,
    approvals.TimecardSignoffs,
    approvals.Attestations,
    metrics.ActualTotals,
    metric_totals.ActualTotalsExcludeCorrections,
    metric_totals.ActualTotalsOnlyCorrections,
    metric_totals.ScheduledTotals,
    metric_totals.ProjectedTotals,
    metrics.AccrualBalances,
    metrics.AccrualTransactions,
    scheduling.Shifts,
    scheduling.ShiftSegments,
    scheduling.OpenShifts,
    scheduling.TimeOffRequests,
    leave.LeaveCases,
    leave.LeaveEdits,
    leave.LeaveAudits,
    ExtractionWindows,
)
