"""All streams, in the order in which they are read: cheap ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_ukg_wfm.streams.activities import lists as activities
from tap_ukg_wfm.streams.activities import work
from tap_ukg_wfm.streams.attendance import events as attendance
from tap_ukg_wfm.streams.attendance import points as attendance_points
from tap_ukg_wfm.streams.extraction import ExtractionWindows
from tap_ukg_wfm.streams.forecasting import volumes as forecasting
from tap_ukg_wfm.streams.leave import cases as leave
from tap_ukg_wfm.streams.organization import lists as organization
from tap_ukg_wfm.streams.organization import structure
from tap_ukg_wfm.streams.people import assignments, history, persons, positions, qualifications
from tap_ukg_wfm.streams.people import details as people_details
from tap_ukg_wfm.streams.scheduling import changes as schedule_changes
from tap_ukg_wfm.streams.scheduling import items as schedule_items
from tap_ukg_wfm.streams.scheduling import records as schedule_records
from tap_ukg_wfm.streams.scheduling import requests as schedule_requests
from tap_ukg_wfm.streams.scheduling import shifts as scheduling
from tap_ukg_wfm.streams.scheduling import time_off
from tap_ukg_wfm.streams.setup import absence as absence_setup
from tap_ukg_wfm.streams.setup import general, rules
from tap_ukg_wfm.streams.setup import scheduling as scheduling_setup
from tap_ukg_wfm.streams.timekeeping import (
    accruals,
    approvals,
    attestations,
    exceptions,
    metric_totals,
    metrics,
    overtime,
    segments,
)
from tap_ukg_wfm.streams.timekeeping import edits as timecard_edits
from tap_ukg_wfm.streams.timekeeping import timecards as timekeeping
from tap_ukg_wfm.streams.timekeeping import totals as timecard_totals

if TYPE_CHECKING:
    from tap_ukg_wfm.streams.base import Table

STREAMS: tuple[type[Table], ...] = (
    organization.TimeZones,
    organization.PayCodes,
    organization.HyperfindQueries,
    organization.LaborCategoryEntries,
    organization.CostCenters,
    organization.Locations,
    structure.LocationTypes,
    structure.Jobs,
    structure.LocationSets,
    structure.LaborCategories,
    structure.LaborCategoryProfiles,
    structure.EmployeeGroups,
    structure.HoursOfOperation,
    structure.KnownPlaces,
    general.DeviceGroups,
    general.SymbolicPeriods,
    general.Comments,
    general.FunctionAccessProfiles,
    general.FunctionAccessPermissions,
    general.AccessControlPoints,
    rules.PayRules,
    rules.WorkRules,
    rules.EmploymentTerms,
    rules.EmploymentTermVersions,
    rules.ExceptionTypes,
    rules.AccrualCodes,
    rules.AccrualProfiles,
    scheduling_setup.ScheduleGroups,
    scheduling_setup.Skills,
    scheduling_setup.Certifications,
    scheduling_setup.ShiftTemplates,
    scheduling_setup.RequestSubtypes,
    scheduling_setup.WorkerTypes,
    absence_setup.AttendanceProfiles,
    absence_setup.AttendanceEventTypes,
    absence_setup.LeaveProfiles,
    absence_setup.LeaveCategories,
    absence_setup.LeaveReasons,
    absence_setup.AttestationProfiles,
    activities.Activities,
    persons.Persons,
    persons.Employees,
    history.EmployeePrimaryJobs,
    history.EmployeeEmploymentStatuses,
    history.EmployeeAccountStatuses,
    history.EmployeeBaseWages,
    history.EmployeeBadges,
    history.EmployeeAccrualProfiles,
    history.EmployeeFte,
    people_details.EmployeeCustomData,
    people_details.EmployeeDates,
    positions.EmployeePositions,
    people_details.EmployeeLicenses,
    people_details.EmployeeContacts,
    assignments.PersonAssignments,
    assignments.BaseWorkRules,
    assignments.WageWorkRules,
    qualifications.PersonSkills,
    qualifications.PersonCertifications,
    timekeeping.Timecards,
    timekeeping.Punches,
    timekeeping.WorkedShifts,
    timekeeping.WorkedShiftSpans,
    timecard_edits.PayCodeEdits,
    exceptions.TimecardExceptions,
    exceptions.ExtendedExceptions,
    timecard_edits.HistoricalCorrections,
    timecard_edits.TimecardChanges,
    timecard_totals.HoursWorked,
    segments.ProcessedSegments,
    segments.HolidayCredits,
    segments.MovedAmounts,
    timecard_totals.TimecardTotals,
    timecard_totals.DailyTotalSummaries,
    approvals.TimecardApprovals,
    overtime.TimecardApprovalsDetail,
    overtime.OvertimeDetails,
    approvals.TimecardSignoffs,
    attestations.Attestations,
    approvals.AbsenceSpans,
    metrics.ActualTotals,
    metric_totals.ActualTotalsExcludeCorrections,
    metric_totals.ActualTotalsOnlyCorrections,
    metric_totals.ScheduledTotals,
    metric_totals.ProjectedTotals,
    metrics.ExceptionCounts,
    accruals.AccrualBalances,
    accruals.AccrualTransactions,
    scheduling.Shifts,
    scheduling.ShiftSegments,
    schedule_items.SchedulePayCodeEdits,
    schedule_items.ScheduleLeaveEdits,
    schedule_items.Availabilities,
    schedule_items.ScheduleHolidays,
    schedule_items.ScheduleDayLocks,
    schedule_items.ScheduleTags,
    scheduling.OpenShifts,
    schedule_changes.ScheduleChanges,
    schedule_changes.ScheduleAudits,
    schedule_records.ScheduleStatus,
    schedule_records.SchedulePatterns,
    schedule_records.CallLogs,
    time_off.TimeOffRequests,
    schedule_requests.SwapRequests,
    schedule_requests.CoverRequests,
    schedule_requests.OpenShiftRequests,
    schedule_requests.SelfScheduleRequests,
    schedule_requests.AvailabilityRequests,
    leave.LeaveCases,
    leave.LeaveEdits,
    leave.LeaveAudits,
    forecasting.ForecastingCategoryProfiles,
    forecasting.VolumeDrivers,
    forecasting.VolumeForecasts,
    forecasting.VolumeBudgets,
    forecasting.ActualVolumes,
    attendance.AttendanceEvents,
    attendance.AttendanceActions,
    attendance.DisciplineLevels,
    attendance.AttendanceAudits,
    attendance_points.AttendanceBalances,
    attendance_points.AttendanceBalanceAdjustments,
    attendance_points.PerfectAttendance,
    attendance_points.PerfectAttendanceDeductions,
    forecasting.LaborForecasts,
    forecasting.LaborBudgets,
    work.ActivityTotals,
    work.ActivityShifts,
    work.ActivityResults,
    work.ActivityShiftChanges,
    ExtractionWindows,
)
