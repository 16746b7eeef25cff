"""Whether the tenant's host is there: its name, its port and its certificate, each a step of its own."""

from __future__ import annotations

import os
import socket
import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH, select_proxy, should_bypass_proxies

from tap_ukg_wfm.errors import UnreachableError

if TYPE_CHECKING:
    from tap_ukg_wfm.check.report import Report

TIMEOUT = 8.0
"""Seconds for each of the steps."""


def reach(url: str, report: Report) -> None:
    """Look the host of `url` up, connect to it and verify its certificate; nothing is sent.

    Raises:
        UnreachableError: With a sentence, where a step fails.
    """
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    if proxy := _proxy(url):
        report.add("dns", "skipped", "proxy", f"{host} is reached through the proxy {proxy}.")
        return
    _look_up(host, port)
    report.add("dns", "passed", "ok", f"The name {host} is known.")
    with _connect(host, port) as connection:
        report.add("tcp", "passed", "ok", f"{host} answers on port {port}.")
        if not secure:
            report.add("tls", "skipped", "loopback", "No TLS: the address is this machine's own.")
            return
        _shake_hands(connection, host)
        report.add("tls", "passed", "ok", f"The certificate of {host} is good.")


def _proxy(url: str) -> str:
    """The proxy that requests would take, without a user and a password in it."""
    if should_bypass_proxies(url, None):
        return ""
    names = {"http": "HTTP_PROXY", "https": "HTTPS_PROXY", "all": "ALL_PROXY"}
    found = {
        scheme: os.environ.get(name.lower()) or os.environ.get(name)
        for scheme, name in names.items()
    }
    proxy = select_proxy(url, {scheme: one for scheme, one in found.items() if one})
    return (proxy or "").rpartition("@")[2]


def _look_up(host: str, port: int) -> None:
    try:
        socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise UnreachableError(
            f"There is no host {host}: check the subdomain, and this machine's name server.",
            "no_such_host",
        ) from error


def _connect(host: str, port: int) -> socket.socket:
    try:
        return socket.create_connection((host, port), TIMEOUT)
    except OSError as error:
        raise UnreachableError(
            f"{host} could not be reached on port {port}: check the network and the firewall.",
            "no_connection",
        ) from error


def _shake_hands(connection: socket.socket, host: str) -> None:
    bundle = (
        os.environ.get("REQUESTS_CA_BUNDLE")
        or os.environ.get("CURL_CA_BUNDLE")
        or (DEFAULT_CA_BUNDLE_PATH)
    )
    try:
        folder = bundle if os.path.isdir(bundle) else None  # noqa: PTH112 - as requests does it
        context = ssl.create_default_context(cafile=None if folder else bundle, capath=folder)
        context.wrap_socket(connection, server_hostname=host).close()
    except ssl.SSLError as error:
        if "WRONG_VERSION" in str(error) or "RECORD_LAYER" in str(error):
            raise UnreachableError(
                f"{host} does not speak TLS on this port: check api_url.", "no_tls"
            ) from error
        raise _untrusted(host) from error
    except (OSError, ValueError) as error:
        raise _untrusted(host) from error


def _untrusted(host: str) -> UnreachableError:
    return UnreachableError(
        f"The TLS certificate of {host} could not be verified: check the subdomain, and whether a "
        "proxy on the way replaces certificates (REQUESTS_CA_BUNDLE names its authority).",
        "bad_certificate",
    )
