"""Small, seeded changes of a real answer: what a server, a release or a proxy may do to it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Mutated(NamedTuple):
    """An answer as it goes out."""

    content: bytes
    status: int


def mutate(name: str, content: Any, status: int, seed: int) -> Mutated:  # noqa: ANN401 - any JSON
    """Change an answer in one place; where it has no such place, it stays as it is.

    >>> mutate("drop_item", [{"id": 1}], 200, seed=0)
    Mutated(content=b'[]', status=200)
    >>> mutate("rename_field", {"id": 1}, 200, seed=0)
    Mutated(content=b'{"idX":1}', status=200)
    """
    chance = random.Random(seed)
    # A copy, since an answer may share its parts with the tenant.
    answer = orjson.loads(orjson.dumps(content))
    if name == "wrong_status":
        return Mutated(orjson.dumps(answer), chance.choice([207, 400, 422, 500]))
    if name == "wrong_encoding":
        encoding = chance.choice(["utf-16", "latin-1", "utf-8-sig"])
        return Mutated(orjson.dumps(answer).decode().encode(encoding, "replace"), status)
    places = [place for place in _places(answer) if isinstance(place, _NEEDS[name]) and place]
    if places:
        _MUTATIONS[name](chance.choice(places), chance)
    return Mutated(orjson.dumps(answer), status)


def _places(found: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """All lists and objects of an answer."""
    inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    if isinstance(found, (dict, list)):
        yield found
    for one in inner:
        yield from _places(one)


def _drop_item(found: list[Any], chance: random.Random) -> None:
    del found[chance.randrange(len(found))]


def _duplicate_item(found: list[Any], chance: random.Random) -> None:
    found.append(chance.choice(found))


def _reorder(found: list[Any], chance: random.Random) -> None:
    chance.shuffle(found)


def _truncate_list(found: list[Any], _: random.Random) -> None:
    del found[len(found) // 2 :]


def _null_field(found: dict[str, Any], chance: random.Random) -> None:
    found[chance.choice(list(found))] = None


def _change_type(found: dict[str, Any], chance: random.Random) -> None:
    name = chance.choice(list(found))
    others: list[Any] = ["text", 7, True, [], {}, ["text"], {"id": 7}]
    found[name] = chance.choice([one for one in others if type(one) is not type(found[name])])


def _rename_field(found: dict[str, Any], chance: random.Random) -> None:
    name = chance.choice(list(found))
    found[f"{name}X"] = found.pop(name)


_MUTATIONS: dict[str, Callable[[Any, random.Random], None]] = {
    "drop_item": _drop_item,
    "null_field": _null_field,
    "change_type": _change_type,
    "rename_field": _rename_field,
    "duplicate_item": _duplicate_item,
    "reorder": _reorder,
    "truncate_list": _truncate_list,
}
_NEEDS: dict[str, type] = {
    name: dict if name.endswith(("_field", "_type")) else list for name in _MUTATIONS
}
MUTATIONS = (*_MUTATIONS, "wrong_status", "wrong_encoding")
