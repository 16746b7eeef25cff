"""The effective-dated location tree: company, area, country, site, department, job."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import names, times
from ukg_wfm_sandbox.company.catalogs import ZONE_REFS
from ukg_wfm_sandbox.company.draw import Draw

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {
    "Company": 4,
    "Area": 12,
    "Region": 11,
    "Site": 5,
    "Department": 6,
    "Job": 7,
}
ROOT = 1


@dataclass
class Revision:
    """The name and parent of a node from `start` up to, but not including, `end`."""

    start: int
    end: int
    name: str
    parent: int
    modified: int


@dataclass
class Node:
    """A node with its revisions in chronological order."""

    id: int
    kind: str
    revisions: list[Revision]
    zone: str | None = None
    generic_job: int | None = None
    address: str | None = None
    description: str | None = None
    children: list[int] = field(default_factory=list)

    def at(self, ordinal: int) -> Revision | None:
        """Return the revision in force on a day."""
        return next((r for r in self.revisions if r.start <= ordinal < r.end), None)


class Organization:
    """The whole tree. `children` includes former children."""

    def __init__(self, seed: int, sites: int, start: int) -> None:
        self._seed = seed
        self._start = start
        self._paths: dict[tuple[int, int], str] = {}
        self.nodes: dict[int, Node] = {}
        self.sites: list[int] = []
        self.jobs: list[int] = []
        self.jobs_of: dict[int, list[int]] = {}
        # The tenant's own names of some location types.
        self.titles: dict[str, str] = {}
        root = self._add("Company", "Organization", -1)
        groups: dict[tuple[str, str], int] = {}
        for number in range(sites):
            name, zone, country, area = names.SITES[number % len(names.SITES)]
            if number >= len(names.SITES):
                name = f"{name} {number // len(names.SITES) + 1}"
            upper = groups.get(("Area", area)) or self._add("Area", area, root)
            groups["Area", area] = upper
            region = groups.get(("Region", country)) or self._add("Region", country, upper)
            groups["Region", country] = region
            self._site(name, zone, region)
        self._history()

    def _site(self, name: str, zone: str, region: int) -> None:
        site = self._add("Site", name, region, zone=zone)
        draw = Draw(self._seed, "site", site)
        self.nodes[site].address = f"{draw.between(1, 900)} Main St. / Hauptstraße"
        self.sites.append(site)
        for title in names.DEPARTMENTS[: draw.between(2, 4)]:
            department = self._add("Department", title, site)
            for number, job in enumerate(names.JOBS[: draw.between(3, 6)]):
                self.add_job(department, job, times.EVER, number)

    def _history(self) -> None:
        """Add earlier revisions to some departments: another name or another site."""
        for node in list(self.nodes.values()):
            draw = Draw(self._seed, "history", node.id)
            if node.kind != "Department" or not draw.chance(250):
                continue
            day = self._start - draw.between(40, 700)
            then = times.midnight(day - 3)
            parent = node.revisions[0].parent
            if draw.chance(150):
                parent = draw.pick(self.sites)
            self.revise(node.id, day, then, name=f"{node.revisions[0].name} (neu)", parent=parent)

    def _add(self, kind: str, name: str, parent: int, *, zone: str | None = None) -> int:
        number = ROOT if parent < 0 else 50 + len(self.nodes)
        node = Node(number, kind, [], zone)
        created = times.midnight(self._start - 900)
        node.revisions.append(Revision(times.EVER, times.FOREVER, name, parent, created))
        self.nodes[number] = node
        if parent > 0:
            self.nodes[parent].children.append(number)
        return number

    def add_job(
        self, department: int, name: str, start: int, generic: int, modified: int | None = None
    ) -> int:
        """Add a job below a department from a day on."""
        number = self._add("Job", name, department)
        node = self.nodes[number]
        node.generic_job = 701 + generic
        node.revisions[0].start = start
        node.revisions[0].modified = modified or node.revisions[0].modified
        self.jobs.append(number)
        site = self.nodes[department].revisions[0].parent
        self.jobs_of.setdefault(site, []).append(number)
        return number

    def revise(
        self, number: int, start: int, modified: int, name: str, parent: int | None = None
    ) -> None:
        """Change the name (and parent) of a node from a day on."""
        node = self.nodes[number]
        last = node.revisions[-1]
        parent = last.parent if parent is None else parent
        last.end, last.modified = start, modified
        node.revisions.append(Revision(start, times.FOREVER, name, parent, modified))
        if number not in self.nodes[parent].children:
            self.nodes[parent].children.append(number)
        self._paths.clear()

    def path(self, number: int, ordinal: int) -> str:
        """Return the path of a node on a day."""
        found = self._paths.get((number, ordinal))
        if found is None:
            found = "/".join(revision.name for _, revision in self.lineage(number, ordinal))
            if len(self._paths) > 20_000:
                self._paths.clear()
            self._paths[number, ordinal] = found
        return found

    def reference(self, number: int, ordinal: int) -> dict[str, Any]:
        """Return a reference to a node: its id and its path on a day."""
        return {"id": number, "qualifier": self.path(number, ordinal)}

    def lineage(self, number: int, ordinal: int) -> list[tuple[Node, Revision]]:
        """Return the nodes from the root down to a node, with their revisions on a day."""
        line: list[tuple[Node, Revision]] = []
        while number > 0:
            node = self.nodes[number]
            revision = node.at(ordinal) or node.revisions[0]
            line.append((node, revision))
            number = revision.parent
        return line[::-1]

    def below(self, number: int) -> Iterator[Node]:
        """Yield each node that is, or once was, below a node."""
        seen = {number}
        pending = list(self.nodes[number].children)
        while pending:
            child = pending.pop(0)
            if child not in seen:
                seen.add(child)
                pending.extend(self.nodes[child].children)
                yield self.nodes[child]

    def title(self, kind: str) -> str:
        """Return the name of a location type in this tenant."""
        return self.titles.get(kind, kind)

    def find(self, reference: dict[str, Any], ordinal: int) -> Node | None:
        """Find a node by id or by its path on a day."""
        if "id" in reference:
            return self.nodes.get(reference["id"])
        wanted = reference.get("qualifier")
        return next((n for n in self.nodes.values() if self.path(n.id, ordinal) == wanted), None)

    def row(self, node: Node, revision: Revision, *, details: bool) -> dict[str, Any]:
        """Return a revision of a node as the API returns it, with the paths of its first day."""
        day = revision.start
        parent: dict[str, Any] = {"id": -1, "qualifier": "/"}
        if revision.parent > 0:
            parent = self.reference(revision.parent, day)
        row: dict[str, Any] = {
            "nodeId": node.id,
            "orgNodeTypeRef": {"id": KINDS[node.kind], "qualifier": self.title(node.kind)},
            "parentNodeRef": parent,
            "name": revision.name,
            "fullName": revision.name,
            "effectiveDate": times.day(revision.start),
            "expirationDate": times.day(revision.end),
            "firstRevision": revision is node.revisions[0],
            "lastRevision": revision is node.revisions[-1],
            "transferable": node.kind == "Job",
            "orgPath": self.path(node.id, day),
            "contextRef": {"id": -1, "qualifier": "ORG"},
            "persistentId": Draw(self._seed, "node", node.id).uuid(),
        }
        if details:
            row["orgPathHierarchy"] = [
                {"id": one.id, "qualifier": its.name} for one, its in self.lineage(node.id, day)
            ]
        if node.zone:
            row["timezoneRef"] = ZONE_REFS[node.zone]
            row["address"] = node.address
        if node.generic_job:
            name = names.JOBS[node.generic_job - 701]
            row["genericJobRef"] = {"id": node.generic_job, "qualifier": name}
            row["directWorkPercent"] = 100
            row["indirectWorkPercent"] = 0
        if node.kind == "Department":
            number = node.id % 60
            name = f"CC {4000 + number * 10}"
            row["costCenterRef"] = {"id": 601 + number, "qualifier": name}
            if node.id % 3 == 0:
                row["description"] = f"Abteilung „{revision.name}“ 🏭"
        return row
