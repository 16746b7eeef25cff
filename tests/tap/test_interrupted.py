"""Killed at any moment, and troubled by any fault, the tap loses nothing: the next runs make it whole."""

from __future__ import annotations

import functools
import json
import re
import signal
import threading
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox

from tests.trouble import FAULTS, NETWORK, Trouble, suffer
from tests.truth import MECHANISMS
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path


class InProcess:
    """Lands lines in a DuckDB of this process, as far as they are whole."""

    def __init__(self) -> None:
        self.warehouse = Warehouse()
        self.lines: list[dict[str, Any]] = []
        self.pieces: list[bytes] = []

    @property
    def state(self) -> dict[str, Any]:
        return self.warehouse.state

    def take(self, tap: subprocess.Popen[bytes], meddle: Callable[[], None]) -> None:
        assert tap.stdout
        pieces: list[bytes] = []
        self.pieces = pieces
        reader = threading.Thread(target=lambda: pieces.extend(iter_pieces(tap.stdout)))
        reader.start()
        meddle()
        reader.join(240)
        whole = b"".join(pieces).rpartition(b"\n")[0].splitlines()
        self.lines = [json.loads(line) for line in whole]
        self.warehouse.land(self.lines)

    def has_seen(self, text: bytes) -> bool:
        """Whether the run that goes on wrote what a regular expression describes."""
        return bool(re.search(text, b"".join(self.pieces)))

    def current(self, stream: str) -> list[dict[str, Any]]:
        return self.warehouse.rows(stream)


def iter_pieces(pipe: Any) -> Iterator[bytes]:
    while piece := pipe.read(65536):
        yield piece


@pytest.fixture
def tenant() -> Iterator[Sandbox]:
    with Sandbox(employees=10, days=30, seed=13, today="2026-11-15", latency=(20, 2)) as running:
        yield running


@pytest.fixture
def trouble(tmp_path: Path, tenant: Sandbox) -> Trouble:
    settings = {"window_days": 5, "batch_size": 4, "request_timeout": 2}
    return Trouble(tmp_path, tenant, InProcess(), 20261123, MECHANISMS, **settings)


def test_kills_and_faults_lose_nothing(trouble: Trouble) -> None:
    suffer(trouble, 8)
    assert trouble.count["comparisons with the truth"] == 2


@pytest.mark.parametrize("failure", NETWORK)
def test_each_failing_network_loses_nothing(trouble: Trouble, failure: str) -> None:
    trouble.disconnect(failure)
    trouble.until_whole()


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_loses_nothing(tmp_path: Path, fault: str) -> None:
    with Sandbox(employees=5, days=9, seed=13, today="2026-11-15") as small:
        trouble = Trouble(
            tmp_path, small, InProcess(), 7, MECHANISMS, window_days=5, request_timeout=2
        )
        trouble.inject(fault)
        trouble.until_whole()


def test_sigterm_leaves_a_last_state(trouble: Trouble) -> None:
    assert isinstance(trouble.landing, InProcess)
    begun = functools.partial(trouble.landing.has_seen, b'"covered"')
    assert trouble.kill(signal.SIGTERM, 0, begun) == 128 + signal.SIGTERM
    assert trouble.landing.lines[-1]["type"] == "STATE"


def test_a_resumed_run_reads_only_the_holes(trouble: Trouble) -> None:
    operation = "POST /v1/timekeeping/timecard/multi_read"
    trouble.settings["concurrency"] = 1
    assert isinstance(trouble.landing, InProcess)
    trouble.kill(
        signal.SIGTERM,
        0,
        functools.partial(trouble.landing.has_seen, rb'"punches": ?{[^}]*"covered"'),
    )
    covered = trouble.landing.state["bookmarks"]["punches"]["covered"]
    trouble.tenant.reset_stats()
    assert trouble.run() == 0
    asked = sum(trouble.tenant.stats()["requests"].get(operation, {}).values())
    whole = 7 * 3
    assert covered
    assert asked < whole
    trouble.until_whole()


def test_what_is_compared_has_rows(trouble: Trouble) -> None:
    trouble.until_whole()
    assert [s for s in MECHANISMS if not trouble.landing.current(s)] == []
