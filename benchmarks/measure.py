"""Measures whole commands: seconds, records and peak memory."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ukg_wfm_sandbox import auth

if TYPE_CHECKING:
    import resource
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).parent
_OVERLAP = 30
TAP = [sys.executable, "-m", "tap_ukg_wfm"]


class Run(NamedTuple):
    """One command: seconds, RECORD lines on stdout, peak memory in megabytes."""

    seconds: float
    records: int
    megabytes: float
    last: bytes


def run(command: Sequence[str | Path], **env: str) -> Run:
    """Run a command to its end, as a whole process, its stdout a pipe that is read at once.

    Raises:
        RuntimeError: When it fails.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **env},
        cwd=HERE.parent,
    )
    assert process.stdout  # noqa: S101 - both are pipes
    assert process.stderr  # noqa: S101
    said: list[bytes] = []
    listener = threading.Thread(target=lambda: said.extend(process.stderr or ()))
    listener.start()
    records, last = 0, b""
    while piece := process.stdout.read(1 << 20):
        # Also count what is split between two chunks, once.
        records += _records(last[-_OVERLAP:] + piece) - _records(last[-_OVERLAP:])
        last = piece
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    listener.join()
    process.stdout.close()
    process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(b"".join(said[-20:]).decode(errors="replace"))
    return Run(seconds, records, megabytes(usage), last)


def _records(text: bytes) -> int:
    return text.count(b'"type":"RECORD"') + text.count(b'"type": "RECORD"')


def megabytes(usage: resource.struct_rusage) -> float:
    """Peak memory: Linux counts kilobytes, macOS bytes."""
    return usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


@contextlib.contextmanager
def serving(*command: str) -> Iterator[str]:
    """A server in a process of its own, by the address that it prints as its last word."""
    with subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=HERE.parent,
    ) as server:
        try:
            assert server.stdout  # noqa: S101 - it is a pipe
            yield server.stdout.readline().split()[-1]
        finally:
            server.terminate()


def settings(folder: Path, url: str, **more: Any) -> Path:  # noqa: ANN401 - any settings
    """A configuration file of the tap, for a server on this machine."""
    config = {
        "api_url": url,
        "subdomain": "sandbox",
        "username": auth.USERNAME,
        "password": auth.PASSWORD,
        "client_id": auth.CLIENT_ID,
        "client_secret": auth.CLIENT_SECRET,
        **more,
    }
    path = folder / f"config-{len(list(folder.iterdir()))}.json"
    path.write_text(json.dumps(config), "utf-8")
    return path


def catalog(folder: Path, *streams: str, columns: Sequence[str] = ()) -> Path:
    """A catalog with some streams selected; `columns` of them, or all."""
    found = json.loads(subprocess.check_output([*TAP, "--discover"], stderr=subprocess.DEVNULL))
    for entry in found["streams"]:
        for item in entry["metadata"]:
            if not item["breadcrumb"]:
                item["metadata"]["selected"] = entry["stream"] in streams
            elif columns:
                item["metadata"]["selected"] = item["breadcrumb"][1] in columns
    path = folder / "catalog.json"
    path.write_text(json.dumps(found), "utf-8")
    return path
