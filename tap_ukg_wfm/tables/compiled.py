"""Functions made for the columns of one stream: what each row would otherwise pay for 50 times.

They are written as source, as dataclasses write their methods, out of our own declarations; nothing
in them comes from outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import msgspec

from tap_ukg_wfm.tables.columns import Column, ColumnType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Row: TypeAlias = "dict[str, Any]"
_TYPES = {"integer": int | None, "number": int | float | None, "boolean": bool | None}


def picker(columns: Iterable[Column]) -> Callable[[Row], Row]:
    """A function from a line (a dict) to the values of `columns`, as they are.

    It raises AttributeError where a path leads through something that is no object.
    """
    paths = {column.name: column.source for column in columns}
    deep = {name: path for name, path in paths.items() if any(part.isdecimal() for part in path)}
    values = {name: f"dig(line, {path!r})" for name, path in deep.items()}
    plain = {name: path for name, path in paths.items() if name not in deep}
    return _write(plain, "line.get", "{}({!r})", "({} or nothing).get", values, nothing={}, dig=dig)


def dig(value: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - any JSON
    """What stands at a path, where a number is a place in a list; None where nothing does."""
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


class TypedLines:
    """Decodes a list of lines into a type made of the columns, which checks them on the way.

    That costs a third of dicts that are looked through afterwards.

    Args:
        columns: All columns of the stream.
        known: Fields of a line that may stand beside them.
        selected: The names of the columns to pick.
        strict: Whether any other field is refused.

    Raises:
        ValueError: When no type can be made of these columns.
    """

    def __init__(
        self,
        columns: Iterable[Column],
        known: Iterable[str],
        selected: Iterable[str],
        *,
        strict: bool = True,
    ) -> None:
        columns = tuple(columns)
        tree: dict[str, Any] = {}
        for column in columns:
            node = tree
            for part in column.source[:-1]:
                node = node.setdefault(part, {})
                if isinstance(node, Column):
                    raise ValueError(f"{column.name} lies in another column")  # noqa: TRY004
            if column.source[-1] in node or not all(part.isidentifier() for part in column.source):
                raise ValueError(f"{column.name} lies around another column, or in a list")
            node[column.source[-1]] = column
        tree |= {name: None for name in known if name not in tree and name.isidentifier()}
        self._decoder = msgspec.json.Decoder(list[_struct(tree, strict=strict)] | None)  # type: ignore[misc]
        paths = {column.name: column.source for column in columns if column.name in set(selected)}
        self._pick = _write(paths, "line", "{}.{}_", "({} or nothing)", {}, nothing=_Nothing())

    def rows(self, lines: msgspec.Raw | bytes) -> list[Row]:
        """The rows of a list of lines, as they are in the table but for dates.

        Raises:
            msgspec.ValidationError: When a line has a field that is not known, or a value that
                does not fit its column.
        """
        return list(map(self._pick, self._decoder.decode(lines) or ()))


class _Nothing:
    """What stands for an object that is absent: everything in it is absent, too."""

    def __getattr__(self, name: str) -> None:
        return None


def _struct(tree: dict[str, Any], *, strict: bool = False) -> type[msgspec.Struct]:
    fields: list[tuple[str, Any, Any]] = []
    for name, part in tree.items():
        kind: Any = msgspec.Raw
        if isinstance(part, dict):
            kind = _struct(part) | None
        elif isinstance(part, Column):
            kind = _type(part)
        fields.append((f"{name}_", kind, msgspec.field(default=None, name=name)))
    return msgspec.defstruct("Line", fields, gc=False, forbid_unknown_fields=strict)


def _type(column: Column) -> Any:  # noqa: ANN401 - a type
    if isinstance(column.shape, ColumnType):
        return _TYPES.get(column.shape.json["type"], str | None)
    return dict[str, Any] | None if isinstance(column.shape, Mapping) else list[Any] | None


def _write(
    paths: dict[str, tuple[str, ...]],
    line: str,
    access: str,
    enter: str,
    values: dict[str, str],
    **scope: Any,  # noqa: ANN401 - whatever the source names
) -> Callable[[Any], Row]:
    """Write the function: `access` is how a field is read, `enter` how an object is gone into."""
    objects: dict[tuple[str, ...], str] = {(): line}
    head = []
    for path in paths.values():
        for depth in range(1, len(path)):
            above, inner = objects[path[: depth - 1]], path[:depth]
            if inner not in objects:
                objects[inner] = f"o{len(objects)}"
                found = access.format(above, path[depth - 1])
                head.append(f"    {objects[inner]} = {enter.format(found)}")
    values |= {name: access.format(objects[path[:-1]], path[-1]) for name, path in paths.items()}
    row = ", ".join(f"{name!r}: {value}" for name, value in values.items())
    source = "\n".join(["def pick(line):", *head, f"    return {{{row}}}"])
    exec(source, scope)  # noqa: S102
    return cast("Callable[[Any], Row]", scope["pick"])
