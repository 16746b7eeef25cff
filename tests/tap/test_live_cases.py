"""Small answers recorded on a live tenant, and the rows that the tap makes of them.

Structure, names and types of the answers are a live tenant's; ids, names and amounts are made up.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox

from tests.conftest import catalog_of, select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Run, Tap

CASES = Path(__file__).parents[1] / "live_cases"
RECORDED = Path(__file__).parents[3] / "shared" / "live-cases"
TODAY = "2026-07-27"
TIMECARD = "POST /v1/timekeeping/timecard/multi_read"
METRICS = "POST /v1/timekeeping/timecard_metrics/multi_read"
SCHEDULE = "POST /v1/scheduling/schedule/multi_read"
ATTESTATION = "POST /v1/timekeeping/attestation/multi_read"
PERSONS = "POST /v1/commons/persons/apply_read"


def case(name: str) -> Any:
    return json.loads((CASES / f"{name}.json").read_text("utf-8"))


@pytest.fixture
def live() -> Iterator[Sandbox]:
    with Sandbox(employees=5, days=20, seed=3, today=TODAY) as tenant:
        yield tenant


def answers(tenant: Sandbox, operation: str, *bodies: Any, times: int | None = None) -> None:
    """Let an operation give these answers, one after another."""
    for body in bodies:
        tenant.fault(operation=operation, status=200, error=body, times=times)


def people(tenant: Sandbox, *ids: int) -> None:
    """Let these be all people of the tenant."""
    head = {"firstName": "F", "lastName": "L", "employmentStatus": "Active"}
    records = [{"personId": one, "personNumber": f"N{one}", **head} for one in ids]
    answers(tenant, PERSONS, {"totalElements": str(len(ids)), "records": records})


def read(tap: Tap, tenant: Sandbox, *streams: str, **settings: Any) -> Run:
    settings = {"start_date": TODAY, **settings}
    return tap(tenant.config(**settings), catalog=catalog_of(*streams))


def test_persons_are_read_until_a_page_is_short(tap: Tap, live: Sandbox) -> None:
    entry = {
        "name": "people_here",
        "path": "/v1/commons/persons/apply_read",
        "method": "POST",
        "body": {"where": {}, "index": "$index", "count": "$count"},
        "records": "records",
        "page_size": 2,
        "columns": {"id": "personId:integer"},
        "primary_keys": ["id"],
    }
    answers(live, PERSONS, *case("persons-two-pages-of-two"), times=1)
    config = live.config(custom_streams=[entry])
    catalog = json.loads(tap(config, "--discover", singer=False).stdout)
    run = tap(config, catalog=select(catalog, "people_here"))
    assert run.code == 0
    assert [row["id"] for row in run.records("people_here")] == [1, 2, 3, 4, 5]


def test_a_page_without_a_list_is_an_empty_page(tap: Tap, live: Sandbox) -> None:
    span = {"startDateTime": f"{TODAY}T08:00:00", "endDateTime": f"{TODAY}T09:00:00"}
    entry = {
        "name": "latest_punches",
        "path": "/v1/timekeeping/punches/apply_read",
        "method": "POST",
        "body": {
            "where": {"employees": {"ids": [1]}, "dateRange": span},
            "index": "$index",
            "count": "$count",
        },
        "records": "data",
        "page_size": 25,
        "columns": {"person_id": "employee.id:integer"},
        "primary_keys": ["person_id"],
    }
    answers(live, "POST /v1/timekeeping/punches/apply_read", case("page-without-data"))
    config = live.config(custom_streams=[entry])
    catalog = json.loads(tap(config, "--discover", singer=False).stdout)
    run = tap(config, catalog=select(catalog, "latest_punches"))
    assert run.code == 0
    assert run.records("latest_punches") == []


def test_hyperfinds_have_negative_ids(tap: Tap, live: Sandbox) -> None:
    answers(live, "GET /v1/commons/hyperfind", case("hyperfinds-with-negative-ids"))
    run = read(tap, live, "hyperfind_queries")
    assert run.code == 0
    found = {row["id"]: row["name"] for row in run.records("hyperfind_queries")}
    assert found == {4553: "All Home", -9: "System query"}


def test_who_is_left_out_is_not_read(tap: Tap, live: Sandbox) -> None:
    people(live, 755, 756, 757)
    answers(live, TIMECARD, case("one-of-three-answered"))
    run = read(tap, live, "timecard_exceptions")
    assert run.code == 1
    assert {row["person_id"] for row in run.records("extraction_windows")} == {756}
    assert "timecard_exceptions" in run.stderr


def test_the_copies_are_what_was_recorded() -> None:
    if not RECORDED.is_dir():
        pytest.skip("the recorded answers are not beside this project")
    recorded = {path.name: path.read_bytes() for path in RECORDED.glob("*.json")}
    assert recorded == {path.name: path.read_bytes() for path in CASES.glob("*.json")}


def test_every_case_is_read_by_a_test() -> None:
    text = Path(__file__).read_text("utf-8")
    for path in CASES.glob("*.json"):
        assert f'case("{path.stem}")' in text
