"""Attendance: balances of points, adjustments to them, and perfect attendance."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.attendance.events import (
    ASKED,
    PERSON_DAYS,
    RULE,
    localized,
    policy,
    transaction,
)
from tap_ukg_wfm.streams.base import Dated, Table
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    INTEGER,
    LOCAL,
    NUMBER,
    STRING,
    column,
    person,
    ref,
    table,
)


def _read(kind: str) -> Operation:
    """The operation that reads one kind of points."""
    return Operation(
        f"/v1/attendance/{kind}/multi_read",
        body=ASKED,
        batch=500,
        person_days=PERSON_DAYS,
    )


BALANCE_TYPE = table(
    ref("pointBalanceType", "the kind of balance"),
    localized("pointBalanceType.type", "what is counted"),
    column("pointBalanceType.decimalPlaceNum", INTEGER, "Decimal places of the points."),
    column("pointBalanceType.startingBalanceAmount", NUMBER, "Points with which everyone starts."),
    column("pointBalanceType.minBalanceAmount", NUMBER, "Least points that one can have."),
    column("pointBalanceType.maxBalanceAmount", NUMBER, "Most points that one can have."),
)


class AttendanceBalances(Table):
    """A person's points on a date, for each kind of balance: at its start and at its end."""

    name = "attendance_balances"
    operation = _read("balances")
    # The id is that of the balance, not of the day.
    numbered = True
    primary_keys = ("person_id", "date_time", "line_number")
    reads = Dated("date_time")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the balance; not every one has one."),
        column("name", STRING, "Name of the balance."),
        localized("type", "the kind of balance"),
        column("dateTime", LOCAL, "The date, in local time."),
        column("startBalanceAmount", NUMBER, "Points at the start of the date."),
        column("endBalanceAmount", NUMBER, "Points at the end of the date."),
        column("isChanged", BOOLEAN, "Whether points changed on the date."),
        BALANCE_TYPE,
    )


class AttendanceBalanceAdjustments(Table):
    """Points that somebody gave or took by hand."""

    name = "attendance_balance_adjustments"
    operation = _read("balance_adjustments")
    primary_keys = ("id",)
    reads = Dated("apply_date_time")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the adjustment."),
        column("name", STRING, "Name of the adjustment."),
        localized("type", "the kind of adjustment"),
        column("applyDateTime", LOCAL, "When the points count, in local time."),
        column("balanceChange", NUMBER, "Points, negative where they are taken off."),
        column("decimalPlaceNum", INTEGER, "Decimal places of the points."),
        column("updatedByUser", INTEGER, "Id of the user who made the adjustment."),
        policy(),
        RULE,
        BALANCE_TYPE,
    )


class PerfectAttendance(Table):
    """Awards for a time without fault, and the violations that ended such a time."""

    name = "perfect_attendance"
    operation = _read("perfect_attendance")
    primary_keys = ("id",)
    reads = Dated("apply_date_time")
    left_out = ("pointTransaction.employee",)
    columns = table(
        person(),
        column("id", INTEGER, "Id of the award or violation."),
        column("name", STRING, "Name of the award or violation."),
        localized("type", "the type: award or violation"),
        column("applyDateTime", LOCAL, "When it counts, in local time."),
        ref("perfectAttendanceDefinition", "the definition of perfect attendance"),
        policy(),
        transaction("pointTransaction", "it"),
    )


class PerfectAttendanceDeductions(Table):
    """Points taken off in return for perfect attendance."""

    name = "perfect_attendance_deductions"
    operation = _read("perfect_attendance_deductions")
    primary_keys = ("id",)
    reads = Dated("deduction_date_time")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the deduction."),
        column("name", STRING, "Name of the deduction."),
        localized("type", "the kind of deduction"),
        column("deductionDateTime", LOCAL, "When the points were taken off, in local time."),
        column("perfectAttendanceDateTime", LOCAL, "When the award was made, in local time."),
        column("balanceChange", NUMBER, "Points, negative where they are taken off."),
        policy(),
        BALANCE_TYPE,
    )
