"""When an unreachable tenant ends the run, and when a clock is wrong."""

from __future__ import annotations

import re
import time

import pytest

from tap_ukg_wfm.api.breaker import Breaker
from tap_ukg_wfm.api.clock import Clock
from tap_ukg_wfm.api.errors import ClockError, OperationError, TenantAwayError
from tests.conftest import TODAY

AWAY = "The run ends because 3 operations in a row failed in the same way: the whole tenant seems"


def failure(away: str) -> OperationError:
    return OperationError("x failed.", away=away)


def test_what_ends_a_run_and_what_does_not() -> None:
    def after(*steps: tuple[str, str] | None) -> bool:
        breaker = Breaker()
        try:
            for step in steps:
                if step is None:
                    breaker.went_well()
                else:
                    breaker.failed(step[0], failure(step[1]), time.monotonic())
        except TenantAwayError:
            return True
        return False

    page, gone = "a page", "HTTP 404"
    assert after(("a", page), ("b", page), ("c", page))
    assert not after(("a", page), ("a", page), ("a", page), ("b", page))
    assert not after(("a", page), ("b", page), None, ("c", page))
    assert not after(("a", page), ("b", page), ("c", ""), ("d", page))
    assert not after(("a", page), ("b", page), ("c", gone))
    assert after(("a", gone), ("b", gone), ("c", gone))
    assert not after(None, ("a", gone), ("b", gone), ("c", gone))


def test_requests_that_fail_together_count_once() -> None:
    breaker, began = Breaker(), time.monotonic()
    for name in "abcdef":
        breaker.failed(name, failure("HTTP 503"), began)
    breaker.check()
    breaker.failed("g", failure("HTTP 503"), time.monotonic())
    with pytest.raises(TenantAwayError, match=re.escape(f"{AWAY} to be unavailable. x failed.")):
        breaker.failed("h", failure("HTTP 503"), time.monotonic())
    with pytest.raises(TenantAwayError):
        breaker.check()


def test_clocks_that_differ_a_little() -> None:
    clock = Clock()
    clock.set_by("Sun, 15 Nov 2026 18:00:00 GMT", "Mon, 16 Nov 2026 17:00:00 GMT")
    assert clock.now().date().isoformat() == TODAY
    with pytest.raises(ClockError):
        clock.set_by("Sun, 15 Nov 2026 18:00:00 GMT", "Mon, 16 Nov 2026 19:00:00 GMT")
