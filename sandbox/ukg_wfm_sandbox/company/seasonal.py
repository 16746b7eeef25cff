"""Seasonal setup: entries that are created one day and deleted some weeks later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ukg_wfm_sandbox.company.draw import Draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox.company.company import Company

_LONGEST = 40
_FIRST_ID = 50_000


def seasonal(company: Company, kind: str) -> Iterator[tuple[int, str]]:
    """Return the id and name of the seasonal entries of a kind that exist today."""
    today = company.clock.today
    for day in range(today - _LONGEST, today + 1):
        draw = Draw(company.seed, "seasonal", kind, day)
        if draw.chance(120) and day + draw.between(3, _LONGEST) > today:
            yield _FIRST_ID + day % 10_000, f"{kind.title()} {day % 10_000} 🌱"
