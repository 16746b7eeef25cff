"""The compiled way and the SDK's way write the same messages."""

from __future__ import annotations

import contextlib
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm.api.clock import Clock
from tap_ukg_wfm.singer import output
from tap_ukg_wfm.singer.stream import SingerStream
from tap_ukg_wfm.sync.output import SelectedStream
from tap_ukg_wfm.tables import projection
from tap_ukg_wfm.tap import TapUKGWFM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ukg_wfm_sandbox import Sandbox


MOMENT = "2026-11-15T12:00:00.123456Z"


def untyped(*_: Any, **__: Any) -> None:
    """No type for any lines, so that all are read by hand."""
    raise ValueError


def lines(config: Mapping[str, Any]) -> dict[str, list[bytes]]:
    """The RECORD lines of a run, by stream, in an order of their own."""
    with io.TextIOWrapper(io.BytesIO(), "utf-8") as out:
        with contextlib.redirect_stdout(out):
            TapUKGWFM(config=dict(config), parse_env_config=False).sync_all()
        out.flush()
        written = out.buffer.getvalue()
    found: dict[str, list[bytes]] = {}
    for line in sorted(written.splitlines()):
        if line.startswith(b'{"type":"RECORD"'):
            found.setdefault(json.loads(line)["stream"], []).append(line)
    return found


def some_columns(stream: SingerStream) -> SelectedStream:
    columns = {*list(stream.schema["properties"])[::2], *stream.table.primary_keys}
    return SelectedStream(stream.table, frozenset(columns))


@pytest.mark.parametrize("selected", [True, False], ids=["all columns", "some columns"])
def test_both_ways_write_the_same(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, *, selected: bool
) -> None:
    monkeypatch.setattr(Clock, "stamp", lambda _: MOMENT)
    monkeypatch.setattr("tap_ukg_wfm.singer.output.time.time", lambda: 1.0)
    if not selected:
        monkeypatch.setattr(SingerStream, "selection", property(some_columns))
    fast = lines(sandbox.config())
    monkeypatch.setattr(projection, "TypedLines", untyped)
    by_hand = lines(sandbox.config())
    monkeypatch.setattr(output, "_is_mapped", lambda _: True)
    by_the_sdk = lines(sandbox.config())
    assert set(fast) == set(
        TapUKGWFM(config=dict(sandbox.config()), parse_env_config=False).streams
    )
    for stream, written in fast.items():
        assert written == by_hand[stream]
        if selected:
            # The SDK asks the catalog, which this test has not told.
            assert written == by_the_sdk[stream]
