"""Leave cases, leave edits and their audit records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import (
    Call,
    Operation,
    Reply,
    known,
    refuse_optional,
    span,
)
from ukg_wfm_sandbox.errors import bad, over_limit
from ukg_wfm_sandbox.records import leave
from ukg_wfm_sandbox.shapes import RANGE, REF, Shape

if TYPE_CHECKING:
    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
_LOAD = 84_000
_CASES = 1000
_OPTIONAL: dict[str, Shape] = {
    "leaveCaseSearchType": ("BY_START_AND_END_DATES", "BY_RETRIEVAL_DATES"),
    "leaveEditSearchTypeEnum": ("BY_LEAVE_CASE_DATES", "BY_LEAVE_EDIT_DATES"),
}


def _asked(tenant: Tenant, body: Row) -> tuple[list[Person], int, int]:
    """Return the people and the days of a request; refuse too many person-days."""
    if "employees" not in body or "dateRange" not in body:
        raise bad("WFP-90005", "employees and dateRange are required.")
    first, last = span(body["dateRange"])
    people = known(tenant, body["employees"])
    load = len(people) * (last - first + 1)
    if load > _LOAD:
        raise over_limit(load, _LOAD, code="WFP-90001")
    return people, first, last


def _cases(tenant: Tenant, call: Call) -> Reply:
    company, wanted = tenant.company, call.body.get("leaveCases")
    if wanted is None:
        people, first, last = _asked(tenant, call.body)
        rows = [row for one in people for row in leave.cases(company, one, first, last)]
    else:
        if len(wanted) > _CASES:
            raise over_limit(len(wanted), _CASES, code="WFP-90003")
        ids = {one.get("id") for one in wanted}
        people, ends = company.people, (company.first_day, company.clock.today + 90)
        rows = [row for one in people for row in leave.cases(company, one, *ends)]
        rows = [row for row in rows if row["id"] in ids]
    status = call.body.get("caseStatus")
    if status is not None:
        rows = [row for row in rows if row["status"]["id"] == status["id"]]
    return Reply(rows, len(people))


def _edits(tenant: Tenant, call: Call) -> Reply:
    refuse_optional(tenant, call.body, _OPTIONAL)
    people, first, last = _asked(tenant, call.body)
    whole = call.body.get("leaveEditSearchTypeEnum") != "BY_LEAVE_EDIT_DATES"
    rows = [
        row for one in people for row in leave.edits(tenant.company, one, first, last, whole=whole)
    ]
    content: Row = {"leaveEdits": rows, "totals": [], "leaveCaseTotals": [], "metadata": {}}
    return Reply(content, len(people))


def _audits(tenant: Tenant, call: Call) -> Reply:
    people, first, last = _asked(tenant, call.body)
    kinds = {kind.upper() for kind in call.body.get("entityTypes", ())}
    rows = [row for one in people for row in leave.audits(tenant.company, one, first, last)]
    if kinds:
        rows = [row for row in rows if row["entityType"]["qualifier"] in kinds]
    return Reply(rows, len(people))


_REF: Row = {**REF, "name": "str"}
_WHO: Row = {"ids": ["int"], "qualifiers": ["str"], "refs": [_REF]}
_ASKED: Row = {"employees": _WHO, "dateRange": {**RANGE, "symbolicPeriod": _REF}}
OPERATIONS = (
    Operation(
        "POST",
        "/v1/leave/leave_cases/multi_read",
        _cases,
        ({**_ASKED, "caseStatus": {**_REF, "id!": "int"}, "leaveCases": [_REF]},),
    ),
    Operation(
        "POST",
        "/v1/leave/leave_edits/multi_read",
        _edits,
        (
            {
                **_ASKED,
                **_OPTIONAL,
            },
        ),
    ),
    Operation(
        "POST",
        "/v1/leave/audit_records/multi_read",
        _audits,
        ({**_ASKED, "entityTypes": ["str"]},),
    ),
)
