"""The switches by which live tenants differ."""

from __future__ import annotations

import subprocess
import sys

import pytest
from ukg_wfm_sandbox import APP_KEY, Sandbox
from ukg_wfm_sandbox.live import SWITCHES, chosen

from .conftest import TODAY, Client


def command(*flags: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ukg_wfm_sandbox", *flags],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_each_switch_has_one_row_and_a_question() -> None:
    assert len({switch.key for switch in SWITCHES}) == len(SWITCHES)
    for switch in SWITCHES:
        assert len(set(switch.values)) == len(switch.values) >= 2
        assert switch.question.endswith("?")
        assert chosen()[switch.key] == switch.default


@pytest.mark.parametrize(
    ("live", "said"),
    [
        ({"nothing": "x"}, "There is no live switch nothing. Choose one of: activities_select,"),
        ({"locale": "xx"}, "The live switch locale cannot be xx. Choose one of: en-US, de-DE."),
    ],
)
def test_unknown_switches_are_refused(live: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Sandbox(employees=5, days=3, live=live)
    ((key, value),) = live.items()
    done = command("--live", f"{key}={value}")
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize(
    ("structure", "closed", "opened"),
    [
        ("classic", "generic_locations", "locations"),
        ("simplified", "locations", "generic_locations"),
    ],
)
def test_business_structure(structure: str, closed: str, opened: str) -> None:
    body = {"where": {"query": {"context": "ORG", "date": TODAY, "q": "/"}}}
    live = {"business_structure": structure}
    with Sandbox(employees=5, days=3, today=TODAY, live=live) as sandbox:
        client = Client(sandbox)
        statuses = [
            client.call("POST", f"/v1/commons/{name}/multi_read", body).status_code
            for name in (closed, opened)
        ]
    assert statuses == [403, 200]


def test_an_old_tenant_wants_its_appkey_on_every_call() -> None:
    revoke = "/api/authentication/token/revoke"
    with Sandbox(employees=5, days=3, today=TODAY, live={"appkey": "required"}) as sandbox:
        client = Client(sandbox, {"appkey": APP_KEY})
        assert client.call("GET", "/v1/commons/hyperfind").status_code == 200
        assert client.grant("/oauth/token").status_code == 401
        for wrong in (None, "wrong"):
            client.session.headers["appkey"] = wrong  # type: ignore[assignment]
            assert client.call("GET", "/v1/commons/hyperfind").status_code == 401
            assert client.grant().json()["error"] == "invalid_client"
            assert client.grant(revoke, token="x").status_code == 401
