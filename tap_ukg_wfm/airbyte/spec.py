"""The settings as a form in Airbyte, and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from airbyte_protocol_dataclasses.models import ConnectorSpecification, DestinationSyncMode

from tap_ukg_wfm.api.errors import TapError
from tap_ukg_wfm.settings.schema import OWN, RANGES, REQUIRED, USER_DEFINED

if TYPE_CHECKING:
    from collections.abc import Mapping

_CLIENT = ("client_id", "client_secret")
_FLOWS = {
    "password": (
        "User of the Tenant",
        "The classic authentication of the tenant.",
        ("username", "password", *_CLIENT, "app_key"),
    ),
    "ukg_password": (
        "UKG Authentication: User",
        "With a user's password. For tenants whose administrators see Client Management.",
        ("realm", "username", "password", *_CLIENT, "token_url", "audience"),
    ),
    "client_credentials": (
        "UKG Authentication: Client",
        "Without a user's password. For tenants whose administrators see Client Management.",
        ("organization", *_CLIENT, "token_url", "audience"),
    ),
}
# The destination replaces full tables, and the check is a command of its own.
_LEFT_OUT = {"emit_activate_version_messages", "discover_checks_connection"}
_EXAMPLES: dict[str, list[Any]] = {
    "subdomain": ["merge.prd", "https://merge-sso.prd.mykronos.com/wfd/home"],
    "client_id": ["fIcEmCz0mGnWaZ1tUXcXhKqDq9VqD1bG"],
    "username": ["api.reader"],
    "organization": ["org_0123456789"],
    "realm": ["merge"],
    "audience": ["https://wfm.ukg.net/api"],
    "token_url": ["https://welcome-us.ukg.net/oauth/token"],
    "api_url": ["https://merge.prd.mykronos.com"],
    "start_date": ["2026-01-01"],
    "end_date": ["2026-12-31"],
    "hyperfinds": ["All Home"],
    "person_numbers": ["20000"],
    "absence_pay_code": ["Absences"],
    "request_types": ["Time-Off"],
    "accrual_balance_dates": ["2025-12-31"],
    "dataviews": [[{"name": "names", "select": ["EMP_COMMON_FULL_NAME"]}]],
    "payroll_exports": [
        [
            {
                "name": "payroll",
                "query": "SELECT * FROM payroll_lines",
                "columns": {"person_number": "employee_id:string"},
                "primary_keys": ["person_number"],
            }
        ]
    ],
    "custom_streams": [
        [
            {
                "name": "delegates",
                "path": "/v1/commons/delegates",
                "columns": {"id": "id:integer"},
                "primary_keys": ["id"],
            }
        ]
    ],
}


def specification() -> ConnectorSpecification:
    """The protocol's description of the source and its form."""
    nested = {name for _, _, names in _FLOWS.values() for name in names}
    plain = [name for name in OWN if name not in {*nested, *_LEFT_OUT, "auth_type", "subdomain"}]
    properties = {"subdomain": _field("subdomain", 0), "credentials": _credentials(1)}
    properties |= {name: _field(name, order) for order, name in enumerate(plain, start=2)}
    return ConnectorSpecification(
        connectionSpecification={
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "UKG Pro Workforce Management",
            "type": "object",
            "required": ["subdomain", "credentials"],
            "properties": properties,
            "additionalProperties": True,
        },
        supportsIncremental=True,
        supported_destination_sync_modes=[
            DestinationSyncMode.append,
            DestinationSyncMode.overwrite,
            DestinationSyncMode.append_dedup,
        ],
    )


def settings(config: Mapping[str, Any]) -> dict[str, Any]:
    """The tap's settings from the form's content, which may have additional fields.

    Raises:
        TapError: When the credentials are not an object, or a text is not valid JSON.
    """
    credentials = config.get("credentials") or {}
    if not isinstance(credentials, dict):
        raise TapError("The setting credentials is not an object. Choose one of its options.")
    given = {**config, **credentials, **dict.fromkeys(_LEFT_OUT, False)}
    flat = {name: value for name, value in given.items() if name in OWN}
    for name in USER_DEFINED:
        if isinstance(text := flat.get(name), str):
            try:
                flat[name] = json.loads(text.strip() or "[]")
            except ValueError as error:
                raise TapError(
                    f"The setting {name} is not valid JSON. Check its commas and quotes. ({error})"
                ) from error
    return flat


def _credentials(order: int) -> dict[str, Any]:
    return {
        "type": "object",
        "title": "Authentication",
        "description": "How to get a token. See docs/setup.md for the right option.",
        "order": order,
        "oneOf": [
            {
                "type": "object",
                "title": title,
                "description": description,
                "required": ["auth_type", *REQUIRED[flow], *_CLIENT],
                "properties": {
                    "auth_type": {
                        "type": "string",
                        "title": "Authentication Type",
                        "description": description,
                        "const": flow,
                        "default": flow,
                        "order": 0,
                    },
                    **{name: _field(name, place) for place, name in enumerate(names, start=1)},
                },
            }
            for flow, (title, description, names) in _FLOWS.items()
        ],
    }


def _field(name: str, order: int) -> dict[str, Any]:
    """A setting as a field of the form."""
    setting = OWN[name]
    field = {key: setting[key] for key in ("title", "description", "default") if key in setting}
    kind = next(kind for kind in setting["type"] if kind != "null")
    field |= {"type": "string" if name in USER_DEFINED else kind, "order": order}
    if name in USER_DEFINED:
        field |= {"multiline": True, "description": f"{setting['description']} As JSON."}
    elif kind == "array":
        field["items"] = {"type": "string"}
    if name in RANGES:
        field["minimum"], field["maximum"], _ = RANGES[name]
    if name.endswith("_date"):
        field |= {"format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        field["pattern_descriptor"] = "YYYY-MM-DD"
    if setting.get("secret"):
        field["airbyte_secret"] = True
    if "enum" in setting:
        field["enum"] = [word for word in setting["enum"] if word is not None]
    if examples := _EXAMPLES.get(name):
        field["examples"] = [json.dumps(e) if name in USER_DEFINED else e for e in examples]
    return field
