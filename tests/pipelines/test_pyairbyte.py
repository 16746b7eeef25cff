"""PyAirbyte runs the command as its users do: check, select, read into DuckDB, read on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tests.airbyte.conftest import form
from tests.conftest import ROOT
from tests.pipelines.test_targets import installed

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

pytestmark = pytest.mark.skipif(
    os.environ.get("TAP_UKG_WFM_PIPELINES") != "1",
    reason="installs PyAirbyte: set TAP_UKG_WFM_PIPELINES=1",
)
ENVIRONMENT = {**os.environ, "DO_NOT_TRACK": "1", "AIRBYTE_OFFLINE_MODE": "1"}
KEYS = {"persons": "person_id", "pay_codes": "id", "punches": "id"}
SCRIPT = """
import json, sys
import airbyte as ab
from airbyte.caches import DuckDBCache

executable, config, database, *streams = sys.argv[1:]
source = ab.get_source(
    "source-ukg-wfm", local_executable=executable, config=json.load(open(config))
)
source.check()
source.select_streams(streams)
source.read(cache=DuckDBCache(db_path=database))
"""


def read(python: Path, folder: Path, config: dict[str, Any]) -> dict[str, dict[Any, Any]]:
    """Read into the cache; what it holds then, by key."""
    (folder / "config.json").write_text(json.dumps(form(config)), "utf-8")
    executable = Path(sys.executable).with_name("source-ukg-wfm")
    done = subprocess.run(
        [python, "-c", SCRIPT, executable, "config.json", "cache.duckdb", *KEYS],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    found: dict[str, dict[Any, Any]] = {}
    with duckdb.connect(str(folder / "cache.duckdb"), read_only=True) as cache:
        for stream, key in KEYS.items():
            cursor = cache.execute(f'SELECT * FROM "main"."{stream}"')
            names = [column[0] for column in cursor.description or ()]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            found[stream] = {row[key]: row for row in rows}
            assert len(found[stream]) == len(rows)
    return found


def snippet(python: Path, folder: Path, config: dict[str, Any]) -> str:
    """What the Python program in docs/airbyte.md prints."""
    text = (ROOT / "docs" / "airbyte.md").read_text("utf-8")
    code = text.partition("```python\n")[2].partition("```")[0]
    (folder / "airbyte.json").write_text(json.dumps(form(config)), "utf-8")
    commands = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [python, "-c", code],
        cwd=folder,
        env={**ENVIRONMENT, "PATH": commands},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


def agree(found: dict[str, dict[Any, Any]], tenant: Sandbox) -> int:
    """Every row of the truth is there, its plain values alike; how many values were compared."""
    compared = 0
    for stream, key in KEYS.items():
        truth = tenant.truth(stream)
        assert truth
        for row in truth:
            landed = found[stream][row[key]]
            for name, value in row.items():
                if isinstance(value, (bool, int)):
                    assert landed[name] == value, (stream, name)
                    compared += 1
    return compared


def test_pyairbyte_holds_the_truth_and_reads_on(tenant: Sandbox, tmp_path: Path) -> None:
    python = installed(tmp_path / "pyairbyte", sys.executable, "airbyte~=0.71") / "python"
    shown = snippet(python, tmp_path, tenant.config())
    counts = Counter(row["person_number"] for row in tenant.truth("punches"))
    assert all(
        re.search(rf"^{person} +{count}$", shown, re.MULTILINE) for person, count in counts.items()
    )
    first = read(python, tmp_path, tenant.config())
    assert {stream: len(rows) for stream, rows in first.items()} == {
        stream: len(tenant.truth(stream)) for stream in KEYS
    }
    assert agree(first, tenant) > 1000
    tenant.advance(2)
    second = read(python, tmp_path, tenant.config())
    assert agree(second, tenant) > 1000
    assert second["punches"].keys() - first["punches"].keys()
