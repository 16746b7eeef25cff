"""The direction of imports, and the dependencies that they need."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = ROOT / "tap_ukg_wfm"
STREAMS = "tap_ukg_wfm.streams"
# Each may import those before it. Outputs that stand side by side may not import one another.
LAYERS: list[set[str]] = [
    {"api"},
    {"tables"},
    {"streams"},
    {"custom"},
    {"settings"},
    {"sync"},
    {"check", "rows", "shape", ""},
    {"airbyte", "singer"},
    {"tap"},
    {"__main__"},
]
LEVELS = {part: level for level, parts in enumerate(LAYERS) for part in parts}
# The command `tap-ukg-wfm` needs none of the optional ones.
OPTIONAL = {"airbyte_protocol_dataclasses": "airbyte-protocol-models-dataclasses"}


def modules() -> dict[str, Path]:
    """All modules of the package by name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports(path: Path) -> frozenset[str]:
    """What a module imports, type-only and lazy imports included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} has a relative import"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def inner(name: str) -> Iterator[str]:
    """The modules of the package that a module imports; of a package and a name in it, the name's."""
    everything = modules()
    found = {one for one in imports(everything[name]) if one in everything and one != name}
    for one in found:
        if not any(other.startswith(f"{one}.") for other in found):
            yield one


def part_of(name: str) -> str:
    return f"{name}.".split(".")[1]


def test_every_part_has_its_level() -> None:
    assert {part_of(name) for name in modules()} == LEVELS.keys()


def test_imports_go_one_way() -> None:
    wrong = [
        f"{name} imports {other}"
        for name in modules()
        for other in inner(name)
        if (part := part_of(name)) != part_of(other)
        and LEVELS[part_of(other)] >= LEVELS[part]
        # The package's own front page shows `read`.
        and (name, other) != ("tap_ukg_wfm", "tap_ukg_wfm.rows")
    ]
    assert wrong == []


def test_no_modules_import_one_another() -> None:
    graph = {name: set(inner(name)) for name in modules()}
    # A module that imports none of the remaining ones is not part of a circle.
    while leaves := {name for name, found in graph.items() if not found & graph.keys()}:
        graph = {name: found for name, found in graph.items() if name not in leaves}
    assert graph == {}


def test_only_the_singer_folder_knows_the_sdk() -> None:
    knows = {
        part_of(name)
        for name, path in modules().items()
        if any(one.split(".")[0] == "singer_sdk" for one in imports(path))
    }
    assert knows == {"singer"}


def test_what_is_imported_is_declared_with_a_lower_bound() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    block = re.search(r"^dependencies = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert block
    declared = dict(re.findall(r'"([a-z0-9-]+)(?:\[[a-z]+\])?((?:>=|~=)[0-9.]+)?"', block[1]))
    assert all(declared.values()), declared
    tops = {one.split(".")[0] for path in modules().values() for one in imports(path)}
    outer = tops - sys.stdlib_module_names - {"tap_ukg_wfm", "__future__"}
    assert OPTIONAL.keys() <= outer
    assert f'"{OPTIONAL["airbyte_protocol_dataclasses"]}>=' in text
    names = packages_distributions()
    needed = {
        names[top][0].lower().replace("_", "-") for top in outer - OPTIONAL.keys() if top in names
    }
    assert outer <= names.keys()
    assert needed == declared.keys()


@pytest.mark.parametrize("module", ["tap_ukg_wfm", "tap_ukg_wfm.check.run"])
def test_the_core_loads_without_the_sdk(module: str) -> None:
    blocked = ("singer_sdk", "airbyte_protocol_dataclasses", "click", "fsspec")
    script = f"import sys; sys.modules.update(dict.fromkeys({blocked})); import {module}"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_domains_of_streams_do_not_import_one_another() -> None:
    found = []
    for name, path in modules().items():
        domain = name.removeprefix(f"{STREAMS}.").partition(".")[0]
        if name.startswith(f"{STREAMS}.") and (PACKAGE / "streams" / domain).is_dir():
            shared = {f"{STREAMS}.{part}" for part in ("base", "fields", domain)}
            used = {part for part in imports(path) if part.startswith(f"{STREAMS}.")}
            found += [(name, part) for part in used if not part.startswith(tuple(shared))]
    assert not found
