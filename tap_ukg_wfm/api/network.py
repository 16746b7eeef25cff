"""Addresses, and why a host cannot be reached: a message for each cause."""

from __future__ import annotations

import os
import re
import ssl
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.utils import get_environ_proxies, select_proxy
from urllib3.exceptions import NameResolutionError, ReadTimeoutError

from tap_ukg_wfm.api.errors import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterator

LASTING = {
    *("no_such_host", "bad_certificate", "expired_certificate", "other_host", "no_certificates"),
    "proxy",
}
"""Codes of causes that another try does not change."""
_PROXY_ERRORS = (
    requests.exceptions.ProxyError,
    requests.exceptions.InvalidProxyURL,
    requests.exceptions.InvalidSchema,
)
# OpenSSL's numbers: not valid yet, expired; another name, another address.
_TIMES, _NAMES = {9, 10}, {62, 64}


_SUBDOMAIN = (
    ": it is the part of the browser's address before .mykronos.com, without -sso, usually two words "
    "such as merge.prd"
)


class Address(NamedTuple):
    """A URL, and the setting that determines it."""

    url: str
    setting: str

    @property
    def host(self) -> str:
        """The host, and the port if there is one."""
        return urlsplit(self.url).netloc


def proxy_for(url: str) -> str:
    """The proxy for `url`, without scheme, user and password; empty if there is none."""
    if url.startswith("http://"):
        return ""
    proxy = select_proxy(url, get_environ_proxies(url)) or ""
    return re.sub(r"^\w+://", "", proxy).rpartition("@")[2].rstrip("/")


def unreachable(error: Exception, address: Address, timeout: float) -> UnreachableError:
    """The error for a request without a complete response.

    Args:
        error: What requests raised.
        address: Where the request went.
        timeout: The timeout in seconds.
    """
    host, setting = address.host, address.setting
    if any(isinstance(one, NameResolutionError) for one in _within(error)):
        return no_such_host(host, setting)
    if isinstance(error, _PROXY_ERRORS):
        return _proxy_problem(str(error), host)
    if isinstance(error, requests.exceptions.SSLError):
        return bad_certificate(host, setting, error)
    if _is_late(error):
        return UnreachableError(
            f"{host} did not finish its response within {timeout:g} seconds. Ask for less (lower "
            "batch_size or window_days), check the network, or raise request_timeout.",
            "timeout",
        )
    if not isinstance(error, requests.RequestException) and "certificate" in str(error):
        return no_certificates()
    proxy = proxy_for(f"https://{host}")
    through = f" through the proxy {proxy}" if proxy else ""
    return UnreachableError(
        f"{host} could not be reached{through}, or closed the connection. Check the network and the "
        "firewall."
    )


def _is_late(error: Exception) -> bool:
    """Whether there was a connection, but the response was not complete in time."""
    if isinstance(error, requests.ConnectTimeout):
        return False
    timeouts = (requests.ReadTimeout, ReadTimeoutError, TimeoutError)
    return any(isinstance(one, timeouts) for one in _within(error))


def no_such_host(host: str, setting: str) -> UnreachableError:
    """The error for a host name that does not exist."""
    return UnreachableError(
        f"The host {host} does not exist. Check {setting}{_SUBDOMAIN if setting == 'subdomain' else ''}. "
        "If it is right, check this machine's name server.",
        "no_such_host",
    )


def no_certificates() -> UnreachableError:
    """The error for a file of certificate authorities that does not exist."""
    return UnreachableError(
        f"The file of certificate authorities {certificates()} does not exist. Check REQUESTS_CA_BUNDLE.",
        "no_certificates",
    )


def certificates() -> str:
    """The file or folder of certificate authorities from the environment; else empty."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or ""


def bad_certificate(host: str, setting: str, error: BaseException) -> UnreachableError:
    """The error for a certificate of `host` that cannot be verified, by cause."""
    found = (one for one in _within(error) if isinstance(one, ssl.SSLCertVerificationError))
    number = next((one.verify_code for one in found), 0)
    if number in _TIMES:
        return UnreachableError(
            f"The TLS certificate of {host} has expired or is not valid yet. Check this machine's "
            "clock; if it is right, tell UKG.",
            "expired_certificate",
        )
    if number in _NAMES:
        return UnreachableError(
            f"The TLS certificate of {host} belongs to another host. Check {setting}, and whether a "
            "proxy responds in its place.",
            "other_host",
        )
    return UnreachableError(
        f"The TLS certificate of {host} could not be verified. Check {setting}. If a proxy replaces "
        "certificates, set REQUESTS_CA_BUNDLE to the file of its authority.",
        "bad_certificate",
    )


def _proxy_problem(said: str, host: str) -> UnreachableError:
    proxy = proxy_for(f"https://{host}")
    tunnel = re.search(r"Tunnel connection failed: (\d+)", said)
    if tunnel and tunnel[1] == "407":
        sentence = (
            f"The proxy {proxy} requires a user name and a password. Put them into HTTPS_PROXY "
            f"(http://user:password@{proxy})."
        )
    elif tunnel:
        sentence = (
            f"The proxy {proxy} refuses to connect to {host}. Ask its administrator to allow that host. "
            f"(HTTP {tunnel[1]})"
        )
    else:
        sentence = f"The proxy {proxy} could not be reached, or is not a proxy. Check HTTPS_PROXY."
    return UnreachableError(sentence, "proxy")


def _within(error: BaseException) -> Iterator[BaseException]:
    """An error and all errors inside it: requests wraps the errors of urllib3, which wraps others."""
    yield error
    inner = [getattr(error, "reason", None), error.__cause__, *error.args]
    for one in inner:
        if isinstance(one, BaseException):
            yield from _within(one)
