"""No secret in any output: whatever is printed from outside, in whichever encoding it comes."""

from __future__ import annotations

import base64
import html
import json
import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest
import requests
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tap_ukg_wfm.api.actions import describe
from tap_ukg_wfm.api.hosts import check_api_url, check_token_url, normalize_subdomain
from tap_ukg_wfm.api.interceptions import interception
from tap_ukg_wfm.api.network import Address
from tap_ukg_wfm.api.redaction import MASK, Redactor, excerpt
from tests.conftest import CANARY

if TYPE_CHECKING:
    from collections.abc import Callable


HOW: dict[str, Callable[[str], str]] = {
    "plain": str,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON, readable": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "JSON in JSON": lambda text: json.dumps(json.dumps(text)[1:-1])[1:-1],
    "URL": lambda text: quote(text, safe=""),
    "URL, lower": lambda text: re.sub("%..", lambda byte: byte[0].lower(), quote(text)),
    "URL in URL": lambda text: quote(quote(text)),
    "form": quote_plus,
    "HTML": html.escape,
    "HTML, numbers": lambda text: "".join(
        one if one.isalnum() and one.isascii() else f"&#{ord(one)};" for one in text
    ),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64, beside others": lambda text: base64.b64encode(f"x:{text}:y".encode()).decode(),
    "hex": lambda text: text.encode().hex(),
    "hex, upper": lambda text: text.encode().hex(":").upper(),
    "folded": lambda text: "\n  ".join([text[: len(text) // 2], text[len(text) // 2 :]]),
    "spaced": "\t".join,
}
assert set(HOW) >= {"plain", "JSON", "URL", "HTML", "base64", "hex", "folded"}
SECRETS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=("Cc", "Cs", "Zs")),
    min_size=6,
    max_size=40,
).filter(lambda text: MASK not in text and len(set(text)) > 3 and not text.isdecimal())
UNTIMED = settings(deadline=None)
AROUND = st.text(st.sampled_from("ab \n=&\"'<:1,"), max_size=400)


def answer(status: int = 400, **headers: str) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response.headers.update({name.replace("_", "-"): text for name, text in headers.items()})
    return response


def told_by(check: Callable[..., str], redactor: Redactor, text: str) -> str:
    try:
        check(text, redactor)
    except ValueError as error:
        return str(error)
    return ""


HERE = Address("https://merge.prd.mykronos.com", "subdomain")
PLACES: dict[str, Callable[[Redactor, str], str]] = {
    "error code": lambda one, text: describe(answer(), {"errorCode": text}, one),
    "message": lambda one, text: describe(answer(), {"message": text}, one),
    "OAuth's words": lambda one, text: describe(
        answer(), {"error": text, "error_description": text}, one
    ),
    "kronos-tid": lambda one, text: describe(answer(kronos_tid=text), None, one),
    "title of a page": lambda one, text: str(
        interception(answer(), f"<html><title>{text}</title>".encode(), HERE, one)
    ),
    "redirect": lambda one, text: str(
        interception(answer(302, Location=f"https://{text}/login"), b"", HERE, one)
    ),
    "subdomain": lambda one, text: told_by(normalize_subdomain, one, text),
    "api_url": lambda one, text: told_by(check_api_url, one, text),
    "token_url": lambda one, text: told_by(check_token_url, one, text),
}
"""Every place that prints what comes from outside."""


@UNTIMED
@given(SECRETS, st.sampled_from(sorted(HOW)), AROUND, AROUND)
def test_no_place_prints_a_secret_in_any_encoding(
    secret: str, how: str, before: str, after: str
) -> None:
    redactor = Redactor({"password": secret})
    written = HOW[how](secret)
    assume(written not in before + after)
    for place, tell in PLACES.items():
        told = tell(redactor, f"{before}{written}{after}")
        for bare in (secret, excerpt(secret), HOW[how](secret), excerpt(written)):
            assert bare not in told, place
        assert told.isprintable(), place
        assert len(told) < 1000, place


@UNTIMED
@given(SECRETS, st.sampled_from(sorted(HOW)), st.integers(0, 320))
def test_no_cut_leaves_a_part_of_a_secret(secret: str, how: str, length: int) -> None:
    redactor = Redactor({"client_secret": secret})
    around = "x" * length
    told = redactor.redact(f"{around} {HOW[how](f' {secret}')}", 300)
    # Of base64, the letters that hold other bytes too stay.
    assert len(told.replace("x", "").replace("*", "").replace(".", "").strip()) <= 10


@UNTIMED
@given(SECRETS, SECRETS)
def test_the_longest_secret_goes_first(secret: str, more: str) -> None:
    redactor = Redactor({"password": secret, "app_key": secret + more})
    assert redactor.hide(f"<{secret}{more}>") == f"<{MASK}>"


@UNTIMED
@given(st.text())
def test_what_is_printed_is_one_printable_line(text: str) -> None:
    told = Redactor().redact(text, 100)
    assert told.isprintable()
    assert len(told) <= 100


def test_what_is_not_secret_stays() -> None:
    redactor = Redactor({"password": "s3cret-w0rd", "app_key": "ab"})
    said = "A table with absent labels, and 100% of s3cret words."
    assert redactor.redact(said) == said
    assert redactor.redact("key ab, abc") == f"key {MASK}, abc"


def test_a_huge_text_is_cut_before_it_costs_time() -> None:
    redactor = Redactor({"password": "Canary-Pa55word!"})
    for length in (199_990, 3_000_000):
        told = redactor.redact(" " * length + "Canary-Pa55word!")
        assert "Canary" not in told


def test_no_log_record_holds_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    redactor = Redactor({"password": "Canary-Pa55word!"})
    redactor.add(["Canary-token"])
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("urllib3.anything").debug("form %s", quote("Canary-Pa55word!"))
        logging.getLogger("tap-ukg-wfm").error("%(a)s", {"a": "Canary-token"})
        too_few: str = "too few arguments: %s %s Canary-token"
        logging.getLogger("x").error(too_few, "Canary-token")
        with pytest.raises(ValueError, match="Canary") as caught:
            int("Canary-token")
        logging.getLogger("x").error("failed", exc_info=caught.value)
    assert CANARY not in caplog.text
    assert caplog.text.count(MASK) >= 4
    assert "ValueError" in caplog.text
