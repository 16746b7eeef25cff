"""What the tap says of each refusal that the sandbox can give: whole sentences, none without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import requests
from ukg_wfm_sandbox import Sandbox

from tap_ukg_wfm.api.connection import connect
from tap_ukg_wfm.api.errors import TapError
from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.api.redaction import excerpt
from tap_ukg_wfm.api.retry import RetryPolicy
from tests.conftest import CANARY, ROOT, TODAY
from tests.sandbox import test_refusals as refusals
from tests.sandbox.conftest import Client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FAILED = (
    "{name} failed: UKG did not accept the request. Check the settings for its streams; if there are "
    "none, deselect its streams and report the problem. {detail}"
)
LESS = (
    "{name} failed: even the smallest request exceeds a limit of UKG. Ask UKG to raise the limit, or "
    "deselect its streams. {detail}"
)
UNKNOWN = (
    "{name} failed: UKG does not know somebody or something in the request. It may have been deleted, "
    "or a setting has a wrong name. {detail}"
)
SENTENCES = {
    "WCO-101228": FAILED,
    "WCO-101241": (
        "{name} failed: UKG does not know a request type. Check the names in the setting request_types. "
        "{detail}"
    ),
    "WCO-101259": UNKNOWN,
    "WCO-101260": FAILED,
    "WCO-101300": FAILED,
    "WCO-101414": FAILED,
    "WCO-106194": LESS,
    "WCO-112001": (
        "{name} failed: UKG did not find the Hyperfind. Check the setting hyperfinds, and that the API "
        "user may see the query. {detail}"
    ),
    "WCO-112003": FAILED,
    "WCO-112004": FAILED,
    "WCO-112010": LESS,
    "WCO-116005": FAILED,
    "WCO-116300": FAILED,
    "WCO-116301": FAILED,
    "WCO-116302": FAILED,
    "WFA-000030": (
        "{name} was refused: the tenant has no license for Activities. Ask UKG for the license, or "
        "deselect its streams. {detail}"
    ),
    "WFF-270000": FAILED,
    "WFP-00002": (
        "{name} was refused: the API user may not call it. Grant the operation in the user's Function "
        "Access Profile (in UKG under Access Profiles), or deselect its streams. {detail}"
    ),
    "WFP-00401": (
        "{name} was refused: UKG does not accept the token. Check that the API user may use the API. {detail}"
    ),
    "WFP-00404": FAILED,
    "WFP-00405": FAILED,
    "WFP-00413": LESS,
    "WFP-00415": FAILED,
    "WFP-00429": (
        "{name} kept failing after several tries. Try again later; if it happens again, ask UKG. {detail}"
    ),
    "WFP-90001": LESS,
    "WFP-90002": FAILED,
    "WFP-90003": LESS,
    "WFP-90005": FAILED,
    "WFP-90006": FAILED,
    "WFP-90007": FAILED,
    "WFP-90008": FAILED,
    "WFP-90009": FAILED,
    "WFP-90010": FAILED,
    "WFP-90011": FAILED,
    "WTK-124919": FAILED,
    "WTK-124921": FAILED,
}
"""By error code; the same refusal reads alike, whichever operation gives it."""
ROUTING = {"WFP-00404", "WFP-00405"}
"""Made of the status, where the sandbox has no such path or method."""
NO_REFUSALS = {
    "WCO-101261": "only with failOnNoAssignment, which the tap never sends",
    "WCO-101207": "an answer in parts; those that failed carry WCO-101259",
    "WCO-116010": "a column of a dataview: tests/tap/test_user_defined.py",
    "GTW-ERROR-012": "of token requests, below",
}


class Request(NamedTuple):
    method: str
    path: str
    body: Any = None
    query: dict[str, str] = {}  # noqa: RUF012 - never changed


BY_BADGE = {"key": "badgenumber", "values": ["1"]}
VIEW = {
    "view": "EMP",
    "employeeSet": {"employees": {"ids": ["1001"]}, "dateRange": refusals.DAY},
}
EXPORT = {"query": "SELECT * FROM payroll_lines"}
PAYS = Request("GET", "/v2/timekeeping/setup/pay_codes")
ACTIVITIES = "/v1/work/activities"
REQUESTS = [
    *(Request("POST", path, body) for path, body, _, _ in refusals.BAD),
    *(Request("GET", path, None, query) for path, query, _ in refusals.QUERIES),
    Request("GET", "/v1/nothing"),
    Request("GET", refusals.PERSONS),
    Request("GET", ACTIVITIES, None, {"queryName": "Mine"}),
    Request("POST", refusals.PERSONS, {"where": {"missingExternalIdType": "aoid"}}),
    Request("POST", refusals.PERSONS, {"where": {}, "x": "y" * 1_100_000}),
    Request("POST", refusals.EXTENSIONS, {"where": {"employees": BY_BADGE}}),
    Request("POST", "/v1/commons/data/multi_read", {"from": VIEW, "select": [{"key": "NOTHING"}]}),
    Request("GET", f"{refusals.EXPORT}/nothing/status"),
    Request(
        "POST", "/v1/commons/generic_locations/multi_read", refusals.descend(locationRef={"id": 1})
    ),
]


@pytest.fixture(scope="module")
def crowd() -> Iterator[Sandbox]:
    with Sandbox(employees=900, days=5, seed=1, today=TODAY, spike_limit=1000) as sandbox:
        yield sandbox


def said(sandbox: Sandbox, request: Request, **settings: Any) -> str:
    """What the tap says after a request, without the id that is another one each time."""
    retry_policy = RetryPolicy(tries=2, seconds=30, timeout=30)
    client, _ = connect(sandbox.config(**settings), retry_policy=retry_policy)
    operation = Operation(request.path, request.method)  # type: ignore[arg-type]
    with pytest.raises(TapError) as caught:
        client.call(operation, request.body, request.query)
    client.close()
    assert CANARY not in str(caught.value)
    return re.sub(r", kronos-tid \w+", "", str(caught.value))


def expected(request: Request, answer: Any) -> str:
    """The sentence for an answer of the sandbox."""
    code, message = answer.json()["errorCode"], answer.json()["message"]
    detail = f'(HTTP {answer.status_code}, {code}, "{excerpt(message)}")'
    return SENTENCES[code].format(name=f"{request.method} {request.path}", detail=detail)


def test_every_request_that_is_refused_has_its_sentence(crowd: Sandbox) -> None:
    raw = Client(crowd)
    provoked = set()
    for request in REQUESTS:
        answer = raw.call(*request[:3], **request.query)
        assert said(crowd, request) == expected(request, answer)
        provoked.add(answer.json()["errorCode"])
    assert provoked | set(BY_STATE) == set(SENTENCES)


def no_token(sandbox: Sandbox) -> Request:
    sandbox.fault(operation=f"{PAYS.method} {PAYS.path}", times=None, kind="expire_token")
    return PAYS


def export_under_way(sandbox: Sandbox) -> Request:
    key = Client(sandbox).call("POST", refusals.EXPORT, EXPORT).json()["executionKey"]
    return Request("GET", f"{refusals.EXPORT}/{key}/response")


def replayed(sandbox: Sandbox, answer: requests.Response) -> Request:
    """What the tap itself never sends: the sandbox's own answer, to another request."""
    name = f"{PAYS.method} {PAYS.path}"
    sandbox.fault(operation=name, times=None, status=answer.status_code, error=answer.json())
    return PAYS


def no_json(sandbox: Sandbox) -> Request:
    raw = Client(sandbox)
    return replayed(
        sandbox, raw.session.post(f"{raw.url}/api{refusals.PERSONS}", data="{", timeout=30)
    )


def no_form(sandbox: Sandbox) -> Request:
    url = f"{sandbox.url}/api/authentication/access_token"
    return replayed(sandbox, requests.post(url, json={}, timeout=30))


BY_STATE: dict[str, tuple[dict[str, Any], Callable[[Sandbox], Request]]] = {
    "WCO-116301": ({}, export_under_way),
    "WFA-000030": ({"activities": False}, lambda _: Request("GET", ACTIVITIES)),
    "WFP-00401": ({}, no_token),
    "WFP-00415": ({}, no_form),
    "WFP-00429": ({"max_concurrency": 0}, lambda _: PAYS),
    "WFP-90008": ({}, no_json),
}
"""Refusals that depend on more than the request: how the tenant is, and what has come before."""


@pytest.mark.parametrize("code", BY_STATE)
def test_every_state_that_refuses_has_its_sentence(code: str) -> None:
    tenant, prepare = BY_STATE[code]
    with Sandbox(employees=3, days=3, seed=1, today=TODAY, **tenant) as sandbox:
        request = prepare(sandbox)
        told = said(sandbox, request)
        answer = Client(sandbox).call(*request[:3], **request.query)
        assert answer.json()["errorCode"] == code
        assert told == expected(request, answer)


CLASSIC, UKG = "/api/authentication/access_token", "/oauth/token"
TOKENS = {
    ("invalid_grant", "The refresh token is unknown or expired."): (
        CLASSIC,
        {"grant_type": "refresh_token", "refresh_token": "old"},
        (
            "UKG did not accept the user name or the password. Check username and password, and that the "
            "user may log on without single sign-on. {detail}"
        ),
    ),
    ("unsupported_grant_type", "The grant type is not supported."): (
        CLASSIC,
        {"grant_type": "code"},
        (
            "The API client cannot be used with auth_type password. Check auth_type, or create a client "
            "for this flow. {detail}"
        ),
    ),
    ("invalid_request", "auth_chain is missing or unknown."): (
        CLASSIC,
        {"auth_chain": "none"},
        "UKG refused to give a token. Check the credentials. {detail}",
    ),
}
"""What the tap's own token requests do not run into; tests/tap/test_check.py has the others."""
CAUSES = {"invalid_client", "access_denied", "unauthorized_client"}


@pytest.mark.parametrize(("error", "description"), TOKENS)
def test_every_token_that_is_refused_has_its_sentence(error: str, description: str) -> None:
    path, form, sentence = TOKENS[error, description]
    with Sandbox(employees=3, days=3, seed=1, today=TODAY) as sandbox:
        answer = Client(sandbox).grant(path, **form)
        assert answer.json() == {"error": error, "error_description": description}
        body = answer.json()
        sandbox.fault(operation="token", times=None, status=answer.status_code, error=body)
        detail = f'(HTTP {answer.status_code}, {error}, "{description}")'
        assert said(sandbox, PAYS) == sentence.format(detail=detail)


def test_too_many_token_requests_have_their_sentence() -> None:
    with Sandbox(employees=3, days=3, seed=1, today=TODAY, spike_limit=0) as sandbox:
        assert said(sandbox, PAYS) == (
            f"{sandbox.url[7:]} limits the number of token requests. Try again in a few minutes. (HTTP 503, "
            'GTW-ERROR-012, "Spike arrest violation.")'
        )


def test_no_refusal_is_without_a_sentence() -> None:
    source = "\n".join(
        path.read_text("utf-8") for path in (ROOT / "sandbox" / "ukg_wfm_sandbox").rglob("*.py")
    )
    codes = set(re.findall(r'"([A-Z]{2,}-[A-Z0-9-]*\d{2,})"', source))
    assert codes | ROUTING == set(SENTENCES) | set(NO_REFUSALS)
    words = set(re.findall(r'AuthError\(\s*"(\w+)"', source))
    assert words == {error for error, _ in TOKENS} | CAUSES
    literals = set(re.findall(r'(?:bad\(|ApiError\(\d+, )\s*"([^"]+)"', source))
    # Those are of the sandbox's own controls, which no tap calls.
    assert literals - codes == {"SANDBOX"}
