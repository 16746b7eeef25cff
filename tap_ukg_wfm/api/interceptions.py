"""Responses of other systems in place of UKG's: sign-in, firewall and maintenance pages, redirects."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import requests

    from tap_ukg_wfm.api.network import Address
    from tap_ukg_wfm.api.redaction import Redactor

_START = 20_000
_TITLE = re.compile(r"<title[^>]*>(.{0,1000}?)</title", re.IGNORECASE | re.DOTALL)
_MAINTENANCE = re.compile(r"maintenance|scheduled downtime|temporarily unavailable", re.IGNORECASE)
_FIREWALL = re.compile(
    r"firewall|access denied|request (?:was )?(?:blocked|rejected|unsuccessful)|you have been blocked"
    r"|incident id|support id|forbidden",
    re.IGNORECASE,
)
_SIGN_IN = re.compile(
    r"log[\s_-]?[io]n|sign[\s_-]?[io]n|\bsso\b|saml|/authn?/|oauth", re.IGNORECASE
)


class Interception(NamedTuple):
    """What came instead of data, and what to do."""

    what: str
    remedy: str


def interception(
    response: requests.Response, content: bytes, address: Address, redactor: Redactor
) -> Interception | None:
    """The response of another system in place of UKG's; None for a response of UKG's own."""
    if response.is_redirect or "Location" in response.headers:
        return _redirect(response.headers["Location"], address, redactor)
    text = content[:_START].decode("utf-8", "replace")
    media = response.headers.get("Content-Type", "")
    if "html" not in media.lower() and not re.match(r"\s*<(?:!doctype )?html", text, re.IGNORECASE):
        return None
    found = _TITLE.search(text)
    title = redactor.redact(found[1], 100) if found else ""
    titled = f' titled "{title}"' if title else ""
    if _MAINTENANCE.search(text):
        return Interception(
            f"a maintenance page{titled}", "UKG is under maintenance. Try again later."
        )
    blocked = response.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_ACCEPTABLE}
    if blocked or _FIREWALL.search(text):
        return Interception(
            f"a firewall page{titled}",
            "A firewall or proxy between this machine and UKG blocks the request. Ask your network "
            "administrator, or UKG, to allow this machine's address.",
        )
    if _SIGN_IN.search(text):
        return Interception(f"a sign-in page{titled}", _api_host(address))
    return Interception(
        f"an HTML page{titled}",
        f"{_api_host(address)} A proxy between this machine and UKG may also have sent the page.",
    )


def _redirect(location: str, address: Address, redactor: Redactor) -> Interception:
    try:
        host = urlsplit(location).netloc.rpartition("@")[2] or address.host
    except ValueError:
        host = "an invalid address"
    host = redactor.redact(host, 100)
    what = "sign-in page" if _SIGN_IN.search(location) else "page"
    return Interception(f"a redirect to a {what} at {host}", _api_host(address))


def _api_host(address: Address) -> str:
    return (
        f"Check {address.setting}: {address.host} must be the tenant's API host, not its single sign-on "
        "host."
    )
