"""The report of a check: codes for programs, messages for people. docs/check.md has the schema."""

from __future__ import annotations

import textwrap
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 1
"""The version of the report. It increases when a field changes or is removed, not when one is added."""

StepStatus = Literal["passed", "failed", "warned", "skipped"]
StreamStatus = Literal[
    "allowed", "empty", "refused", "not_licensed", "limited", "failed", "not_reached"
]
_READABLE = {"allowed", "empty"}
_NAMED = 5
"""How many streams the message names. The report has all."""


@dataclass(frozen=True)
class Step:
    """One step of a check."""

    step: str
    status: StepStatus
    code: str
    message: str


@dataclass(frozen=True)
class StreamResult:
    """The result of the smallest possible read of one selected stream."""

    stream: str
    operation: str
    status: StreamStatus
    access_control_point: str
    message: str


@dataclass
class Report:
    """The results of a check so far. Other threads may read it meanwhile."""

    steps: list[Step] = field(default_factory=list)
    streams: list[StreamResult] = field(default_factory=list)

    def add(self, step: str, status: StepStatus, code: str, message: str) -> None:
        """Add a step."""
        self.steps.append(Step(step, status, code, message))

    @property
    def unreadable(self) -> list[StreamResult]:
        """The selected streams that cannot be read."""
        return [result for result in self.streams if result.status not in _READABLE]

    @property
    def failed(self) -> bool:
        """Whether a step failed, or a selected stream cannot be read."""
        return any(step.status == "failed" for step in self.steps) or bool(self.unreadable)

    @property
    def code(self) -> str:
        """`ok`, or the code of the first problem."""
        for step in self.steps:
            if step.status == "failed":
                return step.code
        return "streams" if self.unreadable else "ok"

    @property
    def message(self) -> str:
        """The message of the first problem, or that there is none."""
        for step in self.steps:
            if step.status == "failed":
                return step.message
        unreadable = self.unreadable
        if not unreadable:
            return "The connection works."
        names = ", ".join(result.stream for result in unreadable[:_NAMED])
        if more := len(unreadable[_NAMED:]):
            names += f" and {more} more"
        return (
            f"{len(unreadable)} of {len(self.streams)} selected streams cannot be read ({names}). "
            f"{unreadable[0].message}"
        )

    def as_json(self) -> dict[str, Any]:
        """The whole report."""
        return {
            "type": "CONNECTION_REPORT",
            "version": VERSION,
            "status": "FAILED" if self.failed else "SUCCEEDED",
            "code": self.code,
            "message": self.message,
            "steps": [asdict(step) for step in self.steps],
            "streams": [asdict(result) for result in self.streams],
        }

    def status_line(self) -> dict[str, Any]:
        """The line for platforms that need only a status."""
        status = "FAILED" if self.failed else "SUCCEEDED"
        return {
            "type": "CONNECTION_STATUS",
            "connectionStatus": {"status": status, "message": self.message},
        }

    def table(self) -> Iterator[str]:
        """The report for people, line by line."""
        for step in self.steps:
            yield from _row(step.step, step.status, step.message)
        if self.streams:
            yield ""
            yield from _row("stream", "", "")
        for result in self.streams:
            what = "" if result.status in _READABLE else result.message
            yield from _row(result.stream, result.status.replace("_", " "), what)


def _row(name: str, status: str, message: str) -> Iterator[str]:
    first, *more = textwrap.wrap(message, 78, break_long_words=False) or [""]
    yield f"{name:<34} {status:<12} {first}".rstrip()
    yield from (f"{'':<48}{line}" for line in more)
