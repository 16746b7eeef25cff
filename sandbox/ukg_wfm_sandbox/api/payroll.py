"""Payroll export: a job is submitted, asked after until it is done, and its file downloaded.

Of the body the vendor's read operations say nothing: this tenant's takes people and dates.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.hyperfinds import members
from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, known, span
from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.errors import ApiError, bad
from ukg_wfm_sandbox.records import metrics
from ukg_wfm_sandbox.shapes import RANGE, REF, REFS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]
PATH = "/v1/commons/payroll/export/async"
HEADER = ("Employee ID", "Apply Date", "Pay Code", "Hours", "Wages", "Job")
_PINGS = 2
"""How often a job is asked after before it is done."""


@dataclass
class Export:
    """A job: whose payroll, of which days, and how often it was asked after."""

    people: Sequence[Person]
    days: tuple[int, int]
    pings: int = 0

    @property
    def state(self) -> str:
        """How far it is."""
        return "SUCCESSFUL" if self.pings >= _PINGS else "PENDING"


def _submit(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    days = span(where["dateRange"], days=365)
    if ("employees" in where) == ("hyperfind" in where):
        raise bad("WFP-90005", "Either employees or hyperfind is required.")
    if "hyperfind" in where:
        people = members(tenant, where["hyperfind"], *days)
    else:
        people = known(tenant, where["employees"])
    key = f"{len(tenant.exports) + 1:08d}-{tenant.company.seed}"
    tenant.exports[key] = Export(people, days)
    return Reply({"executionKey": key, "state": "PENDING"}, len(people), 202)


def _jobs(tenant: Tenant, call: Call) -> Reply:
    first, count = int(call.query.get("index", 0)), int(call.query.get("count", 100))
    found = [_short(tenant, key, job) for key, job in tenant.exports.items()]
    page = found[first * count : (first + 1) * count]
    return Reply({"records": page, "totalElements": len(found)})


def _status(tenant: Tenant, call: Call) -> Reply:
    key, job = _job(tenant, call)
    job.pings += 1
    message = "Done." if job.state == "SUCCESSFUL" else "The export is being made."
    return Reply({**_short(tenant, key, job), "message": message, "nextPing": 1})


def _response(tenant: Tenant, call: Call) -> Reply:
    _, job = _job(tenant, call)
    if job.state != "SUCCESSFUL":
        raise bad("WCO-116301", "The export is not done yet.")
    written = io.StringIO(newline="")
    out = csv.writer(written)
    out.writerow(HEADER)
    out.writerows(_lines(tenant, job))
    return Reply(written.getvalue().encode(), len(job.people), media="text/csv")


def _lines(tenant: Tenant, job: Export) -> Iterator[tuple[object, ...]]:
    for person in job.people:
        for day in range(job.days[0], job.days[1] + 1):
            for row in metrics.totals(tenant.company, person, day):
                yield (
                    person.number,
                    row["applyDate"],
                    row["payCode"]["qualifier"],
                    row.get("hoursAmount", ""),
                    row["wages"],
                    row["job"]["qualifier"],
                )


def _job(tenant: Tenant, call: Call) -> tuple[str, Export]:
    key = call.path["executionKey"]
    if key not in tenant.exports:
        raise ApiError(404, "WCO-116300", "There is no export of this execution key.")
    return key, tenant.exports[key]


def _short(tenant: Tenant, key: str, job: Export) -> Row:
    expires = times.utc(tenant.company.clock.now + 7 * 86_400)
    return {"executionKey": key, "expiresAt": f"{expires}Z", "state": job.state}


OPERATIONS = (
    Operation(
        "POST",
        PATH,
        _submit,
        ({"where!": {"dateRange!": RANGE, "employees": REFS, "hyperfind": REF}},),
    ),
    Operation("GET", PATH, _jobs, query=frozenset({"index", "count"})),
    Operation("GET", f"{PATH}/{{executionKey}}/status", _status),
    Operation("GET", f"{PATH}/{{executionKey}}/response", _response, query=frozenset({"stream"})),
)
