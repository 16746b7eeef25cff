"""What becomes of lines that are not as documented: nothing is lost in silence, no key is null."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from tap_ukg_wfm.tables.columns import (
    DATE,
    INTEGER,
    STRING,
    Columns,
    column,
    either,
    person,
    ref,
    table,
)
from tap_ukg_wfm.tables.projection import Projection

COLUMNS = table(
    person(),
    column("id", INTEGER, "Id."),
    column("day", DATE, "Day."),
    ref("payCode", "the pay code"),
    column("list.0.id", INTEGER, "Id of the first.", name="first_id"),
    column("last", STRING, "Last."),
)


def projection(
    columns: Columns = COLUMNS, *required: str, records: str = "", keep: bool = False
) -> Projection:
    names = {entry.name for entry in columns}
    return Projection("things", columns, names, records, required=required, keep=keep)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({}, "no value for id (field id)"),
        ({"id": None}, "no value for id (field id)"),
        ({"id": "x"}, "a str that does not fit id (field id)"),
        ({"id": [1]}, "a list that does not fit id (field id)"),
        ({"id": 1}, "no value for day (field day)"),
        ({"id": 1, "day": "01/15/2024"}, "a str that does not fit day (field day)"),
        ({"id": 1, "day": 1_768_435_200_000}, "a int that does not fit day (field day)"),
    ],
)
def test_a_line_without_its_key_is_no_row_and_is_counted(line: dict[str, Any], reason: str) -> None:
    made = projection(COLUMNS, "id", "day")
    assert made.row(line) is None
    assert made.row({"id": 1, "day": "2026-11-15"})
    assert made.refused == {reason: 1}


def test_what_stands_for_an_absent_key_does_not_stand_for_a_wrong_one() -> None:
    columns = table(column("id", INTEGER, "Id."))
    absent = (columns[0].__class__("position_id", ("position", "id"), INTEGER, "Id.", 0),)
    made = projection(table(columns, absent), "id", "position_id")
    assert made.row({"id": 1}) == {"id": 1, "position_id": 0}
    assert made.row({"id": 1, "position": {"id": "x"}}) is None
    assert made.row({"id": 1, "position": "x"}) is None
    assert sum(made.refused.values()) == 2


def test_a_column_in_a_list_is_held_against_its_own_type(
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = projection()
    row = made.row({"id": 1, "list": [{"id": "12"}], "last": "x"})
    assert row
    assert list(row) == [entry.name for entry in COLUMNS]
    assert (row["first_id"], row["last"]) == (12, "x")
    row = made.row({"id": 1, "list": [{"id": {}}]})
    assert row
    assert row["first_id"] is None
    assert "does not fit the type of column first_id" in caplog.text


@pytest.mark.parametrize("bad", [None, "x", 5, [1]])
@pytest.mark.parametrize("records", ["", "lines", "up.lines"])
def test_an_item_that_is_not_an_object_is_counted(bad: Any, records: str) -> None:
    made = projection(records=records)
    found: Any = [{"id": 1}, bad, {"id": 2}]
    for name in reversed(records.split(".") if records else []):
        found = {name: found}
    rows = list(made._by_hand(found, made._paths[0]))
    assert [row["id"] for row in rows] == [1, 2]
    assert sum(made.refused.values()) == 1
    assert all("UKG documents an object" in reason for reason in made.refused)


@pytest.mark.parametrize(("section", "count"), [("x", 1), (5, 1), (None, 0), ([], 0)])
def test_a_section_is_a_list_or_null(section: Any, count: int) -> None:
    made = projection(records="lines")
    assert list(made._by_hand([{"lines": section}, {}], ("lines",))) == []
    assert sum(made.refused.values()) == count


def test_names_from_outside_are_printable(caplog: pytest.LogCaptureFixture) -> None:
    made = projection(records="*")
    list(made._by_hand([{"a\nb\x1b": [5], "lines": [{"id": 1, "new\nline": 2}]}], ("*",)))
    assert len(caplog.messages) == 1
    for text in (*made.refused, *caplog.messages):
        assert text.isprintable()


LINE = {
    "employee": {"id": 1, "qualifier": "N1", "name": "Never told"},
    "id": 7,
    "payCode": {"id": 2, "qualifier": "REG", "name": "REG"},
    "list": [{"id": 1}],
}


def test_nested_unknown_fields_are_reported_once_with_their_path(
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = projection()
    for _ in range(3):
        made.row({**LINE, "payCode": {"id": 2, "qualifier": "REG", "name": "Regular", "guid": "x"}})
        made.row({**LINE, "new": {"deep": 1}, "payCode": 5})
    told = [message.partition("table: ")[2].partition(".  ")[0] for message in caplog.messages]
    assert sorted(text.partition(". Set")[0] for text in told if text) == [
        *("new", "payCode.guid", "payCode.name"),
    ]


def test_a_name_that_says_the_same_is_no_news(caplog: pytest.LogCaptureFixture) -> None:
    for keep in (True, False):
        row = projection(keep=keep).row(LINE)
        assert row
        assert row.get("unknown_fields") is None
    assert not caplog.messages


def test_kept_fields_stay_under_ukgs_names(caplog: pytest.LogCaptureFixture) -> None:
    made = projection(keep=True)
    line = {**LINE, "new": [1], "payCode": {"id": 2, "qualifier": "R", "name": "Ä", "x": {"y": 1}}}
    row = made.row(line)
    assert row
    assert list(row)[-1] == "unknown_fields"
    assert json.loads(row["unknown_fields"]) == {
        "new": [1],
        "payCode": {"name": "Ä", "x": {"y": 1}},
    }
    plain = made.row(LINE)
    assert plain
    assert plain["unknown_fields"] is None
    assert not caplog.messages


def test_kept_fields_of_lines_that_look_up_to_their_parents() -> None:
    columns = table(column("^.id", INTEGER, "Id."), column("#", STRING, "List."), ref("job", "it"))
    made = projection(columns, records="lines", keep=True)
    item = {"id": 1, "lines": [{"job": {"id": 2, "qualifier": "a", "name": "b"}, "new": 1}, {}]}
    first, second = made._by_hand(item, ("lines",))
    assert json.loads(first["unknown_fields"]) == {"job": {"name": "b"}, "new": 1}
    assert second["unknown_fields"] is None


def test_fields_without_end_are_reported_as_one(caplog: pytest.LogCaptureFixture) -> None:
    made = projection()
    with caplog.at_level(logging.WARNING):
        for number in range(500):
            made.row({"id": 1, f"field {number}": number})
        list(made._by_hand([{"id": 1}], ()))
    assert len(caplog.messages) == 101
    assert "more than 100 fields in all" in caplog.messages[-1]


def test_a_column_at_one_of_several_paths_makes_both_known(
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = projection(either("a", INTEGER, "A.", "one.id", "other.id"))
    assert made.row({"other": {"id": 5, "new": 1}}) == {"a": 5}
    assert "other.new" in caplog.text
