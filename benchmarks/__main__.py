"""Run all or some benchmarks, save the figures and write the page."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from benchmarks import catalog, latency, memory, page, speed

DOCS = Path(__file__).parent.parent / "docs"
FIGURES = DOCS / "benchmarks.json"


def main() -> None:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help="latency, catalog, speed or memory (default: all)")
    parser.add_argument("--dlt", type=Path, help="path of a Python with dlt")
    parser.add_argument("--airbyte", type=Path, help="path of a Python with the Airbyte CDK")
    options = parser.parse_args()
    parts = {
        "latency": latency.measure,
        "catalog": catalog.measure,
        "speed": lambda: speed.measure(options.dlt, options.airbyte),
        "memory": memory.measure,
    }
    for name in options.parts or parts:
        measured = {**parts[name](), "on": time.strftime("%Y-%m-%d"), "machine": page.machine()}
        found = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
        found[name] = json.loads(json.dumps(measured))
        FIGURES.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
        print(page.write(found, DOCS))


if __name__ == "__main__":
    main()
