"""Tokens, faults, concurrency, statistics and the command line."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests
from ukg_wfm_sandbox import ORGANIZATION, REALM, Sandbox
from ukg_wfm_sandbox.auth import CLIENT_ID, PASSWORD_CLIENT, SERVICE_CLIENT

from .conftest import TODAY, Client

if TYPE_CHECKING:
    from collections.abc import Callable

PATH = "/v1/commons/hyperfind"
REALM_GRANT = "http://auth0.com/oauth/grant-type/password-realm"
UKG = {"audience": "https://wfm.ukg.net/api"}


def small(**settings: object) -> Sandbox:
    return Sandbox(employees=5, days=3, seed=2, today=TODAY, **settings)


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"password": "wrong"}, 401, "invalid_grant"),
        ({"username": "wrong"}, 401, "invalid_grant"),
        ({"client_id": "wrong"}, 401, "invalid_client"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "magic"}, 400, "unsupported_grant_type"),
        ({"auth_chain": "none"}, 400, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "no"}, 401, "invalid_grant"),
    ],
)
def test_refused_grants(client: Client, form: dict[str, str], status: int, error: str) -> None:
    answer = client.grant(**form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"]


BY_PASSWORD = {"grant_type": REALM_GRANT, "client_id": PASSWORD_CLIENT}
BY_CLIENT = {"grant_type": "client_credentials", "client_id": SERVICE_CLIENT}


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({**BY_PASSWORD, "realm": REALM, **UKG}, 200),
        ({**BY_CLIENT, "organization": ORGANIZATION, **UKG}, 200),
        ({**BY_PASSWORD, "realm": "else", **UKG}, 400),
        ({**BY_PASSWORD, "realm": REALM, "password": "no", **UKG}, 401),
        ({**BY_CLIENT, "organization": "org_no", **UKG}, 400),
        ({**BY_CLIENT, "organization": ORGANIZATION}, 403),
        ({**BY_PASSWORD, "realm": REALM, **UKG, "client_id": SERVICE_CLIENT}, 403),
        ({**BY_CLIENT, "organization": ORGANIZATION, **UKG, "client_id": CLIENT_ID}, 401),
    ],
)
def test_ukg_authentication(client: Client, form: dict[str, str], status: int) -> None:
    assert client.grant("/oauth/token", **form).status_code == status


def test_life_of_tokens() -> None:
    with small(token_seconds=1) as sandbox:
        client = Client(sandbox)
        assert client.call("GET", PATH).status_code == 200
        time.sleep(1.1)
        assert client.call("GET", PATH).status_code == 401
        first = client.grant().json()
        again = client.grant(grant_type="refresh_token", refresh_token=first["refresh_token"])
        assert "refresh_token" not in again.json()
        token = again.json()["access_token"]
        assert token.startswith("Canary-token-")
        client.session.headers["Authorization"] = f"Bearer {token}"
        assert client.call("GET", PATH).status_code == 200
        assert client.grant("/api/authentication/token/revoke", token=token).status_code == 200
        assert client.call("GET", PATH).status_code == 401
        assert sandbox.stats()["tokens"] == {"grants": 2, "refreshes": 1, "revokes": 1}


def test_a_refresh_token_outlives_its_access_tokens_and_ends_them() -> None:
    with small() as sandbox:
        client = Client(sandbox)

        def good(token: str) -> bool:
            client.session.headers["Authorization"] = f"Bearer {token}"
            return client.call("GET", PATH).status_code == 200

        def revoke(token: str) -> None:
            client.grant("/api/authentication/token/revoke", token=token)

        first, other = client.grant().json(), client.grant().json()
        refresh = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        revoke(first["access_token"])
        assert not good(first["access_token"])
        second = client.grant(**refresh).json()["access_token"]
        assert good(second)
        revoke(first["refresh_token"])
        assert not good(second)
        assert client.grant(**refresh).status_code == 401
        assert good(other["access_token"])


def test_spike_arrest() -> None:
    with small(spike_limit=2) as sandbox:
        client = Client(sandbox)
        assert client.grant().status_code == 200
        answer = client.grant()
        assert (answer.status_code, answer.json()["errorCode"]) == (503, "GTW-ERROR-012")


def test_concurrency_latency_and_statistics() -> None:
    with small(max_concurrency=3, latency=(300, 0)) as sandbox:
        client = Client(sandbox)

        def get(_: int) -> requests.Response:
            headers = dict(client.session.headers)
            return requests.get(f"{sandbox.url}/api{PATH}", headers=headers, timeout=30)

        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(get, range(6)))
        refused = [answer for answer in answers if answer.status_code == 429]
        assert len(refused) == 3
        assert all(answer.headers["Retry-After"] == "1" for answer in refused)
        assert all(answer.elapsed.total_seconds() > 0.3 for answer in set(answers) - set(refused))
        stats = sandbox.stats()
        assert stats["requests"] == {f"GET {PATH}": {"200": 3, "429": 3}}
        assert stats["busy_seconds"] > 0.9
        assert stats["max_concurrent"] >= 4
        assert sandbox.requests()[0]["path"] == PATH
        sandbox.reset_stats()
        assert sandbox.stats()["total"] == 0


def broken(client: Client) -> type[Exception] | None:
    try:
        client.call("GET", PATH).json()
    except (requests.RequestException, ValueError) as error:
        return type(error)
    return None


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("drop", requests.ConnectionError),
        ("cut", requests.exceptions.ChunkedEncodingError),
        ("invalid_json", requests.JSONDecodeError),
        ("empty", requests.JSONDecodeError),
        ("html", requests.JSONDecodeError),
    ],
)
def test_broken_answers(fresh: Sandbox, kind: str, error: type[Exception]) -> None:
    client = Client(fresh)
    fresh.fault(kind=kind)
    assert broken(client) is error
    assert broken(client) is None
    assert sum(fresh.stats()["requests"][f"GET {PATH}"].values()) == 2


def test_faults(fresh: Sandbox) -> None:
    client = Client(fresh)

    def statuses(number: int) -> list[int]:
        return [client.call("GET", PATH).status_code for _ in range(number)]

    fresh.fault(operation=f"GET {PATH}", every=2, times=2, status=429, headers={"Retry-After": "2"})
    fresh.fault(operation="POST /v1/commons/hyperfind/execute", status=500, times=None)
    assert statuses(6) == [200, 429, 200, 429, 200, 200]
    fresh.clear_faults()
    error = {"errorCode": "WCO-1", "message": "no"}
    fresh.fault(status=403, error=error, times=None)
    answer = client.call("GET", PATH)
    assert (answer.status_code, answer.json()) == (403, error)
    fresh.clear_faults()
    fresh.fault(status=504, body="<html>", content_type="text/html", delay=0.2)
    answer = client.call("GET", PATH)
    assert (answer.status_code, answer.text) == (504, "<html>")
    assert answer.elapsed.total_seconds() > 0.2
    fresh.fault(delay=0.2)
    answer = client.call("GET", PATH)
    assert answer.status_code == 200
    assert answer.elapsed.total_seconds() > 0.2
    fresh.fault(operation="token", status=500)
    fresh.fault(operation="refresh", status=502)
    assert client.grant().status_code == 500
    assert client.grant(grant_type="refresh_token").status_code == 502
    fresh.fault(kind="expire_token")
    assert statuses(2) == [401, 401]
    unknown = requests.post(f"{fresh.url}/_sandbox/faults", json={"kind": "x"}, timeout=9)
    assert unknown.status_code == 400


def test_control_over_http(fresh: Sandbox) -> None:
    def get(path: str) -> requests.Response:
        return requests.get(f"{fresh.url}/_sandbox/{path}", timeout=30)

    assert get("clock").json()["today"] == TODAY
    answer = requests.post(f"{fresh.url}/_sandbox/advance", json={"days": 2}, timeout=30)
    assert answer.json()["today"] == "2026-11-17"
    assert answer.headers["Date"].startswith("Tue, 17 Nov 2026 18:")
    query = "truth/punches?start_date=2026-11-10&end_date=2026-11-12&person_ids=1001,1002,1003"
    truth = fresh.truth("punches", "2026-11-10", "2026-11-12", [1001, 1002, 1003])
    assert get(query).json() == truth
    assert get("truth/nothing").status_code == 400
    assert get("truth/punches?start_date=x").status_code == 400
    assert get("stats").json()["total"] == 0
    assert get("requests").json() == []


def _stop(process: subprocess.Popen[str], how: Callable[[subprocess.Popen[str]], None]) -> int:
    how(process)
    return process.wait(20)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_command_line(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "ukg_wfm_sandbox", "--port", "0", "--employees", "5",
               "--days", "5", "--today", TODAY]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        line = process.stderr.readline()
        assert line.startswith("sandbox ready on http://127.0.0.1:")
        url = line.split()[-1]
        assert requests.get(f"{url}/_sandbox/clock", timeout=10).json()["today"] == TODAY
        assert _stop(process, lambda one: one.send_signal(number)) == 0


def test_only_loopback() -> None:
    command = [sys.executable, "-m", "ukg_wfm_sandbox", "--host", "0.0.0.0"]  # noqa: S104
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 2
    assert "--host" in done.stderr


def test_who_hangs_up_is_no_error(capfd: pytest.CaptureFixture[str]) -> None:
    with small() as sandbox:
        hang_up(sandbox)
    assert "Traceback" not in capfd.readouterr().err


def hang_up(sandbox: Sandbox) -> None:
    where = urlsplit(sandbox.url)
    head = (
        "POST /api/v1/commons/persons/apply_read HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{"
    )
    with socket.create_connection((where.hostname, where.port or 0)) as caller:
        caller.sendall(head.encode())
    deadline = time.monotonic() + 5
    operation = "POST /v1/commons/persons/apply_read"
    while "gone" not in sandbox.stats()["requests"].get(operation, {}):
        assert time.monotonic() < deadline
        time.sleep(0.01)
