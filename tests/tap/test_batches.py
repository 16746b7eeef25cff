"""BATCH messages: the same rows in files, and no state that runs ahead of them."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

import pytest

from tests.conftest import CANARY
from tests.truth import STREAMS, assert_truth
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap


def settings(folder: Path, compression: str = "gzip", size: int = 500) -> dict[str, Any]:
    return {
        "batch_config": {
            "encoding": {"format": "jsonl", "compression": compression},
            "storage": {"root": (folder / "batches").as_uri(), "prefix": "x-"},
            "batch_size": size,
        }
    }


def run(
    folder: Path, config: dict[str, Any], *, stop_after: float = 0, stop_at: bytes = b""
) -> list[dict[str, Any]]:
    """The messages of a run, stopped by SIGTERM after some seconds, or at a line that holds a text."""
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    command = [sys.executable, "-m", "tap_ukg_wfm", "--config", str(folder / "config.json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as tap:
        before = b""
        if stop_after:
            time.sleep(stop_after)
        while stop_at and stop_at not in before:
            before += tap.stdout.readline()  # type: ignore[union-attr]
        if stop_after or stop_at:
            tap.send_signal(signal.SIGTERM)
        out, err = tap.communicate(timeout=120)
    out = before + out
    assert CANARY.encode() not in out + err
    assert tap.returncode == (128 + signal.SIGTERM if stop_after or stop_at else 0), err[-2000:]
    return [json.loads(line) for line in out.splitlines()]


def unpacked(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same messages, with RECORD messages in the place of files."""
    found = []
    for message in messages:
        if message["type"] != "BATCH":
            found.append(message)
            continue
        for url in message["manifest"]:
            content = Path(urlparse(url).path).read_bytes()
            if message["encoding"]["compression"] == "gzip":
                content = gzip.decompress(content)
            head = {**message, "type": "RECORD"}
            found += [{**head, "record": json.loads(line)} for line in content.splitlines()]
    return found


@pytest.mark.parametrize("compression", ["gzip", "none"])
def test_files_hold_the_truth(tmp_path: Path, sandbox: Sandbox, compression: str) -> None:
    config = {**sandbox.config(window_days=20), **settings(tmp_path, compression)}
    messages = run(tmp_path, config)
    kinds = Counter(message["type"] for message in messages)
    assert kinds["RECORD"] == 0
    assert kinds["BATCH"] > len(STREAMS)
    warehouse = Warehouse()
    warehouse.land(unpacked(messages))
    for stream in STREAMS:
        assert_truth(warehouse, sandbox, stream, config["start_date"])


def test_maps_apply_in_files(tmp_path: Path, sandbox: Sandbox) -> None:
    maps = {"time_zones": {"id": "id", "name": "name.upper()", "__else__": None}, "__else__": None}
    messages = unpacked(run(tmp_path, {**sandbox.config(stream_maps=maps), **settings(tmp_path)}))
    rows = [message["record"] for message in messages if message["type"] == "RECORD"]
    assert {"id": 13004, "name": "AMERICA/LOS_ANGELES"} in rows
    assert {message.get("stream") for message in messages} <= {"time_zones", None}


def test_a_state_waits_for_its_rows(tmp_path: Path, tenant: Sandbox) -> None:
    config = {**tenant.config(window_days=3, concurrency=1), **settings(tmp_path, size=300)}
    messages = unpacked(run(tmp_path, config))
    ends = [
        (message["value"]["bookmarks"].get("punches") or {}).get("replication_key_value", "")
        for message in messages
        if message["type"] == "STATE"
    ]
    assert len(set(ends)) > 3
    seen = set()
    for message in messages:
        if message["type"] == "RECORD" and message["stream"] == "extraction_windows":
            seen.add((message["record"]["stream"], message["record"]["end_date"]))
        elif message["type"] == "STATE":
            for stream, bookmark in message["value"]["bookmarks"].items():
                for _, end in bookmark.get("covered", []):
                    # A month that is read whole may end after the last date that was asked for.
                    assert any(name == stream and last >= end for name, last in seen)


@pytest.mark.parametrize("size", [300, 100_000])
def test_a_stopped_run_goes_on(tmp_path: Path, tenant: Sandbox, size: int) -> None:
    config = {**tenant.config(window_days=3), **settings(tmp_path, size=size)}
    tenant.fault(operation="*", times=None, status=None, delay=0.05)
    if size == 300:
        messages = unpacked(run(tmp_path, config, stop_at=b'"covered"'))
        assert messages[-1]["type"] == "STATE"
    else:
        # Whatever was read by then is in files that nobody was told of.
        messages = unpacked(run(tmp_path, config, stop_after=4.0))
        assert not [m for m in messages if m["type"] == "STATE" and m["value"].get("bookmarks")]
    tenant.clear_faults()
    warehouse = Warehouse()
    warehouse.land(messages)
    (tmp_path / "state.json").write_text(json.dumps(warehouse.state), "utf-8")
    command = [sys.executable, "-m", "tap_ukg_wfm", "--config", str(tmp_path / "config.json")]
    command += ["--state", str(tmp_path / "state.json")]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    warehouse.land(unpacked([json.loads(line) for line in done.stdout.splitlines()]))
    for stream in STREAMS:
        assert_truth(warehouse, tenant, stream, config["start_date"])


def test_only_their_owner_may_read_the_files(tmp_path: Path, sandbox: Sandbox) -> None:
    messages = run(tmp_path, {**sandbox.config(), **settings(tmp_path)})
    files = [url for message in messages for url in message.get("manifest", ())]
    paths = [Path(urlparse(url).path) for url in files]
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    assert (tmp_path / "batches").stat().st_mode & 0o777 == 0o700
    # Nothing is left of what showed that files can be written.
    assert {*(tmp_path / "batches").iterdir()} == {*paths}


@pytest.mark.parametrize(
    ("root", "sentence"),
    [
        ("s3://bucket/rows", "The tap cannot write to the storage of batch_config (s3). Install"),
        ("nonsense://x", "The tap cannot write to the storage of batch_config (nonsense)"),
        (
            "file:///proc/nowhere",
            "The tap cannot write to the storage of batch_config (file). Check",
        ),
        (
            "/dev/null/x",
            "The tap cannot write to the storage of batch_config (this machine). Check",
        ),
    ],
)
def test_a_storage_that_cannot_be_written_is_said_at_once(
    tap: Tap, tenant: Sandbox, root: str, sentence: str
) -> None:
    batch = {"encoding": {"format": "jsonl"}, "storage": {"root": root}}
    done = tap(tenant.config(batch_config=batch))
    assert done.code == 1
    assert sentence in done.stderr
    assert tenant.stats()["total"] == 0
    check = tap(tenant.config(batch_config=batch), "--check", singer=False)
    assert sentence in json.loads(check.stdout)["connectionStatus"]["message"]
