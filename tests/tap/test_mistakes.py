"""Mistakes that people make in settings, catalogs, states and dates: each is named, with its remedy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.checking import checked
from tests.conftest import catalog_of, select

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap

NO_TENANT = (
    "is not the address of a UKG tenant. Enter the subdomain, such as merge.prd, or the whole address "
    "of the tenant, such as https://merge.prd.mykronos.com."
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
                "The token_url 'https://evil.com/oauth' is not an address of UKG. It has to begin with "
                "https:// and its host has to end with mykronos.com, ukg.com or ukg.net."
            ),
        ),
        (
            {"api_url": "http://merge.prd.mykronos.com"},
            (
                "The api_url 'http://merge.prd.mykronos.com' cannot be used. It has to be https:// and a "
                "host (http:// only on this machine's own loopback address, such as "
                "http://127.0.0.1:8321)."
            ),
        ),
        (
            {"start_date": "01/31/2026"},
            "The setting start_date is not a date: '01/31/2026'. Write it as 2026-01-31.",
        ),
        (
            {"start_date": "2026-02-01", "end_date": "2026-01-01"},
            "The start_date is after the end_date: swap them, or remove end_date.",
        ),
        ({"batch_size": "25"}, "The setting batch_size has to be a whole number from 1 to 500."),
        ({"concurrency": 0}, "The setting concurrency has to be a whole number from 1 to 32."),
        ({"hyperfinds": "All Home"}, "The setting hyperfinds has to be a list of ids or names."),
        ({"refused_streams": "ignore"}, "The setting refused_streams has to be one of fail, warn."),
        ({"client_id": 7}, "The setting client_id has to be a string, in quotes."),
        (
            {"client_secret": "..."},
            "The setting client_secret is still the sample's ...: put in your own, or remove it.",
        ),
        (
            {"client_id": "sandbox-client "},
            "The setting client_id begins or ends with whitespace: remove it.",
        ),
        (
            {"password": "wr0ng-secret\n"},
            "The setting password begins or ends with whitespace: remove it.",
        ),
    ],
)
def test_mistakes_in_the_settings(small: Sandbox, change: dict[str, Any], sentence: str) -> None:
    small.reset_stats()
    config = {name: v for name, v in small.config(**change).items() if v is not None}
    told = checked(config)
    assert (told["status"], told["code"], told["message"]) == ("FAILED", "settings", sentence)
    assert small.stats()["total"] == 0


def test_numbers_of_persons(tap: Tap, small: Sandbox) -> None:
    last = small.truth("persons")[-1]["person_number"]
    chosen = catalog_of("persons", "punches")
    told = checked(small.config(person_numbers=[last]), chosen)
    population = next(step for step in told["steps"] if step["step"] == "population")
    assert (told["status"], population["code"]) == ("SUCCEEDED", "fewer_people")
    assert population["message"].startswith(
        "The setting person_numbers selects only 1 of 6 persons, as of today."
    )
    assert {row["stream"]: row["status"] for row in told["streams"]}["persons"] == "allowed"
    assert tap(small.config(person_numbers=[last]), "--test", singer=False).code == 0
    everyone = [row["person_number"] for row in small.truth("persons")]
    both = checked(small.config(person_numbers=everyone, hyperfinds=["All Home"]))["steps"][-1]
    assert (both["status"], both["message"]) == ("passed", "The settings select everyone.")
    told = checked(small.config(person_numbers=[last, "nobody"]))
    assert (told["status"], told["code"]) == ("FAILED", "person_numbers")
    assert told["message"] == (
        "Nobody in the tenant has the person number nobody. Check the setting person_numbers; leading "
        "zeros matter."
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"start_date": "2027-01-01"},
            (
                "The setting start_date is in the future, beyond lookahead_days. Today is 2026-11-16 at the "
                "tenant. Set an earlier start_date."
            ),
        ),
        (
            {"end_date": "9999-12-31"},
            "The setting end_date is more than 730 days in the future. Remove it to read up to today.",
        ),
        (
            {"start_date": None, "end_date": "2026-10-01"},
            (
                "The setting end_date is before the first date to read, 2026-10-17, which is 30 days ago. "
                "Set an earlier start_date or a later end_date."
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
        "2 of 3 selected streams cannot be read (absence_spans, pay_cods). "
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
    assert told["steps"][-1]["message"] == "The catalog selects no stream: nothing is read."
    run = tap(small.config(), catalog=nothing)
    assert "The catalog selects no stream: nothing is read." in run.stderr


def test_files_that_are_something_else_fail_the_check(tap: Tap, small: Sandbox) -> None:
    sentences: list[tuple[Any, Any, str]] = [
        ("{", None, "is not valid JSON"),
        (
            small.config(),
            {"subdomain": "x"},
            "The catalog file does not contain a list of streams. Pass ",
        ),
        (
            small.config(),
            {"streams": [{}]},
            "The catalog file does not contain a list of streams. Pass ",
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
