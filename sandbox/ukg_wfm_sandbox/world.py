"""Everything that one running sandbox holds."""

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
        employees: How many people there are at first.
        days: How many days of history there are.
        seed: What everything is drawn from.
        today: The first day as YYYY-MM-DD; the real one without it.
        latency: Milliseconds that each request takes, and those for each employee in it.
        max_concurrency: How many requests may run at once.
        token_seconds: How long a token lives.
        spike_limit: How many token requests are answered in 10 seconds.
        activities: Whether the tenant has the licence for activities.
        next_ping: After how many seconds it wants to be asked again for a payroll export.
        max_jobs: How many jobs an answer may hold; a request for more is refused.
        live: How it differs from other live tenants: values of the switches in
            `ukg_wfm_sandbox.live`, by their keys.

    Raises:
        ValueError: A switch, or its value, is unknown.
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
        """Let days pass, one after another, with all that happens on them."""
        for _ in range(days):
            self.company.clock.advance(1)
            evolution.happen(self.company)

    def edit(self, spec: dict[str, Any]) -> dict[str, Any]:
        """Make one named edit."""
        return evolution.named_edit(self.company, **spec)

    def truth(
        self,
        stream: str,
        start_date: str | None = None,
        end_date: str | None = None,
        person_ids: list[int] | None = None,
    ) -> list[dict[str, Any]]:
        """Give the rows that a perfect extraction would hold now."""
        return truth(self.tenant, stream, start_date, end_date, person_ids)

    def counts(self) -> dict[str, Any]:
        """Give the statistics."""
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
        """Count from nothing again."""
        self.stats.reset()
        self.tokens.counts.clear()
