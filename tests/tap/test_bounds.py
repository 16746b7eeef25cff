"""What a response may cost: a deadline for all of it and a limit of its size."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm.api.client import Client
from tap_ukg_wfm.api.connection import connect
from tap_ukg_wfm.api.errors import (
    OperationError,
    TapError,
    TooLargeError,
    UnreachableError,
    UnsteadyError,
)
from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.api.retry import RetryPolicy
from tests.conftest import catalog_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap

PAYS = Operation("/v2/timekeeping/setup/pay_codes", "GET")
NAME = f"GET {PAYS.path}"
QUICK = RetryPolicy(tries=3, seconds=20, timeout=1)


@pytest.fixture
def faulty(small: Sandbox) -> Iterator[Sandbox]:
    yield small
    small.clear_faults()


def client_of(tenant: Sandbox, policy: RetryPolicy = QUICK, **limits: Any) -> Client:
    made, authenticator = connect(tenant.config(), retry_policy=policy)
    made.close()
    return Client(made.address, authenticator, 2, policy, **limits)


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_response_that_drips_ends_at_its_deadline(faulty: Sandbox, part: str) -> None:
    faulty.fault(operation=NAME, times=None, kind="drip", part=part, delay=0.2)
    with pytest.raises(UnsteadyError) as caught:
        client_of(faulty).call(PAYS)
    assert str(caught.value) == (
        f"{NAME} failed: {faulty.url[7:]} did not finish its response within 1 seconds. Ask for less "
        "(lower batch_size or window_days), check the network, or raise request_timeout."
    )


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_token_that_drips_ends_at_its_deadline(faulty: Sandbox, part: str) -> None:
    faulty.fault(operation="token", times=None, kind="drip", part=part, delay=0.2)
    with pytest.raises(UnreachableError, match="did not finish its response within 1 seconds"):
        client_of(faulty).call(PAYS)


@pytest.mark.parametrize("kind", ["endless", "bomb"])
def test_a_response_that_is_too_large_asks_for_less(faulty: Sandbox, kind: str) -> None:
    faulty.fault(operation=NAME, times=None, kind=kind)
    policy = RetryPolicy(tries=1, seconds=60, timeout=60)
    with pytest.raises(TooLargeError) as caught:
        client_of(faulty, policy, max_bytes=20 << 20).call(PAYS)
    assert str(caught.value) == (
        f"{NAME} returned more than 20 MB. Lower batch_size or window_days. If they are at their minimum, "
        "report it."
    )


@pytest.mark.parametrize("kind", ["endless", "bomb"])
def test_a_token_response_that_is_too_large(faulty: Sandbox, kind: str) -> None:
    faulty.fault(operation="token", times=None, kind=kind)
    with pytest.raises(UnreachableError, match="returned more than 1 MB for a token request"):
        client_of(faulty, RetryPolicy(tries=1, seconds=60, timeout=60)).call(PAYS)


def test_a_large_response_is_read(faulty: Sandbox) -> None:
    text = json.dumps([{"id": 1, "name": "x" * (55 << 20)}])
    faulty.fault(operation=NAME, status=200, body=text)
    found = client_of(faulty, RetryPolicy(tries=1, seconds=60, timeout=60)).call(PAYS)
    assert len(found.content) == len(text)


def test_an_error_body_without_end_costs_a_megabyte(faulty: Sandbox) -> None:
    body = json.dumps({"errorCode": "X", "message": "y" * (5 << 20)})
    faulty.fault(operation=NAME, status=400, body=body)
    client = client_of(faulty)
    with pytest.raises(OperationError, match=r"did not accept the request.*\(HTTP 400, kronos"):
        client.call(PAYS)
    assert client.call(PAYS).body


@pytest.mark.parametrize("status", [520, 521, 522, 523, 524, 525, 526, 527, 530, 598, 599])
def test_statuses_of_proxies_are_retried(faulty: Sandbox, status: int) -> None:
    faulty.fault(operation=NAME, status=status, body="<html>error</html>", content_type="text/html")
    assert client_of(faulty).call(PAYS).body


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_503_says_when_to_come_again(faulty: Sandbox, form: str) -> None:
    client = client_of(faulty)
    assert client.call(PAYS).body
    until = format_datetime(client.clock.now() + timedelta(seconds=2), usegmt=True)
    after = "1.5" if form == "seconds" else until
    faulty.fault(operation=NAME, status=503, headers={"Retry-After": after})
    assert client.call(PAYS).body
    assert 0.2 < client.waited <= 2


ODD = {
    "half a surrogate pair": b'[{"id": 1, "name": "a\\ud83d b \\\\ud83d \\ud83d\\ude00"}]',
    "bytes that are not UTF-8": b'[{"id": 1, "name": "a\xff"}]',
    "a byte order mark": b'\xef\xbb\xbf[{"id": 1, "name": "a"}]',
    "NaN or Infinity": b'[{"id": NaN, "name": "NaN", "x": -Infinity}]',
}


@pytest.mark.parametrize("what", ODD)
def test_odd_characters_are_replaced_and_told_once(
    faulty: Sandbox, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    faulty.fault(
        operation=NAME, times=None, status=200, body=ODD[what].decode("latin-1"), charset="latin-1"
    )
    client = client_of(faulty)
    wanted = {
        "half a surrogate pair": [{"id": 1, "name": "a\ufffd b \\ud83d \U0001f600"}],
        "bytes that are not UTF-8": [{"id": 1, "name": "a\ufffd"}],
        "a byte order mark": [{"id": 1, "name": "a"}],
        "NaN or Infinity": [{"id": None, "name": "NaN", "x": None}],
    }
    for _ in range(2):
        assert client.call(PAYS).body == wanted[what]
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert told == [
        (
            f"{NAME} returned {what}. The tap replaced invalid characters, set invalid numbers to null, and "
            "read the rest."
        )
    ]


TOO_MUCH = {
    "a number that is too large": ['[{"id": 1e999}]', f'[{{"id": {"9" * 5000}}}]'],
    "lists or objects that are nested too deeply": [
        "[" * 200_000,
        "[" * 200_000 + "]" * 200_000,
        '{"a":' * 200_000 + "1" + "}" * 200_000,
    ],
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_no_decoder_takes_costs_its_operation(faulty: Sandbox, what: str) -> None:
    client = client_of(faulty)
    for body in TOO_MUCH[what]:
        faulty.fault(operation=NAME, status=200, body=body)
        with pytest.raises(OperationError) as caught:
            client.call(PAYS)
        assert str(caught.value).startswith(
            f"{NAME} returned {what}, which cannot be read. Report it to UKG with the kronos-tid, or "
            "deselect its streams. (HTTP 200, kronos-tid "
        )
        assert client.call(PAYS).body
        faulty.fault(operation=NAME, status=400, body=body)
        with pytest.raises(OperationError, match="did not accept the request"):
            client.call(PAYS)
        faulty.fault(operation="token", status=200, body=body)
        with pytest.raises(
            UnreachableError, match=r"does not respond like a UKG tenant|it is not a token server"
        ):
            client_of(faulty, RetryPolicy(tries=1)).call(PAYS)
        faulty.fault(operation="token", status=401, body=body)
        with pytest.raises(
            TapError, match=r"does not respond like a UKG tenant|it is not a token server"
        ):
            client_of(faulty, RetryPolicy(tries=1)).call(PAYS)


def test_one_odd_operation_leaves_the_others(tap: Tap, faulty: Sandbox) -> None:
    faulty.fault(operation=NAME, times=None, status=200, body='[{"id": 1e999}]')
    run = tap(faulty.config(), catalog=catalog_of("pay_codes", "work_rules"))
    assert run.code == 1
    assert f"{NAME} returned a number that is too large" in run.stderr
    assert run.records("work_rules")
