"""Every request that the tap makes is valid under the vendor's OpenAPI."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator

from tests.conftest import ROOT

if TYPE_CHECKING:
    from ukg_wfm_sandbox import Sandbox

    from tests.conftest import Tap

VENDOR = ROOT.parent / "shared" / "openapi"
pytestmark = pytest.mark.skipif(
    not VENDOR.is_dir(), reason="the vendor's OpenAPI files (../shared) are not here"
)
# The OpenAPI calls these required, though they exclude each other, or live tenants do without.
NOT_REQUIRED = {"hyperFind", "missingExternalIdType", "locationRef", "qualifiers", "refs"}
NOT_REQUIRED |= {"symbolicPeriod", "actionId", "employeeId"}


def closed(schema: Any) -> Any:
    """The schema, refusing properties that it does not name."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(part) for key, part in schema.items()}
    if "properties" in made:
        made["additionalProperties"] = False
    if isinstance(made.get("required"), list):
        made["required"] = [name for name in made["required"] if name not in NOT_REQUIRED]
    return made


def operations() -> dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]]:
    found = {}
    for file in sorted(VENDOR.glob("*.json")):
        document = json.loads(file.read_text("utf-8"))
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                found[method.upper(), path] = (operation, document["components"])
    return found


def split(schema: Any) -> Any:
    """The schema, with enumerations that stand in one text (`HISTORY, ESP`) as the words they mean."""
    if isinstance(schema, list):
        return [split(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: split(part) for key, part in schema.items()}
    match made.get("enum"):
        case [str(words)] if ", " in words:
            made["enum"] = words.split(", ")
    return made


def request_schema(operation: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    body = operation["requestBody"]
    if "$ref" in body:
        # Shared bodies are named after their schema.
        schema = {"$ref": "#/components/schemas/" + body["$ref"].rpartition("/")[2]}
    else:
        schema = body["content"]["application/json"]["schema"]
    return {**copy.deepcopy(schema), "components": split(closed(components))}


def test_requests(tap: Tap, sandbox: Sandbox) -> None:
    assert tap(sandbox.config(hyperfinds=[1], window_days=40)).code == 0
    vendor = operations()
    checked = set()
    for request in sandbox.requests():
        method, path, body = (
            request["method"],
            request["path"].removeprefix("/api"),
            request["body"],
        )
        operation, components = vendor[method, path]
        named = {parameter["name"] for parameter in operation.get("parameters", ())}
        assert set(request["query"] or {}) <= named
        if body is not None:
            validator = Draft7Validator(request_schema(operation, components))
            assert not validator.is_valid({**body, "noSuchProperty": 1})
            errors = list(validator.iter_errors(body))
            assert not errors, (path, body, [error.message for error in errors])
        checked.add(path)
    assert len(checked) >= 19
