"""The image for Airbyte: its file's steps in a plain shell, and what the registry wants to know."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import yaml

from tap_ukg_wfm.api.hosts import DOMAINS
from tap_ukg_wfm.streams import STREAMS
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

HERE = ROOT / "docs" / "airbyte"


def instructions() -> list[tuple[str, str]]:
    text = (HERE / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def version() -> str:
    found = re.search(
        r'^fallback-version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE
    )
    assert found
    return found[1]


def test_the_registry_is_told_what_the_image_is() -> None:
    data = yaml.safe_load((HERE / "metadata.yaml").read_text("utf-8"))["data"]
    assert data["dockerImageTag"] == version()
    assert data["allowedHosts"]["hosts"] == [f"*.{domain}" for domain in DOMAINS]
    assert set(data["suggestedStreams"]["streams"]) <= {vars(stream)["name"] for stream in STREAMS}
    assert data["license"] == "Apache-2.0"
    labels = [rest for word, rest in instructions() if word == "LABEL"]
    assert f"io.airbyte.version={version()}" in labels
    assert f"io.airbyte.name={data['dockerRepository']}" in labels
    icon = ET.parse(HERE / data["icon"]).getroot()  # noqa: S314 - our own
    assert icon.get("width") == icon.get("height") == "250"


@pytest.mark.skipif(
    os.environ.get("TAP_UKG_WFM_PIPELINES") != "1",
    reason="installs as the image does: set TAP_UKG_WFM_PIPELINES=1",
)
def test_the_steps_of_the_image_give_the_command(tmp_path: Path) -> None:
    source, python = tmp_path / "source", tmp_path / "python"
    source.mkdir()
    subprocess.run([sys.executable, "-m", "venv", python], check=True, timeout=120)
    env = {"PATH": f"{python / 'bin'}:/usr/bin:/bin", "HOME": str(tmp_path)}
    entry: list[str] = []
    for word, rest in instructions():
        if word == "COPY":
            *names, target = shlex.split(rest)
            for name in names:
                copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
                place = source / target if copy is shutil.copytree else source
                copy(ROOT / name, place)
        elif word == "RUN":
            subprocess.run(["/bin/sh", "-ec", rest], check=True, cwd=source, env=env, timeout=600)
        elif word == "ENTRYPOINT":
            entry = json.loads(rest)
    done = subprocess.run(
        [python / "bin" / entry[0], "spec"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env=env,
        timeout=120,
    )
    spec = json.loads(done.stdout)["spec"]["connectionSpecification"]
    assert {"subdomain", "credentials"} <= spec["properties"].keys()
