"""The tenant: a company with its settings and cached responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from ukg_wfm_sandbox.errors import over_limit
from ukg_wfm_sandbox.records.timekeeping import accruals, metrics
from ukg_wfm_sandbox.records.timekeeping import sections as timecard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

_KEPT = 16_000
Dated = tuple[tuple[int, bytes], ...]


class Tenant:
    """A company as a tenant. Rows of days that can no longer change are cached as JSON.

    Args:
        company: The company.
        live: The value of each live switch.
        activities: Whether the tenant has the Activities license.
        next_ping: The `nextPing` of payroll exports, in seconds.
        max_jobs: The most jobs in a response.
    """

    def __init__(
        self,
        company: Company,
        live: Mapping[str, str],
        *,
        activities: bool = True,
        next_ping: int = 60,
        max_jobs: int = 5000,
    ) -> None:
        self.company = company
        self.activities = activities
        self.next_ping = next_ping
        self.live = live
        company.organization.titles["Site"] = live["location_type"]
        self.max_jobs = max_jobs
        self.accruals = accruals.Accruals(company)
        self.exports: dict[str, Any] = {}
        self._kept: dict[tuple[int, int, str], tuple[int, Any]] = {}

    def check_jobs(self, count: int) -> None:
        """Refuse a response with more jobs than UKG returns at once."""
        if count > self.max_jobs:
            raise over_limit(count, self.max_jobs)

    def timecard(self, person: Person, ordinal: int) -> tuple[Dated, ...]:
        """Return the timecard sections of a day; each maps dates to rows as comma-separated JSON."""
        return self._keep(person, ordinal, "timecard", self._timecard)

    def totals(self, person: Person, ordinal: int) -> tuple[Dated, ...]:
        """Return the total lines of a day in the same form: its own, and those of corrections."""
        return self._keep(person, ordinal, "totals", self._totals)

    def _timecard(self, person: Person, ordinal: int) -> tuple[Dated, ...]:
        sections = timecard.sections(self.company, person, ordinal)
        return tuple(_joined(rows) for rows in sections)

    def _totals(self, person: Person, ordinal: int) -> tuple[Dated, ...]:
        rows = metrics.totals(self.company, person, ordinal)
        return tuple(
            _joined([(ordinal, row) for row in rows if row["isFromCorrection"] == corrects])
            for corrects in (False, True)
        )

    def _keep(
        self,
        person: Person,
        ordinal: int,
        kind: str,
        make: Callable[[Person, int], tuple[Dated, ...]],
    ) -> tuple[Dated, ...]:
        version = self.company.versions[person.id]
        kept = self._kept.get((person.id, ordinal, kind))
        if kept is not None and kept[0] == version:
            sections: tuple[Dated, ...] = kept[1]
            return sections
        made = make(person, ordinal)
        if self.company.settled(ordinal):
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[person.id, ordinal, kind] = (version, made)
        return made


def _joined(rows: list[tuple[int, dict[str, Any]]]) -> Dated:
    by_date: dict[int, list[bytes]] = {}
    for ordinal, row in rows:
        by_date.setdefault(ordinal, []).append(orjson.dumps(row))
    return tuple((ordinal, b",".join(texts)) for ordinal, texts in by_date.items())


def array(texts: Iterable[bytes]) -> orjson.Fragment:
    """Return a JSON list of rows that are already JSON."""
    return orjson.Fragment(b"[" + b",".join(texts) + b"]")
