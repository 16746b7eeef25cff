"""Payroll exports: a job is submitted, asked after until it is done, and its CSV read as rows.

Follows `POST /v1/commons/payroll/export/async` and its `GET …/{executionKey}/status` and
`…/response`. Submitting one is no change: UKG keeps its file for a while and then forgets it.
"""

from __future__ import annotations

import csv
import io
import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec.json import encode

from tap_ukg_wfm.api.errors import OperationError, unknown_shape
from tap_ukg_wfm.api.responses import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.custom.payroll import PayrollExport

_KEY = re.compile(r"[A-Za-z0-9_-]{1,200}", re.ASCII)
_LONGEST_PAUSE = 30.0


def fetch_export(client: Client, operation: PayrollExport, body: Any, *, once: bool) -> Response:  # noqa: ANN401 - any JSON
    """The lines of an export as `rows`, each by the headers of the CSV.

    Args:
        client: Calls the operations.
        operation: The export's.
        body: What to export.
        once: For a connection test: ask for the list of exports, which takes the same right.

    Raises:
        OperationError: When the export fails, takes too long, or is no CSV with the headers wanted.
    """
    if once:
        jobs = replace(operation, method="GET")
        return Response(
            encode({"rows": []}), client.call(jobs, None, {"index": 0, "count": 1}).read_at
        )
    submitted = client.call(operation, body)
    told = _job(operation, submitted.body)
    key = told.get("executionKey")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise unknown_shape(operation.name, told)
    job = replace(operation, method="GET", path=f"{operation.path}/{key}/status")
    _wait(client, job)
    result = replace(job, path=f"{operation.path}/{key}/response", media="text/csv")
    file = client.call(result, None, {"stream": "true"})
    return Response(
        encode({"rows": _rows(operation, file.content, client.redact)}), submitted.read_at
    )


def _wait(client: Client, job: PayrollExport) -> None:
    """Ask after a job, as often as UKG wishes, until it is done."""
    until = time.monotonic() + job.wait_seconds
    while True:
        status = _job(job, client.call(job).body)
        if status.get("state") == "SUCCESSFUL":
            return
        if status.get("state") != "PENDING":
            said = client.redact(status.get("message") or "no reason given")
            raise OperationError(
                f"POST {_submitted(job)} failed in UKG ({said}): check the query of the export there."
            )
        ping = status.get("nextPing")
        pause = min(_LONGEST_PAUSE, max(1.0, float(ping if isinstance(ping, int) else 5)))
        if time.monotonic() + pause > until:
            raise OperationError(
                f"POST {_submitted(job)} is not done after {job.wait_seconds} seconds: raise the "
                "export's wait_seconds, or ask for fewer days with window_days."
            )
        time.sleep(pause)


def _submitted(job: PayrollExport) -> str:
    return job.path.rsplit("/", 2)[0]


def _job(operation: PayrollExport, body: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    if not isinstance(body, dict):
        raise unknown_shape(operation.name, body)
    return body


def _rows(
    operation: PayrollExport, content: bytes, redact: Callable[[str], str]
) -> list[dict[str, str | None]]:
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = next(lines, [])
        rows = [line for line in lines if line]
    except (csv.Error, UnicodeDecodeError) as error:
        raise OperationError(
            f"{operation.name} gave a file that is no CSV in UTF-8: check the export in UKG."
        ) from error
    if missing := [name for name in operation.headers if name not in header]:
        raise OperationError(
            f"{operation.name} gave a file without {', '.join(missing)}: check the export's columns; "
            f"the file has {redact(', '.join(header)) or 'none'}."
        )
    if any(len(row) != len(header) for row in rows):
        raise OperationError(
            f"{operation.name} gave a file in which a line has other fields than the header: check the "
            "export in UKG."
        )
    return [dict(zip(header, (value or None for value in row), strict=True)) for row in rows]
