"""Responses of faults: broken ones, endless ones, and pages from other servers."""

from __future__ import annotations

import asyncio
import zlib
from typing import TYPE_CHECKING, Any

import orjson
from starlette.responses import Response
from typing_extensions import override

from ukg_wfm_sandbox.faults import ENCODINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ukg_wfm_sandbox.faults import Fault

SIGN_IN = (
    "https://sandbox-npr04-ath01.npr.mykronos.com/authn/XUI/?realm=sandbox&goto=https%3A%2F%2Fx"
)
_EXPIRED = '{"errorCode":"WFP-00401","message":"The access token has expired."}'
_JSON, _HTML = "application/json", "text/html"
_ANSWERS: dict[str, tuple[int, str, str]] = {
    "invalid_json": (200, '{"records": [{"personId": 10', _JSON),
    "empty": (200, "", _JSON),
    "expire_token": (401, _EXPIRED, _JSON),
    "html": (200, "<html><body>Sign in</body></html>", _HTML),
    "login_redirect": (302, "", _HTML),
    "firewall": (
        403,
        (
            "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. "
            "Your support ID is: 4711</body></html>"
        ),
        _HTML,
    ),
    "maintenance": (
        200,
        (
            "<!DOCTYPE html><html><head><title>Scheduled maintenance</title></head>"
            "<body>We will be back soon.</body></html>"
        ),
        _HTML,
    ),
}
_BOMB_BYTES = 1 << 30


class Dropped(Response):
    """No response: the connection closes."""

    @override
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Close the connection, and wait until the client can notice."""
        del receive, send
        scope["state"]["connection"].abort()
        await asyncio.sleep(0.01)


class Cut(Response):
    """A response that is shorter than its Content-Length."""

    @override
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Send the start of a body, then close the connection."""
        del receive
        headers = [(b"content-length", b"10000"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'[{"personId": 1', "more_body": True})
        await asyncio.sleep(0.01)
        scope["state"]["connection"].close()
        await asyncio.sleep(0.01)


class Drip(Response):
    """A response that arrives byte by byte until the client disconnects.

    Args:
        part: "headers" or "body".
        seconds: The time between two bytes.
    """

    def __init__(self, part: str, seconds: float) -> None:
        super().__init__()
        self._part, self._seconds = part, seconds

    @override
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Write to the connection directly, since the server sends headers only as a whole."""
        del receive, send
        connection = scope["state"]["connection"]
        start = b"HTTP/1.1 200 OK\r\n"
        if self._part == "body":
            start += b"Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n["
        connection.write(start)
        while not connection.is_closing():
            connection.write(b" " if self._part == "body" else b"x")
            await asyncio.sleep(self._seconds)
        connection.abort()


class Endless(Response):
    """A body that never ends."""

    @override
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Send until the client disconnects."""
        del receive
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        piece = b"[" + b"1," * 32_768
        while not scope["state"]["connection"].is_closing():
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(0)


NO_ANSWER: dict[type, str] = {Dropped: "drop", Cut: "cut", Drip: "drip", Endless: "endless"}


def _bomb() -> bytes:
    """Return the gzip of a list of one gigabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    piece = b" " * (1 << 20)
    parts = [packer.compress(b"["), *(packer.compress(piece) for _ in range(_BOMB_BYTES >> 20))]
    return b"".join([*parts, packer.compress(b"]"), packer.flush()])


def faulty_answer(fault: Fault, secrets: Sequence[str]) -> Response:
    """Return the response of a fault; `secrets` are the secrets in the request."""
    if fault.kind in ("drop", "cut", "endless"):
        return {"drop": Dropped, "cut": Cut, "endless": Endless}[fault.kind]()
    if fault.kind == "drip":
        return Drip(fault.part, fault.delay or 1.0)
    if fault.kind == "bomb":
        return Response(_bomb(), 200, {"Content-Encoding": "gzip"}, _JSON)
    headers = dict(fault.headers)
    if fault.kind == "login_redirect":
        headers.setdefault("Location", SIGN_IN)
    if fault.kind in _ANSWERS:
        status, body, content_type = _ANSWERS[fault.kind]
        status = fault.status or status
    else:
        content_type = _JSON
        status = fault.status or (503 if fault.kind == "status" else 400)
        written = " ".join(ENCODINGS[fault.encoding](secret) for secret in secrets)
        message = "A fault." if fault.kind == "status" else f"Not good: {written}"
        error = fault.error or {"errorCode": f"SANDBOX-{status}", "message": message}
        body = fault.body if fault.body is not None else orjson.dumps(error).decode()
    return Response(body.encode(fault.charset), status, headers, fault.content_type or content_type)
