"""Text from outside, made safe to print: without secrets, on one line, printable and short.

Everything that a tenant, a proxy or a person typed passes `Redactor.redact` before it becomes part of
a message. Secrets are removed first, in every encoding that an echo may use, since folding white
space or cutting the text would leave parts of them behind.
"""

from __future__ import annotations

import base64
import logging
import re
import threading
from html.entities import codepoint2name
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MASK = "***"
SECRET_SETTINGS = ("password", "client_secret", "app_key")
"""The settings whose values no output may hold."""
EXCERPT = 300
"""Characters of a text from outside that a message quotes."""
_LONGEST = 200_000
_SHORT = 6
_WIDEST = 12
"""The most characters that stand for one when it is escaped and folded."""
# What white space folding, terminals and JSON may put between the characters of a secret; of tokens,
# which are long, only white space is looked for, since a pattern costs time by its length.
_BETWEEN = r"(?:[\s\x00-\x1f\x7f-\x9f]|\\[nrt])*"
_FOLDED = r"\s*"
_LONG = 100
# Also as base64 writes them for URLs, and as URLs escape them.
_BASE64 = {"+": r"(?:[-+]|%2[bB])", "/": r"(?:[/_]|%2[fF]|\\/)"}
_PROXY_PASSWORD = re.compile(r"//[^/@:]*:([^/@]+)@")


class Redactor:
    """Holds the secrets of a run and removes them from text. Safe for many threads.

    While a redactor exists, no log record of the process shows its secrets, whoever wrote it.

    Args:
        config: Settings; their secrets, and the passwords of proxies, are known from the start.
    """

    def __init__(self, config: Mapping[str, Any] | None = None) -> None:
        # By secret, the longest first.
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._lock = threading.Lock()
        settings = ((config or {}).get(name) for name in SECRET_SETTINGS)
        self.add(value for value in settings if isinstance(value, str))
        self.add(
            match[1] for url in getproxies().values() for match in _PROXY_PASSWORD.finditer(url)
        )
        _guard_logs(self)

    def add(self, secrets: Iterable[str]) -> None:
        """Learn more secrets, such as the tokens of the run."""
        with self._lock:
            found = {secret.strip() for secret in secrets} - {""} - self._patterns.keys()
            known = {**self._patterns, **{secret: _pattern(secret) for secret in found}}
            # A new one: other threads may be looking through the old one.
            self._patterns = dict(sorted(known.items(), key=lambda item: -len(item[0])))

    def hide(self, text: str) -> str:
        """`text` without secrets, otherwise as it was.

        >>> Redactor({"password": "s3cret/word"}).hide("a=s3cret%2Fword&b=1")
        'a=***&b=1'
        """
        for pattern in self._patterns.values():
            text = pattern.sub(MASK, text)
        return text

    def redact(self, text: object, limit: int = EXCERPT) -> str:
        r"""`text` as a message may quote it: no secrets, one line, printable, at most `limit` long.

        >>> Redactor({"password": "s3cret word"}).redact("s3cret\n  word\x1b[1m is \t wrong")
        '***\\x1b[1m is wrong'
        """
        whole = str(text)
        hidden = " ".join(self.hide(whole[:_LONGEST]).split())
        if len(whole) > _LONGEST:
            # The cut may have left the beginning of a secret at the end.
            longest = max(map(len, self._patterns), default=0)
            hidden = hidden[: -_WIDEST * longest or None] + "..."
        return excerpt(hidden, limit)


def redact(text: object, limit: int = EXCERPT) -> str:
    """Like `Redactor.redact`, for places that know no redactor: by all that exist in the process."""
    whole = str(text)
    for redactor in _all_alive():
        whole = redactor.hide(whole)
    return excerpt(whole, limit)


def excerpt(text: str, limit: int = EXCERPT) -> str:
    r"""`text` on one line, with control characters escaped, cut at `limit`.

    >>> excerpt("one\ntwo\u202e\ud83d")
    'one two\\u202e\\ud83d'
    """
    folded = " ".join(text.split())
    shown = "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in folded
    )
    return shown if len(shown) <= limit else f"{shown[: limit - 3]}..."


def _pattern(secret: str) -> re.Pattern[str]:
    """A pattern that finds `secret` plain, escaped, encoded, and broken by white space."""
    between = _FOLDED if len(secret) > _LONG else _BETWEEN
    written = between.join(_elements(secret))
    if len(secret) < _SHORT:
        # So short a secret is a part of many words.
        return re.compile(rf"(?<!\w){written}(?!\w)")
    raw = secret.encode(errors="surrogatepass")
    forms = [written, _hex(raw), *(_base64(raw, before, between) for before in range(3))]
    return re.compile("|".join(sorted(forms, key=len, reverse=True)))


def _elements(secret: str) -> Iterator[str]:
    """A pattern for each character, or run of white space or backslashes, plain or escaped."""
    kinds = groupby(
        secret, key=lambda char: " " if char.isspace() else char if char == "\\" else ""
    )
    token = len(secret) > _LONG
    for kind, run in kinds:
        if kind == " ":
            escaped = "|".join(sorted({form for char in run for form in _escaped(char)}))
            yield rf"(?:\s|\+|\\[nrt]|{escaped})+"
        elif kind:
            # One for all: each may be doubled any number of times.
            yield rf"(?:\\|{'|'.join(_escaped(kind))})+"
        else:
            # Nothing escapes what tokens are made of, and a token is long.
            yield from (char if token and char in "-_" else _character(char) for char in run)


def _character(char: str) -> str:
    if char.isascii() and char.isalnum():
        return char
    plain = re.escape(char)
    return f"(?:{'|'.join(_escaped(char))}|\\\\+{plain}|{plain})"


def _escaped(char: str) -> list[str]:
    """Patterns for one character, as URLs, JSON, HTML and Python's own literals escape it."""
    point = ord(char)
    units = char.encode("utf-16-be", "surrogatepass")
    name = codepoint2name.get(point)
    # HTML may be escaped twice, and so may URLs and JSON.
    entity = rf"#0*{point}|#[xX]0*(?i:{point:x})" + (f"|{name}" if name else "")
    raw = [char.encode("utf-8", "surrogatepass")]
    raw += [char.encode("latin-1")] if point < 0x100 else []  # noqa: PLR2004 - Latin-1
    forms = [rf"&(?:amp;)*(?:{entity});"]
    forms.append("".join(rf"\\+u(?i:{units[at : at + 2].hex()})" for at in range(0, len(units), 2)))
    for code in raw:
        forms.append("".join(rf"%(?:25)*(?i:{byte:02x})" for byte in code))
        forms.append("".join(rf"\\+x(?i:{byte:02x})" for byte in code))
        if not char.isascii():
            forms.append(re.escape(code.decode("latin-1")))
    return forms


def _hex(raw: bytes) -> str:
    pairs = r"[\s:,-]*".join(f"{byte:02x}" for byte in raw)
    return f"(?i:{pairs})"


def _base64(raw: bytes, before: int, between: str) -> str:
    """A pattern for base64 of a text in which `raw` stands behind so many bytes (modulo 3)."""
    letters = base64.b64encode(b"\0" * before + raw).decode().rstrip("=")[(0, 2, 3)[before] :]
    forms = [_BASE64.get(letter, letter) for letter in letters]
    if (before + len(raw)) % 3 == 0:
        return between.join(forms)
    # The last letter holds bits of what follows.
    last = forms.pop()
    return between.join(forms) + ("" if before else f"(?:{between}{last})?")


# Logs: every record of the process is made by one factory, before any handler can see it.
_alive: WeakSet[Redactor] = WeakSet()
_alive_lock = threading.Lock()
_formatter = logging.Formatter()


def _all_alive() -> list[Redactor]:
    with _alive_lock:
        return list(_alive)


def _guard_logs(redactor: Redactor) -> None:
    with _alive_lock:
        _alive.add(redactor)
        inner = logging.getLogRecordFactory()
        if getattr(inner, "hides_secrets", False):
            return

    def make(*args: Any, **kwargs: Any) -> logging.LogRecord:  # noqa: ANN401 - as logging has it
        return _hidden(inner(*args, **kwargs))

    make.hides_secrets = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(make)


def _hidden(record: logging.LogRecord) -> logging.LogRecord:
    """A record without secrets, in its message as well as in a traceback."""
    redactors = _all_alive()
    try:
        said = record.getMessage()
    except (TypeError, ValueError):
        said = f"{record.msg} {record.args}"
    clean = said
    traceback = _formatter.formatException(record.exc_info) if record.exc_info else ""
    clean_traceback = traceback
    for redactor in redactors:
        clean, clean_traceback = redactor.hide(clean), redactor.hide(clean_traceback)
    if clean != said:
        record.msg, record.args = clean, None
    if clean_traceback != traceback:
        record.exc_info, record.exc_text = None, clean_traceback
    return record
