"""Operations, their requests and their responses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.errors import bad, over_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.people import Person
    from ukg_wfm_sandbox.shapes import Shape

Row = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """A response: JSON or bytes of another media type, and the number of employees in it."""

    content: Any
    employees: int = 0
    status: int = 200
    media: str = "application/json"


@dataclass(frozen=True)
class Call:
    """A checked request: its body, its query and its path parameters.

    `live` holds the values of the live switches.
    """

    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)
    live: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """An operation of the API: method, path, handler, accepted bodies and query parameters."""

    method: str
    path: str
    handle: Callable[[Tenant, Call], Reply]
    shapes: Sequence[Shape] = ()
    query: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The operation's name in statistics and faults, such as `GET /v1/commons/hyperfind`."""
        return f"{self.method} {self.path}"


def listed(
    path: str,
    rows: Callable[[Tenant], list[Row]],
    *,
    envelope: str | None = None,
    query: frozenset[str] = frozenset(),
) -> Operation:
    """Declare a GET that returns a whole list, filtered by query parameters named like fields."""

    def handle(tenant: Tenant, call: Call) -> Reply:
        found = [
            row
            for row in rows(tenant)
            if all(str(row.get(name, value)) == value for name, value in call.query.items())
        ]
        return Reply({envelope: found} if envelope else found)

    return Operation("GET", path, handle, query=query)


def paged(path: str, rows: Callable[[Tenant, Row], list[Row]], shape: Shape) -> Operation:
    """Declare a paged `apply_read` that returns `records` and `totalRecords`."""

    def handle(tenant: Tenant, call: Call) -> Reply:
        found = rows(tenant, call.body.get("where", {}))
        start, end = page(call.body, maximum=1000, default=100)
        return Reply({"records": found[start:end], "totalRecords": len(found)})

    return Operation("POST", path, handle, (shape,))


def page(body: Row, *, maximum: int, default: int) -> tuple[int, int]:
    """Read `index` and `count`; return the start and the end of the page."""
    index, count = body.get("index", 0), body.get("count", default)
    if index < 0 or count < 1:
        raise bad("WFP-90002", "index must be at least 0 and count at least 1.")
    if count > maximum:
        raise over_limit(count, maximum, code="WFP-90003")
    return index * count, (index + 1) * count


def span(holder: Row, *, days: int | None = None) -> tuple[int, int]:
    """Read startDate and endDate (both included) as ordinals."""
    if "startDate" not in holder or "endDate" not in holder:
        raise bad("WFP-90005", "startDate and endDate are required.")
    first, last = times.ordinal(holder["startDate"]), times.ordinal(holder["endDate"])
    if last < first:
        raise bad("WCO-101228", "The end date must not be before the start date.")
    if days is not None and last - first + 1 > days:
        raise over_limit(last - first + 1, days, code="WCO-112010")
    return first, last


def referred(references: Row) -> list[Row]:
    """Return the ids, qualifiers and refs of a request as a list of references."""
    wanted: list[Row] = [{"id": one} for one in references.get("ids", ())]
    wanted += [{"qualifier": one} for one in references.get("qualifiers", ())]
    wanted += references.get("refs", ())
    return wanted


def employees(tenant: Tenant, references: Row) -> tuple[list[Person], list[Row]]:
    """Return the employees named by ids, qualifiers or refs, and the references without an employee."""
    wanted = referred(references)
    if not wanted:
        raise bad("WFP-90005", "At least one employee is required.")
    found: dict[int, Person] = {}
    missing: list[Row] = []
    for reference in wanted:
        if "id" in reference:
            person = tenant.company.person(reference["id"])
        else:
            person = tenant.company.by_number.get(reference.get("qualifier", ""))
        if person is None or person.id in tenant.company.erased:
            missing.append(reference)
        else:
            found[person.id] = person
    return list(found.values()), missing


def known(tenant: Tenant, references: Row) -> list[Person]:
    """Return the employees; refuse the request if one does not exist."""
    found, missing = employees(tenant, references)
    if missing:
        raise bad("WCO-101259", f"Employee not found: {missing[0]}.")
    return found


def refuse_optional(tenant: Tenant, body: Row, names: Iterable[str]) -> None:
    """Refuse optional properties if the live switch `optional_properties` says so."""
    if tenant.live["optional_properties"] == "refused" and (given := set(names) & set(body)):
        raise bad("WFP-90011", f"Unknown property: {min(given)}.")


def partly(
    call: Call,
    rows: list[Any],
    missing: list[Row],
    whole: Any = None,  # noqa: ANN401
) -> Reply:
    """Return a partial success, or refuse the request if it does not allow that.

    Args:
        call: The request.
        rows: The items of the employees that were found.
        missing: The references without an employee.
        whole: The response that omits them silently, if it is not `rows`.
    """
    if call.query.get("partial_success") != "true":
        raise bad("WCO-101259", f"Employee not found: {missing[0]}.")
    how = call.live.get("partial_success", "silent")
    if how == "silent":
        return Reply(rows if whole is None else whole, len(rows))
    error = {"errorCode": "WCO-101259", "message": "Employee not found"}
    errors = [{**error, "inputDetail": reference} for reference in missing]
    if how == "flat":
        return Reply([*rows, *errors], len(rows), 207)
    results = [{"success": row} for row in rows] + [{"error": one} for one in errors]
    offsets = list(range(len(rows), len(results)))
    details = {"results": results, "error-offsets": offsets}
    body = {"errorCode": "WCO-101207", "message": "Partial success.", "details": details}
    return Reply(body, len(rows), 207)
