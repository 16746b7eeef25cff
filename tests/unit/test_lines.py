"""What leaves stdout: all of it, whatever happens while it is written."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import TYPE_CHECKING

from tap_ukg_wfm.sync import lines as output

if TYPE_CHECKING:
    import pytest


def test_short_writes_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unbuffered stdout takes some of what it gets, when a signal comes."""
    taken, chance = bytearray(), random.Random(7)

    def write(content: memoryview) -> int | None:
        part = bytes(content[: chance.randint(0, 3)])
        taken.extend(part)
        return len(part) or None

    reluctant = SimpleNamespace(buffer=SimpleNamespace(write=write), flush=lambda: None)
    monkeypatch.setattr("tap_ukg_wfm.sync.lines.sys.stdout", reluctant)
    alphabet = b"abcdefghijklmnopqrstuvwxyz" * 20
    output.write_out(alphabet)
    assert taken == alphabet
