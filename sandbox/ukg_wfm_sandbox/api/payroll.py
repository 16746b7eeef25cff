"""Payroll export: submit an SQL query, poll its status, download the result as CSV.

The SQL is limited: columns of `payroll_lines`, with an optional range of `paid_on` or `apply_date`.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import Call, Operation, Reply
from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.errors import ApiError, bad
from ukg_wfm_sandbox.records import payroll

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.api.tenant import Tenant

Row = dict[str, Any]
PATH = "/v1/commons/payroll/export/async"
_PINGS = 2
"""The number of status requests until a job is done."""
_COUNT = 100
_SELECT = re.compile(
    r"\s*SELECT\s+(?P<columns>\*|[a-z_]+(?:\s*,\s*[a-z_]+)*)\s+FROM\s+payroll_lines"
    r"(?:\s+WHERE\s+(?P<by>paid_on|apply_date)\s+BETWEEN\s+'(?P<first>\d{4}-\d\d-\d\d)'"
    r"\s+AND\s+'(?P<last>\d{4}-\d\d-\d\d)')?\s*;?\s*",
    re.IGNORECASE | re.ASCII,
)


@dataclass
class Export:
    """A job: the columns and dates of its query, and the number of status requests."""

    columns: tuple[str, ...]
    by: str
    first: str
    last: str
    pings: int = 0

    @property
    def state(self) -> str:
        """The status of the job."""
        return "SUCCESSFUL" if self.pings >= _PINGS else "PENDING"


def _submit(tenant: Tenant, call: Call) -> Reply:
    query = _SELECT.fullmatch(call.body["query"])
    if query is None:
        raise bad("WCO-116302", "The query is not valid: select columns from payroll_lines.")
    columns = payroll.COLUMNS
    if query["columns"] != "*":
        columns = tuple(name.strip().lower() for name in query["columns"].split(","))
    if unknown := set(columns) - set(payroll.COLUMNS):
        raise bad("WCO-116302", f"The query is not valid: unknown column {min(unknown)}.")
    by = (query["by"] or "paid_on").lower()
    first = query["first"] or times.day(tenant.company.first_day)
    last = query["last"] or times.day(tenant.company.clock.today)
    key = f"00000000-0000-4000-8000-{len(tenant.exports) + 1:012}"
    tenant.exports[key] = Export(columns, by, first, last)
    return Reply({**_short(tenant, key), "nextPing": tenant.next_ping}, status=202)


def _jobs(tenant: Tenant, call: Call) -> Reply:
    first, count = int(call.query.get("index", 0)), int(call.query.get("count", _COUNT))
    # Newest first.
    keys = list(tenant.exports)[::-1]
    page = keys[first * count : (first + 1) * count]
    for key in page:
        tenant.exports[key].pings += 1
    records = [_short(tenant, key) for key in page]
    return Reply({"records": records, "totalElements": len(keys)})


def _status(tenant: Tenant, call: Call) -> Reply:
    key, job = _job(tenant, call)
    job.pings += 1
    message = "Done." if job.state == "SUCCESSFUL" else "The export is in progress."
    return Reply({**_short(tenant, key), "message": message, "nextPing": tenant.next_ping})


def _response(tenant: Tenant, call: Call) -> Reply:
    _, job = _job(tenant, call)
    if job.state != "SUCCESSFUL":
        raise bad("WCO-116301", "The export is not done yet.")
    written = io.StringIO(newline="")
    out = csv.DictWriter(written, job.columns, extrasaction="ignore")
    out.writeheader()
    out.writerows(_lines(tenant, job))
    return Reply(written.getvalue().encode(), len(tenant.company.people), media="text/csv")


def _lines(tenant: Tenant, job: Export) -> Iterator[Row]:
    company = tenant.company
    first, last = times.ordinal(job.first), times.ordinal(job.last)
    days = (first, last) if job.by == "paid_on" else (first, company.clock.today)
    for person in company.people:
        for row in payroll.lines(company, person, *days):
            if job.first <= str(row[job.by]) <= job.last:
                yield row


def _job(tenant: Tenant, call: Call) -> tuple[str, Export]:
    key = call.path["executionKey"]
    if key not in tenant.exports:
        raise ApiError(404, "WCO-116300", "There is no export with this execution key.")
    return key, tenant.exports[key]


def _short(tenant: Tenant, key: str) -> Row:
    expires = times.utc(tenant.company.clock.now + 7 * 86_400)
    return {"executionKey": key, "expiresAt": expires, "state": tenant.exports[key].state}


OPERATIONS = (
    Operation("POST", PATH, _submit, ({"query!": "str", "requestId": "str"},)),
    Operation("GET", PATH, _jobs, query=frozenset({"index", "count"})),
    Operation("GET", f"{PATH}/{{executionKey}}/status", _status),
    Operation("GET", f"{PATH}/{{executionKey}}/response", _response, query=frozenset({"stream"})),
)
