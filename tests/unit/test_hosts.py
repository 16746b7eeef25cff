"""What people type as subdomain, and the one host that it may become."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_ukg_wfm.api.hosts import (
    DOMAINS,
    below_ukg,
    check_api_url,
    check_token_url,
    normalize_subdomain,
    token_url_for,
)
from tap_ukg_wfm.api.redaction import excerpt

MERGE = "merge.prd.mykronos.com"
TYPED = {
    "merge.prd": MERGE,
    "merge-sso.prd": MERGE,
    "merge-sso.prd.mykronos.com": MERGE,
    "https://merge-sso.prd.mykronos.com/": MERGE,
    " HTTPS://Merge-SSO.PRD.mykronos.com:443/wfd/home#/x?y=1 ": MERGE,
    "merge.prd.mykronos.com.": MERGE,
    "merge.prd/": MERGE,
    "//merge.prd.mykronos.com": MERGE,
    "merge.prd.mykronos.com?x=1": MERGE,
    "acme": "acme.mykronos.com",
    "acme-sso": "acme.mykronos.com",
    "sso-lab.prd": "sso-lab.prd.mykronos.com",
    "my-sso-lab.prd": "my-sso-lab.prd.mykronos.com",
    "merge.prd-sso": "merge.prd-sso.mykronos.com",
    "wfm.us1.ukg.com": "wfm.us1.ukg.com",
    "acme-sso.us1.ukg.com": "acme-sso.us1.ukg.com",
    "acme.ukg.net": "acme.ukg.net",
    "merge-nosso.prd": "merge-nosso.prd.mykronos.com",
    "https://merge-nosso.prd.mykronos.com/wfd/home": "merge-nosso.prd.mykronos.com",
    "merge.evl": "merge.evl.mykronos.com",
    "merge-sso.npr.mykronos.com": "merge.npr.mykronos.com",
    "https://acme.mykronos.com/": "acme.mykronos.com",
    "welcome.prd": "welcome.prd.mykronos.com",
}
REFUSED = [
    "",
    "   ",
    ".",
    "/",
    "evil.com",
    "evil.com/",
    "merge.prd.mykronos.com.evil.com",
    "https://evil.com/merge.prd.mykronos.com",
    "user:pw@evil.com",
    "user@merge.prd.mykronos.com",
    "evil.com#.mykronos.com",
    "evil.com?.mykronos.com",
    "evil.com/.mykronos.com",
    "merge@evil.com",
    "merge.prd\\@evil.com",
    "merge .prd",
    "merge\t.prd",
    "merge.prd\nevil.com",
    "m\u0435rge.prd",
    "acme\u3002mykronos.com",
    "\u212aronos",
    "acme.notukg.com",
    "acme.mykronos.com.",
    "10.0.0.1",
    "127.1",
    "[::1]",
    "mykronos.com",
    "ukg.com",
    "ukg.net",
    ".mykronos.com",
    "-sso.prd",
    "a..b",
    "-acme",
    "acme_1",
    "acme:8080",
    "ftp://merge.prd.mykronos.com",
    "https://merge.prd",
    "a" * 64,
    "a.b.c",
]
REFUSED.remove("acme.mykronos.com.")


@pytest.mark.parametrize(("typed", "host"), TYPED.items())
def test_typed(typed: str, host: str) -> None:
    assert normalize_subdomain(typed) == host


@pytest.mark.parametrize("typed", REFUSED)
def test_refused_with_what_was_typed_and_an_example(typed: str) -> None:
    with pytest.raises(
        ValueError,
        match=r"is not the address of a UKG tenant\. Enter the subdomain, such as merge\.prd",
    ) as caught:
        normalize_subdomain(typed)
    if "@" not in typed:
        assert f"'{excerpt(typed, 100)}'" in str(caught.value)
    assert "user:pw" not in str(caught.value)


SIGN_IN = "acme-npr04-ath01.npr.mykronos.com"
GOTO = f"https://{SIGN_IN}/authn/XUI/?realm=acme_npr&goto=https%3A%2F%2F"


@pytest.mark.parametrize(
    ("typed", "host", "advice"),
    [
        (
            f"{GOTO}merge-sso.npr.mykronos.com%3A443%2Fwfd%2Fhome%3Fx%3D1#login",
            SIGN_IN,
            "It leads to merge.npr.mykronos.com: enter that.",
        ),
        (f"{GOTO}evil.com%2F", SIGN_IN, "copy the address that the browser shows"),
        (f"{GOTO}{SIGN_IN}%2F", SIGN_IN, "copy the address that the browser shows"),
        (f"{GOTO}a%40evil.com%23.mykronos.com", SIGN_IN, "copy the address that the browser"),
        (f"{GOTO}%5B", SIGN_IN, "copy the address that the browser shows"),
        (f" {SIGN_IN.upper()} ", SIGN_IN, "copy the address that the browser shows"),
        ("0-ATH0", "0-ath0.mykronos.com", "copy the address that the browser shows"),
        ("acme-ath01-sso.npr", "acme-ath01.npr.mykronos.com", "copy the address that the browser"),
        ("acme-npr04-ath01.npr", "acme-npr04-ath01.npr", "copy the address that the browser shows"),
        (
            "https://welcome-us.ukg.net/u/login?state=abc",
            "welcome-us.ukg.net",
            "copy the address that the browser shows",
        ),
    ],
)
def test_a_sign_in_page_is_refused_with_the_address_to_copy(
    typed: str, host: str, advice: str
) -> None:
    with pytest.raises(ValueError, match="is UKG's sign-in page") as caught:
        normalize_subdomain(typed)
    assert str(caught.value).startswith(f"The subdomain names {host}, which is")
    assert advice in str(caught.value)
    assert "state" not in str(caught.value)
    assert "evil" not in str(caught.value)


PIECES = st.sampled_from(
    [
        "merge",
        "-sso",
        "-ath01",
        "welcome-us",
        ".prd",
        ".",
        "mykronos.com",
        ".ukg.com",
        "ukg.net",
        "evil.com",
        "@",
        ":",
        "443",
        "#",
        "?",
        "/",
        "\\",
        "https://",
        "//",
        " ",
        chr(0x212A),  # the Kelvin sign, an ASCII k in lower case
        "%2e",
        "[",
        "]",
        "\x00",
        "xn--",
        "0",
    ]
)
ANYTHING = st.one_of(st.text(), st.lists(PIECES, max_size=9).map("".join))


@given(ANYTHING)
def test_never_a_host_that_is_not_ukgs(typed: str) -> None:
    try:
        host = normalize_subdomain(typed)
    except ValueError:
        return
    assert host == host.lower()
    assert re.fullmatch(r"[a-z0-9.-]+\.(?:mykronos\.com|ukg\.com|ukg\.net)", host)
    assert below_ukg(host)


@given(ANYTHING)
def test_a_host_that_came_out_goes_in_again(typed: str) -> None:
    try:
        host = normalize_subdomain(typed)
    except ValueError:
        return
    again = normalize_subdomain(host)
    assert again in {host, host.replace("-sso.", ".", 1)}


@pytest.mark.parametrize(
    "url",
    [
        "https://welcome-us.ukg.net/oauth/token",
        "https://acme.prd.mykronos.com/api/authentication/access_token",
        "http://127.0.0.1:8321/oauth/token",
        "http://localhost:1/oauth/token",
        "http://[::1]:1/oauth/token",
    ],
)
def test_token_urls(url: str) -> None:
    assert check_token_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://welcome-us.ukg.net/oauth/token",
        "https://evil.com/oauth/token",
        "https://welcome-us.ukg.net.evil.com/",
        "https://welcome-us.ukg.net@evil.com/",
        "https://evil.com#.ukg.net",
        "https://evil.com\\.ukg.net",
        "https://evil.com\n.ukg.net",
        "https://ukg.net/oauth/token",
        "http://128.0.0.1/oauth/token",
        "http://127.0.0.1.evil.com/",
        "https://[oops",
        "https://acme.ukg.net:port/",
        "",
    ],
)
def test_token_urls_that_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="is not an address of UKG"):
        check_token_url(url)


def test_api_urls() -> None:
    assert check_api_url("http://127.0.0.1:8321/") == "http://127.0.0.1:8321"
    assert (
        check_api_url("https://merge.prd.mykronos.com/api/v1/") == "https://merge.prd.mykronos.com"
    )
    assert check_api_url("https://proxy.acme.example/api") == "https://proxy.acme.example"
    assert check_api_url("https://proxy.acme.example/ukg") == "https://proxy.acme.example/ukg"
    for url in ["https://ukg_proxy:8443", "https://10.0.0.1", "https://[fd00::1]:8443"]:
        assert check_api_url(url) == url
    for url in [
        "http://proxy.acme.example",
        "proxy",
        "https://",
        "file:///etc/passwd",
        "https://a@b",
        "https://[oops",
        "https://a[b].c",
        "https://.x.com",
        "https://x..com",
        f"https://{'a' * 64}.com",
        f"https://{'a.' * 130}com",
        "https://-",
        "https://merge.prd.mykronos.com?tenant=merge",
    ]:
        with pytest.raises(ValueError, match="cannot be used"):
            check_api_url(url)


def test_token_server_of_a_tenant() -> None:
    assert token_url_for("acme.cfn.mykronos.com") == "https://welcome-eval.ukg.net/oauth/token"
    assert token_url_for(MERGE) == "https://welcome-us.ukg.net/oauth/token"
    assert all(below_ukg(f"x.{domain}") and not below_ukg(domain) for domain in DOMAINS)
