"""All streams of a tenant with real latency: a first run, and a run one day later."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from ukg_wfm_sandbox.company.catalogs import ABSENCES, REQUEST_TYPES

from benchmarks.latency import SLOTS, TODAY, served, tell
from benchmarks.measure import TAP, Run, run, serving, settings
from tap_ukg_wfm.streams import STREAMS

EMPLOYEES, DAYS = 1000, 30


def measure() -> dict[str, Any]:
    """A first run, and one the day after, whose look-back covers all of it."""
    start = (TODAY - timedelta(days=DAYS)).isoformat()
    with tempfile.TemporaryDirectory() as name, serving(*served(EMPLOYEES, DAYS)) as url:
        folder = Path(name)
        config = settings(
            folder, url, start_date=start, absence_pay_code=ABSENCES, request_types=[*REQUEST_TYPES]
        )
        command: list[str | Path] = [*TAP, "--config", config]
        first = run(command)
        before = tell(url, "stats")
        state = json.loads(first.last.splitlines()[-1])["value"]
        (folder / "state.json").write_text(json.dumps(state), "utf-8")
        tell(url, "advance", {"days": 1})
        second = run([*command, "--state", folder / "state.json"])
        after = tell(url, "stats")
    busiest = sorted(
        ((sum(counts.values()), name) for name, counts in before["requests"].items()), reverse=True
    )
    return {
        "size": [EMPLOYEES, DAYS],
        "slots": SLOTS,
        "streams": len(STREAMS),
        "runs": {
            "first": _figures(first, before["busy_seconds"], before["total"]),
            "a day later": _figures(
                second,
                after["busy_seconds"] - before["busy_seconds"],
                after["total"] - before["total"],
            ),
        },
        "busiest": busiest[:8],
    }


def _figures(done: Run, busy: float, requests: int) -> dict[str, Any]:
    return {
        "seconds": done.seconds,
        "records": done.records,
        "megabytes": done.megabytes,
        "busy": busy,
        "requests": requests,
    }
