"""Responses as valid JSON: invalid characters are replaced, numbers that are too large are refused.

Every decoder of the streams accepts what `readable` returns.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any, NamedTuple

import msgspec

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Match surrogate pairs first, so that only lone surrogates are captured; skip other escapes.
_HALVES = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
    re.DOTALL,
)
# Match strings first, so that only text outside of them is captured.
_NOT_NUMBERS = re.compile(rb'"(?:[^"\\]|\\.)*"|(-?\b(?:NaN|Infinity)\b)', re.DOTALL)
# A number with 200 digits or a three-digit exponent may be too large. Patterns that begin with a letter
# are fast to search.
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_STEP, _LONG = 10, 200
_EXPONENTS = (re.compile(rb"e\+?[0-9]{3,}[\s,\]}]"), re.compile(rb"E\+?[0-9]{3,}[\s,\]}]"))


class UnreadableError(ValueError):
    """Not JSON, or incomplete JSON: another try may help."""


class ExcessiveError(UnreadableError):
    """JSON with a number or a nesting that no decoder accepts: another try does not help."""


class Readable(NamedTuple):
    """JSON that every decoder accepts, and what was replaced in it."""

    content: bytes
    replaced: tuple[str, ...] = ()


def readable(content: bytes) -> Readable:
    r"""JSON that every decoder accepts.

    Raises:
        UnreadableError: When it is not JSON.
        ExcessiveError: When it has a number or a nesting that no decoder accepts.

    >>> readable(b'["\\ud83d", NaN]')
    Readable(content=b'["\\ufffd", null]', replaced=('half a surrogate pair', 'NaN or Infinity'))
    """
    try:
        if _is_json(content):
            return Readable(content)
        content, replaced = _repaired(content)
        if replaced and _is_json(content):
            return Readable(content, replaced)
    except RecursionError as error:
        raise ExcessiveError("lists or objects that are nested too deeply") from error
    raise UnreadableError("not JSON, or not all of it")


def decode(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    """The value of JSON, with invalid characters replaced.

    Raises:
        UnreadableError: When it is not JSON, or no decoder accepts it.
    """
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return msgspec.json.decode(readable(content).content)


def _is_json(content: bytes) -> bool:
    try:
        msgspec.json.decode(content, type=msgspec.Raw)
        if not content.isascii():
            content.decode()
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    if _may_hold_a_huge_number(content):
        try:
            msgspec.json.decode(content)
        except msgspec.ValidationError as error:
            raise ExcessiveError("a number that is too large") from error
    return True


def _may_hold_a_huge_number(content: bytes) -> bool:
    """Whether to check further: a cheap test for every response."""
    sample = content[::_STEP].translate(_DIGITS)
    if b"0" * (_LONG // _STEP) in sample:
        return True
    return any(exponent.search(content) for exponent in _EXPONENTS)


def _repaired(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The content without what JSON does not allow, and the names of what was replaced."""
    found = []
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            content = content.decode(encoding, "replace").encode()
            found.append("a byte order mark")
            break
    if not content.isascii():
        utf8 = content.decode("utf-8", "replace").encode()
        if utf8 != content:
            content = utf8
            found.append("bytes that are not UTF-8")
    for pattern, instead, name in (
        (_HALVES, rb"\ufffd", "half a surrogate pair"),
        (_NOT_NUMBERS, b"null", "NaN or Infinity"),
    ):
        whole = pattern.sub(partial(_replaced, instead), content)
        if whole != content:
            content = whole
            found.append(name)
    return content, tuple(found)


def _replaced(instead: bytes, match: re.Match[bytes]) -> bytes:
    return instead if match[1] else match[0]
