"""Makes text from outside safe to print: without secrets, on one line, printable and short.

Every text from a tenant, a proxy or a user passes `Redactor.redact` before it becomes part of a
message. Secrets are removed first, in every encoding that an echo may use: folding whitespace or
cutting the text first would leave parts of them behind.
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
"""The settings whose values must never appear in any output."""
EXCERPT = 300
"""The maximum length of a quote in a message."""
_LONGEST = 200_000
_SHORT = 6
_WIDEST = 12
"""The maximum length of one escaped character."""
# What line wrapping, terminals and JSON may put between the characters of a secret. For tokens, which
# are long, only whitespace, because long patterns are slow.
_BETWEEN = r"(?:[\s\x00-\x1f\x7f-\x9f]|\\[nrt])*"
_FOLDED = r"\s*"
_LONG = 100
# Also in URL-safe base64, and escaped in URLs.
_BASE64 = {"+": r"(?:[-+]|%2[bB])", "/": r"(?:[/_]|%2[fF]|\\/)"}
_PROXY_PASSWORD = re.compile(r"//[^/@:]*:([^/@]+)@")


class Redactor:
    """Holds the secrets of a run and removes them from text. Safe for threads.

    While a redactor exists, its secrets are removed from all log records of the process.

    Args:
        config: The settings, for their secrets. The passwords of proxies are added, too.
    """

    def __init__(self, config: Mapping[str, Any] | None = None) -> None:
        # Longest secret first.
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._lock = threading.Lock()
        settings = ((config or {}).get(name) for name in SECRET_SETTINGS)
        self.add(value for value in settings if isinstance(value, str))
        self.add(
            match[1] for url in getproxies().values() for match in _PROXY_PASSWORD.finditer(url)
        )
        _guard_logs(self)

    def add(self, secrets: Iterable[str]) -> None:
        """Add secrets, such as the tokens of the run."""
        with self._lock:
            found = {secret.strip() for secret in secrets} - {""} - self._patterns.keys()
            known = {**self._patterns, **{secret: _pattern(secret) for secret in found}}
            # A new dict, because other threads may iterate over the old one.
            self._patterns = dict(sorted(known.items(), key=lambda item: -len(item[0])))

    def hide(self, text: str) -> str:
        """`text` without secrets, otherwise unchanged.

        >>> Redactor({"password": "s3cret/word"}).hide("a=s3cret%2Fword&b=1")
        'a=***&b=1'
        """
        for pattern in self._patterns.values():
            text = pattern.sub(MASK, text)
        return text

    def redact(self, text: object, limit: int = EXCERPT) -> str:
        r"""`text` for a message: without secrets, on one line, printable, at most `limit` long.

        >>> Redactor({"password": "s3cret word"}).redact("s3cret\n  word\x1b[1m is \t wrong")
        '***\\x1b[1m is wrong'
        """
        whole = str(text)
        hidden = " ".join(self.hide(whole[:_LONGEST]).split())
        if len(whole) > _LONGEST:
            # The cut may leave the beginning of a secret at the end.
            longest = max(map(len, self._patterns), default=0)
            hidden = hidden[: -_WIDEST * longest or None] + "..."
        return excerpt(hidden, limit)


def redact(text: object, limit: int = EXCERPT) -> str:
    """Like `Redactor.redact`, with the secrets of all redactors in the process."""
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
    """A pattern for `secret`: plain, escaped, encoded, or broken by whitespace."""
    between = _FOLDED if len(secret) > _LONG else _BETWEEN
    written = between.join(_elements(secret))
    if len(secret) < _SHORT:
        # A short secret is a part of many words.
        return re.compile(rf"(?<!\w){written}(?!\w)")
    raw = secret.encode(errors="surrogatepass")
    forms = [written, _hex(raw), *(_base64(raw, before, between) for before in range(3))]
    return re.compile("|".join(sorted(forms, key=len, reverse=True)))


def _elements(secret: str) -> Iterator[str]:
    """A pattern for each character or run of whitespace or backslashes, plain or escaped."""
    runs = groupby(secret, key=lambda char: " " if char.isspace() else char if char == "\\" else "")
    token = len(secret) > _LONG
    for kind, run in runs:
        if kind == " ":
            escaped = "|".join(sorted({form for char in run for form in _escaped(char)}))
            yield rf"(?:\s|\+|\\[nrt]|{escaped})+"
        elif kind:
            # One pattern for a run: each backslash may be doubled several times.
            yield rf"(?:\\|{'|'.join(_escaped(kind))})+"
        else:
            # The characters of tokens are never escaped.
            yield from (char if token and char in "-_" else _character(char) for char in run)


def _character(char: str) -> str:
    if char.isascii() and char.isalnum():
        return char
    plain = re.escape(char)
    return f"(?:{'|'.join(_escaped(char))}|\\\\+{plain}|{plain})"


def _escaped(char: str) -> list[str]:
    """Patterns for one character as escaped in URLs, JSON, HTML and Python literals."""
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
    """A pattern for base64 of a text with `raw` after so many bytes (modulo 3)."""
    letters = base64.b64encode(b"\0" * before + raw).decode().rstrip("=")[(0, 2, 3)[before] :]
    forms = [_BASE64.get(letter, letter) for letter in letters]
    if (before + len(raw)) % 3 == 0:
        return between.join(forms)
    # The last letter also holds bits of the next byte.
    last = forms.pop()
    return between.join(forms) + ("" if before else f"(?:{between}{last})?")


# One factory makes all log records of the process, before any handler sees them.
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
    """A record without secrets in its message and traceback."""
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
