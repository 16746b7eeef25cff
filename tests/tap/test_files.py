"""Files on the command line: any encoding, any locale; what is wrong is said, and never quoted."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm.api.errors import TapError
from tap_ukg_wfm.settings.files import json_file
from tap_ukg_wfm.singer.command_line import state_in
from tests.conftest import ROOT, catalog_of

if TYPE_CHECKING:
    from pathlib import Path

    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Run, Tap

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
PASTED = '{"password": "Canary-Pasted"}'


def status(run: Run) -> tuple[str, str]:
    (line,) = run.stdout.splitlines()
    found = json.loads(line)["connectionStatus"]
    return found["status"], found["message"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-16-be"]
)
def test_files_are_read_in_any_unicode_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "x.json").write_bytes('{"name": "Zoë"}'.encode(encoding))
    assert json_file(str(tmp_path / "x.json"), "configuration") == {"name": "Zoë"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"a": "\xe9"}', r"is not UTF-8 text: byte 8 .* Save it as UTF-8\."),
        (b"{", r"is not valid JSON \(Expecting property name .*line 1, column 2\)"),
        (b"[1]", "does not hold a JSON object"),
        (b"", "is not valid JSON"),
        (b"[" * 100_000, "is not valid JSON"),
    ],
)
def test_what_is_wrong_with_a_file(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(TapError, match=f"^The catalog file {path} {sentence}"):
        json_file(str(path), "catalog")


@pytest.mark.parametrize("pasted", [PASTED, f" {PASTED}", "hunter2", "x" * 10_000, "a\0b", "[1]"])
def test_what_is_not_a_path_is_not_quoted(pasted: str) -> None:
    with pytest.raises(TapError) as raised:
        json_file(pasted, "configuration")
    assert str(raised.value).startswith("The configuration file ")
    assert pasted.strip() not in str(raised.value)


@pytest.mark.parametrize("flags", [(), ("--check",), ("--discover",), ("--test",)])
def test_settings_on_the_command_line(tap: Tap, flags: tuple[str, ...]) -> None:
    run = tap(None, "--config", PASTED, *flags, singer=False)
    assert run.code == 1
    assert "has to be the path of a file, not its content" in run.stdout + run.stderr


def test_airbytes_settings_on_the_command_line() -> None:
    command = [sys.executable, "-m", "tap_ukg_wfm.airbyte", "check", "--config", PASTED]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert "has to be the path of a file, not its content" in done.stdout
    assert "Canary" not in done.stdout + done.stderr


@pytest.mark.parametrize("flag", ["--config", "--catalog", "--state"])
def test_files_that_are_not_there(tap: Tap, small: Sandbox, flag: str) -> None:
    config = None if flag == "--config" else small.config()
    run = tap(config, flag, "missing.json")
    assert run.code == 1
    assert "file missing.json cannot be read: check the path" in run.stderr
    check = tap(config, flag, "missing.json", "--check", singer=False)
    assert (check.code, status(check)[0]) == (1, "FAILED")
    assert "file missing.json cannot be read: check the path" in status(check)[1]


def test_no_locale_changes_what_is_read_or_written(tap: Tap, small: Sandbox) -> None:
    chosen = catalog_of("pay_codes")
    chosen["streams"][0]["é"] = "é"
    run = tap(small.config(), catalog=chosen, env=ASCII)
    assert run.code == 0
    assert run.records("pay_codes")
    config = small.config(person_numbers=["Zoë"])
    check = tap(config, "--check", catalog=chosen, singer=False, env=ASCII)
    assert "Nobody in the tenant has the person number Zoë" in status(check)[1]


STATE = {"bookmarks": {"punches": {"format": 9}}}


@pytest.mark.parametrize(
    ("wrapped", "bookmarks"),
    [
        (STATE, STATE["bookmarks"]),
        ({"type": "STATE", "value": STATE}, STATE["bookmarks"]),
        ({"value": STATE}, STATE["bookmarks"]),
        ({"singer_state": STATE}, STATE["bookmarks"]),
        ({"completed": {"singer_state": STATE}, "partial": {}}, STATE["bookmarks"]),
        ({"completed": STATE}, STATE["bookmarks"]),
        (
            {
                "completed": {"singer_state": {"bookmarks": {"punches": {}, "jobs": {"x": 1}}}},
                "partial": {"singer_state": STATE},
            },
            {**STATE["bookmarks"], "jobs": {"x": 1}},
        ),
        ({}, {}),
        ({"bookmarks": None}, {}),
        ({"singer_state": {}}, {}),
    ],
)
def test_states_are_unwrapped(
    tmp_path: Path, wrapped: dict[str, Any], bookmarks: dict[str, Any]
) -> None:
    (tmp_path / "state.json").write_text(json.dumps(wrapped))
    assert state_in(str(tmp_path / "state.json"))["bookmarks"] == bookmarks


@pytest.mark.parametrize(
    "content",
    [
        {"punches": {"completed": "2026-01-01"}},
        {"singer_state": {"x": 1}},
        {"completed": {"singer_state": {"x": 1}}},
        {"value": {"bookmarks": 7}},
        {"singer_state": "x"},
        {"bookmarks": {"punches": 7}},
    ],
)
def test_what_is_no_state_is_refused(tmp_path: Path, content: dict[str, Any]) -> None:
    (tmp_path / "state.json").write_text(json.dumps(content))
    with pytest.raises(TapError, match="The state file is not a state of this tap"):
        state_in(str(tmp_path / "state.json"))


def test_the_readmes_recipe_loses_no_state(tmp_path: Path) -> None:
    (line,) = [
        line.partition("#")[0]
        for line in (ROOT / "README.md").read_text("utf-8").splitlines()
        if "> state.new" in line
    ]
    (tmp_path / "state.json").write_text("old")
    for written, kept in (("", "old"), ("one\ntwo\n", "two\n"), ("", "two\n")):
        (tmp_path / "states").write_text(written)
        subprocess.run(["/bin/sh", "-c", line], cwd=tmp_path, check=False)
        assert (tmp_path / "state.json").read_text() == kept
