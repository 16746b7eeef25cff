"""How far a run has come: a bar on a terminal, log lines elsewhere, never anything on stdout."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

from tap_ukg_wfm.engine import progress

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tap_ukg_wfm.sandbox import Sandbox
    from tests.conftest import Tap


def on_a_terminal(folder: Path, tenant: Sandbox) -> tuple[bytes, str]:
    """A run whose stderr is a terminal: its stdout, and what the terminal got."""
    (folder / "config.json").write_text(json.dumps(tenant.config(window_days=10)), "utf-8")
    command = [sys.executable, "-m", "tap_ukg_wfm", "--config", str(folder / "config.json")]
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 150, 0, 0))
    with (folder / "out").open("wb") as out:
        tap = subprocess.Popen(command, stdout=out, stderr=theirs)
    os.close(theirs)
    shown = bytearray()
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:
        pass  # Linux's way of saying that the other end has gone
    assert tap.wait(60) == 0
    os.close(ours)
    return (folder / "out").read_bytes(), shown.decode()


def test_a_terminal_gets_a_bar(tmp_path: Path, tenant: Sandbox) -> None:
    out, shown = on_a_terminal(tmp_path, tenant)
    assert all(json.loads(line)["type"] for line in out.splitlines())
    records = out.count(b'{"type":"RECORD"')
    last = next(text for text in reversed(re.split("[\r\n]", shown)) if " windows, " in text)
    windows = re.search(r"100%\|.*\| (\d+) of (\d+) windows", last)
    assert windows
    assert windows[1] == windows[2]
    assert int(windows[2]) > 10
    assert f"{records:,} records, " in last
    assert "requests" in last
    assert "Beginning sync of" in shown


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
        requests = 7
        waited = 0.0

    now = [1000.0]
    monkeypatch.setattr("tap_ukg_wfm.engine.progress.time.monotonic", lambda: now[0])
    caplog.set_level("INFO", "tap-ukg-wfm")
    with progress.ProgressReport(Counts(), 30) as report:  # type: ignore[arg-type]
        for records in range(1, 31):
            now[0] += progress.EVERY / 10
            report.update(records, 1)
    told = [record.getMessage() for record in caplog.records]
    assert told == [f"Windows: {n} of 30, {n} records, 7 requests" for n in (10, 20, 30, 30)]
