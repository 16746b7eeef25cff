"""Streams that the configuration declares: custom streams and dataviews."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm.settings import problems
from tap_ukg_wfm.tap import TapUKGWFM

if TYPE_CHECKING:
    from tap_ukg_wfm.sandbox import Sandbox
    from tests.conftest import Tap

GROUPS = {
    "name": "my_groups",
    "path": "/v1/commons/employee_groups",
    "columns": {"id": "id:integer", "name": "name:string", "whole": "updateDtm:json"},
    "primary_keys": ["id"],
}
PUNCHES = {
    "name": "my_punches",
    "path": "/v1/timekeeping/timecard/multi_read",
    "method": "POST",
    "body": {
        "where": {
            "employees": {"ids": "$employee_ids"},
            "dateRange": {"startDate": "$start_date", "endDate": "$end_date"},
        },
        "select": ["PUNCHES"],
    },
    "records": "punches",
    "columns": {
        "id": "id:integer",
        "person_id": "employee.id:integer",
        "punched_at": "punchDtm:local_time",
        "punched_on": "punchDtm:date",
        "zone": "timeZone:json",
    },
    "primary_keys": ["person_id", "id"],
    "replication_key": "punched_on",
}
PERSONS = {
    "name": "my_persons",
    "path": "/v1/commons/persons/apply_read",
    "method": "POST",
    "body": {"where": {}, "index": "$index", "count": "$count"},
    "page_size": 5,
    "columns": {"person_id": "personId:integer", "name": "lastName:string"},
    "primary_keys": ["person_id"],
}


def test_custom_streams_read_lists_pages_and_windows(tap: Tap, tenant: Sandbox) -> None:
    config = tenant.config(custom_streams=[GROUPS, PUNCHES, PERSONS], window_days=11)
    run = tap(config)
    assert run.code == 0, run.stderr[-2000:]
    for mine, theirs, key in (
        ("my_groups", "employee_groups", "id"),
        ("my_punches", "punches", "id"),
        ("my_persons", "persons", "person_id"),
    ):
        rows = run.records(mine)
        assert rows
        assert sorted(r[key] for r in rows) == sorted(r[key] for r in run.records(theirs))
    row = run.records("my_punches")[0]
    assert row["punched_on"] == row["window_date"] == row["punched_at"][:10]
    assert row["zone"].startswith('{"id": ')
    asked = [r for r in tenant.requests() if r["path"].endswith("persons/apply_read")]
    assert max(r["body"]["index"] for r in asked) == 2
    assert run.state["bookmarks"]["my_punches"]["covered"]
    tenant.advance(2)
    again = tap({**config, "lookback_days": 3}, state=run.state)
    assert again.code == 0
    assert 0 < len(again.records("my_punches")) < len(run.records("my_punches"))


MISTAKES: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (GROUPS, {"name": None}, "Number 1 of each custom stream needs name"),
    (GROUPS, {"name": "My Groups"}, "needs a name of lower-case letters"),
    (GROUPS, {"name": "persons"}, "The custom stream persons has the name of another stream"),
    (GROUPS, {"columns": {}}, "The custom stream my_groups needs columns"),
    (GROUPS, {"columns": {"id": "id"}}, "a column id that is not written as path:type"),
    (GROUPS, {"columns": {"id": "id:int"}}, "with one of the types string, integer"),
    (GROUPS, {"primary_keys": ["key"]}, "has no column key, which is one of its keys"),
    (GROUPS, {"primary_keys": "id"}, "needs a list of texts as primary_keys"),
    (GROUPS, {"method": "DELETE"}, "needs one of GET, POST as method"),
    (GROUPS, {"method": "POST"}, "may not POST to this path"),
    (GROUPS, {"path": "https://example.com/v1/x"}, "without host"),
    (GROUPS, {"path": "/v1/../../authentication"}, "needs a path such as"),
    (GROUPS, {"key": 1}, "has no setting key"),
    (GROUPS, {"page_size": 0}, "a whole number above 0 as page_size"),
    (PUNCHES, {"replication_key": None}, "needs a replication_key"),
    (PUNCHES, {"body": {"a": "$employees"}}, "uses $employees, which is none of"),
    (PERSONS, {"body": {"index": "$index"}}, "has to use $index and $count together"),
]


@pytest.mark.parametrize(("entry", "change", "sentence"), MISTAKES, ids=[m[2] for m in MISTAKES])
def test_mistakes_are_said_at_the_start(
    sandbox: Sandbox, entry: dict[str, Any], change: dict[str, Any], sentence: str
) -> None:
    known = TapUKGWFM._known_settings()
    assert problems(sandbox.config(custom_streams=[entry]), known) == []
    wrong = {**copy.deepcopy(entry), **change}
    found = problems(sandbox.config(custom_streams=[wrong]), known)
    assert sentence in " ".join(found)
    assert problems(sandbox.config(custom_streams="all"), known) == [
        "The setting for each custom stream has to be a list of objects."
    ]
