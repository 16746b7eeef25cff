"""Odd responses give the same rows on the compiled way and on the SDK's."""

from __future__ import annotations

import logging
from typing import Any

import msgspec
import pytest

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.api.responses import Body, Response
from tap_ukg_wfm.tables import projection
from tap_ukg_wfm.tables.columns import BOOLEAN, DATE, INTEGER, NUMBER, STRING, column, ref, table
from tap_ukg_wfm.tables.projection import Projection

MOMENT = "2026-11-15T12:00:00.123456Z"


def untyped(*_: Any, **__: Any) -> None:
    """No type for any lines, so that all are read by hand."""
    raise ValueError


COLUMNS = table(
    column("id", INTEGER, "Id."),
    column("name", STRING, "Name."),
    column("hours", NUMBER, "Hours."),
    column("on", BOOLEAN, "On."),
    column("day", DATE, "Day."),
    ref("job.job", "the job"),
)
ODD: list[list[dict[str, Any]]] = [
    [{"id": 1, "name": "a", "hours": 8, "on": True, "day": "2026-01-02T00:00:00"}],
    [{"id": 5.0, "name": 7, "hours": "8.5", "on": "true", "day": "2026-01-02"}],
    [{"id": 1, "job": {"job": {"id": 3, "qualifier": "x", "more": 1}}}, {}],
    [{"id": 1, "job": {"job": None}}, {"id": 2, "job": {}}],
    [{"id": 1, "job": "none"}, {"id": 2, "day": 5, "hours": [1]}],
    [{"id": 1, "new": {"a": 1}}, {"id": 2, "new": 1, "newer": []}],
    [{"id": 2**70, "name": "nul \x00 in it", "hours": 1e300}],
    [{"id": 1}, {"id": None}, {"name": "no id"}, {"id": "x"}, {"id": {}}, {"id": 2}],
    [{"id": 1, "job": {"job": {"id": 3, "qualifier": "x", "name": "x"}}}] * 2,
    [{"id": 1, "job": {"job": {"id": 3, "qualifier": "x", "name": n}}} for n in "xyz"],
    [{"id": 1, "job": {"job": {"id": 3, "name": 5}}}, {"id": 2, "job": {"job": [7]}}],
    [{"id": 1, "job": {"odd name": 1, "class": 2, "": 3}, "\u00fc": 1}, {"id": 2, "job": 5}],
    [{"id": 1, "hours": "NaN"}, {"id": 2, "hours": "Infinity"}, {"id": 3, "day": "2026-02-30"}],
]


def body(items: list[dict[str, Any]], operation: Operation, *, deep: bool) -> Body:
    content = [{"lines": items, "beside": 1}, {"lines": None}, {}] if deep else items
    wrapped = {operation.envelope[0]: content} if operation.envelope else content
    return Body(operation, Response(msgspec.json.encode(wrapped), MOMENT))


@pytest.mark.parametrize("items", ODD)
@pytest.mark.parametrize("deep", [True, False])
@pytest.mark.parametrize("envelope", [(), ("records",)])
@pytest.mark.parametrize("keep", [True, False])
def test_odd_answers_are_read_alike(  # noqa: PLR0913 - what it goes over
    items: list[dict[str, Any]],
    envelope: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    *,
    deep: bool,
    keep: bool,
) -> None:
    operation = Operation("/v1/x", envelope=envelope)
    names = {entry.name for entry in COLUMNS}
    rows: list[list[dict[str, Any]]] = []
    told: list[Any] = []
    for _ in range(2):
        records = "lines" if deep else ""
        made = Projection("x", COLUMNS, names, records, required=["id"], keep=keep)
        # Twice, since the first answer may teach it a field.
        rows += [list(made.rows(body(items, operation, deep=deep))) for _ in range(2)]
        told.append((sorted(caplog.messages), made.refused))
        caplog.clear()
        monkeypatch.setattr(projection, "TypedLines", untyped)
    assert rows[0] or made.refused
    assert rows[0] == rows[1] == rows[2] == rows[3]
    assert told[0] == told[1]


def test_what_is_odd_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    made = Projection("things", COLUMNS, {"id", "day"})
    operation = Operation("/v1/x")
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            list(made.rows(body(ODD[5], operation, deep=False)))
            list(made.rows(body(ODD[4], operation, deep=False)))
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == len(set(told))
    assert sum("not in the table: new." in text for text in told) == 1
    assert sum("column day" in text for text in told) == 1
