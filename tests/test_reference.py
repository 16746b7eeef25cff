"""The pages about streams say what the declarations say."""

from __future__ import annotations

from tap_ukg_wfm.streams import STREAMS
from tests.reference import DOCS, pages


def test_pages_are_current() -> None:
    made = pages()
    found = [*(DOCS / "streams").glob("*.md"), *(DOCS / "dbt" / "models").iterdir()]
    written = {path.relative_to(DOCS).as_posix() for path in found}
    assert written | {"streams.md", "setup.md"} == set(made)
    assert "| `PAY_CODE_NAME_LIST` | `pay_codes` |" in made["setup.md"]
    for path, text in made.items():
        assert (DOCS / path).read_text("utf-8") == text, f"run `make docs`: {path} is old"


def test_every_stream_has_its_place() -> None:
    text = "".join(pages().values())
    for stream in STREAMS:
        assert text.count(f"\n## {vars(stream)['name']}\n") == 1
