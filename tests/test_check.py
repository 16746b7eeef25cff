"""The connection check: every step's sentence, every stream's, and the report's schema."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tap_ukg_wfm.check.run import Check
from tap_ukg_wfm.sandbox import Sandbox, auth
from tap_ukg_wfm.tap import TapUKGWFM
from tests.conftest import TODAY, catalog_of, select
from tests.test_auth import ukg
from tests.test_catalog import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Tap

TIMECARD = "POST /v1/timekeeping/timecard/multi_read"
NO_TENANT = (
    "is not the address of a UKG tenant: give merge.prd, or the whole address of the tenant, such as "
    "https://merge.prd.mykronos.com."
)
OTHER_FLOW = (
    "Where administrators see Client Management in UKG, the tenant uses UKG Authentication: set "
    "auth_type to ukg_password (with realm) or to client_credentials (with organization)."
)
WRONG_USER = (
    'UKG did not accept the user name or the password (HTTP 401, invalid_grant, "The user name or the '
    'password is wrong."): check username and password, and that the user may log on without single '
    "sign-on."
)
WRONG_CLIENT = (
    'UKG did not accept the client (HTTP 401, invalid_client, "Client authentication failed."): check '
    "client_id and client_secret."
)


@pytest.fixture(scope="module")
def small() -> Iterator[Sandbox]:
    """A tenant whose faults are cleared after each test."""
    with Sandbox(employees=6, days=10, seed=3, today=TODAY, spike_limit=1000) as running:
        yield running


@pytest.fixture
def faulty(small: Sandbox) -> Iterator[Sandbox]:
    yield small
    small.clear_faults()


def checked(config: dict[str, Any], catalog: dict[str, Any] | None = None) -> dict[str, Any]:
    """The report on a configuration; it never shows a secret and always fits its schema."""
    tap = TapUKGWFM(config=config, validate_config=False)
    report = Check(TapUKGWFM, tap.config, tap._validate_config(raise_errors=False), catalog).run()
    told = report.as_json()
    jsonschema.validate(told, schema())
    secrets = {"Canary-", "wr0ng-secret"}
    assert not [one for one in secrets if one in json.dumps(told) + "\n".join(report.table())]
    told["message"] = without_tid(told["message"])
    return told


def without_tid(text: str) -> str:
    """Without the id of the request, which is another one each time."""
    return re.sub(r", kronos-tid \w+", "", text)


def schema() -> dict[str, Any]:
    text = (ROOT / "docs" / "check.md").read_text("utf-8").partition("<!-- schema -->")[2]
    return json.loads(text.partition("```json")[2].partition("```")[0])  # type: ignore[no-any-return]


def test_each_step_tells_what_it_found(small: Sandbox) -> None:
    told = checked(small.config())
    steps = {step["step"]: (step["status"], step["message"]) for step in told["steps"]}
    assert steps == {
        "settings": ("passed", "The settings are complete."),
        "host": ("passed", f"The tenant is {small.url[7:]}, which api_url names."),
        "dns": ("passed", "The name 127.0.0.1 is known."),
        "tcp": ("passed", f"127.0.0.1 answers on port {small.url.rpartition(':')[2]}."),
        "tls": ("skipped", "No TLS: the address is this machine's own."),
        "token": ("passed", f"{small.url[7:]} gave a token."),
        "user": steps["user"],
        "read": ("passed", f"The user sees {len(small.truth('persons'))} persons."),
    }
    assert steps["user"][1].startswith("The API user is api.reader, time zone ")
    assert (told["status"], told["code"]) == ("SUCCEEDED", "ok")


def test_a_population_that_is_smaller_is_warned_of(faulty: Sandbox) -> None:
    home = checked(faulty.config(hyperfinds=["All Home"]))["steps"][-1]
    active = sum(row["employment_status"] == "Active" for row in faulty.truth("persons"))
    everyone = len(faulty.truth("persons"))
    assert (home["step"], home["status"], home["code"]) == ("population", "warned", "fewer_people")
    assert home["message"] == (
        f"Only {active} of {everyone} persons are read, as of today: those of hyperfinds. Clear what is "
        "set there to read everyone."
    )
    wrong = checked(faulty.config(hyperfinds=["Nobody Knows"]))
    assert (wrong["status"], wrong["code"]) == ("FAILED", "hyperfind")
    assert wrong["message"] == (
        "A Hyperfind cannot be used: POST /v1/commons/hyperfind/execute failed (HTTP 400, WCO-112001, "
        '"The Hyperfind query was not found."): check the setting hyperfinds, and that the user sees the '
        "query."
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
    assert told["message"].endswith("check api_url and auth_type.")
    told = checked(small.config(api_url=f"{small.url}/api/v1/"))
    assert told["status"] == "SUCCEEDED"
    told = checked({**ukg(small, "client_credentials"), "token_url": f"{small.url}/elsewhere"})
    assert told["message"].endswith("check token_url and auth_type.")


def test_numbers_of_persons(tap: Tap, small: Sandbox) -> None:
    last = small.truth("persons")[-1]["person_number"]
    chosen = catalog_of("persons", "punches")
    told = checked(small.config(person_numbers=[last]), chosen)
    population = next(step for step in told["steps"] if step["step"] == "population")
    assert (told["status"], population["code"]) == ("SUCCEEDED", "fewer_people")
    assert population["message"].startswith(
        "Only 1 of 6 persons are read, as of today: those of person_n"
    )
    assert {row["stream"]: row["status"] for row in told["streams"]}["persons"] == "allowed"
    assert tap(small.config(person_numbers=[last]), "--test", singer=False).code == 0
    everyone = [row["person_number"] for row in small.truth("persons")]
    both = checked(small.config(person_numbers=everyone, hyperfinds=["All Home"]))["steps"][-1]
    assert (both["status"], both["message"]) == ("passed", "The settings name everyone.")
    told = checked(small.config(person_numbers=[last, "nobody"]))
    assert (told["status"], told["code"]) == ("FAILED", "person_numbers")
    assert told["message"] == (
        "Nobody in the tenant has the person number nobody: check the setting person_numbers (leading "
        "zeros count)."
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"start_date": "2027-01-01"},
            (
                "The start_date lies in the future, beyond lookahead_days: today is 2026-11-16 at the "
                "tenant. Set an earlier one."
            ),
        ),
        (
            {"end_date": "9999-12-31"},
            "The end_date lies more than 730 days ahead: leave it out to read up to today.",
        ),
        (
            {"start_date": None, "end_date": "2026-10-01"},
            (
                "The end_date lies before 2026-10-17, the start_date where it is missing: set start_date."
            ),
        ),
    ],
)
def test_dates_on_which_there_is_nothing(
    tap: Tap, small: Sandbox, change: dict[str, Any], sentence: str
) -> None:
    config = {name: v for name, v in small.config(**change).items() if v is not None}
    told = checked(config)
    assert (told["status"], told["code"], told["message"]) == ("FAILED", "dates", sentence)
    run = tap(config, catalog=catalog_of("persons"))
    assert run.code == 1
    assert sentence in run.stderr
    assert not run.records("persons")


def test_dates_that_are_all_ahead(small: Sandbox) -> None:
    assert checked(small.config(start_date="2026-12-01"))["status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("change", "code", "sentence"),
    [
        ({"password": "wr0ng-secret"}, "user", WRONG_USER),
        ({"username": "nobody"}, "user", WRONG_USER),
        ({"client_secret": "wr0ng-secret"}, "client", f"{WRONG_CLIENT} {OTHER_FLOW}"),
        ({"client_id": "nobody"}, "client", f"{WRONG_CLIENT} {OTHER_FLOW}"),
        ({"client_id": auth.SERVICE_CLIENT}, "client", f"{WRONG_CLIENT} {OTHER_FLOW}"),
        (
            {"username": auth.LOCKED},
            "user_locked",
            (
                'The API user is locked (HTTP 401, invalid_grant, "The user account is locked."): let an '
                "administrator unlock it, and check password before the next try."
            ),
        ),
        (
            {"username": auth.EXPIRED},
            "password_expired",
            (
                "The API user's password has expired (HTTP 401, invalid_grant, \"The password has "
                'expired."): set a new one in UKG, and the same in password.'
            ),
        ),
        (
            {"username": auth.FEDERATED},
            "federated_user",
            (
                'The API user is federated (HTTP 401, invalid_grant, "A federated user may not use this '
                'grant."): users of single sign-on may not use this flow; set its authentication type to '
                "Basic in UKG, or take another user."
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
            'UKG does not know the realm (HTTP 400, invalid_request, "unknown realm"): check realm.',
        ),
        ("ukg_password", {"password": "wr0ng-secret"}, "user", WRONG_USER),
        ("ukg_password", {"client_id": auth.CLIENT_ID}, "client", WRONG_CLIENT),
        (
            "ukg_password",
            {"client_id": auth.SERVICE_CLIENT},
            "client_of_another_flow",
            (
                'The client is not made for auth_type ukg_password (HTTP 403, unauthorized_client, "Grant '
                "type 'http://auth0.com/oauth/grant-type/password-realm' not allowed for the client.\"): "
                "check auth_type, or make a client for this flow."
            ),
        ),
        (
            "client_credentials",
            {"organization": "org_other"},
            "organization",
            (
                'UKG does not know the organization (HTTP 400, invalid_request, "unknown organization"): '
                "check organization (org_...)."
            ),
        ),
        (
            "client_credentials",
            {"audience": "https://elsewhere"},
            "audience",
            (
                'UKG does not know the audience (HTTP 403, access_denied, "Service not found: the audience '
                'is wrong."): check audience against the Developer Console.'
            ),
        ),
        ("client_credentials", {"client_secret": "wr0ng-secret"}, "client", WRONG_CLIENT),
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
        f'{faulty.url[7:]} asks for fewer token requests (HTTP 503, GTW-ERROR-012, "Spike arrest '
        'violation."): try again in some minutes.'
    )
    faulty.clear_faults()
    faulty.fault(operation="token", times=None, kind="html", status=200)
    told = checked(faulty.config())
    assert told["code"] == "no_tenant"
    assert told["message"] == (
        f"{faulty.url[7:]} does not answer like a UKG tenant (HTTP 200): check api_url and auth_type."
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"subdomain": ""}, f"The subdomain '' {NO_TENANT}"),
        ({"subdomain": None}, "The setting subdomain is missing: every connection needs it."),
        (
            {"subdomain": "www.ukg-customer.com"},
            f"The subdomain 'www.ukg-customer.com' {NO_TENANT}",
        ),
        ({"subdomain": "merge prd"}, f"The subdomain 'merge prd' {NO_TENANT}"),
        ({"username": None}, "The setting username is missing: auth_type password needs it."),
        ({"password": None}, "The setting password is missing: auth_type password needs it."),
        ({"client_id": ""}, "The setting client_id is empty: every connection needs it."),
        ({"client_secret": ""}, "The setting client_secret is empty: every connection needs it."),
        ({"passwort": "wr0ng-secret"}, "There is no setting passwort: did you mean password?"),
        ({"sub_domain": "merge"}, "There is no setting sub_domain: did you mean subdomain?"),
        (
            {"auth_type": "oauth"},
            "The setting auth_type has to be one of password, ukg_password, client_credentials.",
        ),
        (
            {"auth_type": "ukg_password"},
            "The setting realm is missing: auth_type ukg_password needs it.",
        ),
        (
            {"auth_type": "client_credentials"},
            "The setting organization is missing: auth_type client_credentials needs it.",
        ),
        (
            {"token_url": "https://evil.com/oauth"},
            (
                "The token_url 'https://evil.com/oauth' is not an address of UKG: it has to begin with "
                "https:// and its host has to lie below mykronos.com, ukg.com or ukg.net."
            ),
        ),
        (
            {"api_url": "http://merge.prd.mykronos.com"},
            (
                "The api_url 'http://merge.prd.mykronos.com' cannot be used: it has to begin with https:// "
                "(http:// only on this machine's own loopback address, such as http://127.0.0.1:8321)."
            ),
        ),
        (
            {"start_date": "01/31/2026"},
            "The setting start_date is no date: '01/31/2026'. Write it as 2026-01-31.",
        ),
        (
            {"start_date": "2026-02-01", "end_date": "2026-01-01"},
            "The start_date lies after the end_date: swap them, or leave end_date out.",
        ),
        ({"batch_size": "25"}, "The setting batch_size has to be a whole number from 1 to 500."),
        ({"concurrency": 0}, "The setting concurrency has to be a whole number from 1 to 32."),
        ({"hyperfinds": "All Home"}, "The setting hyperfinds has to be a list of ids or names."),
        ({"refused_streams": "ignore"}, "The setting refused_streams has to be one of fail, warn."),
        ({"client_id": 7}, "The setting client_id has to be a text, in quotes."),
        (
            {"client_secret": "..."},
            "The setting client_secret is still the sample's ...: put your own in, or take it out.",
        ),
        (
            {"client_id": "sandbox-client "},
            "The setting client_id begins or ends with white space: take it out.",
        ),
        (
            {"password": "wr0ng-secret\n"},
            "The setting password begins or ends with white space: take it out.",
        ),
    ],
)
def test_mistakes_in_the_settings(small: Sandbox, change: dict[str, Any], sentence: str) -> None:
    small.reset_stats()
    config = {name: v for name, v in small.config(**change).items() if v is not None}
    told = checked(config)
    assert (told["status"], told["code"], told["message"]) == ("FAILED", "settings", sentence)
    assert small.stats()["total"] == 0


REPORT = (
    "check the settings that shape this request; if none does, deselect its streams and report it."
)
LIMITS = {"errorCode": "WCO-106194", "message": "Too much.", "details": {"limits": []}}


@pytest.mark.parametrize(
    ("fault", "status", "sentence"),
    [
        (
            {"status": 403, "error": {"errorCode": "WFP-00002", "message": "Access denied."}},
            "refused",
            (
                'is refused (HTTP 403, WFP-00002, "Access denied."): grant the operation in the user\'s '
                "Function Access Profile (in UKG under Access Profiles), or deselect its streams."
            ),
        ),
        (
            {"status": 403, "error": {"errorCode": "WFA-000030", "message": "No licence."}},
            "not_licensed",
            (
                'is refused (HTTP 403, WFA-000030, "No licence."): the tenant has no licence for '
                "Activities; ask UKG for it, or deselect its streams."
            ),
        ),
        (
            {"status": 413, "error": LIMITS},
            "limited",
            (
                'refuses even the smallest request (HTTP 413, WCO-106194, "Too much."): ask UKG to raise '
                "the limit, or deselect its streams. It was asked for person 1001 on 2026-11-16 alone."
            ),
        ),
        (
            {"status": 400, "error": {"errorCode": "WFP-90011", "message": "Unknown property"}},
            "failed",
            f'failed (HTTP 400, WFP-90011, "Unknown property"): {REPORT}',
        ),
        (
            {"status": 404, "error": {"errorCode": "X", "message": "No."}},
            "failed",
            f'failed (HTTP 404, X, "No."): {REPORT}',
        ),
        (
            {"status": 503},
            "failed",
            (
                'failed (HTTP 503, SANDBOX-503, "A fault."): UKG is busy, or being maintained; try again '
                "later."
            ),
        ),
        (
            {"kind": "html", "status": 200},
            "failed",
            (
                "answered something that is not JSON, or not all of it (HTTP 200): a proxy on the way may "
                "be at fault."
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
        f"1 of 2 selected streams cannot be read (punches): {TIMECARD} {sentence}"
    )


def test_one_sentence_names_some_of_many_streams(faulty: Sandbox) -> None:
    names = ("pay_codes", "punches", "worked_shifts", "hours_worked", "timecard_exceptions")
    faulty.fault(operation=TIMECARD, times=None, status=503)
    told = checked(faulty.config(), catalog_of(*names, "pay_code_edits", "historical_corrections"))
    assert len(told["streams"]) == 7
    assert told["message"].startswith(
        "6 of 7 selected streams cannot be read (historical_corrections, hours_worked, "
        f"pay_code_edits, punches, timecard_exceptions and 1 more): {TIMECARD} failed (HTTP 503"
    )


def test_what_the_catalog_selects_and_is_not_there(tap: Tap, small: Sandbox) -> None:
    chosen = catalog_of("pay_codes")
    for name in ("absence_spans", "pay_cods"):
        entry = json.loads(json.dumps(chosen["streams"][0])) | {
            "tap_stream_id": name,
            "stream": name,
        }
        chosen["streams"].append(select({"streams": [entry]}, name)["streams"][0])
    config = small.config()
    del config["absence_pay_code"]
    sentences = {
        "absence_spans": (
            "There is no stream absence_spans without the setting absence_pay_code: set it, or deselect it."
        ),
        "pay_cods": "There is no stream pay_cods: discover the streams again.",
    }
    told = checked(config, chosen)
    assert {
        row["stream"]: row["message"] for row in told["streams"] if row["status"] == "failed"
    } == (sentences)
    assert told["message"] == (
        "2 of 3 selected streams cannot be read (absence_spans, pay_cods): "
        f"{sentences['absence_spans']}"
    )
    assert tap(config, catalog=select(chosen, "pay_cods")).code == 1
    run = tap(config, catalog=select(chosen, "pay_codes", *sentences))
    assert run.code == 1
    assert run.records("pay_codes")
    for name, sentence in sentences.items():
        assert f"{sentence} Not read: {name}." in run.stderr


def test_a_state_may_be_the_whole_message(tap: Tap, small: Sandbox) -> None:
    chosen = catalog_of("punches")
    first = tap(small.config(), catalog=chosen)
    whole = {"type": "STATE", "value": first.state}
    again = tap(small.config(lookback_days=0), catalog=chosen, state=whole)
    assert len(again.records("punches")) < len(first.records("punches"))
    assert tap(small.config(), catalog=chosen, state={"bookmarks": None}).code == 0


def test_a_catalog_that_selects_nothing(tap: Tap, small: Sandbox) -> None:
    nothing = select(catalog_of())
    told = checked(small.config(), nothing)
    assert (told["status"], told["steps"][-1]["code"]) == ("SUCCEEDED", "none_selected")
    assert told["steps"][-1]["message"] == "The catalog selects no stream: nothing would be read."
    run = tap(small.config(), catalog=nothing)
    assert "The catalog selects no stream: nothing is read." in run.stderr


def test_files_that_are_something_else_fail_the_check(tap: Tap, small: Sandbox) -> None:
    sentences: list[tuple[Any, Any, str]] = [
        ("{", None, "is no JSON object: check commas and quotes."),
        (
            small.config(),
            {"subdomain": "x"},
            "The catalog file holds no list of streams: give what ",
        ),
        (
            small.config(),
            {"streams": [{}]},
            "The catalog file holds no list of streams: give what ",
        ),
    ]
    for config, catalog, sentence in sentences:
        run = tap(config, "--check", catalog=catalog, singer=False)
        told = json.loads(run.stdout)["connectionStatus"]
        assert (run.code, told["status"]) == (1, "FAILED")
        assert sentence in told["message"]
        again = tap(config, catalog=catalog)
        assert again.code == 1
        assert sentence in again.stderr
        assert not again.lines


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
        'GET /v2/timekeeping/setup/pay_codes is refused (HTTP 403, SANDBOX-403, "A fault."): grant the '
        "Access Control Point PAY_CODE_NAME_LIST in the user's Function Access Profile (in UKG under "
        "Access Profiles), or deselect its streams."
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
