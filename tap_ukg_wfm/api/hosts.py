"""From what a person types as subdomain to the one host that may see credentials.

Pure functions: nothing here opens a connection. A host leaves this module only when it lies below a
domain that UKG owns, so that nothing typed by mistake, or by malice, can send a secret elsewhere.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

from tap_ukg_wfm.api.redaction import Redactor

DOMAINS = ("mykronos.com", "ukg.com", "ukg.net")
"""The domains of UKG below which tenants and token servers live."""

_EXAMPLE = (
    "the subdomain, such as merge.prd, or the whole address of the tenant, such as "
    "https://merge.prd.mykronos.com"
)
_LONGEST = 253  # RFC 1035
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Two labels are a tenant and its environment (merge.prd), unless they read like somebody's web site.
_WEB_SITE = re.compile(r"\.(?:biz|co|com|edu|gov|info|int|io|mil|net|org)$")
# Hosts of sign-in pages: acme-npr04-ath01.npr.mykronos.com, welcome-us.ukg.net.
_SIGN_IN = re.compile(r"[^.]*-ath\d+\.|welcome(?:-[^.]*)?\.ukg\.net$")
# A proxy may have an underscore in its name.
_API_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")


class _NoTenantError(ValueError):
    """What was typed names no tenant."""


def normalize_subdomain(typed: str, redactor: Redactor | None = None) -> str:
    """The API host of the tenant that `typed` names.

    Takes the subdomain (`merge.prd`), the host, or any address copied from a browser; a `-sso` at the
    end of the first label goes, since single sign-on has a host of its own that answers no API call.

    Args:
        typed: What a person put into the setting `subdomain`.
        redactor: Hides the secrets of the settings, should one have been pasted here.

    Returns:
        A lower-case host below one of `DOMAINS`, such as `merge.prd.mykronos.com`.

    Raises:
        ValueError: With a message for that person, when no such host can be read from `typed`.
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
    """Whether `host` is made of valid labels and lies below one of UKG's domains."""
    return (
        len(host) <= _LONGEST
        and host.endswith(tuple(f".{domain}" for domain in DOMAINS))
        and all(_LABEL.fullmatch(label) for label in host.split("."))
    )


def check_token_url(url: str, redactor: Redactor | None = None) -> str:
    """`url`, when a token may be asked for there: https below UKG's domains, or a loopback address.

    Raises:
        ValueError: With a message, when credentials must not be sent there.
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
    """`url` as the API's paths follow it, when it may be called there: https, or loopback.

    The `/api/v1` that every path begins with is removed, where it is given too.

    Raises:
        ValueError: With a message, when calls would go in the clear or to no host at all.
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
    """Where UKG Authentication gives tokens for the tenant at `host`.

    Production tenants and those of the United States use one server, partner tenants (`.cfn.`)
    another; where a region has its own, the setting `token_url` names it.
    """
    server = "welcome-eval" if ".cfn." in host else "welcome-us"
    return f"https://{server}.ukg.net/oauth/token"


def _host_of(typed: str) -> tuple[str, bool]:
    """The host in `typed`, and whether it was written as a URL (then it has to be complete)."""
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
    """Scheme and host of `url`, both empty where it hides something (a user, blanks, a fragment)."""
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
    """Whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _shown(typed: str, redactor: Redactor | None) -> str:
    """`typed` for a message: without secrets, nor what may be a password before an @; cut, printable."""
    text = typed if "@" not in typed else f"...@{typed.rsplit('@', 1)[1]}"
    return f"'{(redactor or Redactor()).redact(text, 100)}'"


def _sign_in(typed: str, host: str) -> ValueError:
    """Refuse the address of a sign-in page; name the tenant that it leads to, if it says so."""
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
