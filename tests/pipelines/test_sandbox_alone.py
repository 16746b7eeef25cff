"""The sandbox's own wheel in a fresh environment, without the tap."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
import requests
from ukg_wfm_sandbox import CLIENT_ID, CLIENT_SECRET, PASSWORD, USERNAME

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    os.environ.get("TAP_UKG_WFM_PIPELINES") != "1",
    reason="builds a wheel and installs it: set TAP_UKG_WFM_PIPELINES=1",
)
GRANT = {
    "username": USERNAME,
    "password": PASSWORD,
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
    "grant_type": "password",
    "auth_chain": "OAuthLdapService",
}
# An installed wheel must not find the clone.
ENV = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=ENV, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir")
    run(*pip, folder, ROOT / "sandbox", cwd=folder)
    (built,) = folder.glob("ukg_wfm_sandbox-*.whl")
    return built


def test_the_wheel_is_complete(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        (about,) = [name for name in names if name.endswith(".dist-info/METADATA")]
        metadata = packed.read(about).decode()
    folder = ROOT / "sandbox" / "ukg_wfm_sandbox"
    sources = {f"ukg_wfm_sandbox/{one.relative_to(folder)}" for one in folder.rglob("*.py")}
    packed_files = {name for name in names if ".dist-info/" not in name}
    assert packed_files == {*sources, "ukg_wfm_sandbox/py.typed"}
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    for line in (
        "License-Expression: Apache-2.0",
        "Classifier: Typing :: Typed",
        "# ukg-wfm-sandbox",
    ):
        assert line in metadata
    assert "tap-ukg-wfm" not in [
        line.split()[1] for line in metadata.splitlines() if line.startswith("Requires-Dist:")
    ]


def test_it_runs_without_the_tap(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "alone", cwd=tmp_path)
    folder = tmp_path / "alone" / "bin"
    run(folder / "pip", "install", "--quiet", wheel, cwd=tmp_path)
    run(folder / "pip", "check", cwd=tmp_path)
    installed = run(folder / "pip", "list", "--format=freeze", cwd=tmp_path)
    assert "tap-ukg-wfm" not in installed
    assert "singer-sdk" not in installed
    command = [str(folder / "ukg-wfm-sandbox"), "--port", "0", "--employees", "5", "--days", "5"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=ENV, stderr=subprocess.PIPE, text=True
    ) as started:
        try:
            assert started.stderr
            ready, url = started.stderr.readline().rsplit(maxsplit=1)
            assert ready == "sandbox ready on"
            token = requests.post(
                f"{url}/api/authentication/access_token", data=GRANT, timeout=30
            ).json()["access_token"]
            answer = requests.post(
                f"{url}/api/v1/commons/persons/apply_read",
                json={"where": {}, "index": 0, "count": 10},
                headers={"Authorization": f"Bearer {token}"},
                timeout=30,
            )
            assert len(answer.json()["records"]) >= 5
        finally:
            started.terminate()
        assert started.wait(30) == 0
