"""The real `meltano run`, into target-jsonl and into a real PostgreSQL, against the tenant's truth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from ukg_wfm_sandbox import Sandbox

from tests.conftest import CANARY, ROOT
from tests.postgres import rows, running
from tests.truth import STREAMS, assert_truth, compare
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    os.environ.get("TAP_UKG_WFM_PIPELINES") != "1",
    reason="installs Meltano and needs PostgreSQL: set TAP_UKG_WFM_PIPELINES=1",
)


@dataclass
class Project:
    """A Meltano project whose tap reads a sandbox."""

    folder: Path
    command: Path
    env: dict[str, str]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(self.command), *words],
            cwd=self.folder,
            env={**os.environ, **self.env},
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, said[-5000:]
        assert CANARY not in said
        return done


@pytest.fixture(scope="module")
def tenant() -> Iterator[Sandbox]:
    with Sandbox(employees=15, days=40, seed=9, today="2026-11-15") as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def postgres() -> Iterator[dict[str, str]]:
    with running() as address:
        yield address


@pytest.fixture(scope="module")
def project(
    tmp_path_factory: pytest.TempPathFactory, tenant: Sandbox, postgres: dict[str, str]
) -> Project:
    folder = tmp_path_factory.mktemp("meltano")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "-q", "meltano>=4.4"], check=True)
    text = (ROOT / "meltano.yml").read_text("utf-8")
    assert "pip_url: -e ." in text
    text = text.replace("pip_url: -e .", f"pip_url: -e {ROOT}")
    (folder / "meltano.yml").write_text(text, "utf-8")
    settings = {
        f"TAP_UKG_WFM_{name.upper()}": str(value) for name, value in tenant.config().items()
    }
    database = {
        "TARGET_POSTGRES_HOST": postgres["host"],
        "TARGET_POSTGRES_PORT": postgres["port"],
        "TARGET_POSTGRES_USER": "tap",
        "TARGET_POSTGRES_PASSWORD": "none",
        "TARGET_POSTGRES_DATABASE": "postgres",
    }
    (folder / "output").mkdir()
    made = Project(folder, folder / "venv" / "bin" / "meltano", {**settings, **database})
    made.run("install", "extractor", "tap-ukg-wfm")
    made.run("install", "loader", "target-jsonl")
    made.run("install", "loader", "target-postgres")
    return made


def test_config_test(project: Project) -> None:
    project.run("config", "test", "tap-ukg-wfm")


def test_a_check_of_what_is_selected(project: Project) -> None:
    definition = project.folder / "meltano.yml"
    everything = definition.read_text("utf-8")
    project.run("select", "tap-ukg-wfm", "punches", "*")
    catalog = project.folder / "catalog.json"
    catalog.write_text(project.run("invoke", "--dump=catalog", "tap-ukg-wfm").stdout, "utf-8")
    definition.write_text(everything, "utf-8")
    words = ("--catalog", str(catalog), "--check", "--check-format", "json")
    report = json.loads(project.run("invoke", "tap-ukg-wfm", *words).stdout)
    assert [(row["stream"], row["status"]) for row in report["streams"]] == [("punches", "empty")]


def test_the_definition_for_the_hub(project: Project, tmp_path: Path) -> None:
    fresh = Project(tmp_path, project.command, project.env)
    fresh.run("init", ".", "--no-usage-stats", "--force")
    hub = ROOT / "docs" / "hub" / "tap-ukg-wfm.yml"
    # The package that is tested, not one of that name in the registry.
    own = tmp_path / hub.name
    own.write_text(
        hub.read_text("utf-8").replace("\npip_url: tap-ukg-wfm\n", f"\npip_url: {ROOT}\n")
    )
    fresh.run("add", "tap-ukg-wfm", "--from-ref", str(own))
    fresh.run("config", "test", "tap-ukg-wfm")


def test_jsonl(project: Project, tenant: Sandbox) -> None:
    # target-jsonl knows no ACTIVATE_VERSION.
    project.env["TAP_UKG_WFM_EMIT_ACTIVATE_VERSION_MESSAGES"] = "false"
    warehouse = Warehouse()
    catalog = json.loads(project.run("invoke", "tap-ukg-wfm", "--discover").stdout)
    warehouse.land([{"type": "SCHEMA", **entry} for entry in catalog["streams"]])
    start = tenant.config()["start_date"]

    first = jsonl_run(project)
    warehouse.land(first)
    for stream in STREAMS:
        assert_truth(warehouse, tenant, stream, start)

    project.env["TAP_UKG_WFM_LOOKBACK_DAYS"] = "3"
    again = jsonl_run(project)
    del project.env["TAP_UKG_WFM_LOOKBACK_DAYS"]
    del project.env["TAP_UKG_WFM_EMIT_ACTIVATE_VERSION_MESSAGES"]
    oldest = (date.fromisoformat(tenant.today) - timedelta(days=3)).isoformat()
    assert min(punch_dates(first)) < oldest
    assert min(punch_dates(again)) >= oldest
    warehouse.land(again)
    for stream in STREAMS:
        assert_truth(warehouse, tenant, stream, start)


def jsonl_run(project: Project) -> list[dict[str, Any]]:
    """The messages of one run into target-jsonl, which appends."""
    files = project.folder / "output"
    for file in files.glob("*.jsonl"):
        file.unlink()
    project.run("run", "tap-ukg-wfm", "target-jsonl")
    return [
        {"type": "RECORD", "stream": file.stem, "record": json.loads(line)}
        for file in files.glob("*.jsonl")
        for line in file.read_text("utf-8").split("\n")
        if line
    ]


def punch_dates(lines: list[dict[str, Any]]) -> list[str]:
    return [line["record"]["window_date"] for line in lines if line["stream"] == "punches"]


def test_postgres(project: Project, tenant: Sandbox, postgres: dict[str, str]) -> None:
    start = tenant.config()["start_date"]
    for _ in range(2):
        done = project.run("run", "--state-id-suffix", "postgres", "tap-ukg-wfm", "target-postgres")
        said = done.stdout + done.stderr
        assert "target-postgres" in said
        warnings = [line for line in said.splitlines() if "warn" in line.lower()]
        assert [line for line in warnings if "No state was found" not in line] == []
        with psycopg.connect(" ".join(f"{k}={v}" for k, v in postgres.items())) as connection:
            connection.execute("SET search_path TO ukg_wfm")
            for stream in STREAMS:
                compare(stream, rows(connection, stream), tenant, start)
        tenant.advance(2)
