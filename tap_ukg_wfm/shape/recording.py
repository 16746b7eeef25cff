"""A client that records what responses look like, within the limits of a report."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ukg_wfm.api.client import Client
from tap_ukg_wfm.api.errors import OperationError, TapError
from tap_ukg_wfm.shape.fields import FieldShapes
from tap_ukg_wfm.shape.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_ukg_wfm.api.operations import Operation
    from tap_ukg_wfm.api.responses import Response

REQUESTS = 400
"""The most requests of a report."""
SECONDS = 600
"""The longest that a report may take."""
_PER_OPERATION = 20
_CODE = re.compile(r"HTTP (\d{3})(?:, ([A-Z]{2,5}-[A-Z0-9-]+))?")


class EnoughError(OperationError):
    """The report has seen enough of an operation, or has sent the maximum number of requests."""

    code = "enough"


@dataclass
class Recorded:
    """The requests to an operation, and what its responses looked like."""

    shapes: FieldShapes
    requests: int = 0
    accepted: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)


class RecordingClient(Client):
    """Calls operations like its parent, and records the responses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as the parent
        super().__init__(*args, **kwargs)
        self.recorded: dict[str, Recorded] = {}
        self._names = Names.of_the_tap()
        self._recording = threading.Lock()
        self._until = time.monotonic() + SECONDS
        self._begun = 0

    @override
    def call(
        self,
        operation: Operation,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
    ) -> Response:
        """Send one request and record the shape of its response.

        Raises:
            EnoughError: When a limit is reached.
            TapError: As the parent does.
        """
        with self._recording:
            known = self.recorded.setdefault(operation.name, Recorded(FieldShapes(self._names)))
            over = self._begun >= REQUESTS or time.monotonic() > self._until
            if over or known.requests >= _PER_OPERATION:
                raise EnoughError(f"The report has read enough of {operation.name}.")
            self._begun += 1
            known.requests += 1
        try:
            response = super().call(operation, body, params)
            content = response.body if operation.media == "application/json" else None
        except TapError as error:
            with self._recording:
                known.refusals[refusal(error)] += 1
            raise
        with self._recording:
            known.accepted += 1
            known.forms[" ".join(sorted(_paths(body)))] += 1
            if content is not None:
                known.shapes.add(content)
        return response

    @property
    def made(self) -> int:
        """How many requests were sent."""
        return self._begun


def refusal(error: TapError) -> str:
    """Status and error code of a refusal, without the rest of its text.

    >>> refusal(TapError('POST /v1/x is refused (HTTP 403, WFA-000030, "Jo Doe", kronos-tid 1).'))
    'HTTP 403 WFA-000030'
    """
    found = _CODE.search(str(error))
    return f"HTTP {' '.join(filter(None, found.groups()))}" if found else error.code


def _paths(body: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON
    """The paths of a request's body, without its values.

    >>> sorted(_paths({"where": {"employees": {"ids": [1, 2]}}, "select": ["X"]}))
    ['select[]', 'where.employees.ids[]']
    """
    if isinstance(body, dict):
        for name, inner in body.items():
            yield from _paths(inner, f"{path}.{name}" if path else name)
    elif isinstance(body, list):
        yield from {inner for entry in body[:1] for inner in _paths(entry, f"{path}[]")}
    elif path:
        yield path
