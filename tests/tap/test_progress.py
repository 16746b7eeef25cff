"""How far a run has come: a bar on a terminal, log lines elsewhere, never anything on stdout."""

from __future__ import annotations

import json
import re
import shlex
import sys
from typing import TYPE_CHECKING

from docs.generators.terminal import shown
from tap_ukg_wfm.sync import progress
from tests.conftest import catalog_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap


def on_a_terminal(folder: Path, tenant: Sandbox, *flags: str) -> tuple[list[str], str]:
    """A run whose stderr is a terminal: the lines of its stdout, and what the terminal got."""
    (folder / "config.json").write_text(json.dumps(tenant.config(window_days=10)), "utf-8")
    tap = shlex.join([sys.executable, "-m", "tap_ukg_wfm", "--config", "config.json", *flags])
    code, got = shown(["sh", "-c", f"{tap} > out"], folder, 150)
    assert code == 0
    return (folder / "out").read_text("utf-8").splitlines(), got


def test_a_terminal_gets_a_bar(tmp_path: Path, tenant: Sandbox) -> None:
    out, got = on_a_terminal(tmp_path, tenant)
    records = sum(json.loads(line)["type"] == "RECORD" for line in out)
    last = next(text for text in reversed(re.split("[\r\n]", got)) if " windows, " in text)
    windows = re.search(r"100%\|.*\| (\d+) of (\d+) windows", last)
    assert windows
    assert windows[1] == windows[2]
    assert int(windows[2]) > 10
    assert f"{records:,} records, " in last
    assert "requests" in last
    assert "METRIC: " in got
    assert "Beginning sync of" not in got


def test_a_connection_test_finishes_no_window(tmp_path: Path, tenant: Sandbox) -> None:
    chosen = json.dumps(catalog_of("punches"))
    (tmp_path / "catalog.json").write_text(chosen, "utf-8")
    out, got = on_a_terminal(tmp_path, tenant, "--catalog", "catalog.json", "--check")
    assert len(out) == 1
    assert got.startswith("settings ")
    assert "windows" not in got
    _, got = on_a_terminal(tmp_path, tenant, "--test")
    assert "windows" not in got.lower().replace("extraction_windows", "")


def test_elsewhere_a_line_tells_the_figures(tap: Tap, tenant: Sandbox) -> None:
    tenant.fault(operation="*", times=1, status=429, headers={"Retry-After": "1"})
    run = tap(tenant.config(window_days=10))
    records = sum(message["type"] == "RECORD" for message in run.lines)
    told = re.search(
        r"Windows: (\d+) of (\d+), ([\d,]+) records, (\d+) requests, 1 s held", run.stderr
    )
    assert told
    assert told[1] == told[2]
    assert told[3] == f"{records:,}"
    assert int(told[4]) >= tenant.stats()["total"]
    assert "%|" not in run.stderr


def test_lines_come_now_and_then(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Counts:
        calls = 7
        waited = 0.0

    now = [1000.0]
    monkeypatch.setattr("tap_ukg_wfm.sync.progress.time.monotonic", lambda: now[0])
    caplog.set_level("INFO", "tap-ukg-wfm")
    with progress.ProgressReport(Counts(), 30) as report:  # type: ignore[arg-type]
        for records in range(1, 31):
            now[0] += progress.EVERY / 10
            report.update(records, 1)
    told = [record.getMessage() for record in caplog.records]
    assert told == [f"Windows: {n} of 30, {n} records, 7 requests" for n in (10, 20, 30, 30)]
