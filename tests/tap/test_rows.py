"""`tap_ukg_wfm.read`: rows as Python objects, without the Singer SDK."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tap_ukg_wfm import read
from tap_ukg_wfm.api.errors import SettingsError, TapError
from tests.truth import compare

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

STREAMS = ["persons", "pay_codes", "punches", "shifts", "actual_totals", "time_off_requests"]
START = "2026-10-20"


def by_stream(rows: Any) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for stream, row in rows:
        found.setdefault(stream, []).append(row)
    return found


# A whole run with a list as output, in a process in which neither the SDK nor Airbyte can be imported.
SCRIPT = """
import json, sys
sys.modules.update(dict.fromkeys(["singer_sdk", "airbyte_protocol_dataclasses", "click"]))
from tap_ukg_wfm import read
given = json.load(sys.stdin)
json.dump(list(read(given["config"], given["streams"])), sys.stdout)
"""


def test_a_whole_run_without_the_sdk_is_the_truth(sandbox: Sandbox) -> None:
    given = {"config": sandbox.config(start_date=START), "streams": STREAMS}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = by_stream(json.loads(done.stdout))
    assert found.keys() == set(STREAMS)
    for stream in STREAMS:
        compare(stream, found[stream], sandbox, START)


def test_state_goes_in_and_comes_out(tenant: Sandbox) -> None:
    config, state = tenant.config(lookback_days=3), {}  # type: ignore[var-annotated]
    first = by_stream(read(config, ["punches", "timecard_changes"], state))
    saved = json.loads(json.dumps(state))
    assert saved["punches"]["completed"]
    tenant.advance(2)
    second = by_stream(read(config, ["punches", "timecard_changes"], saved))
    assert 0 < len(second["punches"]) < len(first["punches"])
    known = {row["id"] for row in first["punches"]}
    assert {row["id"] for row in second["punches"]} - known
    # Without a state everything is read again; the state of the Singer command serves as well.
    assert len(by_stream(read(config, "punches"))["punches"]) > len(second["punches"])
    singer = {"bookmarks": json.loads(json.dumps(state))}
    assert len(by_stream(read(config, ["punches"], singer))["punches"]) < len(first["punches"])


def test_deleted_rows_are_marked(tenant: Sandbox) -> None:
    state: dict[str, Any] = {}
    names = ["punches", "timecard_changes"]
    kept = {row["id"] for row in by_stream(read(tenant.config(), names, state))["punches"]}
    tenant.advance(5)
    gone: set[int] = set()
    for row in by_stream(read(tenant.config(), names, state))["punches"]:
        if row["_sdc_deleted_at"]:
            gone.add(row["id"])
    truth = {row["id"] for row in tenant.truth("punches")}
    assert gone
    assert not gone & truth
    assert gone & kept


def test_what_cannot_be_read_is_an_error_after_the_rows_that_can(tenant: Sandbox) -> None:
    error = {"errorCode": "WFP-00002", "message": "Access denied."}
    tenant.fault(
        operation="GET /v2/timekeeping/setup/pay_codes", times=None, status=403, error=error
    )
    found: dict[str, int] = {}
    with pytest.raises(TapError, match="Not read: pay_codes") as raised:  # noqa: PT012 - rows come before it
        for stream, _ in read(tenant.config(), ["persons", "pay_codes"]):
            found[stream] = found.get(stream, 0) + 1
    assert found == {"persons": len(tenant.truth("persons"))}
    assert "Canary" not in str(raised.value)


@pytest.mark.parametrize(
    ("config", "streams", "state", "sentence"),
    [
        ({"subdomain": "merge"}, ["persons"], None, "The setting client_id is missing"),
        ({}, ["persns"], None, "There is no stream persns"),
        ({}, ["absence_spans"], None, "without the setting absence_pay_code"),
        ({}, ["punches"], {"punches": 7}, "does not contain a bookmark for each stream"),
        ({}, ["punches"], {"punches": {"format": 1}}, "The state of stream punches cannot be read"),
    ],
)
def test_mistakes(
    small: Sandbox, config: dict[str, Any], streams: list[str], state: Any, sentence: str
) -> None:
    whole = small.config()
    del whole["absence_pay_code"]
    with pytest.raises(TapError, match=sentence) as raised:
        list(read(config or whole, streams, state))
    assert isinstance(raised.value, SettingsError) is bool(config)


def test_a_caller_may_stop_at_any_row(tenant: Sandbox) -> None:
    rows = read(tenant.config(), ["persons", "punches"])
    assert next(rows)[0] in {"persons", "punches"}
    rows.close()  # type: ignore[attr-defined]
    assert tenant.stats()["tokens"]["revokes"] == 1
