"""A tenant with real latency: idle time, throttling, and a plain SDK tap in comparison."""

from __future__ import annotations

import json
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from benchmarks.core import CORE
from benchmarks.measure import TAP, Run, catalog, run, serving, settings

TODAY = date(2026, 11, 15)
SLOTS = 4
EMPLOYEES, DAYS = 2000, 90
CURVE = (400, 60)


def measure() -> dict[str, Any]:
    """All figures of this part."""
    tap = _against(EMPLOYEES, DAYS)
    return {
        "size": [EMPLOYEES, DAYS],
        "streams": len(CORE),
        "tap": tap,
        "plain": _against(EMPLOYEES, DAYS, plain=True),
        "curve_size": CURVE,
        "curve": {slots: _against(*CURVE, concurrency=slots) for slots in (1, 2, 3, 4)},
        "throttled": _against(*CURVE, throttled=True),
    }


def _against(
    employees: int,
    days: int,
    *,
    concurrency: int = SLOTS,
    plain: bool = False,
    throttled: bool = False,
) -> dict[str, Any]:
    """One run against a fresh sandbox."""
    start = (TODAY - timedelta(days=days)).isoformat()
    with tempfile.TemporaryDirectory() as name, serving(*served(employees, days)) as url:
        config = settings(Path(name), url, start_date=start, concurrency=concurrency)
        if throttled:
            fault = {"operation": "*", "times": None, "every": 10, "status": 429}
            tell(url, "faults", {**fault, "headers": {"Retry-After": "1"}})
        rival: list[str | Path] = [TAP[0], "-m", "benchmarks.rivals.plain_tenant"]
        tap = [*TAP, "--catalog", catalog(Path(name), *CORE)]
        done: Run = run([*(rival if plain else tap), "--config", config])
        stats = tell(url, "stats")
    return {
        "seconds": done.seconds,
        "records": done.records,
        "megabytes": done.megabytes,
        "busy": stats["busy_seconds"],
        "requests": stats["total"],
    }


def served(employees: int, days: int) -> list[str]:
    """The command of the sandbox with real latency."""
    sandbox = ["-m", "ukg_wfm_sandbox", "--port", "0", "--quiet", "--today", TODAY.isoformat()]
    sandbox += ["--employees", str(employees), "--days", str(days), "--latency", "150,4"]
    return [*sandbox, "--max-concurrency", str(SLOTS)]


def tell(url: str, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Send a request to the sandbox's control interface, with a body if there is one."""
    data = json.dumps(body).encode() if body else None
    with urlopen(Request(f"{url}/_sandbox/{what}", data=data)) as answer:  # noqa: S310 - our own
        return dict(json.load(answer))
