"""Payroll exports: submit a query, wait until UKG has made the file, and read its rows.

Calls `POST /v1/commons/payroll/export/async`, the list of jobs (`GET` of the same path), and
`GET …/{executionKey}/response`, which is a CSV file. Submitting a query changes no data: UKG keeps the
file for some days and then deletes it.
"""

from __future__ import annotations

import csv
import io
import logging
import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from msgspec.json import encode

from tap_ukg_wfm.api.errors import OperationError, unknown_shape
from tap_ukg_wfm.api.responses import Response
from tap_ukg_wfm.sync.requests import Accounted, Page, identify, values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.custom.payroll import PayrollExport
    from tap_ukg_wfm.sync.requests import Request

_LOGGER = logging.getLogger(__name__)
_KEY = re.compile(r"[A-Za-z0-9_-]{1,200}", re.ASCII)
_PING = 5.0
"""Seconds between two status requests when UKG does not give a time."""
_SHORTEST_PING = 1.0
_COUNT = 100
_MOST_PAGES = 100


class _UnusableFileError(Exception):
    """The file does not match the export. The message says why, and may quote the file."""


def read(client: Client, request: Request, *, once: bool = False) -> Iterator[Page]:
    """The rows of an export as one page.

    Raises:
        OperationError: As `fetch_export` does.
    """
    operation = cast("PayrollExport", request.run.operation)
    response = fetch_export(client, operation, values(request), once=once)
    accounted = Accounted(frozenset(map(identify, request.batch)))
    yield Page(response, request.window, request.batch, accounted)


def fetch_export(
    client: Client, operation: PayrollExport, variables: Mapping[str, Any], *, once: bool
) -> Response:
    """The lines of an export as `rows`, with the headers of the CSV as keys.

    Args:
        client: Calls the operations.
        operation: The operation of the export.
        variables: The values of its template variables.
        once: For a connection test: fetch the list of exports, which requires the same right.

    Raises:
        OperationError: The export fails, takes too long, or is not a CSV with the declared headers.
    """
    if once:
        return Response(encode({"rows": []}), _page(client, operation, 0, 1)[1])
    submitted = client.ask(operation, {**variables, "request_id": uuid4().hex})
    job = _object(operation, submitted.body)
    key = job.get("executionKey")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise unknown_shape(operation.name, job)
    _wait(client, operation, key, job)
    result = replace(
        operation, method="GET", path=f"{operation.path}/{key}/response", media="text/csv"
    )
    file = client.call(result, None, {"stream": "true"})
    try:
        rows = _rows(operation, file.content)
    except _UnusableFileError as error:
        raise OperationError(f"{operation.name} {client.redact(error)}") from error
    return Response(encode({"rows": rows}), submitted.read_at)


def _wait(client: Client, operation: PayrollExport, key: str, job: Mapping[str, Any]) -> None:
    """Look up the job in the list of jobs, as often as UKG asks for, until it is done.

    Raises:
        OperationError: The job fails, or is not done in time.
    """
    ping = job.get("nextPing")
    pause = max(_SHORTEST_PING, float(ping) if isinstance(ping, (int, float)) else _PING)
    until = time.monotonic() + operation.wait_seconds
    state = job.get("state")
    if state != "SUCCESSFUL":
        _LOGGER.info(
            "UKG is preparing the payroll export. The tap checks every %g seconds, for at most %d seconds.",
            pause,
            operation.wait_seconds,
        )
    while state != "SUCCESSFUL":
        if state == "FAILED":
            raise OperationError(
                f"{operation.name} failed in UKG. Check the query of the export. "
                f"({_reason(client, operation, key)})"
            )
        left = until - time.monotonic()
        if left <= 0:
            raise OperationError(
                f"{operation.name} did not finish within {operation.wait_seconds} seconds. Raise "
                "wait_seconds of the export, or make its query return less."
            )
        time.sleep(min(pause, left))
        state = _state(client, operation, key)


def _state(client: Client, operation: PayrollExport, key: str) -> object:
    """The state of a job; None while it is not in the list."""
    for index in range(_MOST_PAGES):
        jobs, _ = _page(client, operation, index, _COUNT)
        for job in jobs:
            if _object(operation, job).get("executionKey") == key:
                return job.get("state")
        if len(jobs) < _COUNT:
            break
    return None


def _page(
    client: Client, operation: PayrollExport, index: int, count: int
) -> tuple[list[dict[str, Any]], str]:
    """A page of the list of jobs, and the time at which it was read."""
    response = client.call(replace(operation, method="GET"), None, {"index": index, "count": count})
    jobs = _object(operation, response.body).get("records")
    if not isinstance(jobs, list):
        raise unknown_shape(f"GET {operation.path}", response.body)
    return jobs, response.read_at


def _reason(client: Client, operation: PayrollExport, key: str) -> str:
    """The reason that UKG gives for a failed job."""
    status = replace(operation, method="GET", path=f"{operation.path}/{key}/status")
    try:
        message = _object(operation, client.call(status).body).get("message")
    except OperationError:
        message = None
    return client.redact(message or "no reason given")


def _object(operation: PayrollExport, body: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    if not isinstance(body, dict):
        raise unknown_shape(operation.name, body)
    return body


def _rows(operation: PayrollExport, content: bytes) -> list[dict[str, str | None]]:
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = next(lines, [])
        rows = [line for line in lines if line]
    except (csv.Error, UnicodeDecodeError) as error:
        raise _UnusableFileError(
            "returned a file that is not CSV in UTF-8. Check the export in UKG."
        ) from error
    if missing := [name for name in operation.headers if name not in header]:
        raise _UnusableFileError(
            f"returned a file without the columns {', '.join(missing)}. Check the columns of the export. "
            f"(The file has {', '.join(header) or 'no columns'}.)"
        )
    if any(len(row) != len(header) for row in rows):
        raise _UnusableFileError(
            "returned a file with a line that has more or fewer fields than the header. Check the query of "
            "the export."
        )
    return [dict(zip(header, (value or None for value in row), strict=True)) for row in rows]
