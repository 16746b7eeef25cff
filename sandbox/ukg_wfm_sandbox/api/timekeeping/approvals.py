"""Timecard approvals and sign-offs of one person; attestations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, known, span
from ukg_wfm_sandbox.errors import bad
from ukg_wfm_sandbox.records.timekeeping import approvals, attestations
from ukg_wfm_sandbox.shapes import RANGE, REF, check

if TYPE_CHECKING:
    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.people import Person

_WHO = frozenset(("person_num", "employee_id"))
_WHEN = frozenset(
    ("start_date", "end_date", "symbolic_period", "symbolic_period_id", "aoid", "coid")
)


def _one(tenant: Tenant, call: Call) -> Person:
    """Return the person named in the query."""
    identifier, number = call.query.get("employee_id"), call.query.get("person_num")
    if (identifier is None) == (number is None):
        raise bad("WFP-90005", "Either employee_id or person_num is required.")
    if identifier is None:
        (person,) = known(tenant, {"qualifiers": [number]})
    elif identifier.isdecimal():
        (person,) = known(tenant, {"ids": [int(identifier)]})
    else:
        raise bad("WFP-90009", "employee_id must be a number.")
    return person


def _approvals(tenant: Tenant, call: Call) -> Reply:
    person = _one(tenant, call)
    dates = {name: call.query[name] for name in ("start_date", "end_date") if name in call.query}
    check(dates, ({"start_date!": "date", "end_date!": "date"},))
    first, last = span({"startDate": dates["start_date"], "endDate": dates["end_date"]})
    return Reply(approvals.approvals(tenant.company, person, first, last), 1)


def _signoffs(tenant: Tenant, call: Call) -> Reply:
    return Reply([approvals.signoff(tenant.company, _one(tenant, call))], 1)


def _attestations(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    first, last = span(where["dateRange"])
    people = known(tenant, {"refs": where["employees"]})
    dates = tenant.live["attestation_dates"]
    rows = [
        row
        for person in people
        for row in attestations.selected(tenant.company, person, first, last, dates)
    ]
    return Reply([{"attestationDailyDetail": rows}], len(people))


OPERATIONS = (
    Operation("GET", "/v1/timekeeping/timecard_approvals", _approvals, query=_WHO | _WHEN),
    Operation("GET", "/v1/timekeeping/timecard_signoffs", _signoffs, query=_WHO),
    Operation(
        "POST",
        "/v1/timekeeping/attestation/multi_read",
        _attestations,
        (
            {
                "select": [("attestationDailyDetail",)],
                "where!": {"dateRange!": RANGE, "employees!": [REF]},
            },
        ),
    ),
)
