"""The stream that CONTRIBUTING.md adds: from the diff to green tests, in a copy of the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NAME = "schedule_zone_sets"
PARTS = ("docs", "sandbox", "tap_ukg_wfm", "tests", "benchmarks", "examples", ".github", ".ci")
SKIPPED = shutil.ignore_patterns("__pycache__", "*.egg-info")


def test_the_added_stream_is_green(tmp_path: Path) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    (diff,) = re.findall(r"^```diff\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(re.findall(r"^diff --git", diff, re.MULTILINE)) == 5
    copy = tmp_path / "copy"
    copy.mkdir()
    for part in PARTS:
        shutil.copytree(ROOT / part, copy / part, ignore=SKIPPED)
    for path in ROOT.iterdir():
        if path.is_file() and path.name != ".git":
            shutil.copy(path, copy)
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        "PYTHONPATH": os.pathsep.join([str(copy), str(copy / "sandbox")]),
    }

    def run(*command: str, given: str = "") -> str:
        done = subprocess.run(
            command,
            input=given,
            cwd=copy,
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
        return done.stdout

    run("git", "init", "-q")
    run("git", "apply", "-", given=diff)
    run(sys.executable, "-m", "docs.generators")
    assert f"## {NAME}\n" in (copy / "docs" / "streams" / "setup.md").read_text("utf-8")
    truth = f"tests/tap/test_truth.py::test_full_run[{NAME}]"
    run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/unit", truth)
