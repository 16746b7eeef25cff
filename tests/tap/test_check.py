"""The connection check: every step's sentence, every stream's, and the report's schema."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from ukg_wfm_sandbox import Sandbox, auth

from tests.checking import checked, schema, without_tid
from tests.conftest import catalog_of, select
from tests.tap.test_auth import ukg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Tap

TIMECARD = "POST /v1/timekeeping/timecard/multi_read"
OTHER_FLOW = (
    "If administrators see Client Management in UKG, the tenant uses UKG Authentication: set "
    "auth_type to ukg_password (with realm) or to client_credentials (with organization). "
)
WRONG_USER = (
    "UKG did not accept the user name or the password. Check username and password, and that the user "
    'may log on without single sign-on. (HTTP 401, invalid_grant, "The user name or the password is '
    'wrong.")'
)
WRONG_CLIENT = (
    "UKG did not accept the API client. Check client_id and client_secret. {}"
    '(HTTP 401, invalid_client, "Client authentication failed.")'
)


@pytest.fixture
def faulty(small: Sandbox) -> Iterator[Sandbox]:
    """A tenant whose faults are cleared after each test."""
    yield small
    small.clear_faults()


def test_each_step_tells_what_it_found(small: Sandbox) -> None:
    told = checked(small.config())
    steps = {step["step"]: (step["status"], step["message"]) for step in told["steps"]}
    assert steps == {
        "settings": ("passed", "The settings are complete."),
        "host": ("passed", f"The tenant is {small.url[7:]} (from api_url)."),
        "dns": ("passed", "The host 127.0.0.1 exists."),
        "tcp": ("passed", f"127.0.0.1 accepts connections on port {small.url.rpartition(':')[2]}."),
        "tls": ("skipped", "TLS is not used, because the address is on this machine."),
        "token": ("passed", f"{small.url[7:]} returned a token."),
        "user": steps["user"],
        "read": ("passed", f"The API user can see {len(small.truth('persons'))} persons."),
    }
    assert steps["user"][1].startswith("The API user is api.reader, time zone ")
    assert (told["status"], told["code"]) == ("SUCCEEDED", "ok")


def test_a_population_that_is_smaller_is_warned_of(faulty: Sandbox) -> None:
    home = checked(faulty.config(hyperfinds=["All Home"]))["steps"][-1]
    active = sum(row["employment_status"] == "Active" for row in faulty.truth("persons"))
    everyone = len(faulty.truth("persons"))
    assert (home["step"], home["status"], home["code"]) == ("population", "warned", "fewer_people")
    assert home["message"] == (
        f"The setting hyperfinds selects only {active} of {everyone} persons, as of today. To read everyone, "
        "clear it."
    )
    wrong = checked(faulty.config(hyperfinds=["Nobody Knows"]))
    assert (wrong["status"], wrong["code"]) == ("FAILED", "hyperfind")
    assert wrong["message"] == (
        "The setting hyperfinds cannot be used. POST /v1/commons/hyperfind/execute failed: UKG did not "
        "find the Hyperfind. Check the setting hyperfinds, and that the API user may see the query. (HTTP "
        '400, WCO-112001, "The Hyperfind query was not found.")'
    )
    assert wrong["steps"][-1]["step"] == "population"
    faulty.fault(
        operation="POST /v1/commons/persons/apply_read",
        status=200,
        body='{"totalElements": 0, "records": []}',
    )
    nobody = checked(faulty.config())
    assert nobody["steps"][-1]["code"] == "nobody"


def test_an_address_that_is_wrong_is_named_by_its_setting(small: Sandbox) -> None:
    told = checked(small.config(api_url=f"{small.url}/elsewhere"))
    assert told["code"] == "no_tenant"
    assert "Check api_url and auth_type. (HTTP 404" in told["message"]
    told = checked(small.config(api_url=f"{small.url}/api/v1/"))
    assert told["status"] == "SUCCEEDED"
    told = checked({**ukg(small, "client_credentials"), "token_url": f"{small.url}/elsewhere"})
    assert "Check token_url and auth_type. (HTTP 404" in told["message"]


@pytest.mark.parametrize(
    ("change", "code", "sentence"),
    [
        ({"password": "wr0ng-secret"}, "user", WRONG_USER),
        ({"username": "nobody"}, "user", WRONG_USER),
        ({"client_secret": "wr0ng-secret"}, "client", WRONG_CLIENT.format(OTHER_FLOW)),
        ({"client_id": "nobody"}, "client", WRONG_CLIENT.format(OTHER_FLOW)),
        ({"client_id": auth.SERVICE_CLIENT}, "client", WRONG_CLIENT.format(OTHER_FLOW)),
        (
            {"username": auth.LOCKED},
            "user_locked",
            (
                "The API user is locked. Ask an administrator to unlock it. Check password before you "
                'try again. (HTTP 401, invalid_grant, "The user account is locked.")'
            ),
        ),
        (
            {"username": auth.EXPIRED},
            "password_expired",
            (
                "The API user's password has expired. Set a new one in UKG, and enter it in password. "
                '(HTTP 401, invalid_grant, "The password has expired.")'
            ),
        ),
        (
            {"username": auth.FEDERATED},
            "federated_user",
            (
                "The API user is federated: single sign-on users cannot use this flow. Set its "
                "authentication type to Basic in UKG, or use another user. (HTTP 401, invalid_grant, "
                '"A federated user may not use this grant.")'
            ),
        ),
    ],
)
def test_what_the_classic_flow_refuses(
    small: Sandbox, change: dict[str, Any], code: str, sentence: str
) -> None:
    told = checked(small.config(**change))
    assert (told["status"], told["code"], told["message"]) == ("FAILED", code, sentence)
    assert told["steps"][-1]["step"] == "token"


@pytest.mark.parametrize(
    ("auth_type", "change", "code", "sentence"),
    [
        (
            "ukg_password",
            {"realm": "other"},
            "realm",
            'UKG does not know the realm. Check realm. (HTTP 400, invalid_request, "unknown realm")',
        ),
        ("ukg_password", {"password": "wr0ng-secret"}, "user", WRONG_USER),
        ("ukg_password", {"client_id": auth.CLIENT_ID}, "client", WRONG_CLIENT.format("")),
        (
            "ukg_password",
            {"client_id": auth.SERVICE_CLIENT},
            "client_of_another_flow",
            (
                "The API client cannot be used with auth_type ukg_password. Check auth_type, or create a "
                'client for this flow. (HTTP 403, unauthorized_client, "Grant type '
                "'http://auth0.com/oauth/grant-type/password-realm' not allowed for the client.\")"
            ),
        ),
        (
            "client_credentials",
            {"organization": "org_other"},
            "organization",
            (
                "UKG does not know the organization. Check organization (org_...). (HTTP 400, "
                'invalid_request, "unknown organization")'
            ),
        ),
        (
            "client_credentials",
            {"audience": "https://elsewhere"},
            "audience",
            (
                "UKG does not know the audience. Compare audience with the Developer Console. "
                '(HTTP 403, access_denied, "Service not found: the audience is wrong.")'
            ),
        ),
        (
            "client_credentials",
            {"client_secret": "wr0ng-secret"},
            "client",
            WRONG_CLIENT.format(""),
        ),
    ],
)
def test_what_ukg_authentication_refuses(
    small: Sandbox, auth_type: str, change: dict[str, Any], code: str, sentence: str
) -> None:
    told = checked(ukg(small, auth_type) | change)
    assert (told["status"], told["code"], told["message"]) == ("FAILED", code, sentence)


def test_spike_arrest_and_hosts_that_are_no_tenants(faulty: Sandbox) -> None:
    error = {"errorCode": "GTW-ERROR-012", "message": "Spike arrest violation."}
    faulty.fault(operation="token", times=None, status=503, error=error)
    told = checked(faulty.config())
    assert told["code"] == "spike_arrest"
    assert told["message"] == (
        f"{faulty.url[7:]} limits the number of token requests. Try again in a few minutes. (HTTP 503, "
        'GTW-ERROR-012, "Spike arrest violation.")'
    )
    faulty.clear_faults()
    faulty.fault(operation="token", times=None, kind="html", status=200)
    told = checked(faulty.config())
    assert told["code"] == "no_tenant"
    assert told["message"] == (
        f"A token request to {faulty.url[7:]} got a sign-in page. Check api_url: {faulty.url[7:]} must be "
        "the tenant's API host, not its single sign-on host. (HTTP 200)"
    )


FAILED = (
    "failed: UKG did not accept the request. Check the settings for its streams; if there are none, "
    "deselect its streams and report the problem."
)
LIMITS = {"errorCode": "WCO-106194", "message": "Too much.", "details": {"limits": []}}


@pytest.mark.parametrize(
    ("fault", "status", "sentence"),
    [
        (
            {"status": 403, "error": {"errorCode": "WFP-00002", "message": "Access denied."}},
            "refused",
            (
                "was refused: the API user may not call it. Grant the operation in the user's Function "
                "Access Profile (in UKG under Access Profiles), or deselect its streams. (HTTP 403, "
                'WFP-00002, "Access denied.")'
            ),
        ),
        (
            {"status": 403, "error": {"errorCode": "WFA-000030", "message": "No license."}},
            "not_licensed",
            (
                "was refused: the tenant has no license for Activities. Ask UKG for the license, or "
                'deselect its streams. (HTTP 403, WFA-000030, "No license.")'
            ),
        ),
        (
            {"status": 413, "error": LIMITS},
            "limited",
            (
                "failed: even the smallest request exceeds a limit of UKG. Ask UKG to raise the limit, "
                'or deselect its streams. (HTTP 413, WCO-106194, "Too much.") The request was only for '
                "person 1001 on 2026-11-16."
            ),
        ),
        (
            {"status": 400, "error": {"errorCode": "WFP-90011", "message": "Unknown property"}},
            "failed",
            f'{FAILED} (HTTP 400, WFP-90011, "Unknown property")',
        ),
        (
            {"status": 404, "error": {"errorCode": "X", "message": "No."}},
            "failed",
            f'{FAILED} (HTTP 404, X, "No.")',
        ),
        (
            {"status": 503},
            "failed",
            (
                "is not available: UKG is busy or under maintenance. Try again later. (HTTP 503, "
                'SANDBOX-503, "A fault.")'
            ),
        ),
        (
            {"kind": "invalid_json"},
            "failed",
            (
                "returned something that is not JSON, or not all of it. A proxy between this machine and "
                "UKG may have cut the response. Run again. (HTTP 200)"
            ),
        ),
    ],
)
def test_a_row_per_stream(
    faulty: Sandbox, fault: dict[str, Any], status: str, sentence: str
) -> None:
    chosen = catalog_of("punches", "pay_codes")
    faulty.fault(operation=TIMECARD, times=None, **fault)
    told = checked(faulty.config(), chosen)
    rows = {row["stream"]: row for row in told["streams"]}
    assert rows["pay_codes"]["status"] == "allowed"
    assert rows["punches"]["status"] == status
    assert without_tid(rows["punches"]["message"]) == f"{TIMECARD} {sentence}"
    assert (told["status"], told["code"]) == ("FAILED", "streams")
    assert told["message"] == (
        f"1 of 2 selected streams cannot be read (punches). {TIMECARD} {sentence}"
    )


@pytest.mark.parametrize(
    ("fault", "code", "why"),
    [
        ({"delay": 20}, "too_slow", "The tenant is slow: try again, or ask UKG."),
        (
            {"status": 429, "headers": {"Retry-After": "600"}},
            "throttled",
            "UKG throttles this user or tenant: try again later.",
        ),
    ],
)
def test_a_check_that_does_not_end_in_time(
    monkeypatch: pytest.MonkeyPatch, faulty: Sandbox, fault: dict[str, Any], code: str, why: str
) -> None:
    monkeypatch.setattr("tap_ukg_wfm.check.run.CONNECTION_LIMIT", 4.0)
    faulty.fault(operation="POST /v1/commons/persons/apply_read", times=None, **fault)
    told = checked(faulty.config())
    assert (told["status"], told["code"]) == ("FAILED", code)
    assert told["message"] == f"The check did not finish within 6 seconds. {why}"


def test_one_sentence_names_some_of_many_streams(faulty: Sandbox) -> None:
    names = ("pay_codes", "punches", "worked_shifts", "hours_worked", "timecard_exceptions")
    faulty.fault(operation=TIMECARD, times=None, status=503)
    told = checked(faulty.config(), catalog_of(*names, "pay_code_edits", "historical_corrections"))
    assert len(told["streams"]) == 7
    assert told["message"].startswith(
        "6 of 7 selected streams cannot be read (historical_corrections, hours_worked, "
        f"pay_code_edits, punches, timecard_exceptions and 1 more). {TIMECARD} is not available: UKG"
    )


def test_dataviews_are_tried_after_the_connection(tap: Tap, small: Sandbox) -> None:
    view = {"name": "names", "select": ["EMP_COMMON_FULL_NAME"]}
    config = small.config(dataviews=[view])
    found = json.loads(tap(config, "--discover", singer=False).stdout)
    chosen = select(found, "names")
    run = tap(config, "--check", "--check-format=json", catalog=chosen, singer=False)
    assert {row["stream"]: row["status"] for row in json.loads(run.stdout)["streams"]} == {
        "names": "allowed"
    }
    wrong = tap({**config, "password": "wr0ng"}, "--check", catalog=chosen, singer=False)
    assert wrong.code == 1
    assert json.loads(wrong.stdout)["connectionStatus"]["message"].startswith("UKG did not accept")
    unknown = {**config, "dataviews": [{**view, "select": ["NO_SUCH_KEY"]}]}
    said = json.loads(tap(unknown, "--check", singer=False).stdout)["connectionStatus"]
    assert said["status"] == "FAILED"
    assert said["message"].startswith(
        "The dataview names selects NO_SUCH_KEY, which the tenant's data"
    )
    worse = tap({**config, "dataviews": [1]}, "--check", singer=False)
    assert worse.code == 1
    assert "dataview" in json.loads(worse.stdout)["connectionStatus"]["message"]


def test_a_refusal_names_the_access_control_point(faulty: Sandbox) -> None:
    faulty.fault(operation="GET /v2/timekeeping/setup/pay_codes", times=None, status=403)
    told = checked(faulty.config(), catalog_of("pay_codes"))
    (row,) = told["streams"]
    assert row["access_control_point"] == "PAY_CODE_NAME_LIST"
    assert without_tid(row["message"]) == (
        "GET /v2/timekeeping/setup/pay_codes was refused: the API user may not call it. Grant the Access "
        "Control Point PAY_CODE_NAME_LIST in the user's Function Access Profile (in UKG under Access "
        'Profiles), or deselect its streams. (HTTP 403, SANDBOX-403, "A fault.")'
    )


def test_every_stream_is_tried_within_a_minute(tap: Tap, small: Sandbox) -> None:
    found = json.loads(tap(small.config(), "--discover", singer=False).stdout)
    run = tap(small.config(), "--check", "--check-format", "json", catalog=found, singer=False)
    told = json.loads(run.stdout)
    jsonschema.validate(told, schema())
    # The tap's own stream needs no right: it tells what the others have read.
    every = {entry["stream"] for entry in found["streams"]} - {"extraction_windows"}
    assert {row["stream"] for row in told["streams"]} == every
    assert {row["status"] for row in told["streams"]} == {"allowed", "empty"}, run.stderr
    assert (run.code, told["message"]) == (0, "The connection works.")
    assert re.search(r"^pay_codes +allowed$", run.stderr, re.MULTILINE)


def test_discovery_may_stand_for_a_check(tap: Tap, small: Sandbox) -> None:
    good = small.config(discover_checks_connection=True)
    run = tap(good, "--discover", singer=False)
    assert run.code == 0
    assert json.loads(run.stdout)["streams"]
    for change, sentence in (
        ({"password": "wr0ng"}, WRONG_USER),
        ({"client_secret": ""}, "The setting client_secret is empty: every connection needs it."),
    ):
        refused = tap({**good, **change}, "--discover", singer=False)
        assert (refused.code, refused.stdout) == (1, "")
        assert sentence in without_tid(refused.stderr)
