"""Faults on demand: which operation, how often, and what goes wrong."""

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
    from collections.abc import Callable

KINDS = {
    "status": "an error answer: 503, or what status, error and body say",
    "drop": "the connection closes before any answer",
    "cut": "the answer breaks off in its middle",
    "invalid_json": "200 with JSON that breaks off",
    "empty": "200 without a body",
    "html": "200 with a page that asks for a sign-in",
    "expire_token": "401, and every access token expires",
    "echo": "400 whose message repeats the secrets of the request; encoding says how",
    "drip": "one byte at a time, each second or each delay; part says whether of the headers or the body",
    "endless": "200 with a body that never ends",
    "bomb": "200 with some kilobytes of gzip that hold a gigabyte of JSON",
    "login_redirect": "302 to a sign-in page",
    "firewall": "403 with the HTML page of a firewall",
    "maintenance": "200 with the HTML page of a maintenance",
    "bad_date": "the real answer with the Date header that date names (default: year 9999)",
    "mutate": "the real answer, changed in one place; mutation says how, seed where",
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
"""How a server, a proxy or a log writes what it was sent."""


@dataclass
class Fault:
    """A fault.

    Args:
        operation: The method and the path below /api, such as "GET /v1/commons/hyperfind"; "*"
            (default) for every operation, "token" for token requests, "refresh" for refreshes.
        times: How often it strikes (default 1); null for ever.
        every: It strikes only each nth matching request (default 1).
        names: It strikes only requests whose body or query names this id, such as a person's.
        probability: How likely it strikes then, from 0 to 1 (default 1).
        kind: What goes wrong (default "status"), see the kinds.
        status: The HTTP status of the answer.
        error: The error body of the answer, as JSON.
        body: The body of the answer as text, instead of error.
        charset: How the body is encoded (default "utf-8").
        content_type: The content type of the answer.
        headers: Further headers of the answer.
        delay: Seconds to wait first. Alone, it only delays the real answer.
        part: Where a "drip" drips: "headers" or "body" (default).
        date: The Date header of a "bad_date".
        mutation: What a "mutate" does: drop_item, null_item, null_field, change_type, rename_field,
            duplicate_item, reorder, truncate_list, wrong_status or wrong_encoding. What it changed is
            in the statistics.
        seed: Which place a "mutate" changes (default 0); each time it strikes it takes another one.
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
        """Whether it answers itself, rather than only delay the real answer."""
        given = self.status or self.error or self.body is not None
        if self.kind in {"bad_date", "mutate"}:
            return False
        return self.kind != "status" or bool(given) or not self.delay

    def matches(self, name: str, sent: str = "") -> bool:
        """Say whether the fault is for a request of an operation; `sent` is its query and body."""
        if self.names is not None and not re.search(rf"\b{self.names}\b", sent):
            return False
        if name in ("token", "refresh"):
            return self.operation == name
        return self.operation in ("*", name)


class Faults:
    """The active faults. Their chances come from a generator of their own."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._active: list[Fault] = []

    def add(self, spec: dict[str, Any]) -> None:
        """Add a fault from its written form."""
        unknown = set(spec) - {one.name for one in fields(Fault) if one.init}
        if unknown:
            raise bad("SANDBOX", f"Unknown fault property: {', '.join(sorted(unknown))}")
        if spec.get("kind", "status") not in KINDS:
            raise bad("SANDBOX", f"Unknown kind of fault: {spec['kind']}")
        if spec.get("encoding", "plain") not in ENCODINGS:
            raise bad("SANDBOX", f"Unknown encoding: {spec['encoding']}")
        if spec.get("part", "body") not in {"headers", "body"}:
            raise bad("SANDBOX", f"Unknown part of an answer: {spec['part']}")
        if spec.get("mutation", "drop_item") not in MUTATIONS:
            raise bad("SANDBOX", f"Unknown mutation: {spec['mutation']}")
        self._active.append(Fault(**spec))

    def clear(self) -> None:
        """Drop every fault."""
        self._active.clear()

    def strike(self, name: str, sent: str = "") -> Fault | None:
        """Give the fault that strikes a request now, if one does."""
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
