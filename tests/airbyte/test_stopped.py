"""A process that is stopped and goes on: what it writes stays whole."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.airbyte.conftest import command_line, configured, form, parsed
from tests.truth import STREAMS

if TYPE_CHECKING:
    from pathlib import Path

    from ukg_wfm_sandbox import Sandbox


@pytest.mark.parametrize("word", ["", "1"])
def test_a_stopped_and_continued_process_tears_no_line(
    sandbox: Sandbox, streams: list[dict[str, Any]], tmp_path: Path, word: str
) -> None:
    """As Ctrl-Z and fg do, into a pipe that is full."""
    catalog = configured(streams, *STREAMS)
    words = command_line(tmp_path, "read", form(sandbox.config()), catalog=catalog)
    env = {**os.environ, "PYTHONUNBUFFERED": word}
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
    ) as source:
        assert source.stdout
        lines: list[bytes] = []
        for number, line in enumerate(source.stdout):
            lines.append(line)
            if number % 500 == 0:
                source.send_signal(signal.SIGSTOP)
                source.send_signal(signal.SIGCONT)
        assert source.wait(60) == 0
    told = [parsed(line) for line in lines]
    counts = [m["state"]["sourceStats"]["recordCount"] for m in told if m["type"] == "STATE"]
    assert sum(counts) == sum(m["type"] == "RECORD" for m in told) > 5000
