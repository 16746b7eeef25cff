"""The tap's settings: their JSON Schema, and all that is wrong with a configuration, in sentences."""

from __future__ import annotations

import difflib
from datetime import date
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from singer_sdk import typing as th

from tap_ukg_wfm.api.hosts import check_api_url, check_token_url, normalize_subdomain
from tap_ukg_wfm.custom import dataviews, payroll
from tap_ukg_wfm.custom import operations as custom
from tap_ukg_wfm.streams import STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RANGES = {
    "lookback_days": (0, 3650, 30),
    "lookahead_days": (0, 730, 30),
    "window_days": (1, 365, 30),
    "concurrency": (1, 32, 4),
    "batch_size": (1, 500, 25),
    "request_timeout": (1, 3600, 300),
}
REQUIRED = {
    "password": ("username", "password"),
    "ukg_password": ("username", "password", "realm"),
    "client_credentials": ("organization",),
}
SAMPLE = "..."
"""What config.sample.json has where something is yours alone."""
_PASTED = {
    *("username", "password", "client_id", "client_secret"),
    *("organization", "realm", "audience", "app_key"),
}
_BATCH_FIELDS = {
    "": {"encoding", "storage", "batch_size"},
    "encoding": {"format", "compression"},
    "storage": {"root", "prefix"},
}
_REFUSED = ("fail", "warn")
DECLARED = {"dataviews": dataviews, "payroll_exports": payroll, "custom_streams": custom}
_NAMES = th.ArrayType(th.CustomType({"type": ["string", "integer"]}))


def _number(name: str, title: str, description: str) -> th.Property[Any]:
    low, high, default = RANGES[name]
    text = f"{description} From {low} to {high}."
    return th.Property(name, th.IntegerType, default=default, title=title, description=text)


SETTINGS = th.PropertiesList(
    th.Property(
        "subdomain",
        th.StringType,
        required=True,
        title="Subdomain",
        description="The tenant's address: the subdomain (merge.prd), or the whole address as the "
        "browser shows it. A -sso in it does no harm.",
    ),
    th.Property(
        "client_id",
        th.StringType,
        required=True,
        title="Client ID",
        description="Id of the API client, from the Developer Console or Client Management.",
    ),
    th.Property(
        "client_secret",
        th.StringType,
        required=True,
        secret=True,
        title="Client Secret",
        description="Secret of the API client, shown beside its id.",
    ),
    th.Property(
        "username",
        th.StringType,
        title="User Name",
        description="The API user. Needed unless auth_type is client_credentials.",
    ),
    th.Property(
        "password",
        th.StringType,
        secret=True,
        title="Password",
        description="The API user's password. Needed unless auth_type is client_credentials.",
    ),
    th.Property(
        "auth_type",
        th.StringType,
        default="password",
        allowed_values=list(REQUIRED),
        title="Authentication Type",
        description="password: the classic flow at the tenant's own host. ukg_password and "
        "client_credentials: UKG Authentication, for tenants whose administrators see Client "
        "Management.",
    ),
    th.Property(
        "organization",
        th.StringType,
        title="Organization",
        description="UKG Authentication's id of the organization (org_...), for client_credentials.",
    ),
    th.Property(
        "realm",
        th.StringType,
        title="Realm",
        description="UKG Authentication's realm, the tenant's name or organization id, for "
        "ukg_password.",
    ),
    th.Property(
        "token_url",
        th.StringType,
        title="Token URL",
        description="Where tokens are given, where it is not the usual place: the Developer Console "
        "shows it. Only addresses of UKG are accepted.",
    ),
    th.Property(
        "audience",
        th.StringType,
        title="Audience",
        description="UKG Authentication's audience, where the Developer Console shows another one "
        "than https://wfm.ukg.net/api.",
    ),
    th.Property(
        "app_key",
        th.StringType,
        secret=True,
        title="App Key",
        description="Only for old API clients, which have one. It is sent with every call.",
    ),
    th.Property(
        "api_url",
        th.StringType,
        title="API URL",
        description="Instead of the tenant's own address, for a proxy or the sandbox: https, or "
        "http on a loopback address.",
    ),
    th.Property(
        "start_date",
        th.StringType,
        title="Start Date",
        description="First date of timecards, schedules and the like, YYYY-MM-DD. 30 days back "
        "where it is missing.",
    ),
    th.Property(
        "end_date",
        th.StringType,
        title="End Date",
        description="Last date of timecards, schedules and the like, YYYY-MM-DD. Where it is missing: "
        "today; of what is planned, lookahead_days later.",
    ),
    _number(
        "lookback_days",
        "Look-Back Days",
        "How many days before its last run an incremental run reads again, since timecards and "
        "schedules are edited after the fact.",
    ),
    _number(
        "lookahead_days",
        "Look-Ahead Days",
        "How many days of the future are read of what is planned: schedules, requests, projected "
        "totals and accruals, forecasts.",
    ),
    _number(
        "window_days",
        "Window Days",
        "How many days one request spans. Smaller windows need less memory and more requests.",
    ),
    th.Property(
        "hyperfinds",
        _NAMES,
        title="Hyperfinds",
        description="Ids or names of Hyperfind queries: only their people are read. Everyone, "
        "terminated people included, where nothing is given.",
    ),
    th.Property(
        "person_numbers",
        _NAMES,
        title="Person Numbers",
        description="Numbers of the people to read, beside those of the Hyperfinds.",
    ),
    th.Property(
        "absence_pay_code",
        th.StringType,
        title="Absence Pay Code",
        description="Name of the combined pay code whose absences count for the stream absence_spans, "
        "which exists only with this setting.",
    ),
    th.Property(
        "request_types",
        _NAMES,
        title="Request Types",
        description="Names of the request types, as UKG shows them (such as Time-Off), for the stream "
        "request_subtypes, which exists only with this setting.",
    ),
    _number(
        "concurrency",
        "Concurrency",
        "Requests under way at once. UKG advises 4. Fewer go out by themselves while it throttles.",
    ),
    _number("batch_size", "Batch Size", "Employees in one request. UKG advises 25."),
    _number(
        "request_timeout", "Request Timeout", "Seconds to wait for an answer. UKG advises 300."
    ),
    th.Property(
        "refused_streams",
        th.StringType,
        default="fail",
        allowed_values=list(_REFUSED),
        title="Refused Streams",
        description="What a stream that UKG refuses means, once the others are read: fail ends the "
        "run with exit code 1, warn with 0.",
    ),
    th.Property(
        "discover_checks_connection",
        th.BooleanType,
        default=False,
        title="Discover Checks Connection",
        description="Whether --discover prints no catalog, and ends with exit code 1, where the "
        "connection does not work: for platforms that test connections by discovery.",
    ),
    *(kind.SETTING for kind in DECLARED.values()),
    th.Property(
        "emit_activate_version_messages",
        th.BooleanType,
        default=True,
        title="Emit Activate Version Messages",
        description="Whether full tables end with an ACTIVATE_VERSION message, by which targets drop "
        "the rows that are gone in UKG.",
    ),
).to_dict()


OWN = dict(SETTINGS["properties"])
"""The settings without those that the SDK adds to the schema, and checks itself."""


def is_blank(name: str, value: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether a setting is as good as absent: forms and environments leave nulls and empty texts."""
    return value is None or (value == "" and name not in SETTINGS["required"])


def problems(config: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with a configuration, a sentence each.

    Args:
        config: The settings, defaults filled in or not.
        known: The JSON Schemas of all settings, those of the SDK included.
    """
    return [
        *_unknown(config, known),
        *_missing(config),
        *_careless(config),
        *_mistyped(config),
        *_of_the_sdk(config, known),
        *_addresses(config),
        *_dates(config),
        *_batches(config),
        *_declared(config),
    ]


def _declared(config: Mapping[str, Any]) -> Iterator[str]:
    taken = {str(vars(stream)["name"]) for stream in STREAMS}
    for name, kind in DECLARED.items():
        yield from kind.problems(config.get(name) or [], taken)


def _of_the_sdk(config: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the SDK's own settings, but for `batch_config`."""
    for name in config.keys() & known.keys() - OWN.keys() - {"batch_config"}:
        for error in Draft202012Validator(known[name]).iter_errors(config[name]):
            where = ".".join([name, *map(str, error.absolute_path)])
            wanted = error.schema.get("type", "something else")
            kinds = [wanted] if isinstance(wanted, str) else [k for k in wanted if k != "null"]
            yield f"The setting {where} has to be {' or '.join(kinds)}: --about describes it."


def _unknown(config: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    for name in config.keys() - known.keys():
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "see --about for the settings there are."
        yield f"There is no setting {name}: {hint}"


def _missing(config: Mapping[str, Any]) -> Iterator[str]:
    for name in ("subdomain", "client_id", "client_secret"):
        if not config.get(name) and config.get(name) != "":
            yield f"The setting {name} is missing: every connection needs it."
    auth_type = config.get("auth_type", "password")
    for name in REQUIRED.get(auth_type, ()) if isinstance(auth_type, str) else ():
        if not config.get(name):
            yield f"The setting {name} is missing: auth_type {auth_type} needs it."
    yield from (
        f"The setting {name} is empty: every connection needs it."
        for name in ("client_id", "client_secret")
        if config.get(name) == ""
    )


def _careless(config: Mapping[str, Any]) -> Iterator[str]:
    """What was not filled in, or was pasted with more than it should be."""
    for name, value in config.items():
        if value == SAMPLE:
            yield f"The setting {name} is still the sample's {SAMPLE}: put your own in, or take it out."
        # A password may begin or end with a space.
        elif (
            name in _PASTED
            and isinstance(value, str)
            and value != value.strip("\r\n" if name == "password" else None)
        ):
            yield f"The setting {name} begins or ends with white space: take it out."
        elif name == "app_key" and isinstance(value, str) and not value.isascii():
            yield "The setting app_key has letters that it cannot have: copy it again."


def _mistyped(config: Mapping[str, Any]) -> Iterator[str]:
    for name, schema in OWN.items():
        value = config.get(name)
        if name in DECLARED:
            continue
        if value is not None and (wanted := _misfit(name, schema, value)):
            yield f"The setting {name} has to be {wanted}."


def _misfit(name: str, schema: Mapping[str, Any], value: Any) -> str:  # noqa: ANN401 - any JSON
    """What `value` should have been; empty where it fits."""
    if name in RANGES:
        low, high, _ = RANGES[name]
        whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if whole and low <= value <= high else f"a whole number from {low} to {high}"
    if allowed := [word for word in schema.get("enum", ()) if word is not None]:
        return "" if value in allowed else f"one of {', '.join(allowed)}"
    if "array" in schema["type"]:
        kinds = {type(entry) for entry in value} if isinstance(value, list) else {type(value)}
        fits = isinstance(value, list) and kinds <= {str, int}
        return "" if fits else "a list of ids or names"
    if "boolean" in schema["type"]:
        return "" if isinstance(value, bool) else "true or false"
    return "" if isinstance(value, str) else "a text, in quotes"


def _addresses(config: Mapping[str, Any]) -> Iterator[str]:
    checks = {
        "subdomain": normalize_subdomain,
        "token_url": check_token_url,
        "api_url": check_api_url,
    }
    for name, check in checks.items():
        if isinstance(value := config.get(name), str) and value != SAMPLE:
            try:
                check(value)
            except ValueError as error:
                yield str(error)


def _dates(config: Mapping[str, Any]) -> Iterator[str]:
    days = {}
    for name in ("start_date", "end_date"):
        if isinstance(value := config.get(name), str):
            if day := _day(value):
                days[name] = day
            else:
                yield f"The setting {name} is no date: {value[:40]!r}. Write it as 2026-01-31."
    if len(days) == 2 and days["start_date"] > days["end_date"]:  # noqa: PLR2004 - both of them
        yield "The start_date lies after the end_date: swap them, or leave end_date out."


def _day(text: str) -> date | None:
    """The date in `text`; orchestrators write dates as moments, too: 2026-01-01T00:00:00Z."""
    if text[10:11] not in {"", "T", " "}:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _batches(config: Mapping[str, Any]) -> Iterator[str]:
    batch = config.get("batch_config")
    if not batch:
        return
    parts = {"": batch, **(batch if isinstance(batch, dict) else {})}
    for part, fields in _BATCH_FIELDS.items():
        found = parts.get(part)
        for name in found.keys() - fields if isinstance(found, dict) else ():
            yield f"The setting batch_config has no {name}: there are {', '.join(sorted(fields))}."
    encoding, storage, rows = (parts.get(name) for name in ("encoding", "storage", "batch_size"))
    if not isinstance(encoding, dict) or encoding.get("format") != "jsonl":
        yield 'The setting batch_config needs "encoding" with the "format" jsonl, which is written.'
    elif encoding.get("compression") not in {None, "none", "gzip"}:
        yield 'The setting batch_config needs gzip or none as "compression": nothing else is written.'
    if not isinstance(storage, dict) or not storage.get("root"):
        yield 'The setting batch_config needs "storage" with a "root" such as file:///tmp/batches.'
    if rows is not None and not (isinstance(rows, int) and rows > 0):
        yield 'The setting batch_config needs a whole number above 0 as "batch_size".'
