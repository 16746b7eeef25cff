"""A long wait is reported when it begins, and while it lasts."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from tap_ukg_wfm.api.limiter import ConcurrencyLimiter
from tap_ukg_wfm.api.retry import rest

if TYPE_CHECKING:
    import pytest


def test_a_wait_is_told_when_it_begins_and_as_it_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    limiter = ConcurrencyLimiter(2, announce_every=0.2)
    with limiter.turn() as began:
        limiter.throttled(began, 300, "UKG throttles (HTTP 429)")
    told = [record.getMessage() for record in caplog.records]
    assert told == ["Waiting 300 seconds before the next request. Reason: UKG throttles (HTTP 429)"]
    waiter = threading.Thread(target=lambda: limiter.turn().__enter__(), daemon=True)
    waiter.start()
    until = time.monotonic() + 30
    while len(caplog.records) < 4 and time.monotonic() < until:
        time.sleep(0.05)
    assert all("UKG throttles (HTTP 429)" in one.getMessage() for one in caplog.records[:4])
    assert len(caplog.records) >= 4


def test_a_wait_for_a_token_is_told(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr("time.sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    rest(150, "the token server is busy")
    assert [record.getMessage().split()[1] for record in caplog.records] == ["150", "90", "30"]
