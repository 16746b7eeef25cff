"""Statistics of the server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_REMEMBERED = 400


@dataclass
class Stats:
    """Counts of API requests, and the distinct requests."""

    requests: dict[str, dict[str, int]] = field(default_factory=dict)
    employees: dict[str, dict[str, int]] = field(default_factory=dict)
    busy_seconds: float = 0.0
    running: int = 0
    most_running: int = 0
    seen: dict[bytes, dict[str, Any]] = field(default_factory=dict)
    mutated: list[dict[str, Any]] = field(default_factory=list)
    """What faults of the kind "mutate" changed, and where."""

    def start(self) -> None:
        """Count the start of a request."""
        self.running += 1
        self.most_running = max(self.most_running, self.running)

    def end(self, seconds: float) -> None:
        """Count the end of a request."""
        self.running -= 1
        self.busy_seconds += seconds

    def answered(self, name: str, status: int | str) -> None:
        """Count a response."""
        counts = self.requests.setdefault(name, {})
        counts[str(status)] = counts.get(str(status), 0) + 1

    def worked(self, name: str, employees: int) -> None:
        """Count the employees of a request."""
        counts = self.employees.setdefault(name, {})
        counts[str(employees)] = counts.get(str(employees), 0) + 1

    def remember(self, key: bytes, request: dict[str, Any]) -> None:
        """Store a request unless an equal one is stored."""
        if len(self.seen) < _REMEMBERED:
            self.seen.setdefault(key, request)

    def reset(self) -> None:
        """Reset all counts except the running requests."""
        running = self.running
        self.__init__()  # type: ignore[misc]
        self.running = self.most_running = running
