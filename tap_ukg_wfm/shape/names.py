"""Shows only field names that are UKG's own. Every other name is hashed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tap_ukg_wfm.streams import STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_ukg_wfm.streams.base import Table

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,79}", re.ASCII)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", re.ASCII)
_DIGITS = 2
_ENVELOPES = (
    *("metadata", "data", "details", "results", "success", "error", "errors", "errorCode"),
    *("message", "fault", "records", "totalElements", "totalRecords", "totalPages", "index"),
    *("count", "cacheKey", "limits", "actual", "maximum", "failedEmployeeCount"),
)


class Names:
    """UKG's vocabulary: the words of the field names that the tap knows.

    A name is shown if all its words are in the vocabulary. This shows fields of newer UKG releases, but
    not fields that a customer named.

    >>> names = Names(["punchDtm", "roundedPunchDtm", "modifiedBy"])
    >>> names.shown("modifiedDtm")
    'modifiedDtm'
    >>> names.shown("shoeSize")
    '~2fba9639'
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._words = {word for name in (*known, *_ENVELOPES) for word in _words(name)}

    @classmethod
    def of_the_tap(cls) -> Names:
        """The vocabulary of all streams."""
        return cls(name for table in STREAMS for name in _names_of(table))

    def shown(self, name: str) -> str:
        """A field's name, or `~` and a hash of it."""
        words = _words(name) if _IDENTIFIER.fullmatch(name) else []
        if words and all(word in self._words for word in words if not _is_number(word)):
            return name
        return f"~{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _is_number(word: str) -> bool:
    """Whether a word is a small number, as in `address2`."""
    return word.isdecimal() and len(word) <= _DIGITS


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _names_of(table: type[Table]) -> Iterator[str]:
    """The field names in a stream's declaration and its requests."""
    lists = table.records if isinstance(table.records, tuple) else (table.records,)
    for path in (*lists, *table.left_out, *table.operation.envelope):
        yield from path.split(".")
    for column in table.columns:
        for source in (column.source, *column.otherwise):
            yield from source
        yield from _fields(column.shape)
    yield from _fields(table.operation.body)


def _fields(template: object) -> Iterator[str]:
    """All names of fields in a nested shape, or in a template."""
    if isinstance(template, Mapping):
        for name, part in template.items():
            yield str(name)
            yield from _fields(part)
    elif isinstance(template, (list, tuple)):
        for part in template:
            yield from _fields(part)
