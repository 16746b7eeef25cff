"""The location tree in effective-dated revisions."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.api.operation import Call, Operation, Reply
from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.errors import ApiError, bad
from ukg_wfm_sandbox.shapes import IDS, REF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.organization import Node, Organization, Revision

Row = dict[str, Any]
Found = list[tuple["Node", "Revision"]]
_CONTEXT = ("ORG", "FORECAST")


def _on(nodes: Iterable[Node], ordinal: int) -> Found:
    return [(node, revision) for node in nodes if (revision := node.at(ordinal))]


def _during(nodes: Iterable[Node], where: Row) -> Found:
    first, last = times.ordinal(where["startDate"]), times.ordinal(where["endDate"])
    if last < first:
        raise bad("WCO-101228", "The end date must not be before the start date.")
    return [
        (node, revision)
        for node in nodes
        for revision in node.revisions
        if revision.start <= last and revision.end > first
    ]


def _node(tree: Organization, where: Row, ordinal: int) -> Node:
    node = tree.find(where["locationRef"], ordinal)
    if node is None:
        raise bad("WCO-101414", "The location was not found.")
    return node


def _typed(tree: Organization, found: Found, where: Row) -> Found:
    kinds = where.get("includeLocationTypes", {}).get("qualifiers")
    return [one for one in found if not kinds or tree.title(one[0].kind) in kinds]


def _query(tree: Organization, where: Row) -> Found:
    found = _on(tree.nodes.values(), times.ordinal(where["date"]))
    if where["q"] == "/":
        return [one for one in found if one[1].parent < 0]
    return [one for one in found if where["q"].lower() in one[1].name.lower()]


def _children(tree: Organization, where: Row) -> Found:
    day = times.ordinal(where["date"])
    parent = _node(tree, where, day).id
    found = _on(tree.nodes.values(), day)
    return _typed(tree, [one for one in found if one[1].parent == parent], where)


def _children_during(tree: Organization, where: Row) -> Found:
    parent = _node(tree, where, times.ordinal(where["endDate"])).id
    found = _during(tree.nodes.values(), where)
    return _typed(tree, [one for one in found if one[1].parent == parent], where)


def _descendants(tree: Organization, where: Row) -> Found:
    day = times.ordinal(where["date"])
    root = _node(tree, where, day)
    found = _on(tree.below(root.id), day)
    under = [one for one in found if root in [n for n, _ in tree.lineage(one[0].id, day)]]
    return _typed(tree, under, where)


def _descendants_during(tree: Organization, where: Row) -> Found:
    root = _node(tree, where, times.ordinal(where["endDate"]))
    return _typed(tree, _during(tree.below(root.id), where), where)


def _parent(tree: Organization, where: Row) -> Found:
    day = times.ordinal(where["date"])
    return tree.lineage(_node(tree, where, day).id, day)[-2:-1]


def _ancestors(tree: Organization, where: Row) -> Found:
    day = times.ordinal(where["date"])
    return tree.lineage(_node(tree, where, day).id, day)[-2::-1]


def _spans(tree: Organization, where: Row) -> Found:
    references = where.get("locationRefs", {})
    wanted: list[Row] = [{"id": one} for one in references.get("ids", ())]
    wanted += [{"qualifier": one} for one in references.get("qualifiers", ())]
    if "locationRef" in where:
        wanted.append(where["locationRef"])
    day = times.ordinal(where["endDate"])
    nodes = [_node(tree, {"locationRef": reference}, day) for reference in wanted]
    found = _during(nodes, where)
    if "revisionDate" in where:
        found = [one for one in found if one[1].start == times.ordinal(where["revisionDate"])]
    return found


_READS: dict[str, Callable[[Organization, Row], Found]] = {
    "query": _query,
    "childrenOf": _children,
    "childrenOfDuring": _children_during,
    "descendantsOf": _descendants,
    "descendantsOfDuring": _descendants_during,
    "parentOf": _parent,
    "ancestorsOf": _ancestors,
    "locationsSpan": _spans,
}


def _locations(tenant: Tenant, call: Call) -> Reply:
    where = call.body["where"]
    if len(where) != 1:
        raise bad("WFP-90005", "Exactly one search criterion is required.")
    ((name, criterion),) = where.items()
    tree = tenant.company.organization
    found = _READS[name](tree, criterion) if criterion["context"] == "ORG" else []
    options = call.body.get("multiReadOptions", {})
    if "modifiedSince" in options:
        moment = datetime.fromisoformat(options["modifiedSince"][:19])
        moment = moment.replace(tzinfo=timezone.utc)
        since = moment.timestamp()
        found = [one for one in found if one[1].modified >= since]
    tenant.check_jobs(sum(node.generic_job is not None for node, _ in found))
    details = options.get("includeOrgPathDetails", False)
    return Reply([tree.row(node, revision, details=details) for node, revision in found])


_ONE: Row = {"context!": _CONTEXT, "date!": "date", "locationRef!": REF}
_SPAN: Row = {"context!": _CONTEXT, "startDate!": "date", "endDate!": "date"}
_SHAPE: Row = {
    "multiReadOptions": {
        "includeInheritedCurrency": "bool",
        "includeOrgPathDetails": "bool",
        "modifiedSince": "datetime",
    },
    "where!": {
        "query": {"context!": _CONTEXT, "date!": "date", "q!": "str"},
        "childrenOf": {**_ONE, "includeLocationTypes": IDS, "locationRefs": IDS},
        "childrenOfDuring": {
            **_SPAN,
            "locationRef!": REF,
            "includeLocationTypes": IDS,
            "locationRefs": IDS,
        },
        "descendantsOf": {**_ONE, "includeLocationTypes": IDS},
        "descendantsOfDuring": {
            **_SPAN,
            "locationRef!": REF,
            "includeLocationTypes": IDS,
            "stopTraversal": "bool",
        },
        "parentOf": _ONE,
        "ancestorsOf": _ONE,
        "locationsSpan": {
            **_SPAN,
            "locationRef": REF,
            "locationRefs": IDS,
            "revisionDate": "date",
        },
    },
}


def _open(structure: str) -> Callable[[Tenant, Call], Reply]:
    """Refuse the request unless the tenant has this business structure."""

    def handler(tenant: Tenant, call: Call) -> Reply:
        if tenant.live["business_structure"] != structure:
            state = "not enabled" if structure == "simplified" else "enabled"
            message = f"The feature Simplified Business Structure is {state}."
            raise ApiError(403, "WFP-00002", message)
        return _locations(tenant, call)

    return handler


OPERATIONS = tuple(
    Operation("POST", f"/v1/commons/{name}/multi_read", _open(structure), (_SHAPE,))
    for name, structure in (("locations", "classic"), ("generic_locations", "simplified"))
)
