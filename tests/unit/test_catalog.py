"""Schemas follow the rules of the targets, and settings are the same in all places."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from tap_ukg_wfm.settings.validation import SAMPLE, problems
from tap_ukg_wfm.streams import STREAMS as TABLES
from tap_ukg_wfm.streams.base import AsOf, Dated, Full, Modified, Periodic, Spanning
from tap_ukg_wfm.tap import TapUKGWFM
from tests.conftest import ROOT

STREAMS = {table.name: table for table in TABLES}
KINDS = {"integer", "number", "string", "boolean", "array", "object"}


def faults(schema: dict[str, Any], where: str, *, key: bool = False) -> list[str]:
    """What some target would refuse in a schema."""
    kinds = schema.get("type")
    kinds = [kinds] if isinstance(kinds, str) else kinds or []
    found = [
        f"{where} has {word}"
        for word in ("enum", "pattern", "multipleOf", "anyOf", "oneOf", "const")
        if word in schema
    ]
    plain = [kind for kind in kinds if kind != "null"]
    if len(plain) != 1 or plain[0] not in KINDS:
        found.append(f"{where} has no single type")
    elif plain == ["object"]:
        if not schema.get("properties"):
            found.append(f"{where} is an object without properties")
        for name, part in schema.get("properties", {}).items():
            found += faults(part, f"{where}.{name}")
    elif plain == ["array"]:
        found += (
            faults(schema["items"], f"{where}[]")
            if "items" in schema
            else [f"{where} has no items"]
        )
    if ("null" in kinds) is key:
        found.append(f"{where} is {'a key that may be null' if key else 'not nullable'}")
    return found


@pytest.mark.parametrize("name", STREAMS)
def test_schema(name: str) -> None:
    stream = STREAMS[name]
    properties = stream.table_schema()["properties"]
    keys = stream.primary_keys
    assert keys
    assert set(keys) <= set(properties)
    assert len({column.lower() for column in properties}) == len(properties)
    found = [
        fault
        for column, schema in properties.items()
        for fault in faults(schema, column, key=column in keys)
    ]
    for column, schema in properties.items():
        if not re.fullmatch(r"(?=.{1,63}$)(_sdc_)?[a-z][a-z0-9_]*", column):
            found.append(f"{column} is no name for a column")
        if not re.fullmatch(r"[A-Z`].*\.", schema.get("description", "")):
            found.append(f"{column} has no description that is a sentence")
        if schema.get("format") == "date-time" and "UTC" not in schema["description"]:
            found.append(f"{column} is local time, which is no date-time")
        if column == "version":
            found.append(f"{column} is a name that target-postgres keeps to itself")
    assert not found
    assert stream.description().endswith(".")


@pytest.mark.parametrize("name", STREAMS)
def test_declaration(name: str) -> None:
    stream = STREAMS[name]
    properties = stream.table_schema()["properties"]
    if stream.operation.windowed:
        assert isinstance(stream.reads, (AsOf, Dated, Spanning, Periodic))
        assert stream.reads.dated_by in {"", *properties}
    else:
        assert isinstance(stream.reads, (Full, Modified))
    assert stream.numbered == ("line_number" in stream.primary_keys)
    secret = [
        column for column in properties if re.search("password$|token|secret|scan|consent", column)
    ]
    assert not secret
    attributes = {attribute for attribute in vars(stream) if not attribute.startswith("_")}
    assert attributes <= {
        *("name", "operation", "columns", "select", "records", "reads", "numbered"),
        *("left_out", "primary_keys", "deletable", "deletes", "requires"),
    }, "a stream declares, and a misspelt attribute would be ignored in silence"


def own_settings() -> dict[str, Any]:
    sample = json.loads((ROOT / "config.sample.json").read_text("utf-8"))
    return {n: s for n, s in TapUKGWFM.config_jsonschema["properties"].items() if n in sample}


def test_settings_stand_in_all_places_alike() -> None:
    project = yaml.safe_load((ROOT / "meltano.yml").read_text("utf-8"))
    (extractor,) = project["plugins"]["extractors"]
    listed = {setting["name"]: setting for setting in extractor["settings"]}
    own = own_settings()
    sdk = {"stream_maps", "stream_map_config", "faker_config", "batch_config"}
    sdk |= {
        name for name in TapUKGWFM.config_jsonschema["properties"] if name.startswith("flattening")
    }
    assert set(TapUKGWFM.config_jsonschema["properties"]) - sdk == set(own) == set(listed)
    for name, schema in own.items():
        assert listed[name]["description"] == schema["description"]
        assert listed[name]["label"] == schema["title"]
        assert listed[name].get("value") == schema.get("default")
        assert bool(listed[name].get("sensitive")) == bool(schema.get("secret"))
    assert extractor["capabilities"] == [c.value for c in TapUKGWFM.capabilities]
    sample = json.loads((ROOT / "config.sample.json").read_text("utf-8"))
    filled = {name: "x" if value == SAMPLE else value for name, value in sample.items()}
    filled |= {"token_url": "https://x.ukg.net/token", "api_url": "https://x.mykronos.com"}
    assert problems(filled, TapUKGWFM.known_settings()) == []
    # Nobody's credentials shall go to a tenant that only the sample names.
    assert not any(word in json.dumps(sample) for word in ("mykronos", "ukg.", "http"))
    assert len(problems(sample, TapUKGWFM.known_settings())) == list(sample.values()).count(SAMPLE)
