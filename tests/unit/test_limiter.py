"""Throttling: all threads wait together, fewer requests run at once, and the number recovers."""

from __future__ import annotations

import threading
import time

import pytest

from tap_ukg_wfm.api.limiter import ConcurrencyLimiter

PAUSE = 0.3


def room(gate: ConcurrencyLimiter, most: int = 12) -> int:
    """How many turns the gate gives at once."""
    inside, leave = threading.Semaphore(0), threading.Event()

    def take() -> None:
        with gate.turn():
            inside.release()
            leave.wait(10)

    threads = [threading.Thread(target=take) for _ in range(most)]
    for thread in threads:
        thread.start()
    count = 0
    while inside.acquire(timeout=0.2):
        count += 1
    leave.set()
    for thread in threads:
        thread.join()
    return count


def test_as_many_as_allowed() -> None:
    assert room(ConcurrencyLimiter(4)) == 4


def test_all_threads_wait_for_one_answer() -> None:
    gate = ConcurrencyLimiter(4)
    with gate.turn() as began:
        asked = time.monotonic()
        gate.throttled(began, PAUSE, "HTTP 429")
    starts: list[float] = []

    def take() -> None:
        with gate.turn() as start:
            starts.append(start)

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(starts) == 6
    assert min(starts) >= asked + PAUSE
    assert gate.waited == pytest.approx(PAUSE, abs=0.05)


def test_it_halves_once_for_requests_of_one_time_and_recovers() -> None:
    gate = ConcurrencyLimiter(8)
    with gate.turn() as began:
        pass
    for _ in range(5):
        gate.throttled(began, 0, "HTTP 429")
    assert room(gate) == 4
    with gate.turn() as later:
        gate.throttled(later, 0, "HTTP 429")
    assert room(gate) == 2
    for _ in range(4):
        gate.went_well()
    assert room(gate) == 3
    for _ in range(200):
        gate.went_well()
    assert room(gate) == 8


def test_one_always_goes_on() -> None:
    gate = ConcurrencyLimiter(1)
    for _ in range(3):
        with gate.turn() as began:
            gate.throttled(began, 0, "HTTP 429")
    assert room(gate) == 1
