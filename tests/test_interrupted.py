"""Killed at any moment, and troubled by any fault, the tap loses nothing: the next runs make it whole."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm.sandbox import Sandbox
from tests.conftest import CANARY
from tests.test_truth import STREAMS, assert_truth
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = int(os.environ.get("TAP_UKG_WFM_SOAK", "8"))
WINDOWED = [stream for stream in STREAMS if stream not in {"persons", "employees"}]
FAULTS: list[dict[str, Any]] = [
    {"kind": "expire_token"},
    {"status": 403},
    {"status": 429, "headers": {"Retry-After": "1"}},
    {"status": 429},
    {"status": 500},
    {"status": 503, "headers": {"Retry-After": "1"}},
    {"status": 503},
    {"status": 504},
    {"kind": "drop"},
    {"kind": "cut"},
    {"kind": "invalid_json"},
    {"kind": "html"},
    {"kind": "empty"},
    {"status": 413, "error": {"errorCode": "WCO-106194", "message": "too many"}},
    {"status": 401},
    {"status": 200, "delay": 3.0},
]


class Runs:
    """Runs of the tap into one warehouse, each from the last STATE that landed."""

    def __init__(self, folder: Path, tenant: Sandbox, **settings: Any) -> None:
        self.folder, self.tenant, self.warehouse = folder, tenant, Warehouse()
        self.start = tenant.config()["start_date"]
        (folder / "config.json").write_text(json.dumps(tenant.config(**settings)), "utf-8")

    def once(self, stop: signal.Signals | None = None, after: float = 0.0) -> int:
        """One run, stopped by a signal after some seconds where one is given; its exit code."""
        (self.folder / "state.json").write_text(json.dumps(self.warehouse.state), "utf-8")
        command = [sys.executable, "-m", "tap_ukg_wfm"]
        command += ["--config", str(self.folder / "config.json")]
        command += ["--state", str(self.folder / "state.json")]
        out, err = self.folder / "out.jsonl", self.folder / "err.log"
        with out.open("wb") as stdout, err.open("wb") as stderr:
            tap = subprocess.Popen(command, stdout=stdout, stderr=stderr)
            if stop:
                time.sleep(after)
                asked = time.monotonic()
                tap.send_signal(stop)
            code = tap.wait(240)
            if stop:
                assert time.monotonic() - asked < 5
        said = err.read_text("utf-8")
        assert CANARY not in said
        assert "Traceback" not in said, said[-3000:]
        whole = out.read_bytes().rpartition(b"\n")[0].splitlines()
        self.warehouse.land([json.loads(line) for line in whole])
        return code

    def until_whole(self) -> None:
        """Run until a run comes to its end."""
        for _ in range(20):
            if self.once() == 0:
                return
        pytest.fail("twenty runs in a row failed")

    def compare(self) -> None:
        for stream in STREAMS:
            assert_truth(self.warehouse, self.tenant, stream, self.start)
        assert len(json.dumps(self.warehouse.state)) < 64_000


def test_killed_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    with Sandbox(employees=12, days=40, seed=13, today="2026-11-15", latency=(10, 0)) as tenant:
        runs = Runs(tmp_path, tenant, window_days=7, batch_size=4)
        for round_ in range(ROUNDS):
            stop = chance.choice([signal.SIGKILL, signal.SIGTERM])
            runs.once(stop, after=chance.uniform(0.3, 2.0))
            if chance.random() < 0.3:
                tenant.advance(1)
            if round_ % 4 == 3:
                runs.until_whole()
                runs.compare()
                tenant.advance(chance.choice([1, 2]))


def test_troubled_by_faults(tmp_path: Path) -> None:
    chance = random.Random(7)
    with Sandbox(employees=8, days=30, seed=17, today="2026-11-15") as tenant:
        runs = Runs(tmp_path, tenant, window_days=11, batch_size=4, request_timeout=2)
        for _ in range(max(2, ROUNDS // 4)):
            for fault in chance.sample(FAULTS, 8):
                tenant.fault(operation="*", times=1, every=chance.randint(3, 30), **fault)
            runs.until_whole()
            tenant.clear_faults()
            runs.until_whole()
            runs.compare()
            tenant.advance(1)


def test_sigterm_leaves_a_last_state(tmp_path: Path) -> None:
    with Sandbox(employees=12, days=40, seed=13, today="2026-11-15", latency=(80, 0)) as tenant:
        runs = Runs(tmp_path, tenant, window_days=5, batch_size=4)
        assert runs.once(signal.SIGTERM, after=3.0) == 128 + signal.SIGTERM
        lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
        assert json.loads(lines[-1])["type"] == "STATE"


def test_a_resumed_run_reads_only_the_holes(tmp_path: Path) -> None:
    operation = "POST /v1/timekeeping/timecard/multi_read"
    with Sandbox(employees=12, days=40, seed=13, today="2026-11-15", latency=(60, 0)) as tenant:
        runs = Runs(tmp_path, tenant, window_days=5, batch_size=4)
        runs.once(signal.SIGTERM, after=3.0)
        covered = runs.warehouse.state["bookmarks"]["punches"]["covered"]
        tenant.reset_stats()
        assert runs.once() == 0
        asked = sum(tenant.stats()["requests"].get(operation, {}).values())
        whole = 9 * 3
        assert covered
        assert asked < whole
        runs.compare()
