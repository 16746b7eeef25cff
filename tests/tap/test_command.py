"""The command as people and platforms run it: messages, sentences, exit codes."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ukg_wfm_sandbox import Sandbox

from tap_ukg_wfm.tables.columns import INTEGER, column, table
from tap_ukg_wfm.tables.projection import Projection
from tests.conftest import TODAY, catalog_of, select

if TYPE_CHECKING:
    from tests.conftest import Tap

TIMECARD = "POST /v1/timekeeping/timecard/multi_read"


def status(run: Any) -> tuple[str, str]:
    (line,) = run.stdout.splitlines()
    message = json.loads(line)
    assert message["type"] == "CONNECTION_STATUS"
    return message["connectionStatus"]["status"], message["connectionStatus"]["message"]


def test_discovery_needs_no_settings(tap: Tap) -> None:
    run = tap(None, "--discover", singer=False)
    assert run.code == 0
    assert {entry["stream"] for entry in json.loads(run.stdout)["streams"]} >= {
        "punches",
        "persons",
    }


def test_about(tap: Tap) -> None:
    run = tap(None, "--about", "--format=json", singer=False)
    assert run.code == 0
    assert json.loads(run.stdout)["settings"]["properties"]["password"]["secret"] is True


def test_wrong_settings_are_all_named(tap: Tap, sandbox: Sandbox) -> None:
    config = sandbox.config(passwrod="x", start_date="never", batch_size=0)
    del config["password"]
    run = tap(config)
    assert run.code == 1
    assert run.stdout == ""
    for sentence in (
        "The setting password is missing: auth_type password needs it.",
        "There is no setting passwrod: did you mean password?",
        "The setting start_date is not a date: 'never'.",
        "The setting batch_size has to be a whole number from 1 to 500.",
    ):
        assert sentence in run.stderr


@pytest.mark.parametrize(
    ("config", "sentence"),
    [("{", "is not valid JSON"), ("[1]", "does not hold a JSON object")],
)
def test_broken_configuration_files(tap: Tap, config: str, sentence: str) -> None:
    run = tap(config)
    assert run.code == 1
    assert sentence in run.stderr


def test_a_configuration_file_that_is_not_there(tap: Tap) -> None:
    run = tap(None, "--config", "nowhere.json")
    assert run.code == 1
    assert "The configuration file nowhere.json cannot be read" in run.stderr


def test_settings_from_the_environment(tap: Tap, sandbox: Sandbox) -> None:
    env = {
        f"TAP_UKG_WFM_{name.upper()}": str(value) for name, value in sandbox.config().items()
    } | {"TAP_UKG_WFM_CONCURRENCY": "2"}
    run = tap(None, "--config", "ENV", "--check", singer=False, env=env)
    assert (run.code, status(run)[0]) == (0, "SUCCEEDED")


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        (
            "LOOKBACK_DAYS",
            "abc",
            "The setting lookback_days has to be a whole number from 0 to 3650.",
        ),
        ("WINDOW_DAYS", "30.0", "The setting window_days has to be a whole number from 1 to 365."),
        ("DATAVIEWS", "[", "The setting dataviews has to be a list of objects."),
        ("EMIT_ACTIVATE_VERSION_MESSAGES", "maybe", "messages has to be true or false."),
        (
            "STREAM_MAPS",
            "x",
            "The setting stream_maps has to be of type object: --about describes it.",
        ),
        (
            "FLATTENING_MAX_DEPTH",
            "x",
            "The setting flattening_max_depth has to be of type integer: --about",
        ),
    ],
)
def test_what_is_wrong_in_the_environment_is_said(
    tap: Tap, sandbox: Sandbox, name: str, text: str, sentence: str
) -> None:
    env = {f"TAP_UKG_WFM_{name}": text}
    run = tap(sandbox.config(), "--check", "--config", "ENV", env=env, singer=False)
    assert (run.code, status(run)[0]) == (1, "FAILED")
    assert sentence in status(run)[1]
    assert tap(sandbox.config(), "--config", "ENV", env=env).code == 1
    blank = tap(
        sandbox.config(), "--check", "--config", "ENV", env=dict.fromkeys(env, " "), singer=False
    )
    assert blank.code == 0


def test_one_word_in_the_environment_is_a_list_of_one(tap: Tap, sandbox: Sandbox) -> None:
    env = {"TAP_UKG_WFM_HYPERFINDS": "1"}
    run = tap(sandbox.config(), "--config", "ENV", env=env, catalog=catalog_of("persons"))
    assert 0 < len(run.records("persons")) < len(sandbox.truth("persons"))


@pytest.mark.parametrize(
    "maps", [{"punches": {"x": "y["}}, {"punches": {"h": "updated_on_dtm[:10]"}}]
)
def test_maps_that_cannot_be_used(tap: Tap, sandbox: Sandbox, maps: dict[str, Any]) -> None:
    config = sandbox.config(stream_maps=maps)
    run = tap(config, catalog=catalog_of("punches"))
    assert run.code == 1
    assert "The setting stream_maps cannot be used. Check it" in run.stderr
    if "x" in maps["punches"]:
        checked = tap(config, "--check", catalog=catalog_of("punches"), singer=False)
        assert status(checked)[1].startswith("The setting stream_maps cannot be used. Check it")


def test_check_succeeds(tap: Tap, tenant: Sandbox) -> None:
    run = tap(tenant.config(), "--check", singer=False)
    assert (run.code, status(run)) == (0, ("SUCCEEDED", "The connection works."))
    assert re.search(r"^token +passed", run.stderr, re.MULTILINE)
    stats = tenant.stats()
    assert stats["total"] == 2
    assert stats["tokens"]["revokes"] == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"password": "wrong"}, "UKG did not accept the user name or the password"),
        ({"client_secret": "wrong"}, "UKG did not accept the API client"),
        (
            {"subdomain": "evil.com/"},
            "The subdomain 'evil.com/' is not the address of a UKG tenant",
        ),
        ({"api_url": "http://127.0.0.1:9"}, "cannot connect to"),
        ({"password": None}, "The setting password is missing"),
        ({"subdomain": None}, "The setting subdomain is missing"),
    ],
)
def test_check_fails_with_a_sentence(
    tap: Tap, sandbox: Sandbox, change: dict[str, Any], sentence: str
) -> None:
    config = {k: v for k, v in sandbox.config(**change).items() if v is not None}
    run = tap(config, "--check", singer=False)
    outcome, message = status(run)
    assert (run.code, outcome) == (1, "FAILED")
    assert sentence in message


def test_check_ends_in_time(tap: Tap, tenant: Sandbox) -> None:
    tenant.fault(operation="token", times=None, kind="status", status=200, delay=60)
    run = tap(tenant.config(), "--check", singer=False)
    assert (run.code, status(run)[0]) == (1, "FAILED")


def test_check_without_the_right_to_read(tap: Tap, tenant: Sandbox) -> None:
    tenant.fault(operation="POST /v1/commons/persons/apply_read", times=None, status=403)
    run = tap(tenant.config(), "--check", singer=False)
    assert run.code == 1
    assert "LIGHT_WEIGHT_EMPLOYEE_RECORDS_READ" in status(run)[1]


def test_the_sdks_test_costs_a_request_per_operation(tap: Tap, tenant: Sandbox) -> None:
    run = tap(tenant.config(), "--test")
    assert run.code == 0
    stats = tenant.stats()
    asked = {name: sum(answers.values()) for name, answers in stats["requests"].items()}
    assert asked[TIMECARD] == 1
    # The tree is read for the jobs too; schedules are asked by persons and by jobs.
    several = {name.rpartition("/v1/")[2] for name, count in asked.items() if count > 1}
    assert several == {"commons/locations/multi_read", "scheduling/schedule/multi_read"}


def test_a_refused_stream_does_not_end_the_others(tap: Tap, tenant: Sandbox) -> None:
    error = {"errorCode": "WFP-00002", "message": "Access denied."}
    tenant.fault(operation=TIMECARD, times=None, status=403, error=error)
    run = tap(tenant.config())
    assert run.code == 1
    assert f"{TIMECARD} was refused: the API user may not call it" in run.stderr
    assert "kronos-tid" in run.stderr
    assert re.search(r"Not read: .*punches", run.stderr)
    assert not run.records("punches")
    assert "punches" not in {r["stream"] for r in run.records("extraction_windows")}
    assert "covered" not in run.state["bookmarks"].get("punches", {})
    assert run.records("actual_totals")
    assert tap(tenant.config(refused_streams="warn")).code == 0


def test_a_tenant_without_the_license_for_activities(tap: Tap) -> None:
    with Sandbox(employees=5, days=10, seed=3, today=TODAY, activities=False) as tenant:
        run = tap(tenant.config())
    assert run.code == 1
    assert "GET /v1/work/activities was refused: the tenant has no license" in run.stderr
    assert "Not read: activity_shifts, activity_results." in run.stderr
    assert not run.records("activity_totals")
    assert run.records("punches")


SIMPLIFIED = {"business_structure": "simplified"}


def test_a_tenant_with_the_simplified_business_structure(tap: Tap, tenant: Sandbox) -> None:
    chosen = catalog_of("locations", "open_shifts")
    older = tap(tenant.config(), catalog=chosen)
    with Sandbox(employees=12, days=40, seed=11, today=TODAY, live=SIMPLIFIED) as newer:
        run = tap(newer.config(), catalog=chosen)
        asked = newer.stats()["requests"]
    assert run.code == 0

    def rows(one: Any, stream: str) -> list[str]:
        kept = [{k: v for k, v in row.items() if k != "read_at"} for row in one.records(stream)]
        return sorted(json.dumps(row, sort_keys=True) for row in kept)

    assert rows(run, "locations") == rows(older, "locations") != []
    assert rows(run, "open_shifts") == rows(older, "open_shifts") != []
    assert "200" not in asked["POST /v1/commons/locations/multi_read"]
    error = {"errorCode": "WFP-00002", "message": "Access denied."}
    tenant.fault(operation="POST /v1/commons/locations/multi_read", status=403, error=error)
    refused = tap(tenant.config(), catalog=catalog_of("locations"))
    assert refused.code == 1
    assert "POST /v1/commons/locations/multi_read was refused: " in refused.stderr


def test_too_large_batches_are_halved_down_to_one_person_and_day(tap: Tap, tenant: Sandbox) -> None:
    whole = tap(tenant.config())
    limits = {"errorCode": "WCO-106194", "message": "x", "details": {"limits": []}}
    tenant.reset_stats()
    tenant.fault(operation=TIMECARD, times=5, status=413, error=limits)
    run = tap(tenant.config())
    assert run.code == 0
    assert tenant.stats()["requests"][TIMECARD]["413"] == 5

    def ids(one: Any) -> list[int]:
        return sorted(r["id"] for r in one.records("punches"))

    assert ids(run) == ids(whole)
    tenant.fault(operation=TIMECARD, times=None, status=413, error=limits)
    small = tap(tenant.config(person_numbers=[whole.records("persons")[0]["person_number"]]))
    assert small.code == 1
    assert "even the smallest request exceeds a limit of UKG" in small.stderr
    assert "The request was only for person" in small.stderr


def test_an_expired_password_ends_the_run_at_once(tap: Tap, sandbox: Sandbox) -> None:
    run = tap(sandbox.config(password="old"), env={"TAP_UKG_WFM_LOGLEVEL": "WARNING"})
    assert run.code == 1
    (line,) = run.stderr.splitlines()
    assert "UKG did not accept the user name or the password" in line


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 503])
def test_secrets_that_are_sent_back_are_shown_to_nobody(
    tap: Tap, tenant: Sandbox, status: int
) -> None:
    """Whoever answers: the fixtures look for secrets in all that is said."""
    punches = catalog_of("punches")
    tenant.fault(operation=TIMECARD, kind="echo", times=None, status=status)
    run = tap(tenant.config(), catalog=punches)
    assert run.code == 1
    assert "Not good: ***" in run.stderr
    run = tap(tenant.config(), "--check", "--check-format=json", catalog=punches, singer=False)
    assert "Not good: ***" in run.stdout
    tenant.clear_faults()
    if status in {400, 401, 403}:
        tenant.fault(operation="token", kind="echo", times=None, status=status)
        run = tap(tenant.config(app_key="Canary-AppKey"), catalog=punches)
        assert run.code == 1
        assert "***" in run.stderr


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"bookmarks": {"punches": {"replication_key_value": "2026-01-01T00:00:00Z"}}}, "punches"),
        ({"bookmarks": {"punches": {"format": 1}}}, "punches"),
        ({"bookmarks": {"jobs": {"replication_key_value": "soon"}}}, "jobs"),
        ({"bookmarks": {"punches": 7}}, ""),
        ({"bookmarks": 7}, ""),
    ],
)
def test_state_of_another_tap_is_refused_with_a_sentence(
    tap: Tap, sandbox: Sandbox, state: dict[str, Any], sentence: str
) -> None:
    run = tap(sandbox.config(), state=state, catalog=catalog_of("punches", "jobs"))
    assert run.code == 1
    if sentence:
        sentence = (
            f"Stream {sentence}: its state cannot be read. Another tap or version wrote it, or"
        )
    assert (
        sentence or "The state file is not a state of this tap. Pass the last STATE"
    ) in run.stderr
    assert not any(line["type"] == "RECORD" for line in run.lines)


def test_one_cause_is_told_once_for_all_its_streams(tap: Tap, sandbox: Sandbox) -> None:
    names = ("persons", "punches", "shifts")
    config = sandbox.config(hyperfinds=["Nobody Knows"])
    run = tap(config, catalog=catalog_of(*names), env={"TAP_UKG_WFM_LOGLEVEL": "WARNING"})
    assert run.code == 1
    first, summary = run.stderr.splitlines()
    assert "ERROR" in first
    assert "WCO-112001" in first
    assert summary.endswith(" Not read: persons, punches, shifts.")


def test_populations(tap: Tap, sandbox: Sandbox) -> None:
    everyone = {r["person_number"]: r["person_id"] for r in sandbox.truth("persons")}
    number = sorted(everyone)[3]
    run = tap(sandbox.config(person_numbers=[number]))
    assert {r["person_id"] for r in run.records("punches")} <= {everyone[number]}
    assert [r["person_number"] for r in run.records("persons")] == [number]
    activated = {m["stream"] for m in run.lines if m["type"] == "ACTIVATE_VERSION"}
    assert "persons" not in activated
    assert "pay_codes" in activated
    home = tap(sandbox.config(hyperfinds=["All Home"]))
    assert home.code == 0
    assert 1 < len(home.records("persons")) <= len(everyone)
    own = tap(sandbox.config(hyperfinds=[-9]))
    assert own.code == 0
    assert 0 < len(own.records("persons")) < len(home.records("persons"))
    nobody = tap(sandbox.config(person_numbers=["no-such"]))
    assert nobody.code == 1
    assert "Nobody in the tenant has the person number no-such" in nobody.stderr


def wait_for_handlers(pid: int) -> None:
    """Wait until a process handles SIGTERM: on a busy machine its imports take a while."""
    status = Path(f"/proc/{pid}/status")
    until = time.monotonic() + 30
    while status.exists() and time.monotonic() < until:
        caught = re.search(r"^SigCgt:\s*(\w+)", status.read_text("ascii"), re.MULTILINE)
        if caught and int(caught[1], 16) >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.05)
    time.sleep(2)


@pytest.mark.parametrize("word", ["--check", "--discover", "--test"])
def test_who_is_stopped_before_there_is_a_state_writes_none(
    tenant: Sandbox, tmp_path: Any, word: str
) -> None:
    tenant.fault(operation="*", times=None, delay=5)
    tenant.fault(operation="token", times=None, delay=5)
    config = tenant.config(discover_checks_connection=True)
    (tmp_path / "config.json").write_text(json.dumps(config), "utf-8")
    command = [sys.executable, "-m", "tap_ukg_wfm", "--config", str(tmp_path / "config.json"), word]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as tap:
        wait_for_handlers(tap.pid)
        tap.terminate()
        out, _ = tap.communicate(timeout=30)
    assert tap.returncode == 143
    assert not [line for line in out.splitlines() if b"STATE" in line]


def test_a_target_that_dies_ends_the_tap_quietly(sandbox: Sandbox, tmp_path: Any) -> None:
    (tmp_path / "config.json").write_text(json.dumps(sandbox.config()))
    command = [sys.executable, "-m", "tap_ukg_wfm", "--config", str(tmp_path / "config.json")]
    tap = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert tap.stdout
    assert tap.stderr
    tap.stdout.readline()
    tap.stdout.close()
    assert tap.wait(60) != 0
    assert "Traceback" not in tap.stderr.read()
    tap.stderr.close()


def test_unknown_fields_are_told_once_and_break_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    projection = Projection("things", table(column("id", INTEGER, "Id.")), {"id"})
    assert [projection.row({"id": n, "new": 1}) for n in (1, 2)] == [{"id": 1}, {"id": 2}]
    assert projection.row({"id": "x"}) == {"id": None}
    assert projection.row({"id": 5.0}) == {"id": 5}
    assert [record.getMessage() for record in caplog.records] == [
        (
            "Stream things: UKG returned a field that this version of the tap does not know, so it is not "
            "in the table: new. Set unknown_fields to keep to store such fields."
        ),
        "Stream things: UKG returned a str that does not fit the type of column id. It is null in the table.",
    ]


def test_request_subtypes_of_named_types(tap: Tap, tenant: Sandbox) -> None:
    catalog = json.loads(tap(tenant.config(), "--discover", singer=False).stdout)
    chosen = select(catalog, "request_subtypes")
    run = tap(tenant.config(request_types=["Swap"]), catalog=chosen)
    assert {row["kind"] for row in run.records("request_subtypes")} == {"swapRequests"}
    wrong = tap(tenant.config(request_types=["Swap", "Swop"]), catalog=chosen)
    assert wrong.code == 1
    assert "There is no request type Swop." in wrong.stderr
    assert "ACTIVATE_VERSION" not in {m["type"] for m in wrong.lines}


def test_texts_lose_what_no_database_can_hold(tap: Tap, tenant: Sandbox) -> None:
    body = '[{"id": 1, "name": "a\\\\u0000b", "shortName": "c\\u0000d"}]'
    tenant.fault(operation="GET /v2/timekeeping/setup/pay_codes", times=1, status=200, body=body)
    (row,) = tap(tenant.config()).records("pay_codes")
    assert (row["name"], row["short_name"]) == ("a\\u0000b", "cd")


def test_stream_maps_take_the_sdks_way_with_the_same_rows(tap: Tap, sandbox: Sandbox) -> None:
    catalog = select(
        json.loads(tap(None, "--discover", singer=False).stdout), "pay_codes", "punches"
    )
    config = sandbox.config(emit_activate_version_messages=False)
    plain = tap(config, catalog=catalog)
    mapped = tap({**config, "stream_maps": {"pay_codes": {"extra": "id"}}}, catalog=catalog)
    assert mapped.code == 0
    rows = mapped.records("pay_codes")
    assert all(str(row.pop("extra")) == str(row["id"]) for row in rows)
    assert rows == plain.records("pay_codes")
