"""The pages about streams say what the declarations say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from docs.generators import entities, terminal
from docs.generators.reference import DOCS, pages
from tap_ukg_wfm.streams import STREAMS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tap


def test_pages_are_current() -> None:
    made = pages()
    found = [*(DOCS / "streams").glob("*.md"), *(DOCS / "dbt" / "models").iterdir()]
    written = {path.relative_to(DOCS).as_posix() for path in found}
    edited = {
        "streams.md",
        "setup.md",
        "hub/tap-ukg-wfm.yml",
        "../README.md",
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


def test_the_picture_of_the_terminal_is_true(tmp_path: Path) -> None:
    today = terminal.picture(terminal.session(tmp_path))
    drawn = terminal.PICTURE.read_text("utf-8")
    assert "SUCCEEDED" in drawn or "FAILED" in drawn
    # The id of a request and the time that it took are others each time.
    changing = re.compile(r"kronos-tid|\w{32}|\d\d:\d\d")
    assert changing.sub("", today) == changing.sub("", drawn), "run `make docs`: it is old"


def test_every_link_leads_somewhere() -> None:
    pages = [*DOCS.parent.glob("*.md"), *DOCS.rglob("*.md")]
    assert len(pages) > 15
    for page in pages:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_readme_has_the_table_that_about_prints(tap: Tap) -> None:
    about = tap(None, "--about", "--format=markdown", singer=False).stdout
    table = about[about.index("| Setting |") : about.index("\n\nA full list")]
    assert table in (DOCS.parent / "README.md").read_text("utf-8")
    assert "| subdomain | True |" in table
    assert "| window_days | False | 32 |" in table


def test_every_stream_has_its_place() -> None:
    text = "".join(pages().values())
    for stream in STREAMS:
        assert text.count(f"\n## {vars(stream)['name']}\n") == 1
