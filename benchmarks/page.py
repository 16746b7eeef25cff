"""The page of results, and its plots, out of the figures that were measured last."""

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
    "bare loop": "a bare loop: requests, orjson, a line per record",
    "tap": "**tap-ukg-wfm**",
    "tap, BATCH": "tap-ukg-wfm, BATCH files (gzip)",
    "plain SDK": "a REST stream of the Singer SDK as it comes",
    "dlt": "dlt's rest_api source (extract only)",
    "Airbyte CDK": "the Airbyte CDK's declarative source",
}


def machine() -> str:
    """This machine, in a few words."""
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def write(found: dict[str, Any], docs: Path) -> str:
    """Write docs/benchmarks.md and the plots; give the page."""
    parts = [
        "# Benchmarks",
        (
            "`make bench` measures all of this in one go; `python -m benchmarks latency` (or "
            "`catalogue`, `speed`, `memory`) a part. Machines differ, and this one "
            "was shared: compare the ratios within a table. Every figure is of whole processes, start "
            "and end included, unless it says otherwise."
        ),
        *(_latency(found["latency"], docs) if "latency" in found else []),
        *(_catalogue(found["catalogue"]) if "catalogue" in found else []),
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
            "takes 150 ms and 4 ms per employee for each request, and lets 4 be under way. "
            f"{found['streams']} streams: those that most warehouses want; 25 employees and 30 days a "
            "request. Ideal is the tenant's own busy time, shared by the "
            "requests under way: then no slot was ever idle. The usual tap writes the items of the answers "
            "as they are: what the tap makes rows of is nested in them."
        ),
        _table(
            ("reader", "wall", "ideal", "wall / ideal", "requests", "records", "peak memory"),
            [
                _row(f"tap-ukg-wfm, {employees:,} employees, {days} days", tap, 4),
                _row("the usual tap of the SDK, the same requests one by one", plain, 1),
                *(
                    _row(f"tap-ukg-wfm, {small:,} employees, {few} days, {slots} at once", r, slots)
                    for slots, r in curve.items()
                ),
            ],
        ),
        f"tap-ukg-wfm is **{plain['seconds'] / tap['seconds']:.1f} x** as fast as the usual tap.",
        "![Speed against concurrency](benchmarks-concurrency.svg)",
        (
            f"Throttled: with a 429 (`Retry-After: 1`) at every tenth request the run of {small:,} "
            f"employees takes {throttled['requests']:,} requests instead of {calm['requests']:,} "
            f"({throttled['requests'] / calm['requests']:.2f} x; each refused one once more, and no "
            f"storm), {throttled['seconds']:.0f} s instead of {calm['seconds']:.0f} s, and the same "
            f"{throttled['records']:,} records."
        ),
    ]


def _catalogue(found: dict[str, Any]) -> list[str]:
    employees, days = found["size"]
    slots = found["slots"]
    return [
        (
            f"## The whole catalogue\nMeasured on {found['on']}: {found['machine']}. All "
            f"{found['streams']} streams of {employees:,} employees and {days} days, from the same "
            f"tenant with latency, {slots} requests at once; then a day passes with its edits, and the "
            "run goes on from its state, with the look-back of 30 days."
        ),
        _table(
            ("run", "wall", "ideal", "wall / ideal", "requests", "records", "peak memory"),
            [_row(name, run, slots) for name, run in found["runs"].items()],
        ),
        "Most requests of the first run go to operations that take few people each:",
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
            "records of 25 values, nested, on ready-made pages of 1,000 without latency; medians of 5, "
            "the readers in turns."
        ),
        _table(
            ("reader", "wall", "records a second", "against the SDK", "against the bare loop"),
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
            "columns, on ready-made pages."
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
            ("employees x days", "punches", "punches a second, without start and end"),
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
