"""What the sandbox's help and README say is so, and the configuration that it writes."""

from __future__ import annotations

import json
import re
import signal
import stat
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
import requests
import ukg_wfm_sandbox
from ukg_wfm_sandbox import Sandbox
from ukg_wfm_sandbox.__main__ import parser
from ukg_wfm_sandbox.faults import KINDS, Fault
from ukg_wfm_sandbox.live import SWITCHES
from ukg_wfm_sandbox.manual import EXAMPLES

from .conftest import TODAY

README = (Path(__file__).parents[2] / "sandbox" / "README.md").read_text("utf-8")
COMMAND = [sys.executable, "-m", "ukg_wfm_sandbox", "--today", TODAY, "--employees", "5"]
SMALL = [*COMMAND, "--days", "5", "--port", "0", "--quiet"]


def run(*flags: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *flags], capture_output=True, text=True, check=False, timeout=30
    )


def test_readme_and_help_know_every_fault_and_switch() -> None:
    shown = run("--help").stdout
    for kind, does in KINDS.items():
        assert f"| `{kind}` | {does} |" in README
        assert re.search(rf"^  {kind} +{re.escape(does)}$", shown, re.MULTILINE)
    for one in fields(Fault):
        assert (f"| `{one.name}` | " in README) is one.init
    for switch in SWITCHES:
        assert f"| `{switch.key}` | **`{switch.default}`**, " in README
        assert switch.question in README
        assert f"  {switch.key}={'|'.join(switch.values)}\n" in shown
        assert switch.question in " ".join(shown.split())
    for does, spec in EXAMPLES:
        assert f"| {does} | `{spec}` |" in README
        assert f"curl -d '{spec}' http://127.0.0.1:8321/_sandbox/faults" in shown
    assert "constants" in README
    for name in ukg_wfm_sandbox.__all__:
        if isinstance(value := getattr(ukg_wfm_sandbox, name), str):
            assert f"`{value}`" in README


def test_every_option_has_help() -> None:
    assert all(action.help for action in parser()._actions)


def test_commands_of_the_readme_work(fresh: Sandbox) -> None:
    posted = re.findall(r"curl -d '(\{.*?\})'\s+\\?\s*http://127\.0\.0\.1:8321(\S+)", README)
    posted += [(spec, "/_sandbox/faults") for _, spec in EXAMPLES]
    assert {path for _, path in posted} == {
        "/_sandbox/faults",
        "/_sandbox/advance",
        "/_sandbox/edit",
    }
    for body, path in posted:
        answer = requests.post(fresh.url + path, data=body, timeout=30)
        assert answer.status_code == 200, answer.text
    read = re.findall(r"^curl '?http://127\.0\.0\.1:8321([^\s']+)", README, re.MULTILINE)
    assert len(read) == 2
    for path in read:
        assert requests.get(fresh.url + path, timeout=30).status_code == 200
    (grant,) = re.findall(r"^curl -d grant_type.*?access_token$", README, re.MULTILINE | re.DOTALL)
    words = grant.replace("http://127.0.0.1:8321", fresh.url).replace("\\\n", "")
    done = subprocess.run(
        ["/bin/sh", "-c", f"{words} -s"], capture_output=True, check=False, timeout=30
    )
    if done.returncode != 127:
        assert json.loads(done.stdout)["token_type"] == "Bearer"


def test_python_of_the_readme_works(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(code, {})  # noqa: S102 - ours
    shown = capsys.readouterr().out.split()
    assert shown[0].startswith("http://127.0.0.1:")
    assert int(shown[2]) > 0


def test_write_config(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text('{"subdomain": "sandbox", "api_url": "http://127.0.0.1:1"}', "utf-8")
    path.chmod(0o644)
    with subprocess.Popen(
        [*SMALL, "--write-config", str(path)], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        url = process.stderr.readline().split()[-1]
        config = json.loads(path.read_text("utf-8"))
        checked = subprocess.run(
            [sys.executable, "-m", "tap_ukg_wfm", "--config", str(path), "--check"],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        process.send_signal(signal.SIGTERM)
    assert config["api_url"] == url
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [*tmp_path.iterdir()] == [path]
    assert checked.returncode == 0, checked.stderr
    with Sandbox(employees=5, days=5, today=TODAY) as same:
        assert config == {**same.config(), "api_url": url}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "text",
        "[]",
        '{"subdomain": "merge.prd"}',
        '{"subdomain": "sandbox", "api_url": "https://proxy.example.com"}',
    ],
)
def test_write_config_spares_other_files(tmp_path: Path, content: str) -> None:
    path = tmp_path / "config.json"
    path.write_text(content, "utf-8")
    done = run("--write-config", str(path))
    assert done.returncode == 2
    assert "is not the configuration of a sandbox" in done.stderr
    assert path.read_text("utf-8") == content
    missing = run("--write-config", str(tmp_path / "no" / "config.json"))
    assert missing.returncode == 2
    assert f"The folder {tmp_path / 'no'} does not exist." in missing.stderr


def test_a_port_in_use_is_said(sandbox: Sandbox) -> None:
    done = run("--days", "3", "--port", sandbox.url.rpartition(":")[2])
    assert done.returncode == 1
    assert "Cannot listen on 127.0.0.1:" in done.stderr
    assert "Address already in use" in done.stderr
