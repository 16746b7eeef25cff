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
    ref("pointBalanceType", "the type of balance"),
    localized("pointBalanceType.type", "the type of what is counted"),
    column("pointBalanceType.decimalPlaceNum", INTEGER, "Number of decimal places of the points."),
    column(
        "pointBalanceType.startingBalanceAmount",
        NUMBER,
        "Starting number of points.",
    ),
    column("pointBalanceType.minBalanceAmount", NUMBER, "Minimum number of points."),
    column("pointBalanceType.maxBalanceAmount", NUMBER, "Maximum number of points."),
)


class AttendanceBalances(Table):
    """The points of each person by date and type of balance, at the start and at the end of the date."""

    name = "attendance_balances"
    operation = _read("balances")
    # The id belongs to the balance, not to the date.
    numbered = True
    primary_keys = ("person_id", "date_time", "line_number")
    reads = Dated("date_time")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the balance; null if UKG returns none."),
        column("name", STRING, "Name of the balance."),
        localized("type", "the type of balance"),
        column("dateTime", LOCAL, "Date of the balance, in local time."),
        column("startBalanceAmount", NUMBER, "Points at the start of the date."),
        column("endBalanceAmount", NUMBER, "Points at the end of the date."),
        column("isChanged", BOOLEAN, "Whether points changed on the date."),
        BALANCE_TYPE,
    )


class AttendanceBalanceAdjustments(Table):
    """Manual adjustments of points."""

    name = "attendance_balance_adjustments"
    operation = _read("balance_adjustments")
    primary_keys = ("id",)
    reads = Dated("apply_date_time")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the adjustment."),
        column("name", STRING, "Name of the adjustment."),
        localized("type", "the type of adjustment"),
        column("applyDateTime", LOCAL, "When the points take effect, in local time."),
        column("balanceChange", NUMBER, "Points; negative if they are deducted."),
        column("decimalPlaceNum", INTEGER, "Number of decimal places of the points."),
        column("updatedByUser", INTEGER, "Id of the user who made the adjustment."),
        policy(),
        RULE,
        BALANCE_TYPE,
    )


class PerfectAttendance(Table):
    """Awards for perfect attendance, and violations that ended a period of it."""

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
        column("applyDateTime", LOCAL, "When it takes effect, in local time."),
        ref("perfectAttendanceDefinition", "the definition of perfect attendance"),
        policy(),
        transaction("pointTransaction", "the award or violation"),
    )


class PerfectAttendanceDeductions(Table):
    """Points deducted as a reward for perfect attendance."""

    name = "perfect_attendance_deductions"
    operation = _read("perfect_attendance_deductions")
    primary_keys = ("id",)
    reads = Dated("deduction_date_time")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the deduction."),
        column("name", STRING, "Name of the deduction."),
        localized("type", "the type of deduction"),
        column("deductionDateTime", LOCAL, "When the points were deducted, in local time."),
        column("perfectAttendanceDateTime", LOCAL, "When the award was made, in local time."),
        column("balanceChange", NUMBER, "Points; negative if they are deducted."),
        policy(),
        BALANCE_TYPE,
    )
