"""Lines that cannot become rows, and fields that no column takes, as a run of the tap has them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import catalog_of, select

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap

TIMECARD = "POST /v1/timekeeping/timecard/multi_read"
PAY_CODES = "GET /v2/timekeeping/setup/pay_codes"


def strike(tenant: Sandbox, operation: str, body: Any, *, times: int | None = None) -> None:
    tenant.fault(operation=operation, times=times, status=200, body=json.dumps(body))


def test_a_line_without_a_key_costs_itself_alone(tap: Tap, tenant: Sandbox) -> None:
    odd = [{"id": 1, "name": "a"}, {"id": None, "name": "b"}, {"name": "c"}, {"id": "x"}]
    strike(tenant, PAY_CODES, [*odd, {"id": 2, "name": "e"}])
    run = tap(tenant.config(), catalog=catalog_of("pay_codes", "time_zones"))
    assert run.code == 1
    assert [row["id"] for row in run.records("pay_codes")] == [1, 2]
    # Nothing is deleted by a list of which not all is known.
    activated = {m["stream"] for m in run.lines if m["type"] == "ACTIVATE_VERSION"}
    assert activated == {"time_zones"}
    assert (
        "Stream pay_codes: 3 lines in UKG's responses could not become rows (2 x no value for id "
        "(field id); 1 x a str that does not fit id (field id)). The tap read all other lines"
    ) in run.stderr
    assert f"({PAY_CODES})" in run.stderr


@pytest.mark.parametrize("when", ["01/15/2024", 1_705_311_000_000, None, "2026-02-30T08:00:00"])
def test_a_date_that_cannot_be_read_keeps_its_window_open(
    when: Any, tap: Tap, tenant: Sandbox
) -> None:
    person = tenant.truth("persons")[0]
    employee = {"id": person["person_id"], "qualifier": person["person_number"]}
    punches = [
        {"id": 1, "punchDtm": "2026-11-14T08:00:00", "employee": employee},
        {"id": 2, "punchDtm": when, "employee": employee},
    ]
    shift = {"id": 3, "startDateTime": "2026-11-14T08:00:00", "employee": employee}
    card = {"employee": employee, "startDate": "2026-11-14"}
    strike(tenant, TIMECARD, [{**card, "punches": punches, "workedShifts": [shift]}])
    config = tenant.config(
        start_date="2026-11-14",
        end_date="2026-11-14",
        person_numbers=[person["person_number"]],
    )
    catalog = catalog_of("punches", "worked_shifts")
    run = tap(config, catalog=catalog)
    assert run.code == 1
    assert [row["id"] for row in run.records("punches")] == [1]
    assert [row["id"] for row in run.records("worked_shifts")] == [3]
    assert {row["stream"] for row in run.records("extraction_windows")} == {"worked_shifts"}
    assert "Stream punches: 1 line in UKG's responses could not become rows" in run.stderr
    assert "punch_dtm" in run.stderr
    tenant.clear_faults()
    # What was read is not asked for again; what was not is.
    again = tap(config, catalog=catalog, state=run.state)
    assert again.code == 0
    windows = {row["stream"] for row in again.records("extraction_windows")}
    assert "punches" in windows


def test_fields_that_no_column_takes_are_kept_on_request(tap: Tap, tenant: Sandbox) -> None:
    config = tenant.config(unknown_fields="keep")
    catalog = json.loads(tap(config, "--discover", singer=False).stdout)
    for entry in catalog["streams"]:
        there = "unknown_fields" in entry["schema"]["properties"]
        assert there == (entry["stream"] != "extraction_windows")
    plain = json.loads(tap(tenant.config(), "--discover", singer=False).stdout)
    assert all("unknown_fields" not in e["schema"]["properties"] for e in plain["streams"])

    new = [
        {"id": 1, "workRule": {"id": 5, "qualifier": "W", "name": "Weekly"}, "new": {"a": [1]}},
        {"id": 2, "workRule": {"id": 5, "qualifier": "W", "name": "W"}},
    ]
    strike(tenant, PAY_CODES, new)
    kept = tap(config, catalog=select(catalog, "pay_codes", "time_zones"))
    assert kept.code == 0
    first, second = kept.records("pay_codes")
    assert json.loads(first["unknown_fields"]) == {
        "new": {"a": [1]},
        "workRule": {"name": "Weekly"},
    }
    assert second["unknown_fields"] is None
    assert "Stream pay_codes" not in kept.stderr
    # Nothing of the simulated tenant is unknown, so that it is no noise.
    assert not any(row["unknown_fields"] for row in kept.records("time_zones"))

    reported = tap(tenant.config(), catalog=select(plain, "pay_codes"))
    assert all("unknown_fields" not in row for row in reported.records("pay_codes"))
    assert reported.stderr.count("not in the table: new.") == 1
    assert reported.stderr.count("not in the table: workRule.name.") == 1
