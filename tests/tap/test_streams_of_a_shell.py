"""stdout and stderr as shells leave them: closed, full, in another encoding."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

TAP = f"{shlex.quote(sys.executable)} -m tap_ukg_wfm"
SOURCE = f"{TAP}.airbyte"
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


def shell(line: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, text=True, check=False, timeout=120
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr[-3000:]
    return done


@needs_full
@pytest.mark.parametrize(
    "command",
    [
        *(f"{TAP} {flag}" for flag in ("--discover", "--about", "--version", "--help")),
        f"{TAP} --about --format=json",
        f"{TAP} --check",
        f"{SOURCE} spec",
    ],
)
def test_a_full_disk_is_said(command: str) -> None:
    done = shell(f"{command} > {FULL}")
    assert done.returncode == 1
    assert "stdout cannot be written (No space left on device)" in done.stderr


@needs_full
def test_a_full_disk_ends_a_run(small: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps(small.config()))
    done = shell(f"{TAP} --config {tmp_path}/config.json > {FULL}")
    assert done.returncode == 1
    assert "stdout cannot be written (No space left on device)" in done.stderr


@pytest.mark.parametrize("command", [f"{TAP} --discover", f"{TAP} --check", f"{SOURCE} spec"])
def test_a_closed_stdout_is_said(command: str) -> None:
    done = shell(f"{command} >&-")
    assert done.returncode == 1
    assert "stdout is closed" in done.stderr


def test_a_closed_stderr_is_no_reason_to_fail(small: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps(small.config()))
    done = shell(f"{TAP} --config {tmp_path}/config.json 2>&-")
    assert done.returncode == 0
    assert {json.loads(line)["type"] for line in done.stdout.splitlines()} >= {"RECORD", "STATE"}
    # Both at once: nothing can be said, and nothing is done.
    assert shell(f"{TAP} --discover >&- 2>&-").returncode == 1
