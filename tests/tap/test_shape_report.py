"""The shape report: it tells how a tenant answers, and nothing that a tenant answers."""

from __future__ import annotations

import json
import re
import stat
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ukg_wfm_sandbox import APP_KEY, Sandbox, live

from tap_ukg_wfm.settings.schema import OWN
from tap_ukg_wfm.settings.validation import complete
from tap_ukg_wfm.shape.fields import FieldShapes
from tap_ukg_wfm.shape.names import Names
from tap_ukg_wfm.shape.report import make_report
from tap_ukg_wfm.streams import STREAMS
from tap_ukg_wfm.sync.output import SelectedStream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Tap

TODAY = "2026-11-15"
SELECTED = [
    SelectedStream(table, frozenset(column.name for column in table.table_columns()))
    for table in STREAMS
    if not table.requires
]


def report_on(sandbox: Sandbox, **config: Any) -> dict[str, Any]:
    return make_report(complete(sandbox.config(**config), OWN), SELECTED)


def answers(report: dict[str, Any]) -> dict[str, str]:
    return {finding["key"]: finding["answer"] for finding in report["questions"]}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(employees=20, days=40, seed=7, today=TODAY, spike_limit=1000) as running:
        yield running


@pytest.fixture(scope="module")
def report(sandbox: Sandbox) -> dict[str, Any]:
    return report_on(sandbox)


def strings(value: Any) -> Iterator[str]:
    """All texts in a JSON value, names of fields included."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def values(value: Any) -> Iterator[Any]:
    """All values in a JSON value that are texts or numbers."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from values(inner)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
        yield value


def test_no_value_of_the_tenant_is_in_a_report(sandbox: Sandbox, report: dict[str, Any]) -> None:
    told = json.dumps(report, ensure_ascii=False)
    # A path, a type, a form or a word of ours: what the report may say.
    paths = " ".join(f"{one.name} {one.table.operation.name}" for one in SELECTED)
    words = {*re.findall(r"[a-z]+", paths)}
    ours = {*strings(report)} - words
    vocabulary = Names.of_the_tap()
    for stream in SELECTED:
        if not stream.table.operation.path:
            continue
        for value in {*values(sandbox.truth(stream.name))}:
            text = str(value)
            # Short numbers are counts, and a word such as HOUR is also a field's name.
            if len(text) < 5 or text in words or vocabulary.shown(text) == text:
                continue
            assert text not in ours
            # Looking for a text is fast; looking at what stands around it is not.
            found = text in told and re.search(rf"(?<![\w.~]){re.escape(text)}(?![\w.])", told)
            assert not found, text


# Values that stand for those of a tenant: no part of one may be in what is told.
CANARIES = st.one_of(
    st.text(min_size=4).map(lambda text: f"canary {text}"),
    st.integers(10**7, 10**15),
    st.dates().map(lambda day: f"{day.isoformat()}"),
    st.datetimes().map(lambda moment: f"{moment.isoformat()}Z"),
    st.floats(10**6, 10**9).filter(lambda number: not number.is_integer()),
)
DOCUMENTS = st.recursive(
    CANARIES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["employee", "punchDtm", "id", "canaryField", "Jo Doe", "größe", "x1"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS)
def test_shapes_hold_no_value_and_no_name_of_a_customers_own(document: Any) -> None:
    shapes = FieldShapes(Names(["employee.id", "punchDtm"]))
    shapes.add(document, "answer")
    told = shapes.as_json()
    text = json.dumps(told, ensure_ascii=False)
    for value in values(document):
        assert str(value) not in text
    assert not re.search(r"canary|Jo|Doe|größe|x1", text)


def test_a_report_is_bounded_and_only_reads(sandbox: Sandbox, report: dict[str, Any]) -> None:
    sandbox.reset_stats()
    again = report_on(sandbox)
    stats = sandbox.stats()
    assert stats["total"] <= report["limits"]["requests"]
    assert again["requests"] <= report["limits"]["requests"]
    assert stats["max_concurrent"] <= 4
    reads = re.compile(r"GET |POST .*/(multi_read|apply_read|execute)$")
    assert all(reads.match(name) for name in stats["requests"])


def test_a_report_compares_with_what_is_declared(report: dict[str, Any]) -> None:
    by_name = {one["operation"]: one for one in report["operations"]}
    timecards = by_name["POST /v1/timekeeping/timecard/multi_read"]
    assert timecards["accepted"]
    assert timecards["fields"]["[].punches[].punchDtm"]["forms"].keys() == {"local time"}
    assert timecards["fields"]["[].punches[].id"]["types"].keys() == {"integer"}
    assert "where.employees.ids[]" in next(iter(timecards["request_forms"]))
    streams = {one["stream"]: one for one in report["streams"]}
    assert streams["punches"]["rows"] > 0
    assert not [one for one in report["streams"] if one["repeated_keys"]]


@pytest.mark.parametrize(
    ("key", "value"),
    [(switch.key, value) for switch in live.SWITCHES for value in switch.values],
)
def test_a_report_finds_the_switch(key: str, value: str) -> None:
    config = {"app_key": APP_KEY} if (key, value) == ("appkey", "required") else {}
    seed = {"employees": 40, "days": 20, "seed": 7, "today": TODAY, "spike_limit": 1000}
    with Sandbox(live={key: value}, **seed) as tenant:
        found = answers(report_on(tenant, **config))
    # Whether a key that is set is needed, nothing but a call without it would tell.
    expected = "unknown" if (key, value) == ("appkey", "required") else value
    assert found[key] == expected


def test_the_command_writes_a_private_file(tap: Tap, small: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    run = tap(small.config(), "--shape-report", str(path))
    assert (run.code, run.stdout) == (0, "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text("utf-8"))["report"] == 1
    assert "It contains no text, number or date of your tenant" in run.stderr


def test_a_file_that_cannot_be_written_is_said_before_anything_is_asked(
    tap: Tap, small: Sandbox
) -> None:
    small.reset_stats()
    run = tap(small.config(), "--shape-report", "/nowhere/report.json")
    assert run.code == 1
    assert "--shape-report: the file /nowhere/report.json cannot be written" in run.stderr
    assert small.stats()["total"] == 0
