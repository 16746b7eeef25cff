"""Running the tap as its users do: as a command, against a sandbox tenant."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from ukg_wfm_sandbox import Sandbox

from tap_ukg_wfm.streams import STREAMS
from tap_ukg_wfm.tap import TapUKGWFM

ROOT = Path(__file__).parents[1]
CANARY = "Canary-"
TODAY = "2026-11-15"
# A busy machine is not a failure.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


@dataclass
class Run:
    """What a run of the command left: its exit code, its messages, and what it told people."""

    code: int
    lines: list[dict[str, Any]]
    stderr: str
    stdout: str

    def records(self, stream: str) -> list[dict[str, Any]]:
        return [m["record"] for m in self.lines if m["type"] == "RECORD" and m["stream"] == stream]

    @property
    def state(self) -> dict[str, Any]:
        return [m["value"] for m in self.lines if m["type"] == "STATE"][-1]  # type: ignore[no-any-return]


Tap = Callable[..., Run]


@pytest.hookimpl(tryfirst=True)
@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A tenant that tests only read."""
    with Sandbox(employees=30, days=60, seed=7, today="2026-11-13") as running:
        # Logs of changes are empty until something happens.
        running.advance(2)
        yield running


@pytest.fixture(scope="module")
def small() -> Iterator[Sandbox]:
    """A small tenant of one file of tests, for many runs that log on."""
    with Sandbox(employees=6, days=10, seed=3, today=TODAY, spike_limit=1000) as running:
        yield running


@pytest.fixture
def tenant() -> Iterator[Sandbox]:
    """A tenant of one's own, to change and to break."""
    with Sandbox(employees=12, days=40, seed=11, today=TODAY) as running:
        yield running


@pytest.fixture
def tap(tmp_path: Path) -> Tap:
    """Runs the command; every output is searched for secrets, and stdout for what is no message."""

    def run(
        config: dict[str, Any] | str | None,
        *flags: str,
        state: dict[str, Any] | None = None,
        catalog: dict[str, Any] | None = None,
        singer: bool = True,
        env: dict[str, str] | None = None,
    ) -> Run:
        command = [sys.executable, "-m", "tap_ukg_wfm", *flags]
        given = {"config": config, "state": state, "catalog": catalog}
        for name, content in given.items():
            if content is None:
                continue
            path = tmp_path / f"{name}.json"
            path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
            command += [f"--{name}", str(path)]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
            cwd=tmp_path,
            env={**os.environ, "TAP_UKG_WFM_LOGLEVEL": "DEBUG", **(env or {})},
        )
        report(command, done.returncode, done.stderr)
        assert CANARY not in done.stdout
        assert CANARY not in done.stderr
        assert "Traceback" not in done.stderr, done.stderr[-3000:]
        lines = [json.loads(line) for line in done.stdout.splitlines()] if singer else []
        assert {m["type"] for m in lines} <= {"SCHEMA", "RECORD", "STATE", "ACTIVATE_VERSION"}
        return Run(done.returncode, lines, done.stderr, done.stdout)

    return run


def report(command: list[str], code: int, log: str) -> None:
    """Write what a command logged, without its debug lines, where pytest shows it on a failure."""
    shown = [line for line in log.splitlines() if "DEBUG" not in line][-40:]
    sys.stderr.write("\n".join([f"$ {shlex.join(command)} (exit code {code})", *shown, ""]))


def catalog_of(*streams: str) -> dict[str, Any]:
    """A catalog in which only these streams and `extraction_windows` are selected."""
    needed = {table.requires: ["x"] for table in STREAMS if table.requires}
    tap = TapUKGWFM(config=needed, validate_config=False, parse_env_config=False)
    catalog = tap.catalog_dict
    return select(json.loads(json.dumps(catalog)), *streams, "extraction_windows")


def select(catalog: dict[str, Any], *streams: str, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """The catalog with only these streams selected; `without` are columns as `stream.column`."""
    for entry in catalog["streams"]:
        for item in entry["metadata"]:
            breadcrumb = item["breadcrumb"]
            if not breadcrumb:
                item["metadata"]["selected"] = entry["stream"] in streams
            elif f"{entry['stream']}.{breadcrumb[1]}" in without:
                item["metadata"]["selected"] = False
    return catalog
