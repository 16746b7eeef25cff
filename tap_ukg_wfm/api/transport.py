"""HTTP requests with a limit on the time and the decompressed size of the whole response.

The timeout of requests starts again with every byte. Here it covers the whole response: status line,
headers and body.
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

MAX_BYTES = 256 << 20
"""The maximum size of a response: 500 employees with every section take 55 MB."""
_ERROR_BYTES = 1 << 20
# Compression saves at most a factor of 1000, so a chunk of this size fits into memory.
_CHUNK = 64 << 10


class OverlongError(Exception):
    """A response is larger than `MAX_BYTES`."""


class Session(requests.Session):
    """A session with a connection pool that follows no redirects.

    A redirect could send a token or a password elsewhere, and following it would read its body
    without limits.

    Args:
        connections: The number of connections to keep open.
    """

    def __init__(self, connections: int = 1) -> None:
        super().__init__()
        self.mount("https://", _Adapter(pool_connections=1, pool_maxsize=connections))
        self.mount("http://", _Direct(pool_connections=1, pool_maxsize=connections))

    @override
    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: redirects are not followed."""
        return None

    def fetch(
        self,
        method: str,
        url: str,
        *,
        max_bytes: int = MAX_BYTES,
        **how: Any,  # noqa: ANN401 - as requests has it
    ) -> tuple[requests.Response, bytes]:
        """A response and its content; at most a megabyte of an error response.

        Args:
            method: The HTTP method.
            url: The URL.
            max_bytes: The maximum size of the decompressed content.
            how: Arguments of `requests.Session.request`; `timeout` limits the whole response.

        Raises:
            OSError: When the whole response did not arrive in time.
            OverlongError: When the response is too large.
        """
        with self.request(method, url, allow_redirects=False, stream=True, **how) as response:
            limit = max_bytes if response.ok else min(max_bytes, _ERROR_BYTES)
            chunks, size = [], 0
            for chunk in response.iter_content(_CHUNK):
                size += len(chunk)
                if size > limit:
                    # Close the connection instead of reading the rest.
                    response.raw.close()
                    if response.ok:
                        raise OverlongError
                    break
                chunks.append(chunk)
            return response, b"".join(chunks)


class _UntilDeadline(io.RawIOBase):
    """Reads a socket until a deadline; after it, every read times out even if bytes arrive."""

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
    """The part of a socket that `http.client.HTTPResponse` uses."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def makefile(self, _mode: str) -> io.BufferedReader:
        raw = self._sock.makefile("rb", buffering=0)
        return io.BufferedReader(_UntilDeadline(raw, self._sock), 64 << 10)


class _Response(http.client.HTTPResponse):
    """A response with a deadline: the timeout of the socket, from now to the last byte."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the signature of the library
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
    """For plain http, which only loopback addresses use: without a proxy."""

    @override
    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:  # type: ignore[override]
        return super().send(request, **{**how, "proxies": {}})
