"""The state of one running sandbox."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox import auth
from ukg_wfm_sandbox.api.tenant import Tenant
from ukg_wfm_sandbox.company import evolution, times
from ukg_wfm_sandbox.company.company import Company
from ukg_wfm_sandbox.faults import Faults
from ukg_wfm_sandbox.live import chosen
from ukg_wfm_sandbox.stats import Stats
from ukg_wfm_sandbox.truth import truth

if TYPE_CHECKING:
    from collections.abc import Mapping


class World:
    """A company, its tokens, its faults and its counters.

    Args:
        employees: The number of employees at the start.
        days: The days of history before today.
        seed: The seed of all random choices.
        today: The first day as YYYY-MM-DD; defaults to the real date.
        latency: Milliseconds per request, and per employee in it.
        max_concurrency: The most requests at once; one more is answered with 429.
        token_seconds: The lifetime of an access token.
        spike_limit: The most token requests in 10 seconds; one more is answered with 503.
        activities: Whether the tenant has the Activities license.
        next_ping: The `nextPing` of payroll exports: seconds until the next status request.
        max_jobs: The most jobs in a response; a request for more is refused.
        live: Values of live switches by key; see `ukg_wfm_sandbox.live`.

    Raises:
        ValueError: A live switch or its value does not exist.
    """

    def __init__(  # noqa: PLR0913
        self,
        *,
        employees: int = 200,
        days: int = 90,
        seed: int = 7,
        today: str | None = None,
        latency: tuple[float, float] = (0, 0),
        max_concurrency: int = 8,
        token_seconds: float = 1799,
        spike_limit: int = 10,
        activities: bool = True,
        next_ping: int = 60,
        max_jobs: int = 5000,
        live: Mapping[str, str] | None = None,
    ) -> None:
        first = times.ordinal(today) if today else date.today().toordinal()  # noqa: DTZ011
        self.company = Company(seed, employees, days, first)
        self.tenant = Tenant(
            self.company,
            chosen(live),
            activities=activities,
            next_ping=next_ping,
            max_jobs=max_jobs,
        )
        self.tokens = auth.Tokens(token_seconds, spike_limit)
        self.faults = Faults(seed)
        self.stats = Stats()
        self.latency = latency
        self.max_concurrency = max_concurrency

    def advance(self, days: int) -> None:
        """Move the clock forward day by day, with the events of each day."""
        for _ in range(days):
            self.company.clock.advance(1)
            evolution.happen(self.company)

    def edit(self, spec: dict[str, Any]) -> dict[str, Any]:
        """Make one edit."""
        return evolution.named_edit(self.company, **spec)

    def truth(
        self,
        stream: str,
        start_date: str | None = None,
        end_date: str | None = None,
        person_ids: list[int] | None = None,
    ) -> list[dict[str, Any]]:
        """Return the rows that a perfect extraction would hold now."""
        return truth(self.tenant, stream, start_date, end_date, person_ids)

    def counts(self) -> dict[str, Any]:
        """Return the statistics."""
        stats = self.stats
        return {
            "requests": stats.requests,
            "employees": stats.employees,
            "busy_seconds": stats.busy_seconds,
            "max_concurrent": stats.most_running,
            "mutated": stats.mutated,
            "total": sum(sum(one.values()) for one in stats.requests.values()),
            "tokens": {
                name: self.tokens.counts.get(name, 0) for name in ("grants", "refreshes", "revokes")
            },
        }

    def reset_counts(self) -> None:
        """Reset the statistics."""
        self.stats.reset()
        self.tokens.counts.clear()
