"""Which field names may leave a tenant: UKG's own. Every other name is hashed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tap_ukg_wfm.streams import STREAMS
from tap_ukg_wfm.tables.columns import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_ukg_wfm.tables.columns import Shape

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,79}", re.ASCII)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", re.ASCII)
_ENVELOPES = (
    *("metadata", "data", "details", "results", "success", "error", "errors", "errorCode"),
    *("message", "fault", "records", "totalElements", "totalRecords", "totalPages", "index"),
    *("count", "cacheKey", "limits", "actual", "maximum", "failedEmployeeCount"),
)


class Names:
    """UKG's vocabulary: the words of the field names that the tap knows.

    A name is shown when every word of it is in the vocabulary, so that a field of a newer UKG release
    can be read, and a field that a customer named cannot.

    >>> names = Names(["punchDtm", "roundedPunchDtm", "modifiedBy"])
    >>> names.shown("modifiedDtm")
    'modifiedDtm'
    >>> names.shown("shoeSize")
    '~8df4da9d'
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._words = {word for name in (*known, *_ENVELOPES) for word in _words(name)}

    @classmethod
    def of_the_tap(cls) -> Names:
        """The vocabulary of all streams."""
        return cls(name for table in STREAMS for name in _names_of(table.columns))

    def shown(self, name: str) -> str:
        """A field's name, or `~` and a hash of it."""
        words = _words(name) if _IDENTIFIER.fullmatch(name) else []
        if words and all(
            word in self._words or (word.isdecimal() and len(word) < 3) for word in words
        ):
            return name
        return f"~{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _names_of(columns: Iterable[object]) -> Iterator[str]:
    for column in columns:
        yield from getattr(column, "source", ())
        for path in getattr(column, "otherwise", ()):
            yield from path
        yield from _nested(getattr(column, "shape", None))


def _nested(shape: Shape | object) -> Iterator[str]:
    if isinstance(shape, ColumnType):
        return
    if isinstance(shape, Mapping):
        for name, part in shape.items():
            yield name
            yield from _nested(part)
    elif isinstance(shape, Sequence) and not isinstance(shape, str):
        for part in shape:
            yield from _nested(part)
