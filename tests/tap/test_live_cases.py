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


def holds(row: dict[str, Any], **values: Any) -> bool:
    """Whether a row has these values; the difference is shown where it does not."""
    assert {name: row[name] for name in values} == values
    return True


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
    entry = {
        "name": "punches_here",
        # The operation of the case is newer than the sandbox; any that pages will do.
        "path": "/v1/commons/persons/apply_read",
        "method": "POST",
        "body": {"where": {}, "index": "$index", "count": "$count"},
        "records": "data",
        "page_size": 25,
        "columns": {"person_id": "employee.id:integer"},
        "primary_keys": ["person_id"],
    }
    answers(live, PERSONS, case("page-without-data"))
    config = live.config(custom_streams=[entry])
    catalog = json.loads(tap(config, "--discover", singer=False).stdout)
    run = tap(config, catalog=select(catalog, "punches_here"))
    assert run.code == 0
    assert run.records("punches_here") == []


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


def test_a_shift_tells_when_it_was_changed(tap: Tap, live: Sandbox) -> None:
    people(live, 1003)
    answers(live, SCHEDULE, case("schedule-shift"))
    day = "2026-07-11"
    run = read(tap, live, "shifts", "shift_segments", start_date=day, end_date=day)
    assert run.code == 0
    (shift,) = run.records("shifts")
    assert holds(shift, id=45972, person_id=1003, person_number="N1003", position_id=-1003)
    assert holds(shift, record_version=1760049310099, generated=True, deleted=False)
    assert shift["modified_date_time"].startswith("2025-10-09T22:35:10.099")
    assert shift["relations"][0]["relationType"] == "FROM_PATTERNITEM_TO_ITEM"
    (segment,) = run.records("shift_segments")
    assert holds(segment, id=46972, shift_id=45972, type="REGULAR_SEGMENT", org_job_id=10880)
    assert segment["workrule_guid"] == "00000000-0000-4000-8000-000000000151"


def test_a_holiday_of_a_schedule_has_no_id(tap: Tap, live: Sandbox) -> None:
    people(live, 1002)
    answers(live, SCHEDULE, case("holiday-without-id"))
    dates = {"start_date": "2026-07-01", "end_date": "2026-07-10"}
    run = read(tap, live, "schedule_holidays", **dates)
    assert run.code == 0
    found = [
        (row["person_id"], row["holiday_id"], row["start_date_time"][:19])
        for row in run.records("schedule_holidays")
    ]
    assert sorted(found) == [(1002, 107, "2026-07-03T00:00:00"), (1002, 252, "2026-07-04T00:00:00")]


def test_a_summary_of_accruals_holds_one_balance(tap: Tap, live: Sandbox) -> None:
    people(live, 756)
    answers(live, METRICS, case("accrual-summary-of-98-days"))
    run = read(tap, live, "accrual_balances")
    assert run.code == 0
    (row,) = run.records("accrual_balances")
    assert holds(row, person_id=756, accrual_code_id=1, balance_date=TODAY)
    assert holds(row, available_balance_hours=30.7222, available_balance_in_seconds=110600)
    assert holds(row, current_balance_vested_duration_in_seconds=110600)
    assert holds(row, starting_balance_vested_duration_in_seconds=86400)
    assert holds(row, accrual_code_hours_per_day_in_seconds=28800)
    assert row["reporting_period"] == "1/01/2026 - 12/31/2026"


def test_an_accrual_transaction_is_exact_in_seconds(tap: Tap, live: Sandbox) -> None:
    people(live, 756)
    answers(live, METRICS, case("accrual-transaction"))
    day = "2026-04-24"
    run = read(tap, live, "accrual_transactions", start_date=day, end_date=day)
    assert run.code == 0
    (row,) = run.records("accrual_transactions")
    assert holds(row, person_id=756, accrual_trans_id="909340:2:2:2026-04-24T00:00", type="GRANT")
    assert holds(row, hours_amount=1.54, seconds_amount=5544, probation_seconds_amount=0)
    assert holds(row, accrual_code_type_name="Hour", disqualified=False)


def test_an_attestation_counts_for_the_local_date(tap: Tap, live: Sandbox) -> None:
    people(live, 1002)
    answers(live, ATTESTATION, case("attestation-in-the-evening"))
    day = "2026-06-18"
    run = read(tap, live, "attestations", start_date=day, end_date=day)
    assert run.code == 0
    (row,) = run.records("attestations")
    assert holds(row, person_id=1002, id=1, unique_id=-1, attestation_date=day)
    assert row["punch_dtm"].startswith("2026-06-18T21:00:00")
    assert row["punch_transaction_start_dtm"].startswith("2026-06-19T01:00:00")


def test_a_daily_total_says_that_it_is_in_seconds(tap: Tap, live: Sandbox) -> None:
    people(live, 756)
    answers(live, TIMECARD, case("daily-total-in-seconds"))
    day = "2026-04-21"
    run = read(tap, live, "daily_total_summaries", start_date=day, end_date=day)
    assert run.code == 0
    (row,) = run.records("daily_total_summaries")
    assert holds(row, person_id=756, apply_date=day, total_seconds=28800)
    assert "cumulative_total" not in row


def test_a_total_without_its_date_fails_its_stream(tap: Tap, live: Sandbox) -> None:
    people(live, 756)
    answers(live, TIMECARD, case("totals-without-date"))
    run = read(tap, live, "timecard_totals")
    assert run.code == 1
    assert run.records("timecard_totals") == run.records("extraction_windows") == []
    assert "timecard_totals" in run.stderr
    assert TIMECARD in run.stderr


def test_a_payroll_export_is_looked_for_in_the_list(tap: Tap, live: Sandbox) -> None:
    told = case("payroll-export")
    path = "/v1/commons/payroll/export/async"
    entry = {
        "name": "payroll",
        "query": told["request"]["query"],
        "columns": {"one": "1:integer"},
        "primary_keys": ["one"],
        # Less than the minute until UKG wants to be asked again.
        "wait_seconds": 1,
    }
    live.fault(operation=f"POST {path}", status=202, error=told["submitted"], times=None)
    answers(live, f"GET {path}", told["poll"])
    live.fault(
        operation=f"GET {path}/{{executionKey}}/response",
        status=200,
        body="1\n1\n",
        content_type="text/csv",
        times=None,
    )
    config = live.config(payroll_exports=[entry])
    catalog = json.loads(tap(config, "--discover", singer=False).stdout)
    run = tap(config, catalog=select(catalog, "payroll"))
    assert run.code == 0
    assert [row["one"] for row in run.records("payroll")] == [1]


def test_the_copies_are_what_was_recorded() -> None:
    if not RECORDED.is_dir():
        pytest.skip("the recorded answers are not beside this project")
    recorded = {path.name: path.read_bytes() for path in RECORDED.glob("*.json")}
    assert recorded == {path.name: path.read_bytes() for path in CASES.glob("*.json")}


def test_every_case_is_read_by_a_test() -> None:
    text = Path(__file__).read_text("utf-8")
    for path in CASES.glob("*.json"):
        assert f'case("{path.stem}")' in text
