"""Running the source as Airbyte does: as a command, every line of it a message of the protocol."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from airbyte_protocol_dataclasses.models import AirbyteMessage

from tap_ukg_wfm.airbyte import messages as written
from tests.conftest import CANARY, report

if TYPE_CHECKING:
    from pathlib import Path

CREDENTIALS = ("username", "password", "client_id", "client_secret")


@dataclass
class Run:
    """What a run of the command left: its exit code, its messages, and what it told people."""

    code: int
    messages: list[dict[str, Any]]
    stderr: str

    def of(self, kind: str) -> list[dict[str, Any]]:
        """What messages of a type hold."""
        return [m[name] for m in self.messages if m["type"] == kind for name in m if name != "type"]

    def traces(self, kind: str) -> list[dict[str, Any]]:
        return [trace[kind.lower()] for trace in self.of("TRACE") if trace["type"] == kind]

    def records(self, stream: str) -> list[dict[str, Any]]:
        return [record["data"] for record in self.of("RECORD") if record["stream"] == stream]

    def statuses(self, stream: str) -> list[str]:
        found = self.traces("STREAM_STATUS")
        return [s["status"] for s in found if s["stream_descriptor"]["name"] == stream]

    @property
    def log(self) -> str:
        return "\n".join(entry["message"] for entry in self.of("LOG"))

    @property
    def states(self) -> list[dict[str, Any]]:
        """The last state of each stream, as a platform gives them back."""
        last = {state["stream"]["stream_descriptor"]["name"]: state for state in self.of("STATE")}
        return list(last.values())


Source = Callable[..., Run]


def form(config: dict[str, Any]) -> dict[str, Any]:
    """Settings of the tap as Airbyte's form gives them."""
    plain = {name: value for name, value in config.items() if name not in CREDENTIALS}
    credentials = {name: config[name] for name in CREDENTIALS if name in config}
    return {**plain, "credentials": {"auth_type": "password", **credentials}}


def command_line(
    folder: Path,
    command: str,
    config: Any = None,
    *flags: str,
    catalog: Any = None,
    state: Any = None,
) -> list[str]:
    """The command, its files written."""
    words = [sys.executable, "-m", "tap_ukg_wfm.airbyte", command, "--debug", *flags]
    for name, content in {"config": config, "catalog": catalog, "state": state}.items():
        if content is not None:
            path = folder / f"{name}.json"
            path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
            words += [f"--{name}", str(path)]
    return words


def parsed(line: bytes) -> dict[str, Any]:
    """A line as the protocol's models understand it, which leaves nothing out."""
    content: dict[str, Any] = json.loads(line)
    message = msgspec.convert(content, AirbyteMessage)
    if message.type.value == "STATE":
        # The model of a state has no room for what it holds.
        assert message.state.stream.stream_descriptor.name
        assert message.state.sourceStats.recordCount >= 0
    elif message.type.value != "RECORD":
        assert json.loads(written.line(message)) == content
    else:
        assert set(content["record"]) == {"stream", "data", "emitted_at"}
    return content


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """Runs the command at its most talkative; every output is searched for secrets."""

    def run(*words: Any, env: dict[str, str] | None = None, **files: Any) -> Run:
        command = command_line(tmp_path, *words, **files)
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=300,
            check=False,
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
        )
        report(command, done.returncode, done.stdout.decode() + done.stderr.decode())
        said = (done.stdout + done.stderr).decode()
        assert CANARY not in said
        assert "Traceback" not in said, said[-3000:]
        lines = [parsed(line) for line in done.stdout.splitlines()]
        return Run(done.returncode, lines, done.stderr.decode())

    return run


@pytest.fixture(scope="session")
def streams(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The streams that are discovered with all settings that make further ones."""
    settings = {"subdomain": "merge", "absence_pay_code": "x", "request_types": ["x"]}
    config = form({**settings, **dict.fromkeys(CREDENTIALS, "x")})
    words = command_line(tmp_path_factory.mktemp("discover"), "discover", config)
    done = subprocess.run(words, capture_output=True, check=True, timeout=60)
    found: list[dict[str, Any]] = parsed(done.stdout.splitlines()[-1])["catalog"]["streams"]
    return found


def configured(
    streams: list[dict[str, Any]], *names: str, mode: str = "incremental", **more: Any
) -> dict[str, Any]:
    """A configured catalog of streams; those that know no such mode are refreshed in full."""
    return {
        "streams": [
            {
                "stream": stream,
                "sync_mode": mode if mode in stream["supported_sync_modes"] else "full_refresh",
                "destination_sync_mode": "append",
                **more,
            }
            for stream in streams
            if not names or stream["name"] in names
        ]
    }
