"""GET operations that return a whole list, declared as one line each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, page
from ukg_wfm_sandbox.errors import bad

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.company import Company

Row = dict[str, Any]
NAME = {"name": "name"}
EITHER = {"id": "id", "qualifier": "name"}
_BRIEF = ("id", "name", "qualifier", "persistentId")


@dataclass(frozen=True)
class Listing:
    """A GET that returns a whole list.

    Args:
        path: The operation's path.
        rows: Returns the rows.
        filters: For each query parameter, the field that it must equal.
        details: The query parameter that selects all fields or only id and name.
        detailed: Whether all fields are returned without this parameter.
        extra: Query parameters that add a field, with that field.
        pages: Whether `index` and `count` return one page of the list.
    """

    path: str
    rows: Callable[[Company], list[Any]]
    filters: dict[str, str] = field(default_factory=dict)
    details: str = ""
    detailed: bool = True
    extra: dict[str, str] = field(default_factory=dict)
    pages: bool = False

    def operation(self) -> Operation:
        """Return the operation."""
        query = {*self.filters, *self.extra, self.details} - {""}
        query |= {"index", "count"} if self.pages else set()
        return Operation("GET", self.path, self._answer, query=frozenset(query))

    def _answer(self, tenant: Tenant, call: Call) -> Reply:
        found = self.rows(tenant.company)
        asked = call.query
        for name, column in self.filters.items():
            if name in asked:
                found = [row for row in found if _text(row.get(column)) == asked[name]]
        hidden = {column for name, column in self.extra.items() if asked.get(name) != "true"}
        found = [_without(row, hidden) for row in found] if hidden else found
        if self.details and asked.get(self.details, _text(self.detailed)) == "false":
            found = [brief(row) for row in found]
        if self.pages:
            try:
                body: Row = {name: int(asked[name]) for name in ("index", "count") if name in asked}
            except ValueError as error:
                raise bad("WFP-90009", "index and count must be whole numbers.") from error
            start, end = page(body, maximum=10_000, default=10_000)
            found = found[start:end]
        return Reply(found)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _without(row: Row, hidden: set[str]) -> Row:
    return {name: value for name, value in row.items() if name not in hidden}


def brief(row: Row) -> Row:
    """Keep only the fields that identify a row."""
    return {name: row[name] for name in _BRIEF if name in row}


def named(rows: list[Row], references: Row) -> list[Row]:
    """Keep the rows named by `ids`, `qualifiers`, `persistentIds` or `refs`; all rows without them."""
    refs = references.get("refs", [])
    ids = {*references.get("ids", ()), *(one["id"] for one in refs if "id" in one)}
    called = {*references.get("qualifiers", ()), *(one.get("qualifier", "") for one in refs)}
    called |= set(references.get("persistentIds", ()))
    if not ids and not called:
        return rows
    return [
        row for row in rows if row["id"] in ids or {row["name"], row.get("persistentId")} & called
    ]
