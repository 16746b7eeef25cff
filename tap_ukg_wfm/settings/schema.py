"""The tap's settings, as a JSON Schema: what `--about`, Meltano, Airbyte and the documentation show."""

from __future__ import annotations

from datetime import date
from typing import Any

from tap_ukg_wfm.custom import dataviews, payroll
from tap_ukg_wfm.custom import operations as custom

RANGES = {
    "lookback_days": (0, 3650, 30),
    "lookahead_days": (0, 730, 30),
    "window_days": (1, 365, 32),
    "concurrency": (1, 32, 4),
    "batch_size": (1, 500, 25),
    "request_timeout": (1, 3600, 300),
}
"""Minimum, maximum and default of the numeric settings."""
EARLIEST = date(1900, 1, 1)
"""The earliest `start_date` that the state can store."""
REQUIRED = {
    "password": ("username", "password"),
    "ukg_password": ("username", "password", "realm"),
    "client_credentials": ("organization",),
}
"""The settings that each auth_type needs in addition to the subdomain and the client."""
USER_DEFINED = {"dataviews": dataviews, "payroll_exports": payroll, "custom_streams": custom}
"""The settings that define streams."""
_NAMES = {"type": ["array", "null"], "items": {"type": ["string", "integer"]}}


def _text(title: str, description: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON Schema
    return {"type": ["string", "null"], "title": title, **more, "description": description}


def _secret(title: str, description: str) -> dict[str, Any]:
    return {**_text(title, description), "secret": True, "writeOnly": True}


def _needed(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "type": ["string"]}


def _choice(title: str, description: str, *choices: str) -> dict[str, Any]:
    """A setting with several choices; the first is the default."""
    return {**_text(title, description, default=choices[0]), "enum": [*choices]}


def _flag(title: str, description: str, *, default: bool) -> dict[str, Any]:
    return {
        "type": ["boolean", "null"],
        "title": title,
        "default": default,
        "description": description,
    }


def _names(title: str, description: str) -> dict[str, Any]:
    return {**_NAMES, "title": title, "description": description}


def _dates(title: str, description: str) -> dict[str, Any]:
    items = {"type": "string", "format": "date"}
    return {
        "type": ["array", "null"],
        "items": items,
        "title": title,
        "description": description,
    }


def _number(name: str, title: str, description: str) -> dict[str, Any]:
    low, high, default = RANGES[name]
    return {
        "type": ["integer", "null"],
        "title": title,
        "default": default,
        "description": f"{description} From {low} to {high}.",
    }


SETTINGS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "subdomain": _needed(
            _text(
                "Subdomain",
                "The tenant's subdomain (merge.prd). You can paste the whole URL from your "
                "browser; -sso is removed.",
            )
        ),
        "client_id": _needed(
            _text(
                "Client ID",
                "Id of the API client, from the Developer Console or Client Management.",
            )
        ),
        "client_secret": _needed(
            _secret("Client Secret", "Secret of the API client, shown next to its id.")
        ),
        "username": _text(
            "User Name", "The API user. Needed unless auth_type is client_credentials."
        ),
        "password": _secret(
            "Password", "The API user's password. Needed unless auth_type is client_credentials."
        ),
        "auth_type": _choice(
            "Authentication Type",
            "password is the classic flow at the tenant's own host. ukg_password and "
            "client_credentials use UKG Authentication, for tenants whose administrators see "
            "Client Management.",
            "password",
            "ukg_password",
            "client_credentials",
        ),
        "organization": _text(
            "Organization",
            "UKG Authentication's id of the organization (org_...), for client_credentials.",
        ),
        "realm": _text(
            "Realm",
            "UKG Authentication's realm, the tenant's name or organization id, for ukg_password.",
        ),
        "token_url": _text(
            "Token URL",
            "The token endpoint, if it is not the default. The Developer Console shows it. "
            "Only UKG's hosts are accepted.",
        ),
        "audience": _text(
            "Audience",
            "UKG Authentication's audience, if the Developer Console shows a value other than"
            " https://wfm.ukg.net/api.",
        ),
        "app_key": _secret(
            "App Key",
            "Needed only for old API clients that have an app key. It is sent with every request.",
        ),
        "api_url": _text(
            "API URL",
            "Replaces the tenant's own address, for a proxy or the sandbox. Use https, or "
            "http with a loopback address.",
        ),
        "start_date": _text(
            "Start Date",
            "First date of timecards, schedules and other dated data, YYYY-MM-DD, 1900-01-01 "
            "or later. The default is 30 days ago. Tables with a row per month start on the "
            "first day of that month.",
        ),
        "end_date": _text(
            "End Date",
            "Last date of timecards, schedules and other dated data, YYYY-MM-DD. The default "
            "is today, and lookahead_days later for planned data.",
        ),
        "lookback_days": _number(
            "lookback_days",
            "Look-Back Days",
            "How many days before its last run an incremental run reads again, because "
            "timecards and schedules are edited afterward.",
        ),
        "lookahead_days": _number(
            "lookahead_days",
            "Look-Ahead Days",
            "How many future days of planned data are read: schedules, requests, projected "
            "totals and accruals, forecasts.",
        ),
        "window_days": _number(
            "window_days",
            "Window Days",
            "The most days in one request. Smaller windows need less memory but more "
            "requests. The default fits the default look-back and today, or a month, into one"
            " request.",
        ),
        "hyperfinds": _names(
            "Hyperfinds",
            "Ids or names of the Hyperfind queries whose people are read. The default is "
            "everybody, including terminated people.",
        ),
        "person_numbers": _names(
            "Person Numbers",
            "Person numbers of the people to read, in addition to those of the Hyperfinds.",
        ),
        "absence_pay_code": _text(
            "Absence Pay Code",
            "Name of the combined pay code that defines the absences in the stream "
            "absence_spans. The stream exists only with this setting.",
        ),
        "volume_location_type": _text(
            "Volume Location Type",
            "Type of the locations that have actual volumes, under the tenant's name for it "
            "(such as Site, Store or Facility), for the stream actual_volumes.",
            default="Site",
        ),
        "request_types": _names(
            "Request Types",
            "Names of the request types, as UKG shows them (such as Time-Off), for the stream"
            " request_subtypes. The stream exists only with this setting.",
        ),
        "accrual_balance_dates": _dates(
            "Accrual Balance Dates",
            "Further dates, YYYY-MM-DD, for which the stream accrual_balances is read. It is "
            "always read as of today, as of the month ends in the look-back period and, on "
            "the first load, as of the first date. Future dates are allowed.",
        ),
        "concurrency": _number(
            "concurrency",
            "Concurrency",
            "How many requests run at once. UKG recommends 4. The tap lowers this "
            "automatically while UKG throttles.",
        ),
        "batch_size": _number(
            "batch_size", "Batch Size", "Employees per request. UKG recommends 25."
        ),
        "request_timeout": _number(
            "request_timeout",
            "Request Timeout",
            "The most seconds that a response may take, from the request to its last byte. "
            "UKG recommends 300.",
        ),
        "refused_streams": _choice(
            "Refused Streams",
            "What happens at the end of a run that could not read some of the streams: fail "
            "exits with code 1, warn with 0. The other streams are read in either case.",
            "fail",
            "warn",
        ),
        "accept_fewer_people": _flag(
            "Accept Fewer People",
            "Whether to accept that a run finds over 10 percent fewer people than the last "
            "complete run. Otherwise the run reads no data about people, because a profile "
            "that was narrowed by mistake looks the same.",
            default=False,
        ),
        "unknown_fields": _choice(
            "Unknown Fields",
            "What happens to fields that UKG returns but this version of the tap does not "
            "know. report logs each of them once. keep stores them in a column "
            "unknown_fields, which every stream of the tap then has.",
            "report",
            "keep",
        ),
        "discover_checks_connection": _flag(
            "Discover Checks Connection",
            "Whether --discover fails with exit code 1 if the connection does not work, for "
            "platforms that test connections by discovery.",
            default=False,
        ),
        **{name: kind.SETTING for name, kind in USER_DEFINED.items()},
        "emit_activate_version_messages": _flag(
            "Emit Activate Version Messages",
            "Whether full tables end with an ACTIVATE_VERSION message, so that targets delete"
            " the rows that no longer exist in UKG.",
            default=True,
        ),
    },
    "required": ["subdomain", "client_id", "client_secret"],
    "$schema": "https://json-schema.org/draft/2020-12/schema",
}
OWN = dict(SETTINGS["properties"])
"""The settings, except those that the SDK adds to the schema and validates itself."""
