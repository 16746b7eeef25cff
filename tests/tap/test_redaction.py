"""Secrets stay out of everything that the command writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox, auth
from ukg_wfm_sandbox.faults import ENCODINGS

from tap_ukg_wfm.api.connection import connect
from tap_ukg_wfm.api.errors import TapError
from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.api.redaction import MASK
from tap_ukg_wfm.api.retry import RetryPolicy
from tests.conftest import catalog_of

if TYPE_CHECKING:
    from tests.conftest import Tap


QUICK = RetryPolicy(tries=1, seconds=5, timeout=5)


PAYS = Operation("/v2/timekeeping/setup/pay_codes", "GET")


@pytest.mark.parametrize("how", ENCODINGS)
def test_a_tenant_that_echoes_what_it_was_sent(small: Sandbox, how: str) -> None:
    config = small.config(app_key=auth.APP_KEY)
    client, authenticator = connect(config, retry_policy=QUICK)
    try:
        token = authenticator.log_on() or ""
        secrets = (auth.PASSWORD, auth.CLIENT_SECRET, auth.APP_KEY, token)
        small.fault(operation=f"GET {PAYS.path}", kind="echo", encoding=how, status=400)
        small.fault(operation="token", kind="echo", encoding=how, status=401)
        for _ in range(2):
            with pytest.raises(TapError) as caught:
                client.call(PAYS)
            assert MASK in str(caught.value)
            for secret in secrets:
                assert secret not in str(caught.value)
                assert ENCODINGS[how](secret)[8:] not in str(caught.value)
            authenticator.access_token = authenticator.refresh_token = None
    finally:
        small.clear_faults()


@pytest.mark.parametrize("name", ["subdomain", "api_url", "token_url", "start_date"])
def test_a_secret_in_the_wrong_setting(tap: Tap, small: Sandbox, name: str) -> None:
    run = tap(small.config(**{name: auth.PASSWORD}), catalog=catalog_of("pay_codes"))
    assert run.code == 1
    assert MASK in run.stderr


def test_forged_lines_and_escape_sequences(small: Sandbox) -> None:
    error: Any = {"errorCode": "A\nERROR forged", "message": "\x1b[31mred\u202e\u2028 \ud83d"}
    small.fault(
        operation=f"GET {PAYS.path}",
        status=400,
        body=json.dumps(error),
        headers={"kronos-tid": "7" * 8000},
    )
    client, _ = connect(small.config(), retry_policy=QUICK)
    with pytest.raises(TapError) as caught:
        client.call(PAYS)
    said = str(caught.value)
    assert said.isprintable()
    assert "A ERROR forged" in said
    assert "\\x1b[31mred\\u202e" in said
    assert len(said) < 1000


def test_names_of_unknown_fields_in_a_run(tap: Tap, tenant: Sandbox) -> None:
    names = {how: encode(auth.PASSWORD) for how, encode in ENCODINGS.items()}
    body = json.dumps([{"id": 1, **{f"x{name}\x1b[31m": {"y": 1} for name in names.values()}}])
    tenant.fault(operation=f"GET {PAYS.path}", times=None, status=200, body=body)
    run = tap(tenant.config(), catalog=catalog_of("pay_codes"))
    assert f"x{MASK}" in run.stderr
    assert "\x1b[31m" not in run.stderr
    for how, name in names.items():
        assert name not in run.stderr, how
