"""The examples in docs/python.md, run in order as in a notebook, print what the page shows."""

from __future__ import annotations

import contextlib
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox import Sandbox

if TYPE_CHECKING:
    import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "python.md").read_text("utf-8")
CELL = re.compile(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", re.DOTALL)
TENANT = {"employees": 12, "days": 20, "seed": 7, "today": "2026-11-15"}


def test_every_cell_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flags = " ".join(f"--{name} {value}" for name, value in TENANT.items())
    assert f"python -m ukg_wfm_sandbox {flags} --write-config config.json" in PAGE
    monkeypatch.chdir(tmp_path)
    cells = CELL.findall(PAGE)
    assert len(cells) > 4
    names: dict[str, Any] = {}
    with Sandbox(**TENANT) as sandbox:
        (tmp_path / "config.json").write_text(json.dumps(sandbox.config()))
        for code, shown in cells:
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(code, "docs/python.md", "exec"), names)  # noqa: S102 - our own page
            assert printed.getvalue() == shown, code
