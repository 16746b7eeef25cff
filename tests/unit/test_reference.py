"""The pages about streams say what the declarations say."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from docs.generators import entities
from docs.generators.reference import DOCS, pages
from tap_ukg_wfm.streams import STREAMS


def test_pages_are_current() -> None:
    made = pages()
    found = [*(DOCS / "streams").glob("*.md"), *(DOCS / "dbt" / "models").iterdir()]
    written = {path.relative_to(DOCS).as_posix() for path in found}
    edited = {
        "streams.md",
        "setup.md",
        "hub/tap-ukg-wfm.yml",
        "../README.md",
        "../meltano.yml",
        "../sandbox/README.md",
        "images/entities.svg",
    }
    assert written | edited == set(made)
    rows = re.findall(r"^\| \[`", made["streams.md"], re.MULTILINE)
    assert len(rows) == len(STREAMS), "a stream stands on no page"
    assert "| `PAY_CODE_NAME_LIST` | `pay_codes` |" in made["setup.md"]
    for path, text in made.items():
        assert (DOCS / path).read_text("utf-8") == text, f"run `make docs`: {path} is old"


def test_the_picture_joins_every_stream_that_it_shows() -> None:
    drawn = entities.lines()
    joined = {name for line in drawn for name in (line.stream, line.target)}
    assert joined == set(entities.boxes()) == {entities.HUB, *entities.EVENTS, *entities.REFERENCES}
    assert entities.Line("punches", "persons", ("person_id",)) in drawn
    root = ET.fromstring(entities.picture())  # noqa: S314 - our own
    titles = {str(path[0].text) for path in root if path.tag.endswith("path")}
    assert titles == {f"{one.stream}: {', '.join(one.columns)} of {one.target}" for one in drawn}


def test_every_link_leads_somewhere() -> None:
    pages = [*DOCS.parent.glob("*.md"), *DOCS.rglob("*.md")]
    assert len(pages) > 15
    for page in pages:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_every_stream_has_its_place() -> None:
    text = "".join(pages().values())
    for stream in STREAMS:
        assert text.count(f"\n## {vars(stream)['name']}\n") == 1
