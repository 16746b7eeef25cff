"""HTTP requests whose responses are bounded: in time as a whole, and in size when decompressed.

A time-out alone bounds nothing: it starts anew with every byte. Here the time-out of a request is the
time for its whole response, status line, headers and body.
"""

from __future__ import annotations

import http.client
import io
import time
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from typing_extensions import override
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

if TYPE_CHECKING:
    import socket

MOST_BYTES = 256 << 20
"""The largest response: several times that of 500 employees with every section (55 MB)."""
_ERROR_BYTES = 1 << 20
# Compressed at the very most a thousand to one, so that no piece fills the memory.
_PIECE = 64 << 10


class OverlongError(Exception):
    """A response is larger than `MOST_BYTES`."""


class Session(requests.Session):
    """A session that keeps so many connections to a host and follows no redirect.

    A redirect could carry a token or a password elsewhere, and looking where it leads would read its
    body without bounds.
    """

    def __init__(self, connections: int = 1) -> None:
        super().__init__()
        self.mount("https://", _Adapter(pool_connections=1, pool_maxsize=connections))
        self.mount("http://", _Direct(pool_connections=1, pool_maxsize=connections))

    @override
    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: where a redirect leads is only told."""
        return None

    def fetch(
        self,
        method: str,
        url: str,
        *,
        most_bytes: int = MOST_BYTES,
        **how: Any,  # noqa: ANN401 - as requests has it
    ) -> tuple[requests.Response, bytes]:
        """A response and its content; of one that tells of an error at most a megabyte.

        Args:
            method: The HTTP method.
            url: Where to.
            most_bytes: The most bytes of the decompressed content.
            how: What `requests.Session.request` takes; `timeout` bounds the whole response.

        Raises:
            OSError: When no whole response came in time.
            OverlongError: When it is too large.
        """
        with self.request(method, url, allow_redirects=False, stream=True, **how) as response:
            most = most_bytes if response.ok else min(most_bytes, _ERROR_BYTES)
            pieces, size = [], 0
            for piece in response.iter_content(_PIECE):
                size += len(piece)
                if size > most:
                    # The connection is closed with what is still to come.
                    response.raw.close()
                    if response.ok:
                        raise OverlongError
                    break
                pieces.append(piece)
            return response, b"".join(pieces)


class _UntilDeadline(io.RawIOBase):
    """Reads a socket until a moment; then every read times out, however many bytes still trickle."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        super().__init__()
        self._raw, self._sock = raw, sock
        seconds = sock.gettimeout()
        self._end = None if seconds is None else time.monotonic() + seconds

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Any) -> int | None:
        if self._end is not None:
            left = self._end - time.monotonic()
            if left <= 0:
                raise TimeoutError("the response did not end in time")
            self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    @override
    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class _Socket:
    """A socket as `http.client.HTTPResponse` uses it: to make a file of it."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def makefile(self, _mode: str) -> io.BufferedReader:
        raw = self._sock.makefile("rb", buffering=0)
        return io.BufferedReader(_UntilDeadline(raw, self._sock), 64 << 10)


class _Response(http.client.HTTPResponse):
    """A response with a deadline: the socket's time-out, counted from here to the last byte."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as the library has it
        super().__init__(_Socket(sock), *args, **kwargs)  # type: ignore[arg-type]


class _Http(HTTPConnection):
    response_class = _Response


class _Https(HTTPSConnection):
    response_class = _Response


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


class _Adapter(HTTPAdapter):
    @override
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}

    @override
    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
        return manager


class _Direct(_Adapter):
    """For plain http, which only this machine's own address may speak: no proxy gets to see it."""

    @override
    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:  # type: ignore[override]
        return super().send(request, **{**how, "proxies": {}})
