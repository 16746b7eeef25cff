"""The examples in docstrings hold."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

from tests.unit.test_architecture import modules

EXAMPLES = [name for name, path in modules().items() if ">>> " in path.read_text("utf-8")]


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_hold(name: str) -> None:
    result = doctest.testmod(import_module(name))
    assert result.attempted
    assert not result.failed
