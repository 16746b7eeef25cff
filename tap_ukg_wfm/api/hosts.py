"""From the setting subdomain to the host that receives the credentials.

Pure functions without connections. They return only hosts below a domain that UKG owns, so that no
mistake in a setting sends a secret elsewhere.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

from tap_ukg_wfm.api.redaction import Redactor

DOMAINS = ("mykronos.com", "ukg.com", "ukg.net")
"""UKG's domains for tenants and token servers."""

_EXAMPLE = (
    "the subdomain, such as merge.prd, or the whole address of the tenant, such as "
    "https://merge.prd.mykronos.com"
)
_LONGEST = 253  # RFC 1035
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Two labels are a tenant and its environment (merge.prd), unless they look like a website.
_WEB_SITE = re.compile(r"\.(?:biz|co|com|edu|gov|info|int|io|mil|net|org)$")
# Sign-in pages: acme-npr04-ath01.npr.mykronos.com, welcome-us.ukg.net.
_SIGN_IN = re.compile(r"[^.]*-ath\d+\.|welcome(?:-[^.]*)?\.ukg\.net$")
# A proxy may have an underscore in its name.
_API_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")


class _NoTenantError(ValueError):
    """The text is not the address of a tenant."""


def normalize_subdomain(typed: str, redactor: Redactor | None = None) -> str:
    """The API host of a tenant.

    Accepts the subdomain (`merge.prd`), the host, or any address from a browser. A `-sso` at the end of
    the first label is removed, because the single sign-on host has no API.

    >>> normalize_subdomain("https://merge-sso.prd.mykronos.com/wfd/home")
    'merge.prd.mykronos.com'

    Args:
        typed: The setting `subdomain`.
        redactor: Removes secrets from messages, in case one was pasted here.

    Returns:
        A lower-case host below one of `DOMAINS`, such as `merge.prd.mykronos.com`.

    Raises:
        ValueError: With a message for the user, when there is no such host in `typed`.
    """
    try:
        host = _normalized(typed)
    except _NoTenantError as error:
        raise ValueError(
            f"The subdomain {_shown(typed, redactor)} is not the address of a UKG tenant. Enter "
            f"{_EXAMPLE}."
        ) from error
    # Also where the rest of a sign-in page's address is completed or its -sso removed.
    if _SIGN_IN.match(host):
        raise _sign_in(typed, host)
    return host


def _normalized(typed: str) -> str:
    host, is_url = _host_of(typed)
    if _SIGN_IN.match(host):
        raise _sign_in(typed, host)
    if below_ukg(host):
        return _without_sso(host) if host.endswith(".mykronos.com") else host
    labels = host.split(".")
    if is_url or len(labels) > 2 or _WEB_SITE.search(host) or host.replace(".", "").isdecimal():  # noqa: PLR2004 - tenant and environment
        raise _NoTenantError
    whole = _without_sso(f"{host}.mykronos.com")
    if not below_ukg(whole):
        raise _NoTenantError
    return whole


def below_ukg(host: str) -> bool:
    """Whether `host` has valid labels and is below one of UKG's domains.

    >>> below_ukg("merge.prd.mykronos.com"), below_ukg("mykronos.com.example.org")
    (True, False)
    """
    return (
        len(host) <= _LONGEST
        and host.endswith(tuple(f".{domain}" for domain in DOMAINS))
        and all(_LABEL.fullmatch(label) for label in host.split("."))
    )


def check_token_url(url: str, redactor: Redactor | None = None) -> str:
    """`url`, if credentials may be sent there: https below UKG's domains, or a loopback address.

    Raises:
        ValueError: With a message, if credentials must not be sent there.
    """
    scheme, host = _scheme_and_host(url)
    if (scheme == "https" and below_ukg(host)) or (
        scheme in {"http", "https"} and is_loopback(host)
    ):
        return url
    raise ValueError(
        f"The token_url {_shown(url, redactor)} is not an address of UKG. It has to begin with https:// "
        f"and its host has to end with {', '.join(DOMAINS[:-1])} or {DOMAINS[-1]}."
    )


def check_api_url(url: str, redactor: Redactor | None = None) -> str:
    """`url` without a final `/api/v1`, if the API may be called there: https, or loopback.

    >>> check_api_url("https://proxy.example.org/ukg/api/v1/")
    'https://proxy.example.org/ukg'

    Raises:
        ValueError: With a message, if the URL is not encrypted or has no host.
    """
    scheme, host = _scheme_and_host(url)
    good = scheme == "https" or (scheme == "http" and is_loopback(host))
    if good and _names_a_host(host) and "?" not in url:
        return re.sub(r"(?:/api(?:/v[12])?)?/*$", "", url)
    raise ValueError(
        f"The api_url {_shown(url, redactor)} cannot be used. It has to be https:// and a host (http:// "
        "only on this machine's own loopback address, such as http://127.0.0.1:8321)."
    )


def token_url_for(host: str) -> str:
    """The token URL of UKG Authentication for the tenant at `host`.

    Partner tenants (`.cfn.`) have a server of their own. If a region has one, set `token_url`.

    >>> token_url_for("merge.prd.mykronos.com")
    'https://welcome-us.ukg.net/oauth/token'
    """
    server = "welcome-eval" if ".cfn." in host else "welcome-us"
    return f"https://{server}.ukg.net/oauth/token"


def _host_of(typed: str) -> tuple[str, bool]:
    """The host in `typed`, and whether it was a URL, which must name a complete host."""
    text = typed.strip()
    # Before lower(): the Kelvin sign and its like become ASCII letters there.
    if not text.isascii() or re.search(r"[\s\\\x00-\x1f\x7f]", text):
        raise _NoTenantError
    text = text.lower()
    scheme = re.match(r"(?:https?:)?//", text)
    text = text[scheme.end() :] if scheme else text
    authority = re.split(r"[/?#]", text, maxsplit=1)[0]
    host, port, number = authority.partition(":")
    if "@" in authority or (port and number != "443"):
        raise _NoTenantError
    host = host.removesuffix(".")
    if not host:
        raise _NoTenantError
    return host, bool(scheme or port)


def _without_sso(host: str) -> str:
    first, dot, rest = host.partition(".")
    return first.removesuffix("-sso") + dot + rest


def _scheme_and_host(url: str) -> tuple[str, str]:
    """Scheme and host of `url`; both empty if it has a user, blanks or a fragment."""
    try:
        parts = urlsplit(url)
        host, hidden = parts.hostname or "", parts.username is not None or parts.fragment
        _ = parts.port
    except ValueError:
        return "", ""
    if hidden or ".." in host or not url.isascii() or re.search(r"[\s\\\x00-\x1f\x7f]", url):
        return "", ""
    return parts.scheme.lower(), host.lower()


def _names_a_host(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return len(host) <= _LONGEST and all(map(_API_LABEL.fullmatch, host.split(".")))
    return True


def is_loopback(host: str) -> bool:
    """Whether a host is a loopback address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _shown(typed: str, redactor: Redactor | None) -> str:
    """`typed` for a message: without secrets and without a possible password before an @."""
    text = typed if "@" not in typed else f"...@{typed.rsplit('@', 1)[1]}"
    return f"'{(redactor or Redactor()).redact(text, 100)}'"


def _sign_in(typed: str, host: str) -> ValueError:
    """The error for the address of a sign-in page. Names the tenant, if the address contains it."""
    query = typed.strip().partition("?")[2].partition("#")[0]
    tenant = ""
    for name, value in parse_qsl(query):
        if name.lower() == "goto" and value.lower().startswith("https://"):
            leads_to = _scheme_and_host(value.partition("?")[0].partition("#")[0])[1]
            if below_ukg(leads_to) and not _SIGN_IN.match(leads_to):
                tenant = _without_sso(leads_to)
    advice = (
        f"It leads to {tenant}: enter that"
        if tenant
        else f"Sign in, then copy the address that the browser shows: enter {_EXAMPLE}"
    )
    return ValueError(f"The subdomain names {host}, which is UKG's sign-in page. {advice}.")
