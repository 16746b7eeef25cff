"""The long proof that nothing is lost: hundreds of kills, every fault, into a real PostgreSQL.

Usage: `python -m tests.soak TARGET_POSTGRES [KILLS]`, where TARGET_POSTGRES is the command of that
name; `make soak` does so. Writes docs/soak.md.
"""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from ukg_wfm_sandbox import Sandbox

from tests.postgres import rows, running
from tests.trouble import FAULTS, NETWORK, ODD, SETTINGS, Trouble, suffer
from tests.truth import STREAMS

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parent.parent / "docs" / "soak.md"
SEED = 20261123


class TargetPostgres:
    """Lands rows with meltanolabs-target-postgres, in a process of its own."""

    def __init__(self, command: str, address: dict[str, str], folder: Path) -> None:
        self.state: dict[str, Any] = {}
        self._connection = psycopg.connect(" ".join(f"{k}={v}" for k, v in address.items()))
        self._connection.autocommit = True
        config = {
            "host": address["host"],
            "port": int(address["port"]),
            "user": address["user"],
            "password": "none",
            "database": address["dbname"],
            "default_target_schema": "soak",
            "batch_size_rows": 2000,
            "hard_delete": True,
        }
        (folder / "target.json").write_text(json.dumps(config), "utf-8")
        self._log = folder / "target.log"
        self._command = [command, "--config", str(folder / "target.json")]

    def take(self, tap: subprocess.Popen[bytes], meddle: Callable[[], None]) -> None:
        with self._log.open("wb") as log:
            target = subprocess.Popen(
                self._command, stdin=tap.stdout, stdout=subprocess.PIPE, stderr=log
            )
        # The target alone holds the pipe now, so that it sees the end of it.
        assert tap.stdout
        tap.stdout.close()
        meddle()
        out, _ = target.communicate(timeout=600)
        if tap.wait(60) == 0:
            assert target.returncode == 0, self._log.read_text("utf-8")[-3000:]
        states = [line for line in out.splitlines() if line.startswith(b"{")]
        if states:
            self.state = json.loads(states[-1])

    def current(self, stream: str) -> list[dict[str, Any]]:
        self._connection.execute("SET search_path TO soak")
        return rows(self._connection, stream)


def main(command: str, kills: int = 200) -> None:
    """Suffer, and write the page."""
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as name,
        running() as address,
        Sandbox(employees=8, days=30, seed=SEED, today="2026-11-15", latency=(20, 5)) as tenant,
    ):
        folder = Path(name)
        landing = TargetPostgres(command, address, folder)
        trouble = Trouble(folder, tenant, landing, SEED, request_timeout=2)
        suffer(trouble, kills, [*FAULTS, *ODD])
        days = tenant.today
    write(trouble, kills, days, time.monotonic() - began)


def write(trouble: Trouble, kills: int, today: str, seconds: float) -> None:
    """The page of results."""
    count = trouble.count
    stopped = {n: count[f"{n} while it ran"] for n in (signal.SIGKILL.name, signal.SIGTERM.name)}
    varied = "; ".join(f"{name} {', '.join(map(str, all_))}" for name, all_ in SETTINGS.items())
    faults = "\n".join(f"| {name} | {count[name]} |" for name in [*FAULTS, *ODD, *NETWORK])
    PAGE.write_text(
        f"""# Reliability test

`make soak` on {time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores, Python \
{platform.python_version()}, {seconds / 60:.0f} minutes. The tap writes to a real PostgreSQL database through
meltanolabs-target-postgres. It is killed at random moments and continues from the last state that the
target has stored. After each complete run, the test selects the current rows with the SQL in
[warehouse.md](warehouse.md), and compares every table with the sandbox's truth, row by row. Between the
runs, the tenant's clock advances, with retroactive edits, deletions, transfers and hires, until {today}.
Settings vary: {varied}.

| Event | Number |
|---|---|
| signals sent | {kills} |
| SIGKILL while the tap was running | {stopped["SIGKILL"]} |
| SIGTERM while the tap was running | {stopped["SIGTERM"]} |
| runs | {count["runs"]} |
| comparisons of all {len(STREAMS)} streams with the truth | {count["comparisons with the truth"]} |
| rows compared | {count["rows compared"]:,} |
| rows lost or duplicated | 0 |

Faults, each injected into a random request of a random run:

| Fault | Number |
|---|---|
{faults}

`make test` runs a short version with the same seed (`tests/tap/test_interrupted.py`).
""".replace("\\\n", "\n"),
        "utf-8",
    )
    sys.stdout.write(PAGE.read_text("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
