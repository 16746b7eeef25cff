"""The command beside reading: check, discover, and what it says where something is wrong."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm.streams import STREAMS
from tap_ukg_wfm.tap import TapUKGWFM
from tests.airbyte.conftest import CREDENTIALS, configured, form

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

    from tests.airbyte.conftest import Source


def test_check(source: Source, sandbox: Sandbox) -> None:
    run = source("check", form(sandbox.config()))
    (status,) = run.of("CONNECTION_STATUS")
    assert (run.code, status["status"]) == (0, "SUCCEEDED")
    wrong = source("check", form(sandbox.config(password="wrong")))
    (status,) = wrong.of("CONNECTION_STATUS")
    assert (wrong.code, status["status"]) == (0, "FAILED")
    assert "UKG did not accept the user name or the password" in status["message"]


def test_discover(streams: list[dict[str, Any]]) -> None:
    by_name = {stream["name"]: stream for stream in streams}
    classes = {stream.name: stream for stream in STREAMS}
    assert by_name.keys() == classes.keys()
    tap = TapUKGWFM(config={"absence_pay_code": "x", "request_types": ["x"]}, validate_config=False)
    keys = {stream.name: list(stream.primary_keys) for stream in tap.streams.values()}
    for name, stream in by_name.items():
        assert stream["json_schema"] == classes[name].table_schema()
        assert [key for (key,) in stream["source_defined_primary_key"]] == keys[name]
        grows = "read_at" in stream["json_schema"]["properties"]
        assert stream["is_resumable"] is grows
        assert ("incremental" in stream["supported_sync_modes"]) is grows
        assert stream.get("default_cursor_field") == (["read_at"] if grows else None)
    assert by_name["persons"]["supported_sync_modes"] == ["full_refresh"]
    assert by_name["punches"]["supported_sync_modes"] == ["full_refresh", "incremental"]


def test_discover_with_streams_of_ones_own(source: Source, sandbox: Sandbox) -> None:
    declared = '[{"name": "own", "path": "/v1/commons/x", "columns": {"id": "id:integer"}, '
    declared += '"primary_keys": ["id"]}]'
    run = source("discover", form(sandbox.config(custom_streams=declared)))
    (catalog,) = run.of("CATALOG")
    (own,) = [stream for stream in catalog["streams"] if stream["name"] == "own"]
    assert own["json_schema"]["properties"]["id"]["type"] == "integer"


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ("{", "config.json is not valid JSON"),
        ("[]", "contains the wrong kind of JSON"),
        (None, "cannot be read"),
    ],
)
def test_files_that_are_broken(
    source: Source, streams: list[dict[str, Any]], config: str | None, sentence: str
) -> None:
    where = () if config else ("--config", "nowhere.json")
    run = source("read", config, *where, catalog=configured(streams, "punches"))
    (error,) = run.traces("ERROR")
    assert run.code == 1
    assert error["failure_type"] == "config_error"
    assert sentence in error["message"]
    check = source("check", config, *where)
    assert check.code == 0
    assert sentence in check.of("CONNECTION_STATUS")[0]["message"]


@pytest.mark.parametrize(
    ("catalog", "sentence"),
    [
        ({"streams": [{}]}, "The catalog file does not follow Airbyte's protocol"),
        ({"streams": [{"stream": 1, "sync_mode": "odd"}]}, "The catalog file does not follow"),
        (
            configured([{"name": "x", "json_schema": {}, "supported_sync_modes": []}]),
            "There is no stream x: discover the streams again.",
        ),
    ],
)
def test_a_catalog_that_is_wrong(
    source: Source, sandbox: Sandbox, catalog: dict[str, Any], sentence: str
) -> None:
    run = source("read", form(sandbox.config()), catalog=catalog)
    (error,) = run.traces("ERROR")
    assert (run.code, error["failure_type"]) == (1, "config_error")
    assert sentence in error["message"]


@pytest.mark.parametrize("state", [[{"type": "LEGACY"}], {"bookmarks": {}}, [1]])
def test_a_state_that_is_wrong(
    source: Source, sandbox: Sandbox, streams: list[dict[str, Any]], state: Any
) -> None:
    catalog = configured(streams, "punches")
    run = source("read", form(sandbox.config()), catalog=catalog, state=state)
    (error,) = run.traces("ERROR")
    assert (run.code, error["failure_type"]) == (1, "config_error")
    assert "The state file does not contain a list of stream states" in error["message"]


def test_all_problems_of_the_settings_are_said_at_once(
    source: Source, streams: list[dict[str, Any]]
) -> None:
    config = form({"subdomain": "merge", "batch_size": 0, **dict.fromkeys(CREDENTIALS, "x")})
    del config["credentials"]["password"]
    run = source("read", config, catalog=configured(streams, "punches"))
    (error,) = run.traces("ERROR")
    assert "The setting password is missing" in error["message"]
    assert "The setting batch_size has to be a whole number" in error["message"]
    assert run.code == 1


def test_words_that_are_no_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tap_ukg_wfm.airbyte", "wriet"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "invalid choice" in done.stderr


def test_without_the_protocols_models_there_is_a_sentence() -> None:
    script = (
        "import sys; sys.modules['airbyte_protocol_dataclasses'] = None; sys.argv = ['s', 'spec'];"
        "from tap_ukg_wfm.airbyte import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "Airbyte's protocol models are not installed. Run: pip install 'tap-ukg-wfm[airbyte]'"
    )


def test_the_singer_command_imports_nothing_of_airbytes() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "tap_ukg_wfm", "--discover"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "tap_ukg_wfm.tap" in done.stderr
    assert "airbyte" not in done.stderr.lower()
