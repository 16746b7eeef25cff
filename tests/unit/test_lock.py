"""The lock file names a version of everything that the environment of development installs."""

from __future__ import annotations

import re

from tests.conftest import ROOT

NAME = re.compile(r'^\s*"([\w.-]+)(?:\[[\w,-]+\])?[><=~!]', re.MULTILINE)


def test_the_lock_file_is_complete_and_names_no_index() -> None:
    locked = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in locked
    assert "--" not in locked
    versions = set(re.findall(r"^([\w.-]+)==", locked, re.MULTILINE))
    declared = {
        name.lower()
        for path in ("pyproject.toml", "sandbox/pyproject.toml")
        for name in NAME.findall((ROOT / path).read_text("utf-8"))
    } - {"ukg-wfm-sandbox"}
    assert len(declared) > 25
    missing = {name.replace("_", "-") for name in declared} - versions
    assert not missing, f"run `make lock`: {missing}"
