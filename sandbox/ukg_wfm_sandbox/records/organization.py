"""The organization apart from the location tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import catalogs, names, times
from ukg_wfm_sandbox.company.draw import Draw
from ukg_wfm_sandbox.company.organization import KINDS
from ukg_wfm_sandbox.company.seasonal import seasonal

if TYPE_CHECKING:
    from ukg_wfm_sandbox.company.company import Company

Row = dict[str, Any]
SETS, PROFILES, PLACES, HOURS = 1601, 1701, 1851, 1801
WEEK = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def _revisions(company: Company, names: list[str]) -> list[Row]:
    """Return one revision for each name; the last one does not end."""
    starts = [times.EVER, company.first_day + 10, company.first_day + 30][: len(names)]
    ends = [*starts[1:], times.FOREVER]
    return [
        {
            "name": name,
            "effectiveDate": times.day(start),
            "expirationDate": times.day(end),
            "firstRevision": start == times.EVER,
            "lastRevision": end == times.FOREVER,
        }
        for name, start, end in zip(names, starts, ends, strict=True)
    ]


def location_types(company: Company) -> list[Row]:
    """List the revisions of the location types; the type of departments was renamed."""
    rows: list[Row] = []
    for place, (name, number) in enumerate(KINDS.items()):
        shown = company.organization.title(name)
        called = ["Abteilung", name] if name == "Department" else [shown]
        for dates in _revisions(company, called):
            row: Row = {
                "id": number,
                **dates,
                "hierarchyOrder": place + 1,
                "mapContextType": {"id": -1, "qualifier": "ORG"},
                "persistentId": Draw(company.seed, "location type", number).uuid(),
                "goldData": name in {"Company", "Job"},
                "updatedDateTime": f"{times.day(company.first_day)}T09:00:00",
            }
            if name == "Job":
                row["category"] = {"id": 2, "qualifier": "Job"}
            else:
                row["description"] = f"{name} „Ebene {place + 1}“"
            rows.append(row)
    return rows


def jobs(company: Company) -> list[Row]:
    """List the revisions of the generic jobs; every second one was renamed."""
    rows: list[Row] = []
    for place, name in enumerate(names.JOBS):
        called = [f"{name} (alt)", name] if place % 2 else [name]
        for dates in _revisions(company, called):
            row: Row = {"id": 701 + place, **dates, "fullName": f"{dates['name']} — full"}
            row |= {"color": f"#{place * 40:06X}", "displayOrder": str(place)}
            if place % 3:
                row |= {"code": f"J{place:02}", "description": f"Works as {name}"}
            rows.append(row)
    return rows


def location_sets(company: Company, ordinal: int = times.FOREVER - 1) -> list[Row]:
    """List the location sets, with the paths of their locations on a day."""
    tree = company.organization
    sites = [tree.nodes[site] for site in tree.sites]
    sets = [(SETS, "All sites", tree.sites), (SETS + 1, "Empty set ∅", [])]
    sets += [
        (SETS + 2 + place, f"Set of {site.revisions[0].name}", site.children)
        for place, site in enumerate(sites)
    ]
    sets += [(number, name, tree.sites[:2]) for number, name in seasonal(company, "set")]
    return [
        {
            "id": number,
            "name": name,
            "typeId": 1,
            "goldData": False,
            "includeAllEnabled": number == SETS,
            "nodeJobs": [],
            "nodeRefs": [tree.reference(node, ordinal) for node in nodes],
            "persistentId": Draw(company.seed, "set", number).uuid(),
            "updateDateTime": f"{times.day(company.first_day)}T10:30:00",
            "versionCount": 1 + number % 3,
        }
        for number, name, nodes in sets
    ]


def labor_category_profiles(company: Company) -> list[Row]:
    """List the labor category profiles; each has a list of entries of every category."""
    categories = catalogs.labor_categories(company.seed)
    rows: list[Row] = []
    for place, name in enumerate(("Everything", "Own projects", "Nothing — пусто")):
        number = PROFILES + place
        lists = [
            {
                "id": 1721 + place * 10 + order,
                "name": f"{category['name']} for {name}",
                "laborCategory": {"id": category["id"], "qualifier": category["name"]},
                "entryListWildcard": "*" if place == 0 else "P-0*",
                "systemAllEntriesList": place == 0,
                "version": 1,
            }
            for order, category in enumerate(categories[: 3 - place * 2 if place < 2 else 0])
        ]
        rows.append(
            {
                "id": number,
                "name": name,
                "description": f"Entries: {name}",
                "entryListNames": ", ".join(str(one["name"]) for one in lists[:2]),
                "entryLists": lists,
                "persistentId": Draw(company.seed, "category profile", number).uuid(),
                "updateDtm": f"{times.day(company.first_day + place)}T08:00:00",
                "version": 1 + place,
            }
        )
    return rows


def employee_groups(company: Company) -> list[Row]:
    """List the employee groups: one per location set, and seasonal ones."""
    profile = labor_category_profiles(company)[0]
    groups = [
        (1751 + place, f"Employees of {one['name']}", one)
        for place, one in enumerate(location_sets(company))
        if one["id"] < 50_000
    ]
    groups += [(number, name, groups[0][2]) for number, name in seasonal(company, "group")]
    return [
        {
            "id": number,
            "name": name,
            **({"costCenterPattern": "CC 4*"} if number % 2 else {}),
            "laborCategoryProfileRef": {"id": profile["id"], "qualifier": profile["name"]},
            "orgMapGroupRef": {"id": one["id"], "qualifier": one["name"]},
            "persistentId": Draw(company.seed, "employee group", number).uuid(),
            "updateDtm": f"{times.day(company.first_day)}T08:00:00",
            "version": 1,
        }
        for number, name, one in groups
    ]


def hours_of_operation(company: Company) -> list[Row]:
    """List the hours of operation: weekdays, and around the clock."""
    rows: list[Row] = []
    for place, name in enumerate(("Shop hours", "24/7 ♾")):
        items = [
            {
                "id": HOURS + 20 + place * 10 + day,
                "weekDay": {"id": day + 1, "qualifier": weekday},
                "holiday": False,
                "closed": place == 0 and day == 0,
                "openTime": "00:00:00" if place else "08:00:00",
                "closeTime": "00:00:00" if place else "20:00:00",
            }
            for day, weekday in enumerate(WEEK)
        ]
        span = {"startDate": times.day(times.EVER), "endDate": times.day(times.FOREVER)}
        versions = [{"effectiveSpan": span, "items": items, "unrestrictedEdit": True}]
        row: Row = {"id": HOURS + place, "name": name, "active": True, "version": 1}
        if place:
            row["description"] = "Never closed"
        rows.append({**row, "effectiveVersions": versions})
    today = times.day(company.clock.today)
    span = {"startDate": today, "endDate": today}
    closed = {"effectiveSpan": span, "items": [], "unrestrictedEdit": False}
    rows.append(
        {
            "id": HOURS + 9,
            "name": "Stocktaking",
            "active": False,
            "version": company.clock.today % 1000,
            "effectiveVersions": [closed],
        }
    )
    return rows


def known_places(company: Company) -> list[Row]:
    """List the known places: the gate of each site; the first has a wireless network."""
    tree = company.organization
    rows: list[Row] = []
    gates = [(PLACES + place, f"Gate of {tree.nodes[site].revisions[0].name}", site)
             for place, site in enumerate(tree.sites)]  # fmt: skip
    gates += [(number, name, tree.sites[0]) for number, name in seasonal(company, "place")]
    for number, name, site in gates:
        draw = Draw(company.seed, "place", number)
        first = number == PLACES
        row: Row = {
            "id": number,
            "name": name,
            "active": draw.chance(800),
            "latitude": draw.between(-6000, 6000) / 100,
            "longitude": draw.between(-18000, 18000) / 100,
            "radius": draw.pick((50, 100, 250)),
            "accuracy": 30,
            "multiFactor": first,
            "validationOrder": ["WIFI", "GPS"] if first else ["GPS"],
            "locations": [{"id": site, "orgPath": tree.path(site, company.clock.today)}],
            "wifiNetworks": [],
            "version": draw.between(1, 4),
        }
        if first:
            point = {"id": number * 10 + 1, "name": "Tor", "bssid": "00:25:96:FF:FE:12"}
            network = {"id": number * 10, "name": "Werk", "essid": "werk 📶", "version": 1}
            network["wifiAccessPoints"] = [{**point, "version": 1}]
            row |= {"description": "Haupttor", "wifiNetworks": [network]}
        rows.append(row)
    return rows
