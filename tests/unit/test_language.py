"""Texts that users read are in plain American English: no phrase of the list below comes back."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
# Riddles, inverted negations, home-made terms, and British spelling beside American.
PHRASES = (
    r"beyond all measure",
    r"does no harm",
    r"(?<!there )\bis no [a-z]+ (of|object|date|number|list|text|file|folder|proxy|host)\b",
    r"\btold of (once|by)\b",
    r"\btakes? (it|them|[a-z]+) along\b",
    r"\bwhat lands?\b",
    r"^#+ what counts",
    r"\bshows? what counts\b",
    r"\bfor a sign\b",
    r"\bgo out by themselves\b",
    r"\bnothing of this person\b",
    r"\blet nobody\b",
    r"\bdeclared\.md\b",
    r"\b(dis)?organisations?\b",
    r"\blicences?\b",
    r"\b(behaviour|honour|colour|catalogue)\w*\b",
    r"\bgives? it away\b",
    r"\bno reason to fail\b",
    r"\bitself failed\b",
    r"\bis not as this tap\b",
    r"\bspeaks? TLS\b",
    r"\bsees nobody\b",
    r"\bgave a token\b",
)
PATTERN = re.compile("|".join(f"(?:{phrase})" for phrase in PHRASES), re.IGNORECASE | re.MULTILINE)
CODE = ("tap_ukg_wfm", "sandbox/ukg_wfm_sandbox", "examples", "benchmarks")


def pages() -> Iterator[tuple[str, str]]:
    """Every page of documentation, without its code."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "sandbox").glob("*.md")]
    for path in (*found, ROOT / "meltano.yml"):
        text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
        yield str(path.relative_to(ROOT)), text


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """All strings of a module: messages, settings, help and docstrings; `{}` stands for a value."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield node.lineno, "".join(map(str, parts))


def odd_phrases(text: str) -> list[str]:
    """The phrases of the list in a text, also across line breaks.

    >>> odd_phrases("An answer holds a number beyond all\\nmeasure.")
    ['beyond all measure']
    """
    joined = re.sub(r"(?<=\S)[ \t]*\n[ \t]*(?=[a-z])", " ", text)
    return [match[0] for match in PATTERN.finditer(joined)]


def test_documentation_is_plain() -> None:
    found = {name: odd for name, text in pages() if (odd := odd_phrases(text))}
    assert not found


@pytest.mark.parametrize("folder", CODE)
def test_messages_are_plain(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {odd}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line, text in texts(ast.parse(path.read_text("utf-8")))
        if (odd := odd_phrases(text))
    ]
    assert not found


@pytest.mark.parametrize(
    "old",
    [
        "An answer holds a number beyond all measure: please report it.",
        "A -sso in it does no harm.",
        "Fewer go out by themselves while it throttles.",
        "Nothing of this person is read.",
        "## What lands",
        "Let nobody take a catalog for a sign that the connection works",
        "The setting start_date is no date of the form YYYY-MM-DD",
        "The name of the organisation",
    ],
)
def test_the_list_finds_old_sentences(old: str) -> None:
    assert odd_phrases(old)
