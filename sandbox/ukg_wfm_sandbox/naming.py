"""The `name` that live tenants add to the id and the qualifier of a reference."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company

_REFERENCE = re.compile(rb'("employee":)?\{"id":(-?\d+),"qualifier":("(?:[^"\\]|\\.)*")\}')


def named(content: bytes, company: Company) -> bytes:
    """Add names to the references in JSON: the full name of an employee, else the qualifier."""

    def reference(found: re.Match[bytes]) -> bytes:
        prefix, number, name = found.group(1) or b"", found.group(2), found.group(3)
        person = company.person(int(number)) if prefix else None
        if person:
            name = orjson.dumps(f"{person.last}, {person.first}")
        return b'%s{"id":%s,"qualifier":%s,"name":%s}' % (prefix, number, found.group(3), name)

    return _REFERENCE.sub(reference, content)


def named_inside(row: dict[str, Any], company: Company) -> dict[str, Any]:
    """Add names to the references in the JSON columns of a row (objects or JSON texts)."""
    found = {}
    for name, value in row.items():
        is_text = isinstance(value, str) and value[:1] in ("[", "{")
        if is_text or isinstance(value, (list, dict)):
            content = orjson.dumps(json.loads(value) if is_text else value)
            changed = orjson.loads(named(content, company))
            found[name] = json.dumps(changed, ensure_ascii=False) if is_text else changed
        else:
            found[name] = value
    return found
