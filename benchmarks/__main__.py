"""Measure all or some parts, keep the figures, and write the page."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from benchmarks import catalogue, latency, memory, page, speed

DOCS = Path(__file__).parent.parent / "docs"
FIGURES = DOCS / "benchmarks.json"


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", help="of latency, catalogue, speed, memory; all without any"
    )
    parser.add_argument("--dlt", type=Path, help="a Python that has dlt")
    parser.add_argument("--airbyte", type=Path, help="a Python that has the Airbyte CDK")
    options = parser.parse_args()
    parts = {
        "latency": latency.measure,
        "catalogue": catalogue.measure,
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
