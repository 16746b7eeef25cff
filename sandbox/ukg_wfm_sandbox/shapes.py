"""Strict validation of request bodies.

A shape is one of: a type name ("int", "str", "bool", "date", "datetime"), a tuple of allowed texts,
a one-element list (a list of items of that shape), or a dict from property names to shapes, where a
trailing "!" marks a required property. Unknown properties are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ukg_wfm_sandbox.errors import ApiError, bad

Shape = str | tuple[str, ...] | Sequence[Any] | Mapping[str, Any]
_KINDS = {"int": int, "str": str, "bool": bool, "date": str, "datetime": str}

# Dates and local date-times as UKG writes them; Python's parser accepts more.
_FORMS = {
    "date": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    "datetime": re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,9})?", re.ASCII),
}


def check(body: object, shapes: Sequence[Shape]) -> None:
    """Raise an error unless the body has one of the shapes; the closest shape gives the error."""
    refusals: list[tuple[int, ApiError]] = []
    for shape in shapes:
        refusal = _check(body, shape, "", 0)
        if refusal is None:
            return
        refusals.append(refusal)
    raise max(refusals, key=lambda found: found[0])[1]


def _check(value: object, shape: Shape, where: str, depth: int) -> tuple[int, ApiError] | None:
    if isinstance(shape, str):
        return _check_word(value, shape, where, depth)
    if isinstance(shape, tuple):
        if isinstance(value, str) and value in shape:
            return None
        return depth, bad("WFP-90009", f"Invalid value for {where}: one of {', '.join(shape)}.")
    if isinstance(shape, Mapping):
        return _check_object(value, shape, where, depth)
    if not isinstance(value, list):
        return depth, bad("WFP-90009", f"{where or 'The body'} must be a list.")
    found = (_check(one, shape[0], f"{where}[{n}]", depth + 1) for n, one in enumerate(value))
    return next((refusal for refusal in found if refusal), None)


def _check_word(value: object, word: str, where: str, depth: int) -> tuple[int, ApiError] | None:
    kind = _KINDS[word]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        return depth, bad("WFP-90009", f"Invalid value type for {where}: {word} expected.")
    if word in _FORMS and not _is_date(str(value), _FORMS[word]):
        return depth, bad("WFP-90006", f"Invalid date for {where}.")
    return None


def _is_date(text: str, form: re.Pattern[str]) -> bool:
    try:
        return bool(form.fullmatch(text) and datetime.fromisoformat(text[:19]))
    except ValueError:
        return False


def _check_object(
    value: object, shape: Mapping[str, Shape], where: str, depth: int
) -> tuple[int, ApiError] | None:
    if not isinstance(value, dict):
        return depth, bad("WFP-90009", f"{where or 'The body'} must be an object.")
    known = {name.rstrip("!"): inner for name, inner in shape.items()}
    for name, item in value.items():
        if name not in known:
            return depth, bad("WFP-90011", f"Unknown property: {where}.{name}".replace(": .", ": "))
        refusal = _check(item, known[name], f"{where}.{name}".lstrip("."), depth + 1)
        if refusal:
            return refusal
    for name in shape:
        if name.endswith("!") and name[:-1] not in value:
            missing = f"{where}.{name[:-1]}".lstrip(".")
            return depth, bad("WFP-90005", f"Missing required property: {missing}.")
    return None


REF: dict[str, Any] = {"id": "int", "qualifier": "str"}
IDS: dict[str, Any] = {"ids": ["int"], "qualifiers": ["str"]}
REFS: dict[str, Any] = {**IDS, "refs": [REF]}
RANGE: dict[str, Any] = {"startDate": "date", "endDate": "date", "symbolicPeriod": REF}
