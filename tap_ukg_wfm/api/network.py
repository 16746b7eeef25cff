"""Sessions, and why a host could not be asked: each cause is its own sentence."""

from __future__ import annotations

import os
import re
import ssl
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies, select_proxy
from typing_extensions import override
from urllib3.exceptions import NameResolutionError

from tap_ukg_wfm.api.errors import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterator

LASTING = {
    *("no_such_host", "bad_certificate", "expired_certificate", "other_host", "no_certificates"),
    "proxy",
}
"""Codes of causes that are the same in a minute."""
_PROXY_ERRORS = (
    requests.exceptions.ProxyError,
    requests.exceptions.InvalidProxyURL,
    requests.exceptions.InvalidSchema,
)
# OpenSSL's numbers: not valid yet, expired; another name, another address.
_TIMES, _NAMES = {9, 10}, {62, 64}


class Address(NamedTuple):
    """Where something is asked, and the setting that says so."""

    url: str
    setting: str

    @property
    def host(self) -> str:
        """The host, and the port where there is one."""
        return urlsplit(self.url).netloc


class Direct(HTTPAdapter):
    """For plain http, which only this machine's own address may speak: no proxy gets to see it."""

    @override
    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:  # type: ignore[override]
        return super().send(request, **{**how, "proxies": {}})


def session(connections: int = 1) -> requests.Session:
    """A session that keeps so many connections to a host."""
    made = requests.Session()
    made.mount("https://", HTTPAdapter(pool_connections=1, pool_maxsize=connections))
    made.mount("http://", Direct(pool_connections=1, pool_maxsize=connections))
    return made


def proxy_for(url: str) -> str:
    """The proxy for `url`, without scheme, user and password; empty where there is none."""
    if url.startswith("http://"):
        return ""
    proxy = select_proxy(url, get_environ_proxies(url)) or ""
    return re.sub(r"^\w+://", "", proxy).rpartition("@")[2].rstrip("/")


def unreachable(error: Exception, address: Address) -> UnreachableError:
    """The error for a request that got no answer."""
    host, setting = address.host, address.setting
    if any(isinstance(one, NameResolutionError) for one in _within(error)):
        return no_such_host(host, setting)
    if isinstance(error, _PROXY_ERRORS):
        return _proxy_problem(str(error), host)
    if isinstance(error, requests.exceptions.SSLError):
        return bad_certificate(host, setting, error)
    if isinstance(error, requests.Timeout):
        return UnreachableError(
            f"{host} did not answer in time: check the network, or raise request_timeout."
        )
    if not isinstance(error, requests.RequestException) and "certificate" in str(error):
        return no_certificates()
    proxy = proxy_for(f"https://{host}")
    through = f" through the proxy {proxy}" if proxy else ""
    return UnreachableError(
        f"{host} could not be reached{through}, or closed the connection: check the network and "
        "firewall."
    )


def no_such_host(host: str, setting: str) -> UnreachableError:
    """The error for a name that no name server knows."""
    return UnreachableError(
        f"There is no host {host}: check {setting}, and this machine's name server.",
        "no_such_host",
    )


def no_certificates() -> UnreachableError:
    """The error for a file of authorities that is not there."""
    return UnreachableError(
        f"There are no certificates at {certificates()}: check REQUESTS_CA_BUNDLE.",
        "no_certificates",
    )


def certificates() -> str:
    """The file or folder of authorities that is set in place of the usual one; empty without."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or ""


def bad_certificate(host: str, setting: str, error: BaseException) -> UnreachableError:
    """The error for a certificate of `host` that is not to be trusted, by what is wrong with it."""
    found = (one for one in _within(error) if isinstance(one, ssl.SSLCertVerificationError))
    number = next((one.verify_code for one in found), 0)
    if number in _TIMES:
        return UnreachableError(
            f"The TLS certificate of {host} has expired, or is not valid yet: check this machine's "
            "clock, and tell UKG where it is right.",
            "expired_certificate",
        )
    if number in _NAMES:
        return UnreachableError(
            f"The TLS certificate that {host} shows is another host's: check {setting}, and "
            "whether something on the way answers in its place.",
            "other_host",
        )
    return UnreachableError(
        f"The TLS certificate of {host} could not be verified: check {setting}, and whether a "
        "proxy on the way replaces certificates (REQUESTS_CA_BUNDLE names its authority).",
        "bad_certificate",
    )


def _proxy_problem(said: str, host: str) -> UnreachableError:
    proxy = proxy_for(f"https://{host}")
    tunnel = re.search(r"Tunnel connection failed: (\d+)", said)
    if tunnel and tunnel[1] == "407":
        sentence = (
            f"The proxy {proxy} wants a user name and a password: put them into HTTPS_PROXY "
            f"(http://user:password@{proxy})."
        )
    elif tunnel:
        sentence = (
            f"The proxy {proxy} does not connect to {host} (HTTP {tunnel[1]}): ask its "
            "administrator to allow that host."
        )
    else:
        sentence = f"The proxy {proxy} could not be reached, or is none: check HTTPS_PROXY."
    return UnreachableError(sentence, "proxy")


def _within(error: BaseException) -> Iterator[BaseException]:
    """An error and all those that it was made of: requests wraps urllib3's, which wraps others."""
    yield error
    inner = [getattr(error, "reason", None), error.__cause__, *error.args]
    for one in inner:
        if isinstance(one, BaseException):
            yield from _within(one)
