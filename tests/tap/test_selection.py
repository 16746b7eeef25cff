"""What a catalog selects holds in SCHEMA, RECORD and BATCH messages, with stream maps and without."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tap_ukg_wfm.streams import STREAMS
from tap_ukg_wfm.tap import TapUKGWFM
from tests.conftest import catalog_of

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Run, Tap


def nested(catalog: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [
        (entry["stream"], item["breadcrumb"][1::2])
        for entry in catalog["streams"]
        for item in entry["metadata"]
        if len(item["breadcrumb"]) > 2
    ]


def without(catalog: dict[str, Any], stream: str, *path: str) -> None:
    breadcrumb = [part for name in path for part in ("properties", name)]
    for entry in catalog["streams"]:
        for item in entry["metadata"]:
            if entry["stream"] == stream and item["breadcrumb"] == breadcrumb:
                item["metadata"].update(selected=False, inclusion="available")


def fields(schema: dict[str, Any], *path: str) -> dict[str, Any]:
    for name in path:
        schema = schema["properties"][name]
    return schema["properties"]  # type: ignore[no-any-return]


def schema_of(run: Run, stream: str) -> dict[str, Any]:
    (found,) = [m for m in run.lines if m["type"] == "SCHEMA" and m["stream"] == stream]
    return found


def test_every_nested_field_can_be_deselected(tap: Tap, sandbox: Sandbox, tmp_path: Path) -> None:
    catalog = catalog_of()
    paths = nested(catalog)
    assert len(paths) > 50
    names = {stream for stream, _ in paths}
    chosen = catalog_of(*names)
    whole = tap(sandbox.config(), catalog=chosen)
    # The last field of each object goes.
    last = {(stream, *path[:-1]): path[-1] for stream, path in paths}
    for (stream, *above), name in last.items():
        without(chosen, stream, *above, name)
    run = tap(sandbox.config(), catalog=chosen)
    root = tmp_path / "batches"
    config = {"encoding": {"format": "jsonl", "compression": "gzip"}}
    batches = tap(
        sandbox.config(batch_config={**config, "storage": {"root": root.as_uri()}}),
        catalog=chosen,
        singer=False,
    )
    manifest = [
        (message["stream"], url)
        for message in map(json.loads, batches.stdout.splitlines())
        if message["type"] == "BATCH"
        for url in message["manifest"]
    ]
    lost = 0
    for (stream, *above), name in last.items():
        assert name not in fields(schema_of(run, stream)["schema"], *above)
        rows = run.records(stream)
        files = [
            json.loads(line)
            for one, url in manifest
            if one == stream
            for line in gzip.decompress(Path(urlsplit(url).path).read_bytes()).splitlines()
        ]
        assert len(rows) == len(files) == len(whole.records(stream))
        for row in [*rows, *files]:
            assert name not in (at(row, above) or {})
        lost += sum(1 for row in whole.records(stream) if name in (at(row, above) or {}))
    assert lost


def at(row: Any, path: list[str]) -> Any:
    for name in path:
        row = (row or {}).get(name)
    return row


def test_where_nothing_nested_is_deselected_rows_are_not_touched() -> None:
    tap = TapUKGWFM(catalog=catalog_of("persons"), validate_config=False)
    assert [s.name for s in tap.singer_streams.values() if s.deselected_fields] == []


@pytest.mark.parametrize("metadata", [True, False])
def test_keys_stay_whatever_a_catalog_says(tap: Tap, small: Sandbox, *, metadata: bool) -> None:
    chosen = catalog_of("punches", "actual_totals", "jobs")
    keys = {table.name: table.primary_keys for table in STREAMS}
    for entry in chosen["streams"]:
        for name in (*keys[entry["stream"]], "window_date"):
            without(chosen, entry["stream"], name)
            if not metadata:
                entry["schema"]["properties"].pop(name, None)
    run = tap(small.config(), catalog=chosen)
    assert run.code == 0
    for stream in ("punches", "actual_totals", "jobs"):
        schema = schema_of(run, stream)
        assert {*schema["key_properties"], *schema["bookmark_properties"]} <= set(
            schema["schema"]["properties"]
        )
        assert run.records(stream)
        for row in run.records(stream):
            assert set(row) == set(schema["schema"]["properties"])


@pytest.mark.parametrize(
    "maps",
    [
        {"*": {"x": "person_id"}},
        {"shifts": {"person_number": "sha256(person_number)"}, "punches": {"x": "id"}},
        {"*": {"x": "1"}},
    ],
)
def test_maps_of_streams_that_are_not_selected(
    tap: Tap, small: Sandbox, maps: dict[str, Any]
) -> None:
    chosen = catalog_of("punches")
    run = tap(small.config(stream_maps=maps), catalog=chosen)
    assert run.code == 0, run.stderr[-2000:]
    plain = tap(small.config(), catalog=chosen)
    assert len(run.records("punches")) == len(plain.records("punches")) > 0
    assert all("x" in row for row in run.records("punches"))
    check = tap(small.config(stream_maps=maps), "--check", catalog=chosen, singer=False)
    assert check.code == 0


def test_a_map_of_everything_without_a_catalog(tap: Tap, small: Sandbox) -> None:
    run = tap(small.config(stream_maps={"*": {"tenant": "'merge'"}}))
    assert run.code == 0
    assert {row["tenant"] for row in run.records("pay_codes")} == {"merge"}


def test_only_the_description_of_what_was_read_is_selected(tap: Tap, small: Sandbox) -> None:
    run = tap(small.config(), catalog=catalog_of())
    assert "The catalog selects only extraction_windows, which describes" in run.stderr
    check = tap(
        small.config(), "--check", "--check-format=json", catalog=catalog_of(), singer=False
    )
    assert json.loads(check.stdout)["steps"][-1]["code"] == "none_selected"


def test_columns_with_pythons_own_names(tap: Tap, tenant: Sandbox) -> None:
    names = ["__init_", "__x", "__slots", "class", "__module__", "__struct_fields__"]
    body = json.dumps([{"id": 1, **{name: name for name in names}}])
    own = {
        "name": "own",
        "path": "/v2/timekeeping/setup/pay_codes",
        "columns": {"id": "id:integer", **{f"c{n}": f"{s}:string" for n, s in enumerate(names)}},
        "primary_keys": ["id"],
    }
    tenant.fault(operation="GET /v2/timekeeping/setup/pay_codes", times=None, status=200, body=body)
    config = tenant.config(custom_streams=[own])
    catalog = json.loads(tap(config, "--discover", singer=False).stdout)
    for entry in catalog["streams"]:
        for item in entry["metadata"]:
            if not item["breadcrumb"]:
                item["metadata"]["selected"] = entry["stream"] == "own"
    run = tap(config, catalog=catalog)
    assert run.code == 0, run.stderr[-2000:]
    assert run.records("own") == [{"id": 1, **{f"c{n}": s for n, s in enumerate(names)}}]
