"""Tests whether the tenant's host can be reached, in three steps: name, port and certificate."""

from __future__ import annotations

import os
import socket
import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from tap_ukg_wfm.api.errors import UnreachableError
from tap_ukg_wfm.api.network import (
    bad_certificate,
    certificates,
    no_certificates,
    no_such_host,
    proxy_for,
)

if TYPE_CHECKING:
    from tap_ukg_wfm.api.network import Address
    from tap_ukg_wfm.check.report import Report

TIMEOUT = 8.0
"""Seconds for each step."""


def reach(address: Address, report: Report) -> bool:
    """Look up the host of an address, connect to it and verify its certificate. Sends no request.

    Args:
        address: The address of the API.
        report: Receives the result of each step.

    Returns:
        Whether the host can be reached. The report says which step failed.
    """
    url, setting = address
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    if proxy := proxy_for(url):
        report.add("dns", "skipped", "proxy", f"The tap reaches {host} through the proxy {proxy}.")
        return True
    step = "dns"
    try:
        _look_up(host, port, setting)
        report.add(step, "passed", "ok", f"The host {host} exists.")
        step = "tcp"
        with _connect(host, port) as connection:
            report.add(step, "passed", "ok", f"{host} accepts connections on port {port}.")
            step = "tls"
            if secure:
                _shake_hands(connection, host, setting)
                report.add(step, "passed", "ok", f"The certificate of {host} is valid.")
            else:
                said = "TLS is not used, because the address is on this machine."
                report.add(step, "skipped", "loopback", said)
    except UnreachableError as error:
        report.add(step, "failed", error.code, str(error))
        return False
    return True


def _look_up(host: str, port: int, setting: str) -> None:
    try:
        socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise no_such_host(host, setting) from error


def _connect(host: str, port: int) -> socket.socket:
    try:
        return socket.create_connection((host, port), TIMEOUT)
    except OSError as error:
        raise UnreachableError(
            f"The tap cannot connect to {host} on port {port}. Check the network and the firewall.",
            "no_connection",
        ) from error


def _shake_hands(connection: socket.socket, host: str, setting: str) -> None:
    bundle = certificates() or DEFAULT_CA_BUNDLE_PATH
    if not os.path.exists(bundle):  # noqa: PTH110 - as requests does it
        raise no_certificates()
    try:
        folder = bundle if os.path.isdir(bundle) else None  # noqa: PTH112 - likewise
        context = ssl.create_default_context(cafile=None if folder else bundle, capath=folder)
        context.wrap_socket(connection, server_hostname=host).close()
    except ssl.SSLError as error:
        if "WRONG_VERSION" in str(error) or "RECORD_LAYER" in str(error):
            raise UnreachableError(
                f"{host} does not use TLS on this port. Check {setting}.", "no_tls"
            ) from error
        raise bad_certificate(host, setting, error) from error
    except (OSError, ValueError) as error:
        raise bad_certificate(host, setting, error) from error
