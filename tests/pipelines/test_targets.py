"""What strict readers say of the whole catalogue: Singer's own validator, and Snowflake's types."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tap_ukg_wfm.streams import STREAMS

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap

TESTS = Path(__file__).parents[1]
EVERY = {stream.requires: ["x"] for stream in STREAMS if stream.requires}
"""Settings without which some streams are not there; of what is in them discovery takes no note."""
pytestmark = pytest.mark.skipif(
    os.environ.get("TAP_UKG_WFM_PIPELINES") != "1",
    reason="installs targets: set TAP_UKG_WFM_PIPELINES=1",
)


def installed(folder: Path, python: str, *packages: str) -> Path:
    """An environment with some packages; where its commands are."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", *packages]
    subprocess.run(pip, check=True, timeout=600)
    return folder / "bin"


def test_singer_check_tap(tap: Tap, sandbox: Sandbox, tmp_path: Path) -> None:
    python = shutil.which("python3.11") or shutil.which("python3.10")
    if not python:
        pytest.skip("singer-tools needs Python 3.10 or 3.11, which is not here")
    commands = installed(tmp_path / "check", python, "setuptools<81", "singer-tools~=0.4.1")
    # It knows no ACTIVATE_VERSION.
    run = tap(sandbox.config(emit_activate_version_messages=False))
    assert run.code == 0
    checked = subprocess.run(
        [str(commands / "singer-check-tap")],
        input=run.stdout,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert checked.returncode == 0, (checked.stdout + checked.stderr)[-3000:]
    assert all(f"| {vars(stream)['name']} " in checked.stdout for stream in STREAMS)


def test_snowflake_types(tap: Tap, tmp_path: Path) -> None:
    commands = installed(tmp_path / "target", sys.executable, "meltanolabs-target-snowflake~=0.20")
    made = subprocess.run(
        [str(commands / "python"), str(TESTS / "column_types.py")],
        input=tap(EVERY, "--discover", singer=False).stdout,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    reviewed = json.loads((TESTS / "snowflake_types.json").read_text("utf-8"))
    assert json.loads(made.stdout) == reviewed
