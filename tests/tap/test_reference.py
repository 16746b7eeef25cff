"""What the documentation shows of the command is what the command prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docs.generators import terminal
from docs.generators.reference import DOCS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tap


def test_the_picture_of_the_terminal_is_true(tmp_path: Path) -> None:
    today = terminal.picture(terminal.session(tmp_path))
    drawn = terminal.PICTURE.read_text("utf-8")
    assert "SUCCEEDED" in drawn or "FAILED" in drawn
    # The id of a request and the time that it took are others each time.
    changing = re.compile(r"kronos-tid|\w{32}|\d\d:\d\d")
    assert changing.sub("", today) == changing.sub("", drawn), "run `make docs`: it is old"


def test_the_readme_has_the_table_that_about_prints(tap: Tap) -> None:
    about = tap(None, "--about", "--format=markdown", singer=False).stdout
    table = about[about.index("| Setting |") : about.index("\n\nA full list")]
    assert table in (DOCS.parent / "README.md").read_text("utf-8")
    assert "| subdomain | True |" in table
    assert "| window_days | False | 32 |" in table
