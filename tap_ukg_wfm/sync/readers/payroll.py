"""Payroll exports: a query is submitted, looked for in the list until it is done, and read as rows.

Follows `POST /v1/commons/payroll/export/async`, its list (`GET`), and `GET …/{executionKey}/response`,
which is a CSV. Submitting a query changes nothing: UKG keeps the file for some days and then forgets it.
"""

from __future__ import annotations

import csv
import io
import logging
import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec.json import encode

from tap_ukg_wfm.api.errors import OperationError, unknown_shape
from tap_ukg_wfm.api.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.custom.payroll import PayrollExport

_LOGGER = logging.getLogger(__name__)
_KEY = re.compile(r"[A-Za-z0-9_-]{1,200}", re.ASCII)
_PING = 5.0
"""Seconds between two looks at a job where UKG does not say how many."""
_SHORTEST_PING = 1.0
_COUNT = 100
_MOST_PAGES = 100


class _NotAsWantedError(Exception):
    """A file that is no answer to the query; the text says why, with what the file holds."""


def fetch_export(
    client: Client, operation: PayrollExport, values: Mapping[str, Any], *, once: bool
) -> Response:
    """The lines of an export as `rows`, each by the headers of the CSV.

    Args:
        client: Calls the operations.
        operation: The export's.
        values: The values of its template variables.
        once: For a connection test: ask for the list of exports, which takes the same right.

    Raises:
        OperationError: The export fails, takes too long, or is not a CSV with the headers wanted.
    """
    if once:
        return Response(encode({"rows": []}), _page(client, operation, 0, 1)[1])
    submitted = client.ask(operation, {**values, "request_id": uuid4().hex})
    told = _object(operation, submitted.body)
    key = told.get("executionKey")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise unknown_shape(operation.name, told)
    _wait(client, operation, key, told)
    result = replace(
        operation, method="GET", path=f"{operation.path}/{key}/response", media="text/csv"
    )
    file = client.call(result, None, {"stream": "true"})
    try:
        rows = _rows(operation, file.content)
    except _NotAsWantedError as error:
        raise OperationError(f"{operation.name} {client.redact(error)}") from error
    return Response(encode({"rows": rows}), submitted.read_at)


def _wait(client: Client, operation: PayrollExport, key: str, told: Mapping[str, Any]) -> None:
    """Look for a job in the list of jobs, as often as UKG wishes, until it is done.

    Raises:
        OperationError: The job fails, or is not done in time.
    """
    ping = told.get("nextPing")
    pause = max(_SHORTEST_PING, float(ping) if isinstance(ping, (int, float)) else _PING)
    until = time.monotonic() + operation.wait_seconds
    state = told.get("state")
    if state != "SUCCESSFUL":
        _LOGGER.info(
            "UKG makes the payroll export: the tap looks every %g seconds, for at most %d seconds.",
            pause,
            operation.wait_seconds,
        )
    while state != "SUCCESSFUL":
        if state == "FAILED":
            raise OperationError(
                f"{operation.name} failed in UKG ({_reason(client, operation, key)}): check the query "
                "of the export."
            )
        left = until - time.monotonic()
        if left <= 0:
            raise OperationError(
                f"{operation.name} is not done after {operation.wait_seconds} seconds: raise the "
                "export's wait_seconds, or have the query ask for less."
            )
        time.sleep(min(pause, left))
        state = _state(client, operation, key)


def _state(client: Client, operation: PayrollExport, key: str) -> object:
    """How far a job is; None while the list does not have it."""
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
    """A page of the list of jobs, and when it was read."""
    response = client.call(replace(operation, method="GET"), None, {"index": index, "count": count})
    found = _object(operation, response.body).get("records")
    if not isinstance(found, list):
        raise unknown_shape(f"GET {operation.path}", response.body)
    return found, response.read_at


def _reason(client: Client, operation: PayrollExport, key: str) -> str:
    """What UKG says of a job that failed."""
    status = replace(operation, method="GET", path=f"{operation.path}/{key}/status")
    try:
        said = _object(operation, client.call(status).body).get("message")
    except OperationError:
        said = None
    return client.redact(said or "no reason given")


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
        raise _NotAsWantedError(
            "gave a file that is not a CSV in UTF-8: check the export in UKG."
        ) from error
    if missing := [name for name in operation.headers if name not in header]:
        raise _NotAsWantedError(
            f"gave a file without {', '.join(missing)}: check the export's columns; the file has "
            f"{', '.join(header) or 'none'}."
        )
    if any(len(row) != len(header) for row in rows):
        raise _NotAsWantedError(
            "gave a file in which a line has other fields than the header: check the query of the export."
        )
    return [dict(zip(header, (value or None for value in row), strict=True)) for row in rows]
