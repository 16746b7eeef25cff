"""Catalogs of other versions, and those that somebody edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import catalog_of

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap


@pytest.mark.parametrize("schema", [None, {}, {"type": "object", "properties": {}}])
def test_a_catalog_with_names_alone_changes_nothing_else(
    tap: Tap, sandbox: Sandbox, schema: dict[str, Any] | None
) -> None:
    entry: dict[str, Any] = {"tap_stream_id": "punches", "stream": "punches"}
    if schema is not None:
        entry["schema"] = schema
    run = tap(sandbox.config(), catalog={"streams": [entry]})
    (table,) = (m for m in run.lines if m["type"] == "SCHEMA")
    assert table["key_properties"] == ["person_id", "id"]
    assert table["bookmark_properties"] == ["window_date"]
    assert {frozenset(row) for row in run.records("punches")} == {
        frozenset(table["schema"]["properties"])
    }
    assert not [m for m in run.lines if m["type"] == "ACTIVATE_VERSION"]
    assert run.state["bookmarks"]["punches"]["covered"]


def test_columns_that_an_old_catalog_does_not_have_are_left_out(tap: Tap, sandbox: Sandbox) -> None:
    chosen = catalog_of("punches")
    (entry,) = (e for e in chosen["streams"] if e["stream"] == "punches")
    del entry["schema"]["properties"]["punch_dtm"]
    run = tap(sandbox.config(), catalog=chosen)
    assert run.records("punches")
    assert not any("punch_dtm" in row for row in run.records("punches"))


def test_flattening_takes_every_stream(tap: Tap, sandbox: Sandbox) -> None:
    run = tap(sandbox.config(flattening_enabled=True, flattening_max_depth=1))
    assert run.code == 0
    assert run.records("leave_reasons")
    assert run.records("location_types")
