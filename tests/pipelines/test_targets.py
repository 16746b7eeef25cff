"""Strict readers of the whole catalog: Singer's own validator, and the types of Snowflake's target."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm.streams import STREAMS

if TYPE_CHECKING:
    from pathlib import Path

    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap

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


# Reads a catalog on stdin, in the target's own environment.
PRINT_TYPES = """
import json, sys
from target_snowflake.connector import SnowflakeConnector
connector = SnowflakeConnector(config={})
print(json.dumps({
    entry["stream"]: {
        name: str(connector.to_sql_type(schema))
        for name, schema in entry["schema"]["properties"].items()
    }
    for entry in json.load(sys.stdin)["streams"]
}))
"""


def snowflake_type(schema: dict[str, Any]) -> str:
    """The type that a column shall have in Snowflake. An unknown JSON type is an error.

    >>> snowflake_type({"type": ["string", "null"], "format": "date"})
    'DATE'
    """
    kinds = schema["type"]
    (kind,) = {kinds} if isinstance(kinds, str) else {*kinds} - {"null"}
    return {
        "string": "VARCHAR",
        "string date": "DATE",
        "string date-time": "TIMESTAMP_NTZ",
        "integer": "DECIMAL",
        "number": "FLOAT",
        "boolean": "BOOLEAN",
        "object": "VARIANT",
        "array": "VARIANT",
    }[f"{kind} {schema.get('format', '')}".strip()]


def test_snowflake_types(tap: Tap, tmp_path: Path) -> None:
    commands = installed(tmp_path / "target", sys.executable, "meltanolabs-target-snowflake~=0.20")
    catalog = tap(EVERY, "--discover", singer=False).stdout
    made = subprocess.run(
        [str(commands / "python"), "-c", PRINT_TYPES],
        input=catalog,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    assert json.loads(made.stdout) == {
        entry["stream"]: {
            name: snowflake_type(schema) for name, schema in entry["schema"]["properties"].items()
        }
        for entry in json.loads(catalog)["streams"]
    }
