"""Fault injection: which requests fail, how often, and how."""

from __future__ import annotations

import base64
import html
import json
import random
import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

from ukg_wfm_sandbox.errors import bad
from ukg_wfm_sandbox.mutations import MUTATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

KINDS = {
    "status": "an error response: 503, or the given status, error and body",
    "drop": "the connection closes before the response",
    "cut": "the connection closes in the middle of the response",
    "invalid_json": "200 with incomplete JSON",
    "empty": "200 without a body",
    "html": "200 with an HTML sign-in page",
    "expire_token": "401, and all access tokens expire",
    "echo": "400 with the secrets of the request in its message, written as encoding says",
    "drip": "one byte a second, or one per delay, of the headers or the body (part)",
    "endless": "200 with a body that never ends",
    "bomb": "200 with a few kilobytes of gzip that expand to a gigabyte of JSON",
    "login_redirect": "302 to a sign-in page",
    "firewall": "403 with an HTML page of a firewall",
    "maintenance": "200 with an HTML maintenance page",
    "bad_date": "the real response with the Date header in date (default: in the year 9999)",
    "mutate": "the real response with one change: mutation says what, seed says where",
}

ENCODINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "json": lambda text: json.dumps(text)[1:-1],
    "url": quote,
    "form": lambda text: re.sub("%..", lambda byte: byte[0].lower(), quote_plus(text)),
    "html": html.escape,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "hex": lambda text: text.encode().hex(),
    "folded": "\n ".join,
}
"""How servers, proxies and logs write a text that they received."""

_CHOICES: dict[str, Collection[str]] = {
    "kind": KINDS,
    "encoding": ENCODINGS,
    "part": ("headers", "body"),
    "mutation": MUTATIONS,
}


@dataclass
class Fault:
    """A fault.

    Args:
        operation: The method and the path below /api, such as "GET /v1/commons/hyperfind". "*"
            (default) means every operation, "token" token requests, "refresh" token refreshes.
        times: How many requests fail (default 1); null means no limit.
        every: Only every nth matching request fails (default 1).
        names: Only requests whose body or query contains this id, such as a person's, fail.
        probability: The probability that a matching request fails, from 0 to 1 (default 1).
        kind: The kind of fault (default "status").
        status: The HTTP status of the response.
        error: The error body of the response, as JSON.
        body: The body of the response as text, instead of error.
        charset: The encoding of the body (default "utf-8").
        content_type: The content type of the response.
        headers: More headers of the response.
        delay: Seconds to wait first. Without kind, status, error and body, the real response follows.
        part: The part of the response that a "drip" slows down: "headers" or "body" (default).
        date: The Date header of a "bad_date".
        mutation: The change of a "mutate": drop_item, null_item, null_field, change_type,
            rename_field, duplicate_item, reorder, truncate_list, wrong_status or wrong_encoding.
            The statistics list what it changed.
        seed: Where a "mutate" changes the response (default 0); each request gets another place.
        encoding: How an "echo" writes the secrets: "plain" (default), "json", "url", "form", "html",
            "base64", "hex" or "folded".
    """

    operation: str = "*"
    times: int | None = 1
    every: int = 1
    names: int | None = None
    probability: float = 1.0
    kind: str = "status"
    status: int | None = None
    error: dict[str, Any] | None = None
    body: str | None = None
    charset: str = "utf-8"
    content_type: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    part: str = "body"
    date: str = "Fri, 31 Dec 9999 23:59:59 GMT"
    mutation: str = "drop_item"
    seed: int = 0
    encoding: str = "plain"
    seen: int = field(default=0, init=False)

    @property
    def answers(self) -> bool:
        """Whether the fault replaces the real response."""
        given = self.status or self.error or self.body is not None
        if self.kind in {"bad_date", "mutate"}:
            return False
        return self.kind != "status" or bool(given) or not self.delay

    def matches(self, name: str, sent: str = "") -> bool:
        """Return whether the fault applies to a request; `sent` is its query and body."""
        if self.names is not None and not re.search(rf"\b{self.names}\b", sent):
            return False
        if name in ("token", "refresh"):
            return self.operation == name
        return self.operation in ("*", name)


class Faults:
    """The active faults, with a random generator of their own."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._active: list[Fault] = []

    def add(self, spec: dict[str, Any]) -> None:
        """Add a fault, given by its properties."""
        unknown = set(spec) - {one.name for one in fields(Fault) if one.init}
        if unknown:
            raise bad("SANDBOX", f"A fault has no property {', '.join(sorted(unknown))}.")
        for name, allowed in _CHOICES.items():
            if name in spec and spec[name] not in allowed:
                choices = ", ".join(allowed)
                message = f"The {name} of a fault cannot be {spec[name]}. Choose one of: {choices}."
                raise bad("SANDBOX", message)
        self._active.append(Fault(**spec))

    def clear(self) -> None:
        """Remove all faults."""
        self._active.clear()

    def strike(self, name: str, sent: str = "") -> Fault | None:
        """Return the fault for this request, if there is one, and count it."""
        for fault in self._active:
            if not fault.matches(name, sent) or fault.times == 0:
                continue
            fault.seen += 1
            if fault.seen % fault.every or self._random.random() >= fault.probability:
                continue
            if fault.times is not None:
                fault.times -= 1
            return fault
        return None
