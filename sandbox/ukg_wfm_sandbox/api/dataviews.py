"""Information Access: the data dictionary, and its elements by employee or location."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import Call, Operation, Reply, referred, span
from ukg_wfm_sandbox.api.organization.hyperfinds import members
from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.errors import bad, over_limit
from ukg_wfm_sandbox.records import dataviews
from ukg_wfm_sandbox.records.dataviews import ELEMENTS, EMPLOYEE, LOCATION

if TYPE_CHECKING:
    from ukg_wfm_sandbox.api.tenant import Tenant

Row = dict[str, Any]
_VIEWS = {
    "EMP": EMPLOYEE, "0": EMPLOYEE, "ORGANIZATION": LOCATION, "1": LOCATION,
}  # fmt: skip
_EMPLOYEES, _LOCATIONS, _DAYS = 500, 300, 365


def _elements(tenant: Tenant, call: Call) -> Reply:
    del tenant, call
    return Reply([dataviews.element(key) for key in ELEMENTS])


def _data(tenant: Tenant, call: Call) -> Reply:
    body = call.body
    view = _VIEWS[body["from"]["view"]]
    keys = [one["key"] for one in body["select"]]
    groups = [one["key"] for one in body.get("groupBy", ())]
    for key in (*keys, *groups):
        if key not in ELEMENTS or view not in ELEMENTS[key].views:
            raise bad("WCO-116005", f"This view has no data element {key}.")
    subjects, days = _source(tenant, body["from"], view)
    wanted = [key for key in keys if not ELEMENTS[key].refused]
    nodes = [dataviews.node(tenant.company, view, one, days, wanted) for one in subjects]
    if groups:
        company = tenant.company
        values = [dataviews.attributes(company, view, one, days, groups) for one in subjects]
        nodes = _grouped(groups, values, nodes)
    index, count = body.get("index", 0), body.get("count", len(nodes) or 1)
    if index < 0 or count < 1:
        raise bad("WFP-90002", "index must be at least 0 and count at least 1.")
    tag = body.get("options", {}).get("requestTag", "")
    page = nodes[index * count : (index + 1) * count]
    metadata: Row = {
        "totalNodes": str(len(nodes)),
        "numNodes": str(len(page)),
        "totalElements": str(len(nodes)),
        "lastRefreshed": times.utc(tenant.company.clock.now),
        "cacheKey": f"{tag}|{tenant.company.stamp}",
    }
    if refused := [key for key in keys if ELEMENTS[key].refused]:
        metadata["errors"] = [
            {"key": key, "errorCode": "WCO-116010", "message": f"No access to {key}."}
            for key in refused
        ]
    root = {"key": {"ROOT": "-1"}, "coreEntityKey": {}, "attributes": [], "children": page}
    return Reply({"metadata": metadata, "data": root}, len(subjects))


def _source(tenant: Tenant, source: Row, view: str) -> tuple[list[int], tuple[int, int]]:
    """Return the ids of the requested employees or locations, and the days."""
    held = source.get("employeeSet" if view == EMPLOYEE else "locationSet")
    if held is None:
        raise bad("WFP-90005", f"The view {source['view']} needs employeeSet or locationSet.")
    dates = held["dateRange"]
    if "symbolicPeriod" in dates:
        # Only one symbolic period is simulated: today.
        days = (tenant.company.clock.today, tenant.company.clock.today)
    else:
        days = span(dates, days=_DAYS)
    if view == EMPLOYEE and "hyperfind" in held:
        wanted = {k: int(v) if k == "id" else v for k, v in held["hyperfind"].items()}
        return [person.id for person in members(tenant, wanted, *days)], days
    named = referred(held.get("employees" if view == EMPLOYEE else "locations", {}))
    if not named:
        raise bad("WFP-90005", "At least one employee or location is required.")
    most = _EMPLOYEES if view == EMPLOYEE else _LOCATIONS
    if len(named) > most:
        raise over_limit(len(named), most)
    found = []
    for one in named:
        number = dataviews.find(tenant.company, view, one, days[1])
        if number is None:
            raise bad("WCO-101259", f"Not found: {one}.")
        found.append(number)
    return found, days


def _grouped(groups: list[str], values: list[list[Row]], nodes: list[Row]) -> list[Row]:
    """Group the nodes below one parent node per combination of values."""
    found: dict[tuple[str, ...], Row] = {}
    for own, node in zip(values, nodes, strict=True):
        key = tuple(str(one["rawValue"]) for one in own)
        head = {"key": dict(zip(groups, key, strict=True)), "coreEntityKey": {}}
        group = found.setdefault(key, {**head, "attributes": own, "children": []})
        group["children"].append(node)
    return list(found.values())


_REF: Row = {"id": "str", "qualifier": "str"}
_SELECTOR: Row = {"ids": ["str"], "qualifiers": ["str"], "refs": [_REF]}
_DATES: Row = {"startDate": "date", "endDate": "date", "symbolicPeriod": _REF}
_ELEMENT: Row = {"key!": "str", "alias": "str", "properties": [{"key": "str", "value": "str"}]}
OPERATIONS = (
    Operation("GET", "/v1/commons/data_dictionary/data_elements", _elements),
    Operation(
        "POST",
        "/v1/commons/data/multi_read",
        _data,
        (
            {
                "count": "int",
                "index": "int",
                "from!": {
                    "view!": tuple(_VIEWS),
                    "employeeSet": {
                        "dateRange!": _DATES,
                        "employees": _SELECTOR,
                        "hyperfind": _REF,
                    },
                    "locationSet": {"dateRange!": _DATES, "locations": _SELECTOR},
                },
                "groupBy": [{"key!": "str", "alias": "str"}],
                "options": {
                    "requestTag": "str",
                    "refresh": "bool",
                    "includeColumnTotals": "bool",
                    "responseType": ("TREE", "GRID"),
                },
                "select!": [_ELEMENT],
            },
        ),
    ),
)
