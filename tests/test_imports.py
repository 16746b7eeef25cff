"""What the package imports is declared, and `api` stands on its own feet."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING

from tests.test_catalog import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = ROOT / "tap_ukg_wfm"


def imported(folder: Path) -> Iterator[str]:
    """The modules that the files of a folder import, type-only and lazy imports included."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
            elif isinstance(node, ast.Import):
                yield from (one.name for one in node.names)


def test_every_library_is_declared() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = re.search(r"^dependencies = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    optional = re.search(r"^airbyte = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert listed
    assert optional
    declared = set(re.findall(r'"([\w-]+)', listed[1] + optional[1]))
    own = {"tap_ukg_wfm", *sys.stdlib_module_names}
    libraries = {name.split(".")[0] for name in imported(PACKAGE)} - own
    found = {
        name: {one.lower().replace("_", "-") for one in packages_distributions().get(name, ())}
        for name in libraries
    }
    missing = [name for name, distributions in found.items() if not declared & distributions]
    assert not missing
    # http.client's and urllib3's own classes are used as they are since version 2.
    assert '"urllib3>=2"' in listed[1]


def test_the_api_knows_nothing_above_it() -> None:
    names = set(imported(PACKAGE / "api"))
    assert not [name for name in names if name.startswith("singer_sdk")]
    inside = {name for name in names if name.startswith("tap_ukg_wfm")}
    assert {name for name in inside if not name.startswith("tap_ukg_wfm.api")} == set()
