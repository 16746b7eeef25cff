"""The page of results and its plots, from the last measurements."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# The same figures give the same file, byte for byte.
mpl.rcParams["svg.hashsalt"] = "tap-ukg-wfm"
RIVALS = {
    "bare loop": "a bare loop: requests, orjson, one line per record",
    "tap": "**tap-ukg-wfm**",
    "tap, BATCH": "tap-ukg-wfm, BATCH files (gzip)",
    "plain SDK": "a plain REST stream of the Singer SDK",
    "dlt": "dlt's rest_api source (extract only)",
    "Airbyte CDK": "the Airbyte CDK's declarative source",
}


def machine() -> str:
    """A short description of this machine."""
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def write(found: dict[str, Any], docs: Path) -> str:
    """Write docs/benchmarks.md and the plots. Returns the page."""
    parts = [
        "# Benchmarks",
        (
            "`make bench` runs all benchmarks; `python -m benchmarks latency` (or `catalog`, `speed`, "
            "`memory`) runs some of them. The machine was shared, so compare the ratios within a table "
            "rather than the times. All figures are for whole processes, including start and end, "
            "unless noted otherwise."
        ),
        *(_latency(found["latency"], docs) if "latency" in found else []),
        *(_catalog(found["catalog"]) if "catalog" in found else []),
        *(_speed(found["speed"]) if "speed" in found else []),
        *(_memory(found["memory"], docs) if "memory" in found else []),
    ]
    page = "\n\n".join(parts) + "\n"
    (docs / "benchmarks.md").write_text(page, "utf-8")
    return page


def _latency(found: dict[str, Any], docs: Path) -> list[str]:
    tap, plain = found["tap"], found["plain"]
    employees, days = found["size"]
    small, few = found["curve_size"]
    curve = {int(slots): run for slots, run in found["curve"].items()}
    calm, throttled = curve[4], found["throttled"]
    _plot(
        docs / "benchmarks-concurrency.svg",
        ("requests at once", "times as fast as one at a time"),
        [(str(slots), curve[1]["seconds"] / run["seconds"]) for slots, run in curve.items()],
    )
    return [
        (
            f"## A tenant with real latency\nMeasured on {found['on']}: {found['machine']}. The sandbox "
            "takes 150 ms plus 4 ms per employee for each request, and accepts 4 requests at once. The tap "
            f"reads {found['streams']} common streams, with 25 employees and 30 days per request. The "
            "ideal time is the time that the tenant was busy, divided by the number of requests at once. "
            "The plain SDK tap writes the items of responses unchanged, with the rows nested in them."
        ),
        _table(
            ("reader", "wall", "ideal", "wall / ideal", "requests", "records", "peak memory"),
            [
                _row(f"tap-ukg-wfm, {employees:,} employees, {days} days", tap, 4),
                _row("plain SDK tap, the same requests one at a time", plain, 1),
                *(
                    _row(f"tap-ukg-wfm, {small:,} employees, {few} days, {slots} at once", r, slots)
                    for slots, r in curve.items()
                ),
            ],
        ),
        f"tap-ukg-wfm is **{plain['seconds'] / tap['seconds']:.1f} x** as fast as the plain SDK tap.",
        "![Speed against concurrency](benchmarks-concurrency.svg)",
        (
            "With throttling (a 429 with `Retry-After: 1` for every tenth request), the run of "
            f"{small:,} employees takes {throttled['requests']:,} requests instead of "
            f"{calm['requests']:,} ({throttled['requests'] / calm['requests']:.2f} x, because each refused "
            f"request is repeated once) and {throttled['seconds']:.0f} s instead of "
            f"{calm['seconds']:.0f} s. It reads the same {throttled['records']:,} records."
        ),
    ]


def _catalog(found: dict[str, Any]) -> list[str]:
    employees, days = found["size"]
    slots = found["slots"]
    return [
        (
            f"## All streams\nMeasured on {found['on']}: {found['machine']}. All "
            f"{found['streams']} streams of {employees:,} employees and {days} days, from the same tenant, "
            f"with {slots} requests at once. The second run continues from the state of the first, one "
            "day and its edits later, with a look-back of 30 days."
        ),
        _table(
            ("run", "wall", "ideal", "wall / ideal", "requests", "records", "peak memory"),
            [_row(name, run, slots) for name, run in found["runs"].items()],
        ),
        "Operations that accept only a few people per request need the most requests (first run):",
        _table(
            ("operation", "requests"),
            [(f"`{name}`", f"{count:,}") for count, name in found["busiest"]],
        ),
    ]


def _row(name: str, run: dict[str, Any], slots: int) -> tuple[str, ...]:
    ideal = run["busy"] / slots
    return (
        name,
        f"{run['seconds']:.1f} s",
        f"{ideal:.1f} s",
        f"{run['seconds'] / ideal:.2f}",
        f"{run['requests']:,}",
        f"{run['records']:,}",
        f"{run['megabytes']:.0f} MB",
    )


def _speed(found: dict[str, Any]) -> list[str]:
    seconds = found["seconds"]
    return [
        (
            f"## The tap itself\nMeasured on {found['on']}: {found['machine']}. {found['records']:,} "
            "nested records of 25 values, on prepared pages of 1,000, without latency. Medians of 5 runs; "
            "the readers take turns."
        ),
        _table(
            ("reader", "wall", "records per second", "against the SDK", "against the bare loop"),
            [
                (
                    RIVALS[reader],
                    f"{took:.2f} s",
                    f"{found['records'] / took:,.0f}",
                    f"{seconds['plain SDK'] / took:.1f} x as fast",
                    f"{took / seconds['bare loop']:.2f} x the time",
                )
                for reader, took in seconds.items()
            ],
        ),
        (
            f"`tap-ukg-wfm --discover` takes {found['discover']:.2f} s, "
            f"{found['discover'] / found['import']:.1f} x the time of `import singer_sdk`."
        ),
    ]


def _memory(found: dict[str, Any], docs: Path) -> list[str]:
    memory = found["memory"]
    million = next(run["megabytes"] for run in memory if run["records"] == 1_000_000)
    people = memory[0]["size"][0]
    _plot(
        docs / "benchmarks-memory.svg",
        (f"punches of {people:,} people", "peak memory of the tap, MB"),
        [(f"{r['records']:,}", r["megabytes"]) for r in memory if r["size"][0] == people],
    )
    growth = {
        name: sorted(runs, key=lambda run: float(run["seconds"]))[len(runs) // 2]
        for name, runs in found["growth"].items()
    }
    return [
        (
            f"## Memory and growth\nMeasured on {found['on']}: {found['machine']}. Punches with all "
            "columns, on prepared pages."
        ),
        _table(
            ("employees", "days", "punches", "peak memory", "against one million"),
            [
                (
                    f"{run['size'][0]:,}",
                    str(run["size"][1]),
                    f"{run['records']:,}",
                    f"{run['megabytes']:.0f} MB",
                    f"{run['megabytes'] / million:.2f} x",
                )
                for run in memory
            ],
        ),
        "![Memory against records](benchmarks-memory.svg)",
        _table(
            ("employees x days", "punches", "punches per second, without start and end"),
            [
                (name, f"{run['records']:,}", f"{run['records'] / run['seconds']:,.0f}")
                for name, run in growth.items()
            ],
        ),
    ]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plot(path: Path, labels: tuple[str, str], points: Sequence[tuple[str, float]]) -> None:
    from matplotlib.figure import Figure  # noqa: PLC0415 - after rcParams

    figure = Figure(figsize=(5, 3), layout="tight")
    axes = figure.subplots()
    axes.plot([x for x, _ in points], [y for _, y in points], marker="o", color="#00696d")
    axes.set(xlabel=labels[0], ylabel=labels[1], ylim=(0, None))
    axes.grid(visible=True, alpha=0.3)
    figure.savefig(path, metadata={"Date": None})
