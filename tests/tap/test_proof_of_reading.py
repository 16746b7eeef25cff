"""Whatever UKG answers: never a loss with exit code 0, never a deletion by an unproved list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox

from tap_ukg_wfm.api.errors import OperationError
from tap_ukg_wfm.api.responses import Response
from tap_ukg_wfm.custom.dataviews import DataRequest
from tap_ukg_wfm.sync.readers.dataviews import fetch_data
from tests.conftest import TODAY, Run, Tap, catalog_of
from tests.truth import compare
from tests.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMECARD = "POST /v1/timekeeping/timecard/multi_read"
PERSONS = "POST /v1/commons/persons/apply_read"
EXECUTE = "POST /v1/commons/hyperfind/execute"
GROUPS = "GET /v1/commons/employee_groups"
ERROR = {"errorCode": "WFP-00500", "message": "Internal error."}


@pytest.fixture
def tenant() -> Iterator[Sandbox]:
    """A tenant with few days, for runs that are cut into many requests."""
    with Sandbox(employees=12, days=8, seed=11, today=TODAY, spike_limit=1000) as running:
        yield running


def activated(run: Run) -> set[str]:
    return {m["stream"] for m in run.lines if m["type"] == "ACTIVATE_VERSION"}


def told(run: Run, stream: str) -> set[int]:
    rows = run.records("extraction_windows")
    return {row["person_id"] for row in rows if row["stream"] == stream}


@pytest.mark.parametrize(
    "body", [ERROR, {"fault": {"faultstring": "x"}}, {"errors": [ERROR]}, {}, [None], ["x"], [[1]]]
)
def test_an_error_with_status_200_is_never_an_empty_table(
    tap: Tap, tenant: Sandbox, body: Any
) -> None:
    for operation in (GROUPS, TIMECARD):
        tenant.fault(operation=operation, status=200, times=None, body=json.dumps(body))
    catalog = catalog_of("employee_groups", "punches", "device_groups")
    run = tap(tenant.config(window_days=30), catalog=catalog)
    assert run.code == 1
    assert f"{GROUPS} returned" in run.stderr
    assert f"{TIMECARD} returned" in run.stderr
    assert activated(run) == {"device_groups"}
    assert not run.records("punches")
    assert not told(run, "punches")
    assert "completed" not in run.state["bookmarks"].get("punches", {})


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"totalElements": "0", "records": []}, "UKG lists no person at all."),
        ({"totalElements": 60, "records": []}, "items, three times"),
        ({"totalElements": "1", "people": []}, f"{PERSONS} returned no records instead of data."),
    ],
)
def test_no_people_are_no_empty_population(
    tap: Tap, tenant: Sandbox, body: Any, sentence: str
) -> None:
    catalog = catalog_of("persons", "punches", "employees")
    first = tap(tenant.config(), catalog=catalog)
    assert first.code == 0, first.stderr[-2000:]
    tenant.fault(operation=PERSONS, status=200, times=None, body=json.dumps(body))
    run = tap(tenant.config(), catalog=catalog, state=first.state)
    assert run.code == 1
    assert sentence in run.stderr
    assert not activated(run)
    assert not run.records("extraction_windows")
    before, after = (r.state["bookmarks"]["punches"] for r in (first, run))
    assert {**before, "opened": 0, "done": 0, "covered": 0} == {
        **after,
        "opened": 0,
        "done": 0,
        "covered": 0,
    }


def test_a_hyperfind_without_people_is_no_empty_population(tap: Tap, tenant: Sandbox) -> None:
    nobody = {"count": 0, "result": {"refs": [], "basePersons": []}}
    tenant.fault(operation=EXECUTE, status=200, times=None, body=json.dumps(nobody))
    run = tap(tenant.config(hyperfinds=["All Home"]), catalog=catalog_of("persons", "punches"))
    assert run.code == 1
    assert "The Hyperfinds in the setting hyperfinds (All Home) match nobody." in run.stderr
    assert not run.records("persons")
    assert "completed" not in run.state["bookmarks"].get("punches", {})


def test_far_fewer_people_are_refused_until_a_setting_allows_it(tap: Tap, tenant: Sandbox) -> None:
    catalog = catalog_of("persons", "punches")
    first = tap(tenant.config(), catalog=catalog)
    people = [row["person_id"] for row in first.records("persons")]
    listed = [{"personId": one, "personNumber": str(one)} for one in people[: len(people) - 6]]
    fewer = json.dumps({"totalElements": str(len(listed)), "records": listed})
    tenant.fault(operation=PERSONS, status=200, times=None, body=fewer)
    run = tap(tenant.config(), catalog=catalog, state=first.state)
    assert run.code == 1
    assert (
        f"UKG lists {len(listed)} people; in the last run there were {len(people)}." in run.stderr
    )
    assert not activated(run)
    assert run.state["bookmarks"]["punches"]["people"]["count"] == len(people)
    allowed = tap(tenant.config(accept_fewer_people=True), catalog=catalog, state=run.state)
    assert allowed.code == 0, allowed.stderr[-2000:]
    assert allowed.state["bookmarks"]["punches"]["people"]["count"] == len(listed)
    assert tap(tenant.config(), catalog=catalog, state=allowed.state).code == 0


def test_an_empty_full_table_deletes_nothing_and_is_named(tap: Tap, tenant: Sandbox) -> None:
    tenant.fault(operation=GROUPS, status=200, times=None, body="[]")
    run = tap(tenant.config(), catalog=catalog_of("employee_groups", "device_groups"))
    assert run.code == 0
    assert "UKG returned empty lists for: employee_groups." in run.stderr
    assert activated(run) == {"device_groups"}


def test_who_is_left_out_without_a_word_is_not_told_as_read(tap: Tap, tenant: Sandbox) -> None:
    catalog, start = catalog_of("punches", "employees"), tenant.config()["start_date"]
    gone = tenant.truth("persons")[4]["person_id"]
    everyone = {row["person_id"] for row in tenant.truth("persons")}
    tenant.edit(person_id=gone, date=start, kind="erase_person")
    run = tap(tenant.config(window_days=4), catalog=catalog)
    assert run.code == 1
    said = f"punches: UKG returned nothing for 1 of {len(everyone)} people (ids {gone})."
    assert run.stderr.count(said) == 2, "once when it ends, and once in the summary"
    assert f"returned {len(everyone) - 1:,}" in run.stderr
    assert told(run, "punches") == everyone - {gone}
    assert "completed" not in run.state["bookmarks"]["punches"]


@pytest.mark.parametrize("status", [400, 422, 500])
def test_one_bad_person_costs_nobody_else(tap: Tap, tenant: Sandbox, status: int) -> None:
    """The sandbox refuses each request that names the person, whatever else it names."""
    catalog, start = catalog_of("punches", "timecards"), tenant.config()["start_date"]
    bad = tenant.truth("persons")[4]["person_id"]
    tenant.fault(
        operation=TIMECARD, status=status, times=None, error={"errorCode": "WTK-9"}, names=bad
    )
    run = tap(tenant.config(), catalog=catalog)
    assert run.code == 1
    assert f"people (ids {bad})" in run.stderr
    assert "WTK-9" in run.stderr
    assert told(run, "punches") == {row["person_id"] for row in tenant.truth("persons")} - {bad}
    warehouse = Warehouse()
    warehouse.land(run.lines)
    tenant.clear_faults()
    again = tap(tenant.config(), catalog=catalog, state=run.state)
    assert again.code == 0, again.stderr[-2000:]
    warehouse.land(again.lines)
    compare("punches", warehouse.rows("punches"), tenant, start)


def test_an_operation_that_always_fails_is_given_up_soon(tap: Tap, tenant: Sandbox) -> None:
    tenant.fault(operation=TIMECARD, status=400, times=None, error={"errorCode": "WTK-9"})
    run = tap(tenant.config(window_days=2), catalog=catalog_of("punches"))
    assert run.code == 1
    assert "UKG did not accept the request" in run.stderr
    assert sum(tenant.stats()["requests"][TIMECARD].values()) < 60


@pytest.mark.parametrize("odd", [None, [1], {"x": 1}, "abc", True])
def test_a_person_with_an_odd_id_is_left_out_and_told(tap: Tap, tenant: Sandbox, odd: Any) -> None:
    listed = [
        {"personId": row["person_id"], "personNumber": row["person_number"]}
        for row in tenant.truth("persons")
    ]
    body = {"totalElements": "x", "records": [*listed, {"personId": odd, "personNumber": "1"}]}
    tenant.fault(operation=PERSONS, status=200, times=None, body=json.dumps(body))
    refs = [{"id": odd, "qualifier": "2"}, {"id": listed[0]["personId"], "qualifier": "3"}]
    found = {"count": 2, "result": {"refs": refs}}
    run = tap(tenant.config(), catalog=catalog_of("persons", "timecards"))
    assert run.code == 1
    assert f"1 of {len(listed) + 1} people have no usable id." in run.stderr
    assert len(run.records("persons")) == len(listed)
    assert "persons" not in activated(run)
    tenant.fault(operation=EXECUTE, status=200, times=None, body=json.dumps(found))
    some = tap(tenant.config(hyperfinds=[1]), catalog=catalog_of("timecards"))
    assert "Hyperfind 1: 1 of 2 people have no usable id." in some.stderr
    assert {row["person_id"] for row in some.records("timecards")} == {listed[0]["personId"]}


def test_a_section_that_was_selected_and_is_missing_is_told(tap: Tap, tenant: Sandbox) -> None:
    people = [row["person_id"] for row in tenant.truth("persons")]
    items = [{"employee": {"id": one}, "punchez": [], "exceptions": []} for one in people]
    tenant.fault(operation=TIMECARD, status=200, times=None, body=json.dumps(items))
    run = tap(tenant.config(), catalog=catalog_of("punches", "timecard_exceptions"))
    assert run.code == 1
    assert "Stream punches: " in run.stderr
    assert "no punches in an item" in run.stderr
    assert not told(run, "punches")
    assert told(run, "timecard_exceptions") == set(people)
    assert "completed" in run.state["bookmarks"]["timecard_exceptions"]


def test_rows_of_other_dates_are_counted(tap: Tap, tenant: Sandbox) -> None:
    person = tenant.truth("persons")[0]["person_id"]
    employee = {"id": person, "qualifier": "x"}
    punches = [
        {"id": n, "employee": employee, "punchDtm": f"{2001 + n}-01-01T08:00:00"} for n in range(3)
    ]
    items = [
        {"employee": {"id": row["person_id"]}, "punches": punches if row["person_id"] == person else []}
        for row in tenant.truth("persons")
    ]  # fmt: skip
    tenant.fault(operation=TIMECARD, status=200, times=None, body=json.dumps(items))
    run = tap(tenant.config(), catalog=catalog_of("punches"))
    assert run.code == 0, run.stderr[-2000:]
    assert (
        run.stderr.count("Stream punches: UKG returned 3 rows outside of the requested dates") == 1
    )


TREES: list[Any] = [
    {"metadata": {}, "data": {"children": "abc"}},
    {"metadata": {}, "data": {"children": {}}},
    {"metadata": {}, "data": {}},
    {"metadata": {}, "data": {"children": ["abc"]}},
    {"metadata": {}, "data": {"children": [None]}},
    {"metadata": {}, "data": {"children": [[]]}},
    {"metadata": {}, "data": {"children": [{"attributes": {"a": 1}}]}},
    {"metadata": {}, "data": {"children": [{"attributes": ["x"]}]}},
    {"metadata": {}, "data": {"children": [{"attributes": [{"value": 1}]}]}},
    {"metadata": {}, "data": {"children": [{"attributes": [{"key": ["a"], "value": 1}]}]}},
    {"metadata": {}, "data": {"children": [{"coreEntityKey": ["EMP"]}]}},
    {"metadata": {}, "data": {"children": [{"coreEntityKey": {"EMP": "x"}}]}},
    {"metadata": {}, "data": {"children": [{"key": 7}]}},
    {"metadata": {"errors": {"a": 1}}, "data": {"children": []}},
    {"metadata": [], "data": {"children": []}},
    {"metadata": {"totalElements": 9}, "data": {"children": []}},
]


@pytest.mark.parametrize("tree", TREES, ids=json.dumps)
def test_an_odd_dataview_has_a_sentence(tree: Any) -> None:
    def ask(**_: Any) -> Response:
        return Response(json.dumps(tree).encode(), "")

    with pytest.raises(OperationError, match="POST /v1/commons/data/multi_read"):
        fetch_data(DataRequest("/v1/commons/data/multi_read"), ask)
