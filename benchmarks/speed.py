"""The speed of the tap itself, without latency, compared with a bare loop and other readers."""

from __future__ import annotations

import statistics
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.measure import HERE, TAP, catalog, run, serving, settings
from benchmarks.pages import FIRST

EMPLOYEES, DAYS, WINDOW = 500, 100, 10
RECORDS = EMPLOYEES * DAYS * 4
TIMES = 5
RIVALS = HERE / "rivals"
REFS = ("time_zone", "data_source", "org_job", "location", "work_rule", "cost_center_cost_center")
COLUMNS = (
    *("person_id", "person_number", "id", "punch_dtm", "rounded_punch_dtm", "entered_on_dtm"),
    *("updated_on_dtm", "is_phantom", "is_scheduled", "editable", "cancel_deduct"),
    *("exception_resolved", "has_comments", "window_date", "read_at"),
    *(f"{name}_{part}" for name in REFS for part in ("id", "qualifier")),
)


def measure(dlt: Path, airbyte: Path) -> dict[str, Any]:
    """Seconds of each reader: medians of five, interleaved because the machine may be shared.

    Args:
        dlt: A Python that has dlt.
        airbyte: A Python that has the Airbyte CDK.
    """
    server = (str(HERE / "pages.py"), *map(str, (EMPLOYEES, DAYS, WINDOW)))
    with tempfile.TemporaryDirectory() as name, serving(*server) as url:
        folder = Path(name)
        dates = {
            "start_date": FIRST.isoformat(),
            "end_date": (FIRST + timedelta(DAYS - 1)).isoformat(),
            "window_days": WINDOW,
        }
        batch = {
            "encoding": {"format": "jsonl", "compression": "gzip"},
            "storage": {"root": (folder / "batches").as_uri()},
            "batch_size": 100_000,
        }
        chosen: list[str | Path] = ["--catalog", catalog(folder, "punches", columns=COLUMNS)]
        plain = settings(folder, url, **dates)
        batched = settings(folder, url, **dates, batch_config=batch)
        readers: dict[str, list[str | Path]] = {
            "bare loop": [sys.executable, RIVALS / "bare.py", url],
            "tap": [*TAP, "--config", plain, *chosen],
            "tap, BATCH": [*TAP, "--config", batched, *chosen],
            "plain SDK": [sys.executable, RIVALS / "plain_sdk.py", url],
            "dlt": [dlt, RIVALS / "dlt_rest.py", url],
            "Airbyte CDK": [airbyte, RIVALS / "airbyte_declarative.py", url],
        }
        seconds: dict[str, list[float]] = {name: [] for name in readers}
        for _ in range(TIMES):
            for reader, command in readers.items():
                done = run(command)
                _complete(reader, done.records, done.last)
                seconds[reader].append(done.seconds)
        discover = [run([*TAP, "--discover"]).seconds for _ in range(TIMES)]
        import_sdk = [
            run([sys.executable, "-c", "import singer_sdk"]).seconds for _ in range(TIMES)
        ]
    return {
        "seconds": {reader: statistics.median(took) for reader, took in seconds.items()},
        "all": seconds,
        "records": RECORDS,
        "discover": statistics.median(discover),
        "import": statistics.median(import_sdk),
    }


def _complete(reader: str, records: int, last: bytes) -> None:
    """Check that a reader has read everything."""
    if reader == "dlt":
        records = int(last.split()[0])
    if reader != "tap, BATCH" and records != RECORDS:
        raise RuntimeError(f"{reader} read {records} of {RECORDS} records")
