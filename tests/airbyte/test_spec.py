"""The form that Airbyte shows holds all settings, and what it gives comes to the tap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tap_ukg_wfm.airbyte.spec import settings
from tap_ukg_wfm.settings.schema import OWN, REQUIRED
from tap_ukg_wfm.settings.validation import problems
from tests.airbyte.conftest import form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ukg_wfm_sandbox import Sandbox

    from tests.airbyte.conftest import Source


@pytest.fixture
def spec(source: Source) -> dict[str, Any]:
    run = source("spec")
    assert run.code == 0
    (found,) = run.of("SPEC")
    return found["connectionSpecification"]  # type: ignore[no-any-return]


def forms(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The form's groups of fields."""
    yield spec["properties"]
    for way in spec["properties"]["credentials"]["oneOf"]:
        yield way["properties"]


def test_every_field_is_told_and_in_order(spec: dict[str, Any]) -> None:
    jsonschema.Draft7Validator.check_schema(spec)
    for fields in forms(spec):
        assert [field["order"] for field in fields.values()] == list(range(len(fields)))
        for field in fields.values():
            assert field["title"]
            assert field["description"]
            assert isinstance(field["type"], str)


def test_no_setting_is_missing_and_secrets_are_marked(spec: dict[str, Any]) -> None:
    found = {name: field for fields in forms(spec) for name, field in fields.items()}
    assert set(OWN) - set(found) == {
        "emit_activate_version_messages",
        "discover_checks_connection",
    }
    assert set(found) - set(OWN) == {"credentials"}
    secret = {name for name, setting in OWN.items() if setting.get("secret")}
    assert {name for name, field in found.items() if field.get("airbyte_secret")} == secret
    # Values that a person has to make up or to look up have an example.
    told = {"default", "airbyte_secret", "const", "oneOf"}
    assert [n for n, field in found.items() if not field.keys() & {*told, "examples"}] == []


def test_each_way_of_authentication_and_all_examples_are_accepted(spec: dict[str, Any]) -> None:
    plain = {
        name: field["default"] if "default" in field else example(field)
        for name, field in spec["properties"].items()
        if name != "credentials"
    }
    ways = spec["properties"]["credentials"]["oneOf"]
    assert [way["properties"]["auth_type"]["const"] for way in ways] == list(REQUIRED)
    for way in ways:
        credentials = {
            name: field.get("const") or ("x" if field.get("airbyte_secret") else example(field))
            for name, field in way["properties"].items()
        }
        config = {**plain, "credentials": credentials}
        jsonschema.validate(config, spec)
        assert problems(settings(config), OWN) == []
        for name in way["required"][1:]:
            rest = {k: v for k, v in credentials.items() if k != name}
            said = problems(settings({**plain, "credentials": rest}), OWN)
            assert [sentence for sentence in said if f"The setting {name} is missing" in sentence]


def example(field: dict[str, Any]) -> Any:
    (first, *_) = field["examples"]
    return [first] if field["type"] == "array" else first


def test_the_sandboxs_settings_fit_the_form(spec: dict[str, Any], sandbox: Sandbox) -> None:
    jsonschema.validate(form(sandbox.config()), spec)


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ({"credentials": "x"}, "The setting credentials is not an object"),
        ({"dataviews": "["}, "The setting dataviews is not valid JSON"),
        ({"dataviews": "[1]"}, "dataview"),
        ({"credentials": {"auth_type": "magic"}}, "The setting auth_type has to be one of"),
    ],
)
def test_what_is_wrong_is_said(
    source: Source, sandbox: Sandbox, config: dict[str, Any], sentence: str
) -> None:
    run = source("check", {**form(sandbox.config()), **config})
    (status,) = run.of("CONNECTION_STATUS")
    assert (run.code, status["status"]) == (0, "FAILED")
    assert sentence in status["message"]


@pytest.mark.parametrize(
    "more",
    [
        {"passwrod": "x"},
        {"batch_config": {}, "stream_maps": 7, "__injected_declarative_manifest": {}},
    ],
)
def test_fields_that_the_form_does_not_have_are_ignored(
    source: Source, sandbox: Sandbox, spec: dict[str, Any], more: dict[str, Any]
) -> None:
    config = form(sandbox.config())
    config |= {**more, "credentials": {**config["credentials"], **more}}
    jsonschema.validate(config, spec)
    (status,) = source("check", config).of("CONNECTION_STATUS")
    assert status["status"] == "SUCCEEDED"
