"""A sandbox to read from, and a client that reads naively: one request after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests
from ukg_wfm_sandbox import CLIENT_ID, CLIENT_SECRET, PASSWORD, USERNAME, Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = "2026-11-15"
DOCUMENTED = {"reference_names": "absent"}
"""The vendor documents no names beside the qualifiers of references."""
GRANT = {
    "username": USERNAME,
    "password": PASSWORD,
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
    "grant_type": "password",
    "auth_chain": "OAuthLdapService",
}


class Client:
    """A session with a token."""

    def __init__(self, sandbox: Sandbox, headers: dict[str, str] | None = None) -> None:
        self.url = sandbox.url
        self.session = requests.Session()
        self.session.headers.update(headers or {})
        token = self.grant().json()["access_token"]
        self.session.headers["Authorization"] = f"Bearer {token}"

    def grant(
        self, path: str = "/api/authentication/access_token", **form: str
    ) -> requests.Response:
        return self.session.post(self.url + path, data={**GRANT, **form}, timeout=30)

    def call(self, method: str, path: str, body: object = None, **query: str) -> requests.Response:
        url = f"{self.url}/api{path}"
        return self.session.request(method, url, json=body, params=query, timeout=30)

    def read(self, method: str, path: str, body: object = None, **query: str) -> Any:
        answer = self.call(method, path, body, **query)
        assert answer.status_code == 200, answer.text[:500]
        return answer.json()

    def post(self, path: str, body: object) -> Any:
        return self.read("POST", path, body)

    def people(self) -> list[int]:
        records = self.post("/v1/commons/persons/apply_read", {"where": {}})["records"]
        return [record["personId"] for record in records]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A sandbox that no test changes; its history has the autumn's clock changes."""
    with Sandbox(
        employees=30, days=50, seed=7, today=TODAY, spike_limit=1000, live=DOCUMENTED
    ) as running:
        yield running


@pytest.fixture
def fresh() -> Iterator[Sandbox]:
    """A sandbox for one test alone."""
    with Sandbox(
        employees=30, days=40, seed=11, today=TODAY, spike_limit=1000, live=DOCUMENTED
    ) as running:
        yield running


@pytest.fixture(scope="session")
def client(sandbox: Sandbox) -> Client:
    return Client(sandbox)
