"""The pages, tables and dbt models that follow from the declarations of streams and settings."""

from __future__ import annotations

import inspect
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from singer_sdk.about import AboutFormatter
from ukg_wfm_sandbox import faults, live, manual
from ukg_wfm_sandbox.company import edits

from docs.generators import entities
from docs.generators.relations import relations
from tap_ukg_wfm.settings.schema import SETTINGS
from tap_ukg_wfm.streams import STREAMS
from tap_ukg_wfm.streams.base import AsOf
from tap_ukg_wfm.tap import TapUKGWFM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_ukg_wfm.streams.base import Table

DOCS = Path(__file__).parents[1]
# Each folder of streams is a page.
DOMAINS = {
    "people": "People",
    "organization": "Organization",
    "setup": "Rules and setup",
    "timekeeping": "Timekeeping",
    "scheduling": "Scheduling",
    "leave": "Leave",
    "attendance": "Attendance",
    "forecasting": "Forecasting",
    "activities": "Activities",
    "extraction": "The tap's own stream",
}
HEAD = "<!-- Written by `make docs` from the declarations in tap_ukg_wfm/streams. -->"


def pages() -> dict[str, str]:
    """All pages by their path below docs."""
    made = {"streams.md": _index()}
    for domain, title in DOMAINS.items():
        parts = [HEAD, f"# {title}", _diagram(domain), *(_stream(s) for s in _of(domain))]
        made[f"streams/{domain}.md"] = "\n\n".join(part for part in parts if part) + "\n"
    made |= _models()
    made["setup.md"] = _put(_page("setup.md"), "access control points", _points())
    made["../README.md"] = _put(_page("../README.md"), "settings", _settings())
    made["../sandbox/README.md"] = _sandbox()
    made["../meltano.yml"] = _meltano()
    made["hub/tap-ukg-wfm.yml"] = _hub()
    made["images/entities.svg"] = entities.picture()
    return made


def _models() -> dict[str, str]:
    """The dbt project's models: one for each windowed stream, and the tables that they read."""
    windowed = [stream for stream in STREAMS if stream.operation.windowed]
    tables = [f"      - name: {name}" for name in (*map(_name, windowed), "extraction_windows")]
    head = [
        "# Written by `make docs` from the declarations in tap_ukg_wfm/streams.",
        "version: 2",
        "sources:",
        "  - name: ukg_wfm",
        "    schema: \"{{ var('ukg_wfm_schema') }}\"",
        "    tables:",
    ]
    made = {"dbt/models/sources.yml": "\n".join([*head, *tables]) + "\n"}
    for stream in windowed:
        columns = {column.name for column in stream.table_columns()}
        person = "coalesce(r.person_id, 0)" if "person_id" in columns else "0"
        keys = list(stream.primary_keys)
        deletable = str(stream.deletable).lower()
        call = f"current('{_name(stream)}', {keys}, '{person}', {deletable})"
        made[f"dbt/models/current_{_name(stream)}.sql"] = f"{{{{ ukg_wfm.{call} }}}}\n"
    return made


def _page(path: str) -> str:
    return (DOCS / path).read_text("utf-8")


def _put(page: str, what: str, table: str) -> str:
    """A handwritten page with its generated table."""
    begin, end = f"<!-- {what}: written by `make docs` -->\n", "<!-- end -->"
    head, found, rest = page.partition(begin)
    assert found, f"the page has no place for the {what}"
    return f"{head}{begin}{table}\n{end}{rest.partition(end)[2]}"


def _sandbox() -> str:
    """The sandbox's README with its tables of edits, faults and live switches."""
    page = _page("../sandbox/README.md")
    page = _put(page, "kinds of edits", ", ".join(f"`{k}`" for k in (*edits.KINDS, "erase_person")))
    told = re.findall(
        r"^    (\w+): (.+(?:\n {8}.+)*)", inspect.getdoc(faults.Fault) or "", re.MULTILINE
    )
    properties = [(f"`{name}`", " ".join(text.split())) for name, text in told]
    page = _put(page, "properties of a fault", _table("property | meaning", properties))
    kinds = [(f"`{kind}`", does) for kind, does in faults.KINDS.items()]
    page = _put(page, "kinds of faults", _table("kind | what goes wrong", kinds))
    examples = [(does, f"`{spec}`") for does, spec in manual.EXAMPLES]
    page = _put(page, "examples of faults", _table("so that | post", examples))
    switches = []
    for switch in live.SWITCHES:
        default, *others = (f"`{value}`" for value in switch.values)
        values = ", ".join([f"**{default}**", *others])
        switches.append((f"`{switch.key}`", values, switch.question))
    return _put(page, "live switches", _table("key | values | question", switches))


def _table(head: str, rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, "|".join("---" for _ in rows[0]), *map(" | ".join, rows)]
    return "\n".join(f"|{line}|" if line.startswith("-") else f"| {line} |" for line in lines)


def _settings() -> str:
    """The table of `tap-ukg-wfm --about --format=markdown`."""
    about = AboutFormatter.get_formatter("markdown").format_about(TapUKGWFM._get_about_info())
    return "\n".join(line for line in about.splitlines() if line.startswith("|"))


def _meltano() -> str:
    """The Meltano project with the descriptions of the settings."""
    texts = {name: schema["description"] for name, schema in SETTINGS["properties"].items()}

    def described(found: re.Match[str]) -> str:
        text = yaml.safe_dump({"description": texts[found["name"]]}, width=96, allow_unicode=True)
        return found["head"] + textwrap.indent(text, " " * 6)

    setting = (
        r"(?P<head> {4}- name: (?P<name>\w+)\n {6}label: .+\n) {6}description: .+\n(?: {8}.+\n)*"
    )
    return re.sub(setting, described, _page("../meltano.yml"))


def _hub() -> str:
    """MeltanoHub's definition of the extractor: that of meltano.yml, with metadata."""
    project = yaml.safe_load(_meltano())
    (extractor,) = project["plugins"]["extractors"]
    package = (DOCS.parent / "pyproject.toml").read_text("utf-8")
    (name,) = re.findall(r'^name = "(.+)"', package, re.MULTILINE)
    (source,) = re.findall(r'^Source = "(.+)"', package, re.MULTILINE)
    definition = {
        **extractor,
        "label": "UKG Pro Workforce Management",
        "description": "Workforce management, formerly Kronos Workforce Dimensions",
        "domain_url": "https://www.ukg.com/solutions/ukg-pro-workforce-management",
        "keywords": ["api", "meltano_sdk"],
        "logo_url": "/assets/logos/extractors/ukg-wfm.png",
        "maintenance_status": "active",
        "pip_url": name,
        "repo": source,
        "variant": name,
        "next_steps": "",
        "settings_preamble": "",
        "usage": "",
    }
    head = "# Written by `make docs` from meltano.yml. In MeltanoHub's repository it is\n"
    head += f"# _data/meltano/extractors/{name}/{name}.yml,\n"
    head += "# and ukg-wfm.png is in static/assets/logos/extractors/.\n"
    return head + yaml.safe_dump(definition, allow_unicode=True, width=100)


def _points() -> str:
    """The Access Control Points and the streams that need them."""
    needed: dict[str, list[str]] = {}
    for stream in STREAMS:
        if point := stream.operation.access_control_point:
            needed.setdefault(point, []).append(f"`{_name(stream)}`")
    rows = [f"| `{point}` | {', '.join(needed[point])} |" for point in sorted(needed)]
    return "\n".join(["| Access Control Point | streams |", "|---|---|", *rows])


def _name(stream: type[Table]) -> str:
    return stream.name


def _of(domain: str) -> list[type[Table]]:
    return [stream for stream in STREAMS if stream.__module__.split(".")[2] == domain]


def _says(stream: type[Table]) -> str:
    return stream.description()


def _index() -> str:
    lines = [
        HEAD,
        "",
        "# Streams",
        "",
        f"There are {len(STREAMS)} streams. Each is read in one of these ways:",
        "",
        "- *windows*: incrementally by windows of dates, with a look-back",
        "- *changes*: incrementally, what was modified since the last run",
        "- *full*: the entire table in every run",
        "- *appended*: rows about the run itself, written by the tap",
    ]
    for domain, title in DOMAINS.items():
        lines += [
            "",
            f"## [{title}](streams/{domain}.md)",
            "",
            "| stream | read by | description |",
            "|---|---|---|",
        ]
        lines += [
            f"| [`{_name(s)}`](streams/{domain}.md#{_name(s)}) | {_way(s)} | {_says(s)} |"
            for s in _of(domain)
        ]
    return "\n".join(lines) + "\n"


def _way(stream: type[Table]) -> str:
    if stream.operation.windowed:
        return "windows"
    if not stream.operation.path:
        return "appended"
    return "changes" if stream.replication_key() else "full"


def _stream(stream: type[Table]) -> str:
    lines = [
        f"## {_name(stream)}",
        "",
        _says(stream),
        "",
        *(f"- {fact}" for fact in _facts(stream)),
    ]
    lines += ["", "| column | type | description |", "|---|---|---|"]
    for name, schema in stream.table_schema()["properties"].items():
        lines.append(f"| `{name}` | {_type(schema)} | {schema['description']} |")
    return "\n".join(lines)


def _facts(stream: type[Table]) -> Iterator[str]:
    yield "Key: " + ", ".join(f"`{key}`" for key in stream.primary_keys)
    operation = stream.operation
    ahead = ", into the future" if operation.looks_ahead else ""
    if isinstance(stream.reads, AsOf):
        yield f"Dates: single dates; the setting `{stream.reads.setting}` adds further ones"
        ahead = ""
    yield {
        "windows": f"Replication: incremental by `window_date`, windows of dates{ahead}",
        "changes": "Replication: incremental by `read_at`; reads what was modified since the last run",
        "full": "Replication: full table",
        "appended": "Replication: append-only; rows never become outdated",
    }[_way(stream)]
    if operation.path:
        select = stream.select if isinstance(stream.select, tuple) else (stream.select,)
        chosen = ", ".join(f"`{word}`" for word in select if word)
        yield f"Operation: `{operation.name}`" + (f", {chosen}" if chosen else "")
        limits = [
            *([f"{operation.batch} {_named(stream)} per request"] if operation.batch > 1 else []),
            *([f"{operation.days} days per request"] if operation.windowed else []),
            *(
                [f"{operation.person_days:,} persons x days per request"]
                if operation.person_days
                else []
            ),
            *([f"{operation.page} records per page"] if operation.page else []),
        ]
        if limits:
            yield "Limits: " + ", ".join(limits)
        yield "Access Control Point: " + (
            f"`{operation.access_control_point}`"
            if operation.access_control_point
            else "not documented by UKG"
        )
    if stream.requires:
        yield f"Requires the setting `{stream.requires}`"


def _named(stream: type[Table]) -> str:
    return {"PERSONS": "persons", "LOCATIONS": "locations"}.get(
        stream.operation.partition.name, "ids"
    )


def _type(schema: dict[str, Any]) -> str:
    kind = next(k for k in [*schema["type"]] if k != "null") if schema.get("type") else "any"
    if isinstance(schema.get("type"), str):
        kind = schema["type"]
    return str(schema.get("format") or kind)


def _diagram(domain: str) -> str:
    drawn: dict[tuple[str, str], list[str]] = {}
    for relation in relations(tuple(_of(domain))):
        drawn.setdefault((relation.target, relation.stream), []).append(relation.column)
    if not drawn:
        return ""
    lines = ["```mermaid", "erDiagram"]
    for (target, stream), columns in drawn.items():
        more = f" and {len(columns) - 2} more" if len(columns) > 2 else ""
        lines.append(f'    {target} ||--o{{ {stream} : "{", ".join(columns[:2])}{more}"')
    return "\n".join([*lines, "```"])


def write() -> None:
    """Write all pages."""
    for path, text in pages().items():
        (DOCS / path).parent.mkdir(exist_ok=True, parents=True)
        (DOCS / path).write_text(text, "utf-8")
