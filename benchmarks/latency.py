"""How well the tap fills the tenant's slots: wall time against the tenant's own busy time.

Reads a sandbox with the latency of real tenants twice, with four requests at once and with one, and
writes docs/benchmarks.md. Usage: `python benchmarks/latency.py [EMPLOYEES] [DAYS]`.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

from tap_ukg_wfm.sandbox import auth

if TYPE_CHECKING:
    import resource

ROOT = Path(__file__).parent.parent
LATENCY = "150,4"
SLOTS = 4


def main(employees: int = 500, days: int = 90) -> None:
    """Measure, and write the page."""
    runs = {concurrency: measure(concurrency, employees, days) for concurrency in (SLOTS, 1)}
    rows = [
        f"| {concurrency} | {run['wall']:.1f} s | {run['busy'] / concurrency:.1f} s "
        f"| {run['wall'] * concurrency / run['busy']:.2f} | {run['requests']} | {run['rows']:,} "
        f"| {run['peak']:.0f} MB |"
        for concurrency, run in runs.items()
    ]
    gain = runs[1]["wall"] / runs[SLOTS]["wall"]
    page = f"""# Benchmarks

`make bench` on a machine with {os.cpu_count()} cores, Python {platform.python_version()},
{platform.system()} {platform.machine()}. Machines differ and are shared: compare the ratios.

## A tenant with real latency
`python benchmarks/latency.py {employees} {days}`: {employees} employees, {days} days, all streams; the
sandbox takes 150 ms and 4 ms per employee for each request, at most {SLOTS} requests at once. The ideal
is the tenant's own busy time, shared by the requests under way.

| requests at once | wall | ideal | wall / ideal | requests | rows | peak memory |
|---|---|---|---|---|---|---|
{chr(10).join(rows)}

Four requests at once are {gain:.1f} x as fast as one. The process starts and ends in these times, too.
"""
    (ROOT / "docs" / "benchmarks.md").write_text(page, "utf-8")
    print(page)


def measure(concurrency: int, employees: int, days: int) -> dict[str, Any]:
    """One run of the tap against a fresh sandbox: seconds, requests, rows, megabytes."""
    command = [sys.executable, "-m", "tap_ukg_wfm.sandbox", "--port", "0", "--quiet"]
    command += ["--employees", str(employees), "--days", str(days), "--latency", LATENCY]
    command += ["--max-concurrency", str(SLOTS)]
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as sandbox,
        tempfile.TemporaryDirectory() as folder,
    ):
        try:
            assert sandbox.stderr  # noqa: S101 - it is a pipe
            url = sandbox.stderr.readline().split()[-1]
            start = time.strftime("%Y-%m-%d", time.gmtime(time.time() - days * 86_400))
            config = {
                "api_url": url,
                "subdomain": "sandbox",
                "username": auth.USERNAME,
                "password": auth.PASSWORD,
                "client_id": auth.CLIENT_ID,
                "client_secret": auth.CLIENT_SECRET,
                "start_date": start,
                "concurrency": concurrency,
            }
            (Path(folder) / "config.json").write_text(json.dumps(config), "utf-8")
            before = time.perf_counter()
            rows, peak = read(Path(folder))
            wall = time.perf_counter() - before
            with urlopen(f"{url}/_sandbox/stats") as answer:  # noqa: S310 - our own address
                stats = json.load(answer)
        finally:
            sandbox.terminate()
    busy, requests = stats["busy_seconds"], stats["total"]
    return {"wall": wall, "busy": busy, "requests": requests, "rows": rows, "peak": peak}


def read(folder: Path) -> tuple[int, float]:
    """Run the tap into a file: its rows, and its peak memory in megabytes."""
    command = [sys.executable, "-m", "tap_ukg_wfm", "--config", str(folder / "config.json")]
    with (folder / "out").open("wb") as out, (folder / "log").open("wb") as log:
        tap = subprocess.Popen(command, stdout=out, stderr=log)
        _, status, usage = os.wait4(tap.pid, 0)
    if status:
        sys.exit((folder / "log").read_text("utf-8")[-3000:])
    with (folder / "out").open("rb") as lines:
        rows = sum(line.startswith(b'{"type":"RECORD"') for line in lines)
    return rows, megabytes(usage)


def megabytes(usage: resource.struct_rusage) -> float:
    """Peak memory: Linux counts kilobytes, macOS bytes."""
    return usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
