"""Reading: the same rows as the tap's own, states that go on, and how each stream ended."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.airbyte.conftest import command_line, configured, form
from tests.conftest import catalog_of

if TYPE_CHECKING:
    from pathlib import Path

    from ukg_wfm_sandbox import Sandbox

    from tests.airbyte.conftest import Run, Source
    from tests.conftest import Tap

NAMES = ("persons", "pay_codes", "punches", "actual_totals", "worked_shifts")
OWN = json.dumps(
    [{"name": "own", "path": "/v1/x", "columns": {"id": "id:integer"}, "primary_keys": ["id"]}]
)
TIMECARD = "POST /v1/timekeeping/timecard/multi_read"


def without_moment(rows: list[dict[str, Any]]) -> list[str]:
    """Rows in order, but for when they were read."""
    kept = [{k: v for k, v in row.items() if k != "read_at"} for row in rows]
    return sorted(json.dumps(row, sort_keys=True) for row in kept)


def counted(run: Run) -> Counter[str]:
    """How many records the states of each stream tell of."""
    found: Counter[str] = Counter()
    for state in run.of("STATE"):
        name = state["stream"]["stream_descriptor"]["name"]
        found[name] += int(state["sourceStats"]["recordCount"])
    return found


def test_the_same_rows_as_the_taps(
    source: Source, tap: Tap, sandbox: Sandbox, streams: list[dict[str, Any]]
) -> None:
    run = source("read", form(sandbox.config()), catalog=configured(streams, *NAMES))
    assert run.code == 0
    same = tap(sandbox.config(), catalog=catalog_of(*NAMES))
    for name in NAMES:
        assert without_moment(run.records(name)) == without_moment(same.records(name)) != []
        assert run.statuses(name) == ["STARTED", "RUNNING", "COMPLETE"]
        assert counted(run)[name] == len(run.records(name))
    estimates = {found["name"]: found["row_estimate"] for found in run.traces("ESTIMATE")}
    assert estimates["persons"] == len(run.records("persons"))


@pytest.mark.parametrize("mode", ["incremental", "full_refresh"])
def test_going_on_from_the_last_state(
    source: Source, tenant: Sandbox, streams: list[dict[str, Any]], mode: str
) -> None:
    catalog = configured(streams, "punches", "pay_codes", mode=mode)
    config = form(tenant.config(lookback_days=3))
    first = source("read", config, catalog=catalog)
    tenant.advance(1)
    second = source("read", config, catalog=catalog, state=first.states)
    assert (first.code, second.code) == (0, 0)
    whole = len(first.records("punches"))
    if mode == "incremental":
        assert 0 < len(second.records("punches")) < whole / 2
    else:
        assert len(second.records("punches")) >= whole
    assert len(second.records("pay_codes")) == len(first.records("pay_codes"))


def test_a_stream_that_is_not_there_does_not_end_the_others(
    source: Source, tenant: Sandbox, streams: list[dict[str, Any]]
) -> None:
    config = tenant.config()
    del config["absence_pay_code"]
    run = source("read", form(config), catalog=configured(streams, "absence_spans", "pay_codes"))
    (error,) = run.traces("ERROR")
    assert (run.code, error["failure_type"]) == (1, "config_error")
    assert error["message"].startswith(
        "There is no stream absence_spans without the setting absence_pay_code: set it, or deselect it."
    )
    assert run.statuses("absence_spans") == ["INCOMPLETE"]
    assert run.records("pay_codes")
    assert run.statuses("pay_codes")[-1] == "COMPLETE"


@pytest.mark.parametrize(
    "change",
    [
        {"hyperfinds": ["Nobody Knows"]},
        {"request_types": ["Nobody Knows"]},
        {"custom_streams": OWN},
    ],
)
def test_what_the_settings_ask_for_in_vain_is_the_settings_fault(
    source: Source, tenant: Sandbox, streams: list[dict[str, Any]], change: dict[str, Any]
) -> None:
    (stream,) = (s for s in streams if s["name"] == "pay_codes")
    name = "own" if "custom_streams" in change else "request_subtypes"
    name = "punches" if "hyperfinds" in change else name
    own = {**stream, "name": "own"}
    catalog = configured([*streams, own], name)
    run = source("read", form(tenant.config(**change)), catalog=catalog)
    assert run.code == 1
    assert [error["failure_type"] for error in run.traces("ERROR")] == ["config_error"]


def test_blanks_are_no_settings(
    source: Source, tenant: Sandbox, streams: list[dict[str, Any]]
) -> None:
    """Forms leave nulls and empty texts in fields that nobody has filled in."""
    blanks = {
        "start_date": "",
        "end_date": None,
        "window_days": None,
        "hyperfinds": "",
        "dataviews": " ",
    }
    config = form(tenant.config(**blanks, concurrency=None, batch_size="", refused_streams=None))
    config["credentials"] |= {"auth_type": None, "app_key": "", "token_url": None}
    check = source("check", config)
    assert check.of("CONNECTION_STATUS")[0]["status"] == "SUCCEEDED"
    run = source("read", config, catalog=configured(streams, "punches"), state=None)
    assert (run.code, len(run.records("punches")) > 0) == (0, True)
    tenant.fault(operation=TIMECARD, status=403, times=None)
    assert source("read", config, catalog=configured(streams, "punches")).code == 1


def test_files_as_others_write_them(
    source: Source, tenant: Sandbox, streams: list[dict[str, Any]]
) -> None:
    bare = {"type": "STREAM", "stream": {"stream_descriptor": {"name": "punches"}}}
    null = {"type": "STREAM", "stream": {**bare["stream"], "stream_state": None}}  # type: ignore[dict-item]
    for state in (bare, null):
        marked = "\ufeff" + json.dumps(form(tenant.config()))
        run = source("read", marked, catalog=configured(streams, "pay_codes"), state=[state])
        assert run.code == 0


@pytest.mark.parametrize("records", [5, 60, 200])
def test_a_killed_run_goes_on_from_its_last_state(
    source: Source,
    tenant: Sandbox,
    streams: list[dict[str, Any]],
    tmp_path: Path,
    records: int,
) -> None:
    catalog = configured(streams, "punches")
    config = form(tenant.config(window_days=7, batch_size=4, concurrency=1))
    whole = source("read", config, catalog=catalog)
    killed = subprocess.Popen(
        command_line(tmp_path, "read", config, catalog=catalog),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert killed.stdout
    rows: list[dict[str, Any]] = []
    last: list[dict[str, Any]] = []
    for line in killed.stdout:
        message = json.loads(line)
        if message["type"] == "RECORD":
            rows.append(message["record"]["data"])
        elif message["type"] == "STATE":
            last = [message["state"]]
        if len(rows) >= records:
            break
    killed.kill()
    killed.stdout.close()
    killed.wait()
    again = source("read", config, catalog=catalog, state=last)
    assert again.code == 0
    found = {row["id"]: row for row in [*rows, *again.records("punches")]}
    assert without_moment(list(found.values())) == without_moment(whole.records("punches"))


@pytest.mark.parametrize(
    ("fault", "kind", "sentence"),
    [
        ({"operation": TIMECARD, "status": 403}, "config_error", "was refused"),
        ({"operation": TIMECARD, "status": 503}, "transient_error", "is not available"),
        ({"operation": TIMECARD, "status": 400}, "system_error", "did not accept the request"),
    ],
)
def test_a_stream_that_fails_is_incomplete_and_the_others_are_read(  # noqa: PLR0913, PLR0917 - a case
    source: Source,
    tenant: Sandbox,
    streams: list[dict[str, Any]],
    fault: dict[str, Any],
    kind: str,
    sentence: str,
) -> None:
    tenant.fault(times=None, **fault)
    catalog = configured(streams, "punches", "pay_codes")
    run = source("read", form(tenant.config()), catalog=catalog)
    (error,) = run.traces("ERROR")
    assert (run.code, error["failure_type"]) == (1, kind)
    assert error["stream_descriptor"]["name"] == "punches"
    assert sentence in error["message"]
    assert run.statuses("punches")[-1] == "INCOMPLETE"
    assert run.statuses("pay_codes")[-1] == "COMPLETE"


@pytest.mark.parametrize(
    ("change", "kind", "sentence"),
    [
        ({"password": "wrong"}, "config_error", "did not accept the user name or the password"),
        ({"subdomain": "evil.com"}, "config_error", "is not the address of a UKG tenant"),
        (
            {"api_url": "https://nobody.invalid"},
            "config_error",
            "The host nobody.invalid does not exist",
        ),
    ],
)
def test_a_run_that_cannot_begin_says_who_can_help(  # noqa: PLR0913, PLR0917 - a case
    source: Source,
    sandbox: Sandbox,
    streams: list[dict[str, Any]],
    change: dict[str, Any],
    kind: str,
    sentence: str,
) -> None:
    catalog = configured(streams, "punches")
    run = source("read", form(sandbox.config(**change)), catalog=catalog)
    (error,) = run.traces("ERROR")
    assert (run.code, error["failure_type"]) == (1, kind)
    assert sentence in error["message"]
    assert not run.records("punches")
