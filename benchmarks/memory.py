"""Memory against records, and records per second of a small and a large tenant."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.measure import HERE, TAP, catalog, run, serving, settings
from benchmarks.pages import FIRST

# More records of the same people, and finally of more people.
MEMORY = [(10_000, 3), (10_000, 25), (10_000, 250), (25_000, 100)]
GROWTH = {"500 x 30": (500, 30), "10,000 x 365": (10_000, 365)}


def measure() -> dict[str, Any]:
    """Peak memory by punches, and punches per second by the tenant's size."""
    memory = [{"size": size, **_read(*size)} for size in MEMORY]
    growth: dict[str, list[dict[str, float]]] = {name: [] for name in GROWTH}
    # The small one several times, the large one once, so that both are stable.
    for _ in range(3):
        growth["500 x 30"].append(_read(*GROWTH["500 x 30"]))
    growth["10,000 x 365"].append(_read(*GROWTH["10,000 x 365"]))
    return {"memory": memory, "growth": growth}


def _read(employees: int, days: int) -> dict[str, float]:
    with (
        tempfile.TemporaryDirectory() as name,
        serving(str(HERE / "pages.py"), str(employees), str(days), "10") as url,
    ):
        folder = Path(name)
        end = (FIRST + timedelta(days - 1)).isoformat()
        config = settings(folder, url, start_date=FIRST.isoformat(), end_date=end, window_days=10)
        command: list[str | Path] = [
            *TAP,
            "--config",
            config,
            "--catalog",
            catalog(folder, "punches"),
        ]
        done = run(command)
        # Exclude the start and the end of the process.
        nothing = run([*command, "--discover"]).seconds
    return {"seconds": done.seconds - nothing, "records": done.records, "megabytes": done.megabytes}
