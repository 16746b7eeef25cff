"""Setup lists of attendance, leave and attestation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.catalogs import ACCRUALS, PAY_CODE_REFS, SICK, UNPAID
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.records.setup.lists import named

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company

Row = dict[str, Any]
EVENT_TYPES = ("basic", "pattern", "combined", "lost_time", "perfect_attendance")
ATTENDANCE_PROFILES = {1551: "Standard points", 1552: "Probation"}
ATTESTATION_PROFILES = {1561: "Meal break", 1562: "Nothing to attest"}
LEAVE_PROFILES = {1581: "FMLA", 1582: "Deutschland", 1583: "Old 2010"}
LEAVE_CATEGORIES = {821: "Medical", 822: "Family"}
LEAVE_REASONS = {
    811: ("Own Health", 821),
    812: ("Elternzeit — Pflege", 822),
    813: ("家族の介護", 822),
}


def attendance_profiles(company: Company) -> list[Row]:
    """List the attendance profiles, whose policies change every month."""
    month = times.day(company.clock.today)[:7] + "-01"
    rows = named(ATTENDANCE_PROFILES, activeSwitch=True, description="Points per absence")
    for row in rows:
        policy = {"id": row["id"] * 10, "orderNum": 1, "qualifier": f"{row['name']} policy"}
        row["persistentId"] = Draw(company.seed, "attendance", row["id"]).uuid()
        dates = {"effectiveDate": month, "expirationDate": "3000-01-01"}
        row["versions"] = [{**dates, "profilePolicyAssignments": [policy]}]
    return rows


def attendance_event_types(_company: Company) -> list[Row]:
    """List the types of attendance events; the last one has no id."""
    rows: list[Row] = [{"id": place, "qualifier": name} for place, name in enumerate(EVENT_TYPES)]
    del rows[-1]["id"]
    return rows


def attestation_profiles(_company: Company) -> list[Row]:
    """List the attestation profiles; only the first has questions."""
    rows: list[Row] = []
    for number, name in ATTESTATION_PROFILES.items():
        part = {"deleted": False, "versionCount": 1}
        asked = {
            "id": number * 10,
            "name": "End of shift",
            "orderNumber": 1,
            **part,
            "attestationButton": {"id": 31, "name": "Clock out", **part},
            "attestationCondition": {"id": 41, "name": "No meal punched", **part},
            "attestationWorkflow": {"id": 51, "name": "Meal questions", **part},
        }
        asks = [asked] if number == 1561 else []
        row: Row = {"id": number, "name": name, **part}
        row |= {"attestationAssignments": asks, "attestationAssignmentComponents": asks}
        rows.append(row)
    return rows


def leave_profiles(_company: Company) -> list[Row]:
    """List the leave profiles with their categories."""
    return [
        {
            "id": number,
            "qualifier": name,
            "description": f"Leave: {name}",
            "isActive": number != 1583,
            "leaveProfileCategory": [
                {
                    "id": number * 10,
                    "qualifier": "Default",
                    "leaveProfileCategoryConfigurableData": [],
                    "leaveProfileCategoryRule": [
                        {"leaveCategory": {"id": one, "qualifier": title}}
                        for one, title in LEAVE_CATEGORIES.items()
                    ],
                    "leaveProfileCategoryType": [],
                }
            ][: number != 1583],
        }
        for number, name in LEAVE_PROFILES.items()
    ]


def leave_categories(_company: Company) -> list[Row]:
    """List the leave categories."""
    return [
        {
            "id": number,
            "name": name,
            "shortName": name[:3],
            "default": number == 821,
            "isActive": True,
            "order": number - 820,
        }
        for number, name in LEAVE_CATEGORIES.items()
    ]


def leave_reasons(company: Company) -> list[Row]:
    """List the leave reasons with their leave types."""
    categories = {one["id"]: one for one in leave_categories(company)}
    accrual = {"id": 202, "qualifier": ACCRUALS[202][0]}
    rows: list[Row] = []
    for number, (name, category) in LEAVE_REASONS.items():
        row: Row = {
            "id": number,
            "name": name,
            "code": f"R{number}",
            "active": True,
            "leaveSetupCategory": categories[category],
            "paidLeaveTypes": [_leave_type(1, accrual, paid=True)] if number == 811 else [],
            "trackingLeaveTypes": [_leave_type(2, accrual, paid=False)],
        }
        if number == 811:
            row |= {"default": True, "description": "Also „Kur“"}
        rows.append(row)
    return rows


def _leave_type(number: int, accrual: Row, *, paid: bool) -> Row:
    name = "Paid sick leave" if paid else "Tracked leave"
    return {
        "id": 830 + number,
        "name": name,
        "qualifier": name,
        "enabled": True,
        "paid": paid,
        "leaveTypeGroup": f"LEAVE_TYPE_GROUP_{'PAID' if paid else 'TRACKING'}",
        "accrualCode": accrual,
        "payCode": PAY_CODE_REFS[SICK if paid else UNPAID],
    }
