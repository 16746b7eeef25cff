"""Functions compiled for the columns of one stream, which saves a loop over the columns for each row.

Their source is generated from the declarations of the stream, as dataclasses generate their methods.
No text from outside becomes code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import msgspec

from tap_ukg_wfm.tables.columns import Column, ColumnType
from tap_ukg_wfm.tables.fields import ABOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tap_ukg_wfm.tables.columns import Line
    from tap_ukg_wfm.tables.fields import KnownFields, Path, Tree

Row: TypeAlias = "dict[str, Any]"
_TYPES = {"integer": int, "number": int | float, "boolean": bool}


def picker(columns: Iterable[Column], known: KnownFields) -> Callable[[Line], tuple[Row, bool]]:
    """A function from a line (a dict) to its row and whether all of its fields are known.

    The row holds the unconverted values of `columns` in their order. The function raises AttributeError
    or TypeError if a value is not an object where one is expected.
    """
    source = _Source("{}.get({!r})")
    row = source.row(columns)
    tests: list[str] = []
    for path, fields in known.objects():
        found, names = source.object(path), f"k{len(tests)}"
        alias = known.is_alias(path, fields)
        source.scope[names] = frozenset(fields).union(
            {"name"} if alias else (), () if path else ABOUT
        )
        test = f"{names}.issuperset({found})"
        if alias:
            test += f' and {found}.get("name") in (None, {found}.get("qualifier"))'
        tests.append(f"({found} is nothing or {test})" if path else test)
    return cast(
        "Callable[[Line], tuple[Row, bool]]", source.function(f"{row}, {' and '.join(tests)}")
    )


def dig(value: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - any JSON
    """The value at a path, in which a number is an index of a list; None if there is none.

    >>> dig({"list": [{"id": 1}, {"id": 2}]}, ("list", "1", "id"))
    2
    """
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


class TypedLines:
    """Decodes a list of lines into a type made of the columns, which also checks their types.

    That takes a third of the time of decoding dicts and checking them afterwards.

    Args:
        columns: All columns of the stream.
        known: The known fields of a line.
        selected: The names of the columns in the rows.
        required: The names of columns that are never null.
        strict: Whether to refuse unknown fields.

    Raises:
        ValueError: When these columns cannot be made into a type.
    """

    def __init__(
        self,
        columns: Iterable[Column],
        known: KnownFields,
        selected: Iterable[str],
        required: Iterable[str] = (),
        *,
        strict: bool = True,
    ) -> None:
        columns = tuple(columns)
        by_path = {column.source: column for column in columns}
        for column in columns:
            node: Tree | None = known.tree
            for part in column.source:
                if not node or part not in node or not part.isidentifier():
                    raise ValueError(f"{column.name} is inside another column or a list")
                node = node[part]
            if node is not None or by_path[column.source] is not column:
                raise ValueError(f"{column.name} contains another column")
        needed = {column.source for column in columns if column.name in set(required)}
        self._known, self._by_path, self._strict = known, by_path, strict
        self._needed = {path[:depth] for path in needed for depth in range(1, len(path) + 1)}
        self._absent: dict[Path, Any] = {}
        line = self._struct(known.tree, ())
        self._decoder = msgspec.json.Decoder(list[line] | None)  # type: ignore[valid-type]
        source = _Source("{}.c_{}", self._absent)
        chosen = set(selected)
        row = source.row(column for column in columns if column.name in chosen)
        self._pick = cast("Callable[[Any], Row]", source.function(row))
        self._names_differ = self._differing()

    def rows(self, lines: msgspec.Raw | bytes) -> list[Row]:
        """The rows of a list of lines; only dates still need conversion.

        Raises:
            msgspec.ValidationError: When a line has an unknown field, a value that does not fit its
                column, or no value for a required column.
        """
        decoded = self._decoder.decode(lines) or ()
        if self._names_differ and any(map(self._names_differ, decoded)):
            raise msgspec.ValidationError("a name differs from its qualifier")
        return list(map(self._pick, decoded))

    def _struct(self, fields: Tree, path: Path) -> type[msgspec.Struct]:
        """The type of an object. Also makes an instance without values, to use if the object is missing."""
        made: list[tuple[str, Any, Any]] = []
        for number, (name, below) in enumerate(fields.items()):
            inner = (*path, name)
            if below:
                type_: Any = self._struct(below, inner)
            elif inner in self._by_path:
                type_ = _type(self._by_path[inner])
            else:
                # UKG's name may not be an identifier. Attributes of columns begin with `c_`.
                made.append((f"u{number}", msgspec.Raw, msgspec.field(default=None, name=name)))
                continue
            if inner in self._needed:
                made.append((f"c_{name}", type_, msgspec.field(name=name)))
            else:
                made.append((f"c_{name}", type_ | None, msgspec.field(default=None, name=name)))
        if self._known.is_alias(path, fields):
            made.append(("c_name", str | None, msgspec.field(default=None, name="name")))
        struct = msgspec.defstruct(
            "Line", made, gc=False, kw_only=True, forbid_unknown_fields=self._strict
        )
        required = {attribute: None for attribute, _, field in made if field.default is not None}
        self._absent[path] = struct(**required)
        return struct

    def _differing(self) -> Callable[[Any], bool] | None:
        """A function that returns whether the name of a reference differs from its qualifier."""
        source = _Source("{}.c_{}", self._absent)
        found = [
            source.object(path)
            for path, fields in self._known.objects()
            if self._known.is_alias(path, fields)
        ]
        tests = [f"{name}.c_name not in (None, {name}.c_qualifier)" for name in found]
        return source.function(" or ".join(tests)) if tests else None


def _type(column: Column) -> Any:  # noqa: ANN401 - a type
    if isinstance(column.shape, ColumnType):
        return _TYPES.get(column.shape.json["type"], str)
    return dict[str, Any] if isinstance(column.shape, Mapping) else list[Any]


class _Source:
    """The source of a function of a line.

    Args:
        access: The expression for a field of an object.
        absent: What to use for a missing object, by its path: an object without values.
    """

    def __init__(self, access: str, absent: Mapping[Path, Any] | None = None) -> None:
        self._access = access
        self._absent = absent
        self._head: list[str] = []
        self._objects: dict[Path, str] = {(): "line"}
        self.scope: dict[str, Any] = {"dig": dig, "nothing": {}}

    def object(self, path: Path) -> str:
        """The variable for the object at a path, or for its replacement if it is missing."""
        if path not in self._objects:
            above = self.object(path[:-1])
            name = f"o{len(self._objects)}"
            nothing = "nothing"
            if self._absent is not None:
                nothing += name
                self.scope[nothing] = self._absent[path]
            found = self._access.format(above, path[-1])
            self._head.append(f"    {name} = {found} or {nothing}")
            self._objects[path] = name
        return self._objects[path]

    def row(self, columns: Iterable[Column]) -> str:
        """The expression for a dict of the values of columns."""
        values = []
        for column in columns:
            path = column.source
            if any(part.isdecimal() for part in path):
                value = f"dig(line, {path!r})"
            else:
                value = self._access.format(self.object(path[:-1]), path[-1])
            values.append(f"{column.name!r}: {value}")
        return f"{{{', '.join(values)}}}"

    def function(self, result: str) -> Callable[[Any], Any]:
        """The function that returns the value of an expression."""
        lines = ["def made(line):", *self._head, f"    return {result}"]
        exec("\n".join(lines), self.scope)  # noqa: S102
        return cast("Callable[[Any], Any]", self.scope["made"])
