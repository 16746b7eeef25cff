"""What is said of names, ports, certificates and proxies, by the check and by a run alike."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import trustme
from ukg_wfm_sandbox import Sandbox

from tests.conftest import CANARY, catalog_of
from tests.trouble import Relay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Run, Tap

HOST = "sandbox.mykronos.com"
PASSED = datetime(2020, 1, 1, tzinfo=timezone.utc)
UNTRUSTED = (
    "The TLS certificate of localhost could not be verified. Check api_url. If a proxy replaces "
    "certificates, set REQUESTS_CA_BUNDLE to the file of its authority."
)
EXPIRED = (
    "The TLS certificate of localhost has expired or is not valid yet. Check this machine's clock; if "
    "it is right, tell UKG."
)
OTHER_HOST = (
    "The TLS certificate of localhost belongs to another host. Check api_url, and whether a proxy "
    "answers in its place."
)


class Trust(NamedTuple):
    """An authority, and the environment in which the tap trusts it."""

    authority: trustme.CA
    env: dict[str, str]


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    return Trust(authority, {"REQUESTS_CA_BUNDLE": str(tmp_path / "authority.pem")})


def report(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_names_and_ports(tap: Tap, small: Sandbox) -> None:
    sentences = {
        "https://no-such-tenant.invalid": (
            "dns",
            "no_such_host",
            (
                "The host no-such-tenant.invalid does not exist. Check api_url. If it is right, check "
                "this machine's name server."
            ),
        ),
        "http://127.0.0.1:9": (
            "tcp",
            "no_connection",
            "The tap cannot connect to 127.0.0.1 on port 9. Check the network and the firewall.",
        ),
        small.url.replace("http:", "https:"): (
            "tls",
            "no_tls",
            "127.0.0.1 does not use TLS on this port. Check api_url.",
        ),
    }
    for url, (step, code, sentence) in sentences.items():
        run = tap(small.config(api_url=url), "--check", "--check-format=json", singer=False)
        told = report(run)
        assert (run.code, told["status"]) == (1, "FAILED")
        assert (told["code"], told["message"]) == (code, sentence)
        assert told["steps"][-1] == {
            "step": step,
            "status": "failed",
            "code": code,
            "message": sentence,
        }


@pytest.mark.parametrize(
    ("name", "until", "trusted", "code", "sentence"),
    [
        ("localhost", None, False, "bad_certificate", UNTRUSTED),
        ("localhost", PASSED, True, "expired_certificate", EXPIRED),
        ("other.example", None, True, "other_host", OTHER_HOST),
    ],
)
def test_a_bad_certificate_says_what_is_wrong_with_it(  # noqa: PLR0913, PLR0917 - a case
    tap: Tap,
    small: Sandbox,
    trust: Trust,
    name: str,
    until: datetime | None,
    trusted: bool,  # noqa: FBT001 - a case
    code: str,
    sentence: str,
) -> None:
    certificate = trust.authority.issue_cert(name, not_before=until, not_after=until)
    env = trust.env if trusted else {"REQUESTS_CA_BUNDLE": "", "CURL_CA_BUNDLE": ""}
    small.reset_stats()
    with Relay(small.url, certificate) as relay:
        config = small.config(api_url=f"https://localhost:{relay.port}")
        run = tap(config, "--check", "--check-format=json", singer=False, env=env)
        told = report(run)
        assert (run.code, told["code"], told["message"]) == (1, code, sentence)
        assert told["steps"][-1]["step"] == "tls"
        run = tap(config, catalog=catalog_of("pay_codes"), env=env)
        assert run.code == 1
        assert sentence.replace("localhost", f"localhost:{relay.port}") in run.stderr
    assert small.stats()["total"] == 0


def test_a_certificate_that_is_good(tap: Tap, small: Sandbox, trust: Trust) -> None:
    with Relay(small.url, trust.authority.issue_cert("localhost")) as relay:
        config = small.config(api_url=f"https://localhost:{relay.port}")
        run = tap(config, "--check", "--check-format=json", singer=False, env=trust.env)
        steps = {step["step"]: step for step in report(run)["steps"]}
        assert (run.code, report(run)["status"]) == (0, "SUCCEEDED")
        assert steps["tls"]["message"] == "The certificate of localhost is valid."
        run = tap(config, catalog=catalog_of("pay_codes"), env=trust.env)
        assert run.records("pay_codes")


def test_authorities_that_are_not_there(tap: Tap, small: Sandbox, trust: Trust) -> None:
    sentence = (
        "The file of certificate authorities /nowhere.pem does not exist. Check REQUESTS_CA_BUNDLE."
    )
    env = {"REQUESTS_CA_BUNDLE": "/nowhere.pem"}
    with Relay(small.url, trust.authority.issue_cert("localhost")) as relay:
        config = small.config(api_url=f"https://localhost:{relay.port}")
        run = tap(config, "--check", "--check-format=json", singer=False, env=env)
        assert (run.code, report(run)["code"]) == (1, "no_certificates")
        assert report(run)["message"] == sentence
        run = tap(config, env=env)
        assert run.code == 1
        assert sentence in run.stderr


@contextmanager
def proxy(answer: bytes, behind: int = 0) -> Iterator[int]:
    """A proxy's port; it answers CONNECT so, and leads to what listens on the port `behind`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def pass_on(source: socket.socket, sink: socket.socket) -> None:
            with suppress(OSError):
                while piece := source.recv(65536):
                    sink.sendall(piece)
                sink.shutdown(socket.SHUT_WR)

        def join(here: socket.socket) -> None:
            with suppress(OSError), here:
                asked = b""
                while not asked.endswith(b"\r\n\r\n"):
                    asked += here.recv(4096)
                here.sendall(answer)
                if behind:
                    with socket.create_connection(("127.0.0.1", behind)) as there:
                        threading.Thread(target=pass_on, args=(there, here), daemon=True).start()
                        pass_on(here, there)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    here, _ = listener.accept()
                    threading.Thread(target=join, args=(here,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]


def through(port: int) -> dict[str, str]:
    """The environment of a tap behind a proxy that wants a password."""
    address = f"http://somebody:{CANARY}Proxy@127.0.0.1:{port}"
    names = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")
    return {**dict.fromkeys(names, address), "NO_PROXY": "", "no_proxy": ""}


@pytest.mark.parametrize(
    ("answer", "code", "sentence"),
    [
        (
            b"",
            "proxy",
            "The proxy {proxy} could not be reached, or is not a proxy. Check HTTPS_PROXY.",
        ),
        (
            b"I am no proxy.\r\n\r\n",
            "unreachable",
            (
                f"{HOST} could not be reached through the proxy {{proxy}}, or closed the connection. "
                "Check the network and the firewall."
            ),
        ),
        (
            b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            "proxy",
            (
                "The proxy {proxy} requires a user name and a password. Put them into HTTPS_PROXY "
                "(http://user:password@{proxy})."
            ),
        ),
        (
            b"HTTP/1.1 403 Forbidden\r\n\r\n",
            "proxy",
            (
                f"The proxy {{proxy}} refuses to connect to {HOST}. Ask its administrator to allow that "
                "host. (HTTP 403)"
            ),
        ),
    ],
)
def test_a_proxy_that_does_not_help(
    tap: Tap, small: Sandbox, answer: bytes, code: str, sentence: str
) -> None:
    config = small.config()
    del config["api_url"]
    with proxy(answer) as port:
        wanted = port if answer else 9
        address = f"127.0.0.1:{wanted}"
        run = tap(config, "--check", "--check-format=json", singer=False, env=through(wanted))
        told = report(run)
        assert (run.code, told["code"]) == (1, code)
        assert told["message"] == sentence.format(proxy=address)
        skipped = f"The tap reaches {HOST} through the proxy {address}."
        assert [step["message"] for step in told["steps"] if step["status"] == "skipped"] == [
            skipped
        ]


def test_a_proxy_that_helps(tap: Tap, trust: Trust) -> None:
    opened = b"HTTP/1.1 200 Connection established\r\n\r\n"
    with (
        # Behind a host of its own a tenant has today's date.
        Sandbox(employees=6, days=10, seed=3) as today,
        Relay(today.url, trust.authority.issue_cert(HOST)) as relay,
        proxy(opened, relay.port) as port,
    ):
        config = today.config()
        del config["api_url"]
        env = {**trust.env, **through(port)}
        run = tap(config, "--check", "--check-format=json", singer=False, env=env)
        assert (run.code, report(run)["status"]) == (0, "SUCCEEDED")
        assert tap(config, catalog=catalog_of("pay_codes"), env=env).records("pay_codes")


def test_no_proxy_sees_what_is_said_on_this_machine(tap: Tap, small: Sandbox) -> None:
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            with suppress(OSError):
                while True:
                    here, _ = listener.accept()
                    seen.append(here.recv(4096))
                    here.close()

        threading.Thread(target=listen, daemon=True).start()
        env = through(listener.getsockname()[1])
        run = tap(small.config(), catalog=catalog_of("pay_codes"), env=env)
    assert run.code == 0
    assert run.records("pay_codes")
    assert seen == []
