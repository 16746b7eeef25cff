"""One token for a run: who gets it, how it is renewed, and what a refusal says."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox, auth

from tap_ukg_wfm.api.connection import connect
from tap_ukg_wfm.api.errors import CredentialsError, UnreachableError
from tap_ukg_wfm.api.retry import RetryPolicy
from tap_ukg_wfm.streams.people.persons import Persons
from tests.conftest import TODAY, catalog_of

if TYPE_CHECKING:
    from tests.conftest import Tap

BODY = {"where": {}, "index": 0, "count": 1}
_CLIENTS = {"ukg_password": auth.PASSWORD_CLIENT, "client_credentials": auth.SERVICE_CLIENT}
QUICK = RetryPolicy(tries=3, seconds=10, timeout=5)


def ukg(tenant: Sandbox, auth_type: str, **more: Any) -> dict[str, Any]:
    return tenant.config(
        auth_type=auth_type,
        token_url=f"{tenant.url}/oauth/token",
        realm=auth.REALM,
        organization=auth.ORGANIZATION,
        **{"client_id": _CLIENTS[auth_type], **more},
    )


def test_each_flow_gives_a_token(tenant: Sandbox) -> None:
    for config in (tenant.config(), ukg(tenant, "ukg_password"), ukg(tenant, "client_credentials")):
        client, authenticator = connect(config)
        assert client.call(Persons.operation, BODY).body["records"]
        authenticator.revoke()
    stats = tenant.stats()["tokens"]
    assert stats["grants"] == 3
    assert stats["revokes"] == 3


@pytest.mark.parametrize("end", ["expiry", "refusal"])
def test_four_threads_renew_a_token_once(end: str) -> None:
    with Sandbox(employees=3, days=3, token_seconds=2 if end == "expiry" else 1799) as tenant:
        client, _ = connect(tenant.config())
        client.call(Persons.operation, BODY)
        if end == "expiry":
            time.sleep(2.1)
        else:
            tenant.fault(operation=Persons.operation.name, kind="expire_token", times=1)
        with ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(lambda _: client.call(Persons.operation, BODY), range(4)))
        assert len(answers) == 4
        stats = tenant.stats()["tokens"]
        assert (stats["grants"], stats["refreshes"]) == (1, 1)


def test_a_refused_refresh_falls_back_to_a_grant(tenant: Sandbox) -> None:
    client, authenticator = connect(tenant.config())
    client.call(Persons.operation, BODY)
    tenant.fault(operation="refresh", status=401, error={"error": "invalid_grant"}, times=1)
    authenticator.access_token = None
    client.call(Persons.operation, BODY)
    assert tenant.stats()["tokens"]["grants"] == 2


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 503, "error": {"errorCode": "GTW-ERROR-012", "message": "Spike arrest"}},
        {"status": 429, "headers": {"Retry-After": "1"}},
        {"status": 500},
        {"kind": "drop"},
    ],
)
def test_token_requests_are_repeated(tenant: Sandbox, fault: dict[str, Any]) -> None:
    tenant.fault(operation="token", times=2, **fault)
    client, _ = connect(tenant.config(), retry_policy=QUICK)
    assert client.call(Persons.operation, BODY).body["records"]


@pytest.mark.parametrize(
    "answer",
    [
        {"access_token": ["x"]},
        {"access_token": "a\nCanary-b"},
        {"access_token": "ключ"},
        {"token": "x"},
    ],
)
def test_what_is_no_token_is_none(tenant: Sandbox, answer: dict[str, Any]) -> None:
    tenant.fault(operation="token", times=None, status=200, error=answer)
    client, _ = connect(tenant.config(), retry_policy=QUICK)
    with pytest.raises(UnreachableError, match="does not respond like a UKG tenant") as caught:
        client.call(Persons.operation, BODY)
    assert "Canary" not in str(caught.value)


@pytest.mark.parametrize("seconds", ["abc", "NaN", [1], 10**400, -5, 0, None])
def test_a_token_lives_until_it_is_refused_where_nothing_tells(
    tenant: Sandbox, seconds: Any
) -> None:
    answer = json.dumps({"access_token": "Canary-x", "expires_in": seconds})
    tenant.fault(operation="token", status=200, body=answer)
    client, authenticator = connect(tenant.config())
    assert [authenticator.log_on() for _ in range(3)] == ["Canary-x"] * 3
    assert authenticator.is_token_valid()
    client.close()


def test_token_requests_end_when_patience_does(tenant: Sandbox) -> None:
    tenant.fault(operation="token", times=None, status=500)
    client, _ = connect(tenant.config(), retry_policy=RetryPolicy(tries=2, seconds=5, timeout=5))
    with pytest.raises(UnreachableError, match="gives no token at the moment"):
        client.call(Persons.operation, BODY)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"password": "wrong"}, "UKG did not accept the user name or the password"),
        ({"username": "nobody"}, "UKG did not accept the user name or the password"),
        ({"client_secret": "wrong"}, "UKG did not accept the API client"),
        ({"client_id": "wrong"}, "UKG did not accept the API client"),
    ],
)
def test_a_refused_grant_says_what_is_wrong(
    tenant: Sandbox, change: dict[str, str], sentence: str
) -> None:
    client, _ = connect(tenant.config(**change), retry_policy=QUICK)
    with pytest.raises(CredentialsError, match=sentence):
        client.call(Persons.operation, BODY)


def test_an_unreachable_host_is_another_sentence(tenant: Sandbox) -> None:
    client, _ = connect(
        tenant.config(api_url="http://127.0.0.1:9"),
        retry_policy=RetryPolicy(tries=2, seconds=3, timeout=2),
    )
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1:9 could not be reached"):
        client.call(Persons.operation, BODY)


def test_an_old_tenant_gets_the_appkey_with_every_call(tap: Tap) -> None:
    punches = catalog_of("punches")
    with Sandbox(employees=5, days=5, today=TODAY, live={"appkey": "required"}) as old:
        run = tap(old.config(), catalog=punches)
        assert run.code == 0
        assert run.records("punches")
        assert old.stats()["tokens"]["revokes"] == 1
        refused = tap(old.config(app_key=None), catalog=punches)
    assert refused.code == 1
    assert "client_secret" in refused.stderr


def test_a_token_that_expires_in_mid_run(tap: Tap) -> None:
    with Sandbox(employees=40, days=40, seed=3, token_seconds=2, latency=(60, 1)) as tenant:
        run = tap(tenant.config(batch_size=4, window_days=7))
        assert run.code == 0
        stats = tenant.stats()["tokens"]
        assert stats["grants"] == 1
        assert 1 <= stats["refreshes"] <= 60
        assert stats["revokes"] >= 1
