"""The benchmarks still run: a small tenant, read by the tap and by the usual tap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import latency
from benchmarks.core import CORE
from tap_ukg_wfm.streams import STREAMS

if TYPE_CHECKING:
    import pytest


def test_what_is_compared_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {*CORE} <= {vars(stream)["name"] for stream in STREAMS}
    monkeypatch.setattr(latency, "SLOTS", 8)
    tap = latency._against(6, 8)
    usual = latency._against(6, 8, plain=True)
    assert tap["records"] > usual["records"] > 20
    assert min(tap["requests"], usual["requests"]) > 5
