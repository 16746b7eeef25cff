"""Small, seeded changes of a real response, as a server, a release or a proxy may make them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Mutated(NamedTuple):
    """A response after the change.

    Args:
        content: The body.
        status: The HTTP status.
        path: Where it was changed: the names and positions on the way to what changed; None where
            nothing changed, or all of it.
        before: The type of what stood there: "list", "dict", "str", "int", "float", "bool" or
            "NoneType".
        after: The type of what stands there now, where a field was changed.
    """

    content: bytes
    status: int
    path: tuple[str | int, ...] | None = None
    before: str = ""
    after: str = ""


def mutate(name: str, content: Any, status: int, seed: int) -> Mutated:  # noqa: ANN401 - any JSON
    """Change an answer in one place; where it has no such place, it stays as it is.

    >>> mutate("drop_item", [{"id": 1}], 200, seed=0)
    Mutated(content=b'[]', status=200, path=(0,), before='dict', after='')
    >>> mutate("rename_field", {"id": 1}, 200, seed=0)
    Mutated(content=b'{"idX":1}', status=200, path=('id',), before='int', after='NoneType')
    """
    chance = random.Random(seed)
    # A copy, since a response may share its parts with the tenant.
    answer = orjson.loads(orjson.dumps(content))
    if name == "wrong_status":
        return Mutated(orjson.dumps(answer), chance.choice([207, 400, 422, 500]))
    if name == "wrong_encoding":
        encoding = chance.choice(["utf-16", "latin-1", "utf-8-sig"])
        return Mutated(orjson.dumps(answer).decode().encode(encoding, "replace"), status)
    places = [one for one in _places(answer, ()) if isinstance(one[0], _NEEDS[name]) and one[0]]
    if not places:
        return Mutated(orjson.dumps(answer), status)
    # Most places lie deep; by their depth first, a change near the top is as likely.
    depth = chance.choice(sorted({len(path) for _, path in places}))
    found, path = chance.choice([place for place in places if len(place[1]) == depth])
    at: str | int = chance.choice(list(found)) if name in _FIELDS else chance.randrange(len(found))
    before = type(found[at]).__name__
    _MUTATIONS[name](found, at, chance)
    after = type(found.get(at)).__name__ if name in _FIELDS else ""
    return Mutated(orjson.dumps(answer), status, (*path, at), before, after)


def _places(found: Any, path: tuple[str | int, ...]) -> Iterator[tuple[Any, tuple[str | int, ...]]]:  # noqa: ANN401 - any JSON
    """All lists and objects of an answer, and where they stand."""
    if isinstance(found, (dict, list)):
        yield found, path
        inner = found.items() if isinstance(found, dict) else enumerate(found)
        for name, one in inner:
            yield from _places(one, (*path, name))


def _drop_item(found: list[Any], at: int, _: random.Random) -> None:
    del found[at]


def _null_item(found: list[Any], at: int, _: random.Random) -> None:
    found[at] = None


def _duplicate_item(found: list[Any], at: int, _: random.Random) -> None:
    found.append(found[at])


def _reorder(found: list[Any], _: int, chance: random.Random) -> None:
    chance.shuffle(found)


def _truncate_list(found: list[Any], _: int, __: random.Random) -> None:
    del found[len(found) // 2 :]


def _null_field(found: dict[str, Any], name: str, _: random.Random) -> None:
    found[name] = None


def _change_type(found: dict[str, Any], name: str, chance: random.Random) -> None:
    others: list[Any] = ["text", 7, True, [], {}, ["text"], {"id": 7}]
    found[name] = chance.choice([one for one in others if type(one) is not type(found[name])])


def _rename_field(found: dict[str, Any], name: str, _: random.Random) -> None:
    found[f"{name}X"] = found.pop(name)


_MUTATIONS: dict[str, Callable[[Any, Any, random.Random], None]] = {
    "drop_item": _drop_item,
    "null_item": _null_item,
    "null_field": _null_field,
    "change_type": _change_type,
    "rename_field": _rename_field,
    "duplicate_item": _duplicate_item,
    "reorder": _reorder,
    "truncate_list": _truncate_list,
}
_FIELDS = {"null_field", "change_type", "rename_field"}
_NEEDS: dict[str, type] = {name: dict if name in _FIELDS else list for name in _MUTATIONS}
MUTATIONS = (*_MUTATIONS, "wrong_status", "wrong_encoding")
