"""Trouble for the tap: runs that are killed, a network that fails, a tenant that errs."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import trustme

from tests.conftest import CANARY, catalog_of
from tests.truth import STREAMS, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from typing_extensions import Self
    from ukg_wfm_sandbox import Sandbox

# What else a mutation does may be what another tenant would answer: see tests/tap/test_mutations.py.
NOTICED = ("reorder", "wrong_status")
FAULTS: dict[str, list[dict[str, Any]]] = {
    "401": [{"status": 401}],
    "403 once": [{"status": 403}],
    "413": [{"status": 413, "error": {"errorCode": "WCO-106194", "message": "too many"}}],
    "429 with Retry-After": [{"status": 429, "headers": {"Retry-After": "1"}}],
    "429": [{"status": 429}],
    "500": [{"status": 500}],
    "503 with Retry-After": [{"status": 503, "headers": {"Retry-After": "1"}}],
    "503": [{"status": 503}],
    "504": [{"status": 504}],
    "reset": [{"kind": "drop"}],
    "cut body": [{"kind": "cut"}],
    "invalid JSON": [{"kind": "invalid_json"}],
    "wrong content type": [{"kind": "html"}],
    "empty body": [{"kind": "empty"}],
    "answer slower than request_timeout": [{"status": 200, "delay": 3.0}],
    "token expires in the middle": [{"kind": "expire_token"}],
    "refused refresh": [
        {"kind": "expire_token"},
        {"operation": "refresh", "status": 400, "error": {"error": "invalid_grant"}},
    ],
}
# A run that meets one of these may fail; the next ones repair what it left.
ODD: dict[str, list[dict[str, Any]]] = {
    "one byte at a time": [{"kind": "drip", "delay": 0.2}],
    "endless body": [{"kind": "endless"}],
    "gzip that holds a gigabyte": [{"kind": "bomb"}],
    "redirect to a sign-in page": [{"kind": "login_redirect"}],
    "page of a firewall": [{"kind": "firewall"}],
    "page of a maintenance": [{"kind": "maintenance"}],
    "date far ahead": [{"kind": "bad_date"}],
    **{
        f"mutation: {name.replace('_', ' ')}": [{"kind": "mutate", "mutation": name}]
        for name in NOTICED
    },
}
NETWORK = ("connection refused", "DNS failure", "TLS certificate that does not fit")
SETTINGS: dict[str, list[Any]] = {
    "window_days": [4, 7, 15, 40],
    "batch_size": [2, 4, 25],
    "concurrency": [1, 2, 4, 8],
}


class Landing(Protocol):
    """Where rows land: a target, and how its tables are read back."""

    @property
    def state(self) -> dict[str, Any]:
        """The last state that the target has flushed."""

    def take(self, tap: subprocess.Popen[bytes], meddle: Callable[[], None]) -> None:
        """Land what a tap writes, while `meddle` does what it does to the tap."""

    def current(self, stream: str) -> list[dict[str, Any]]:
        """The rows of a table that count, through the documented SQL."""


class Relay:
    """A relay before a sandbox, whose connections can be refused for a while.

    Args:
        url: The sandbox's.
        certificate: Speaks TLS with this certificate.
    """

    def __init__(self, url: str, certificate: trustme.LeafCert | None = None) -> None:
        self._tenant = (urlsplit(url).hostname or "", urlsplit(url).port or 0)
        self._context: ssl.SSLContext | None = None
        if certificate:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(self._context)
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._serve()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def refuse(self, seconds: float) -> None:
        """Cut all connections, and refuse new ones for some seconds."""
        self._end()
        time.sleep(seconds)
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._serve()

    def _end(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for side in list(self._open):
            with suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                here, _ = listener.accept()
                threading.Thread(target=self._join, args=(here,), daemon=True).start()

    def _join(self, here: socket.socket) -> None:
        with suppress(OSError), here:
            side = self._context.wrap_socket(here, server_side=True) if self._context else here
            with side, socket.create_connection(self._tenant) as there:
                self._open |= {side, there}
                back = threading.Thread(target=self._pass_on, args=(there, side), daemon=True)
                back.start()
                self._pass_on(side, there)
                back.join()
                self._open -= {side, there}

    @staticmethod
    def _pass_on(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                sink.sendall(piece)
        for side in (source, sink):
            with suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)


class Trouble:
    """Runs of the tap into one landing, each from the last state that landed, and all they suffer.

    Args:
        folder: For configuration, state and logs.
        tenant: The sandbox.
        landing: Where the rows land.
        seed: What chance draws from.
        streams: What is read and compared.
        settings: Fixed settings of the tap.
    """

    def __init__(
        self,
        folder: Path,
        tenant: Sandbox,
        landing: Landing,
        seed: int,
        streams: Sequence[str] = STREAMS,
        **settings: Any,
    ) -> None:
        self.streams = streams
        (folder / "catalog.json").write_text(json.dumps(catalog_of(*streams)), "utf-8")
        self.folder, self.tenant, self.landing = folder, tenant, landing
        self.start = tenant.config()["start_date"]
        self.chance = random.Random(seed)
        self.count: Counter[str] = Counter()
        self.settings = settings
        self.env: dict[str, str] = {}

    def run(self, meddle: Callable[[subprocess.Popen[bytes]], None] = lambda _: None) -> int:
        """One run, meddled with while it goes on; its exit code."""
        (self.folder / "state.json").write_text(json.dumps(self.landing.state), "utf-8")
        config = self.tenant.config(**self.settings)
        (self.folder / "config.json").write_text(json.dumps(config), "utf-8")
        command = [sys.executable, "-m", "tap_ukg_wfm"]
        command += ["--config", str(self.folder / "config.json")]
        command += ["--catalog", str(self.folder / "catalog.json")]
        command += ["--state", str(self.folder / "state.json")]
        env = {**os.environ, **self.env}
        with (
            (self.folder / "err.log").open("wb") as stderr,
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, env=env) as tap,
        ):
            self.landing.take(tap, lambda: meddle(tap))
            code = tap.wait(240)
        self.count["runs"] += 1
        said = self.said()
        assert CANARY not in said
        assert "Traceback" not in said, said[-3000:]
        assert len(json.dumps(self.landing.state)) < 64_000
        return code

    def said(self) -> str:
        """What the last run told people."""
        return (self.folder / "err.log").read_text("utf-8")

    def kill(
        self, stop: signal.Signals, after: float, until: Callable[[], bool] = lambda: True
    ) -> int:
        """A run that is stopped by a signal after some seconds, and not before `until` holds."""

        def meddle(tap: subprocess.Popen[bytes]) -> None:
            time.sleep(after)
            while not until() and tap.poll() is None:
                time.sleep(0.01)
            if tap.poll() is None:
                self.count[f"{stop.name} while it ran"] += 1
            asked = time.monotonic()
            tap.send_signal(stop)
            tap.wait(30)
            assert time.monotonic() - asked < 5

        return self.run(meddle)

    def vary(self) -> None:
        """Other settings from now on."""
        self.settings |= {name: self.chance.choice(values) for name, values in SETTINGS.items()}

    def inject(self, *names: str) -> None:
        """Let faults strike somewhere in the next runs."""
        for name in names:
            self.count[name] += 1
            every = self.chance.randint(3, 25)
            for fault in {**FAULTS, **ODD}[name]:
                at = {"operation": "*", "times": 1, "every": every, **fault}
                self.tenant.fault(**at if "operation" not in fault else {**at, "every": 1})

    def disconnect(self, name: str) -> None:
        """A run that meets a network that fails."""
        self.count[name] += 1
        if name == "connection refused":
            with Relay(self.tenant.url) as relay:

                def refuse(_: subprocess.Popen[bytes]) -> None:
                    time.sleep(self.chance.uniform(0.8, 2))
                    relay.refuse(1.0)

                self._through(f"http://127.0.0.1:{relay.port}", refuse)
            return
        if name == "DNS failure":
            code = self._through("https://no-such-tenant.invalid")
            assert "The host no-such-tenant.invalid does not exist" in self.said()
        else:
            authority = trustme.CA()
            authority.cert_pem.write_to_path(str(self.folder / "authority.pem"))
            self.env = {"REQUESTS_CA_BUNDLE": str(self.folder / "authority.pem")}
            with Relay(self.tenant.url, authority.issue_cert("other.example")) as relay:
                code = self._through(f"https://127.0.0.1:{relay.port}")
            self.env = {}
            assert (
                f"The TLS certificate of 127.0.0.1:{relay.port} belongs to another host"
                in self.said()
            )
        assert code == 1

    def _through(
        self, url: str, meddle: Callable[[subprocess.Popen[bytes]], None] = lambda _: None
    ) -> int:
        self.settings["api_url"] = url
        try:
            return self.run(meddle)
        finally:
            del self.settings["api_url"]

    def until_whole(self) -> None:
        """Run until a run comes to its end, and compare with the truth."""
        for _ in range(20):
            code = self.run()
            if code == 0:
                break
            assert code == 1, self.said()[-3000:]
        else:
            raise AssertionError(f"twenty runs in a row failed: {self.said()[-3000:]}")
        self.tenant.clear_faults()
        assert self.run() == 0
        for stream in self.streams:
            rows = self.landing.current(stream)
            self.count["rows compared"] += len(rows)
            compare(stream, rows, self.tenant, self.start)
        self.count["comparisons with the truth"] += 1


def suffer(trouble: Trouble, kills: int, faults: Sequence[str] = tuple(FAULTS)) -> None:
    """So many kills at random moments, with faults and a failing network between them."""
    chance = trouble.chance
    network = list(NETWORK)
    for number in range(1, kills + 1):
        if number % 3 == 0:
            trouble.vary()
        if chance.random() < 0.5:
            trouble.inject(*chance.sample(list(faults), chance.randint(1, 6)))
        trouble.kill(chance.choice([signal.SIGKILL, signal.SIGTERM]), chance.uniform(0.4, 3.0))
        if chance.random() < 0.3:
            trouble.tenant.advance(1)
        if number % 4 == 0:
            # All kinds of faults come, the network's in turn.
            trouble.inject(*chance.sample(list(faults), 6))
            network.append(network.pop(0))
            trouble.disconnect(network[-1])
            trouble.until_whole()
            trouble.tenant.advance(chance.choice([1, 2]))
