"""What a tenant takes in one form only is read in that form; the tap says once that it does so."""

from __future__ import annotations

import pytest
from ukg_wfm_sandbox import Sandbox

from tests.conftest import TODAY, Tap, catalog_of
from tests.truth import assert_truth
from tests.warehouse import Warehouse

SCHEDULE = ("shifts", "shift_segments", "schedule_holidays", "availabilities")
SCHEDULES = "/v1/scheduling/schedule/multi_read"
ACTIVITIES = ("activity_shifts", "activity_results", "activity_shift_changes")
SAID = "This tenant does not accept the documented body of POST "


@pytest.mark.parametrize(
    ("live", "streams", "paths"),
    [
        ({"schedule_form": "openapi"}, SCHEDULE, ()),
        ({"schedule_form": "recorded"}, SCHEDULE, (SCHEDULES,)),
        ({"activities_select": "list"}, ACTIVITIES, ()),
        (
            {"activities_select": "text"},
            ACTIVITIES,
            (
                "/v1/work/activity_shifts/multi_read",
                "/v1/work/activity_shifts/net_changes/multi_read",
            ),
        ),
        (
            {"optional_properties": "refused"},
            ("leave_edits", "discipline_levels", "attendance_events"),
            (
                "/v1/leave/leave_edits/multi_read",
                "/v1/attendance/discipline_levels/multi_read",
                "/v1/attendance/events/multi_read",
            ),
        ),
    ],
    ids=str,
)
def test_the_truth_in_the_form_that_the_tenant_takes(
    tap: Tap, live: dict[str, str], streams: tuple[str, ...], paths: tuple[str, ...]
) -> None:
    with Sandbox(employees=12, days=40, seed=11, today=TODAY, live=live) as tenant:
        config = tenant.config(window_days=10)
        run = tap(config, catalog=catalog_of(*streams))
        assert run.code == 0, run.stderr[-2000:]
        warehouse = Warehouse()
        warehouse.land(run.lines)
        for stream in streams:
            assert warehouse.rows(stream)
            assert_truth(warehouse, tenant, stream, config["start_date"])
        asked = tenant.stats()["requests"]
    assert run.stderr.count(SAID) == len(paths)
    for path in paths:
        assert f"{SAID}{path}. " in run.stderr
        # However many windows there are, the documented form is tried once.
        answers = asked[f"POST {path}"]
        assert answers.pop("400") == 1
        assert sum(answers.values()) > 2


@pytest.mark.parametrize("kind", ["Store", "Site"])
def test_actual_volumes_of_the_tenants_own_type_of_location(tap: Tap, kind: str) -> None:
    live = {"location_type": "Store"}
    with Sandbox(employees=12, days=10, seed=11, today=TODAY, live=live) as tenant:
        config = tenant.config(volume_location_type=kind)
        run = tap(config, catalog=catalog_of("actual_volumes"))
        if kind == "Store":
            assert run.code == 0, run.stderr[-2000:]
            warehouse = Warehouse()
            warehouse.land(run.lines)
            assert_truth(warehouse, tenant, "actual_volumes", config["start_date"])
            (body, *_) = [
                r["body"]
                for r in tenant.requests()
                if r["path"].endswith("actual_volume/apply_read")
            ]
            assert body["where"]["siteDetails"][0]["externalLabelDrivers"]
            return
    assert run.code == 1
    assert (
        "The tenant has no locations of the type Site. Set volume_location_type to one of its types: "
        "Area, Company, Department, Region, Store."
    ) in run.stderr
    assert "Not read: actual_volumes." in run.stderr
