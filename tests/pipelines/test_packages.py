"""Both wheels: what is in them, and what PyPI shows of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from email import message_from_bytes
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from email.message import Message
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    os.environ.get("TAP_UKG_WFM_PIPELINES") != "1",
    reason="installs build tools: set TAP_UKG_WFM_PIPELINES=1",
)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ZipFile]:
    """The wheels of the tap and of the sandbox by the name of their package."""
    folder: Path = tmp_path_factory.mktemp("wheels")
    for source in (ROOT, ROOT / "sandbox"):
        build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder)]
        subprocess.run([*build, str(source)], check=True, timeout=600)
    return {path.name.partition("-")[0]: ZipFile(path) for path in folder.glob("*.whl")}


def metadata(wheel: ZipFile) -> Message:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return message_from_bytes(wheel.read(name))


def test_each_wheel_holds_its_own_package_alone(wheels: dict[str, ZipFile]) -> None:
    assert wheels.keys() == {"tap_ukg_wfm", "ukg_wfm_sandbox"}
    for package, wheel in wheels.items():
        names = [name for name in wheel.namelist() if ".dist-info/" not in name]
        assert {name.partition("/")[0] for name in names} == {package}
        assert f"{package}/__init__.py" in names
        (other,) = wheels.keys() - {package}
        for name in names:
            found = re.search(
                rf"^\s*(from|import) {other}\b", wheel.read(name).decode(), re.MULTILINE
            )
            assert not found, f"{name} imports {other}"
    assert "tap_ukg_wfm/py.typed" in wheels["tap_ukg_wfm"].namelist()


def test_both_have_the_version_of_the_tag(wheels: dict[str, ZipFile]) -> None:
    versions = {metadata(wheel)["Version"] for wheel in wheels.values()}
    assert len(versions) == 1, versions
    fallbacks = {
        re.findall(r'^fallback-version = "(.+)"$', (ROOT / path).read_text("utf-8"), re.MULTILINE)[
            0
        ]
        for path in ("pyproject.toml", "sandbox/pyproject.toml")
    }
    assert len(fallbacks) == 1, fallbacks


def test_every_link_on_pypi_leads_to_a_file_of_the_repository(wheels: dict[str, ZipFile]) -> None:
    for package, wheel in wheels.items():
        described = metadata(wheel)
        urls = dict(url.split(", ", 1) for url in described.get_all("Project-URL", []))
        assert {"Source", "Documentation", "Changelog", "Issues"} <= urls.keys()
        repository = urls["Homepage"]
        raw = repository.replace("//github.com", "//raw.githubusercontent.com")
        assert all(url.startswith(repository) for url in urls.values())
        text = str(described.get_payload())
        links = re.findall(r"\]\(([^)]+)\)", text)
        pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text)
        assert all(link.startswith(("https://", "#")) for link in links), package
        assert all(picture.startswith(f"{raw}/main/") for picture in pictures), package
        own = re.compile(
            rf"(?:{re.escape(repository)}/(?:blob|tree)|{re.escape(raw)})/main/([^#]+)"
        )
        files = [found[1] for link in [*links, *urls.values()] if (found := own.match(link))]
        assert len(files) > (10 if package == "tap_ukg_wfm" else 1)
        for file in files:
            assert (ROOT / file).exists(), file
