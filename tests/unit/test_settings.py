"""Every wrong setting is named, all of them at once, in sentences."""

from __future__ import annotations

from typing import Any

import pytest

from tap_ukg_wfm.settings.validation import problems, unknown_settings
from tap_ukg_wfm.tap import TapUKGWFM

GOOD: dict[str, Any] = {
    "subdomain": "merge.prd",
    "client_id": "id",
    "client_secret": "secret",
    "username": "user",
    "password": "pass",
}
BATCH = {"encoding": {"format": "jsonl"}, "storage": {"root": "file:///tmp/batches"}}
KNOWN = TapUKGWFM.known_settings()


def said(**changes: Any) -> list[str]:
    config = {**GOOD, **changes}
    return problems({k: v for k, v in config.items() if v is not None}, KNOWN)


def test_a_good_configuration() -> None:
    assert said() == []
    assert (
        said(start_date="2026-01-01T00:00:00Z", end_date="2026-01-01", hyperfinds=[1, "All"]) == []
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password": None}, "The setting password is missing: auth_type password needs it."),
        ({"subdomain": None}, "The setting subdomain is missing: every connection needs it."),
        (
            {"auth_type": "client_credentials"},
            "The setting organization is missing: auth_type client_credentials needs it.",
        ),
        (
            {"auth_type": "ukg_password"},
            "The setting realm is missing: auth_type ukg_password needs it.",
        ),
        ({"passwrod": "x"}, "There is no setting passwrod: did you mean password?"),
        (
            {"start_date": "2026-02-01", "end_date": "2026-01-01"},
            "The start_date is after the end_date: swap them, or remove end_date.",
        ),
        (
            {"start_date": "2026-02-30"},
            "The setting start_date is not a date: '2026-02-30'. Write it as 2026-01-31.",
        ),
        (
            {"end_date": "soon"},
            "The setting end_date is not a date: 'soon'. Write it as 2026-01-31.",
        ),
        (
            {"batch_config": {"encoding": {"format": "parquet"}, "storage": {"root": "x"}}},
            'The setting batch_config needs "encoding" with the "format" jsonl.',
        ),
        (
            {"batch_config": {"encoding": {"format": "jsonl"}}},
            'The setting batch_config needs "storage" with a "root" such as file:///tmp/batches.',
        ),
        (
            {"batch_config": {**BATCH, "encoding": {"format": "jsonl", "compression": "zip"}}},
            'The setting batch_config needs gzip or none as "compression".',
        ),
        (
            {"batch_config": {**BATCH, "batch_size": "7"}},
            'The setting batch_config needs a whole number above 0 as "batch_size".',
        ),
        (
            {"batch_config": {**BATCH, "size": 7}},
            "The setting batch_config has no field size: use batch_size, encoding, storage.",
        ),
        (
            {"batch_config": {**BATCH, "storage": {"root": "x", "bucket": "y"}}},
            "The setting batch_config has no field bucket: use prefix, root.",
        ),
        ({"batch_size": 501}, "The setting batch_size has to be a whole number from 1 to 500."),
        ({"concurrency": 0}, "The setting concurrency has to be a whole number from 1 to 32."),
        ({"window_days": "7"}, "The setting window_days has to be a whole number from 1 to 365."),
        (
            {"auth_type": "saml"},
            "The setting auth_type has to be one of password, ukg_password, client_credentials.",
        ),
        ({"hyperfinds": "All Home"}, "The setting hyperfinds has to be a list of ids or names."),
        ({"username": 7}, "The setting username has to be a string, in quotes."),
    ],
)
def test_a_mistake(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in said(**changes)


def test_a_good_batch_config() -> None:
    assert said(batch_config={**BATCH, "batch_size": 100_000}) == []
    assert (
        said(batch_config={**BATCH, "encoding": {"format": "jsonl", "compression": "gzip"}}) == []
    )


def test_bad_addresses() -> None:
    assert "is not the address of a UKG tenant" in said(subdomain="evil.com/")[0]
    assert "is not an address of UKG" in said(token_url="https://evil.com/token")[0]
    assert "cannot be used" in said(api_url="http://evil.com")[0]


def test_all_mistakes_at_once() -> None:
    found = said(password=None, subdomian="x", start_date="never", batch_size=0)
    assert len(found) == 4


def test_each_setting_explains_itself() -> None:
    for name, schema in TapUKGWFM.config_jsonschema["properties"].items():
        assert schema.get("title"), name
        assert schema.get("description"), name
    secret = {n for n, s in TapUKGWFM.config_jsonschema["properties"].items() if s.get("secret")}
    assert {"password", "client_secret", "app_key"} <= secret


def test_an_unknown_setting_is_a_problem_only_if_it_may_be_misspelled() -> None:
    assert said(zzz=1) == []
    assert unknown_settings({**GOOD, "zzz": 1, "passwrod": "x"}, KNOWN) == [
        "The setting zzz is ignored: it does not exist (--about lists all)."
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"start_date": "hunter2-Zq"},
        {"end_date": f"{'x' * 35}hunter2-Zq"},
        {"subdomain": "hunter2-Zq!"},
        {"subdomain": f"{'x' * 95}hunter2-Zq"},
        {"token_url": "https://hunter2-Zq"},
        {"api_url": "http://hunter2-Zq"},
        {"batch_config": {**BATCH, "hunter2-Zq": 1}},
        {"stream_maps": "hunter2-Zq"},
        {"custom_streams": [{"name": "hunter2-Zq", "hunter2-Zq": 1}]},
        {"subdomaim-hunter2-Zq": 1, "hunter2-Zq-something-else": 1},
    ],
)
def test_a_secret_in_the_wrong_setting_is_not_quoted(changes: dict[str, Any]) -> None:
    config = {**GOOD, "password": "hunter2-Zq", **changes}
    found = [*problems(config, KNOWN), *unknown_settings(config, KNOWN)]
    assert found
    # Nor any part of it that was cut.
    assert not [sentence for sentence in found if "hun" in sentence.lower()]
