"""Validation of the configuration: all problems, as sentences."""

from __future__ import annotations

import difflib
from datetime import date
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from tap_ukg_wfm.api.errors import SettingsError
from tap_ukg_wfm.api.hosts import check_api_url, check_token_url, normalize_subdomain
from tap_ukg_wfm.api.redaction import Redactor
from tap_ukg_wfm.settings.schema import EARLIEST, OWN, RANGES, REQUIRED, SETTINGS, USER_DEFINED
from tap_ukg_wfm.streams import STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SAMPLE = "..."
"""The placeholder in config.sample.json."""
SAMPLE_DATE = "2026-01-31"
"""An example of the date format."""
_PASTED = {
    *("username", "password", "client_id", "client_secret"),
    *("organization", "realm", "audience", "app_key"),
}
_BATCH_FIELDS = {
    "": {"encoding", "storage", "batch_size"},
    "encoding": {"format", "compression"},
    "storage": {"root", "prefix"},
}


def is_blank(name: str, value: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether a setting counts as absent: forms and environments leave nulls and empty strings."""
    return value is None or (value == "" and name not in SETTINGS["required"])


def complete(config: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The settings without the absent ones, and with the defaults of the known ones."""
    defaults = {name: s["default"] for name, s in known.items() if "default" in s}
    return {**defaults, **{name: v for name, v in config.items() if not is_blank(name, v)}}


def validated(config: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with their defaults.

    Args:
        config: The settings.
        known: The JSON Schemas of all settings.

    Raises:
        SettingsError: With all problems.
    """
    settings = complete(config, known)
    if found := problems(settings, known):
        raise SettingsError(" ".join(found))
    return settings


def problems(config: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    """All problems of a configuration, one sentence each.

    Args:
        config: The settings, defaults filled in or not.
        known: The JSON Schemas of all settings, including those of the SDK.
    """
    # A secret may have been pasted into the wrong place.
    redactor = Redactor(config)
    return [
        *_unknown(config, known, redactor),
        *_missing(config),
        *_careless(config),
        *_mistyped(config),
        *_of_the_sdk(config, known),
        *_addresses(config, redactor),
        *_dates(config, redactor),
        *_batches(config, redactor),
        *map(redactor.hide, _declared(config)),
    ]


def _declared(config: Mapping[str, Any]) -> Iterator[str]:
    taken = {stream.name for stream in STREAMS}
    for name, kind in USER_DEFINED.items():
        yield from kind.problems(config.get(name) or [], taken)


def _of_the_sdk(config: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    """The problems of the SDK's own settings, except `batch_config`."""
    for name in config.keys() & known.keys() - OWN.keys() - {"batch_config"}:
        for error in Draft202012Validator(known[name]).iter_errors(config[name]):
            where = ".".join([name, *map(str, error.absolute_path)])
            wanted = error.schema.get("type", "something else")
            kinds = [wanted] if isinstance(wanted, str) else [k for k in wanted if k != "null"]
            yield f"The setting {where} has to be of type {' or '.join(kinds)}: --about describes it."


def unknown_settings(config: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    """A sentence for each setting that does not exist, unless its name is close to one that does.

    Those are problems, since a misspelled setting would be ignored.
    """
    redactor = Redactor(config)
    return [
        f"The setting {redactor.redact(name, 40)} is ignored: it does not exist (--about lists all)."
        for name in sorted(config.keys() - known.keys())
        if not _near(name, known)
    ]


def _unknown(
    config: Mapping[str, Any], known: Mapping[str, Any], redactor: Redactor
) -> Iterator[str]:
    for name in sorted(config.keys() - known.keys()):
        if near := _near(name, known):
            yield f"There is no setting {redactor.redact(name, 40)}: did you mean {near}?"


def _near(name: str, known: Mapping[str, Any]) -> str:
    """The setting that `name` may be a misspelling of; empty if there is none."""
    return next(iter(difflib.get_close_matches(name, known, n=1)), "")


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
    """Settings that were not filled in, or that were pasted incorrectly."""
    for name, value in config.items():
        if value == SAMPLE:
            yield f"The setting {name} is still the sample's {SAMPLE}: put in your own, or remove it."
        # A password may begin or end with a space.
        elif (
            name in _PASTED
            and isinstance(value, str)
            and value != value.strip("\r\n" if name == "password" else None)
        ):
            yield f"The setting {name} begins or ends with whitespace: remove it."
        elif name == "app_key" and isinstance(value, str) and not value.isascii():
            yield "The setting app_key contains non-ASCII characters: copy it again."


def _mistyped(config: Mapping[str, Any]) -> Iterator[str]:
    for name, schema in OWN.items():
        value = config.get(name)
        if name in USER_DEFINED:
            continue
        if value is not None and (wanted := _misfit(name, schema, value)):
            yield f"The setting {name} has to be {wanted}."


def _misfit(name: str, schema: Mapping[str, Any], value: Any) -> str:  # noqa: ANN401 - any JSON
    """What `value` should have been; empty if it is valid."""
    if name in RANGES:
        low, high, _ = RANGES[name]
        whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if whole and low <= value <= high else f"a whole number from {low} to {high}"
    if allowed := [word for word in schema.get("enum", ()) if word is not None]:
        return "" if value in allowed else f"one of {', '.join(allowed)}"
    if "array" in schema["type"] and "format" in schema["items"]:
        dates = isinstance(value, list) and all(isinstance(entry, str) for entry in value)
        return "" if dates else 'a list of dates such as ["2026-01-31"]'
    if "array" in schema["type"]:
        kinds = {type(entry) for entry in value} if isinstance(value, list) else {type(value)}
        fits = isinstance(value, list) and kinds <= {str, int}
        return "" if fits else "a list of ids or names"
    if "boolean" in schema["type"]:
        return "" if isinstance(value, bool) else "true or false"
    return "" if isinstance(value, str) else "a string, in quotes"


def _addresses(config: Mapping[str, Any], redactor: Redactor) -> Iterator[str]:
    checks = {
        "subdomain": normalize_subdomain,
        "token_url": check_token_url,
        "api_url": check_api_url,
    }
    for name, check in checks.items():
        if isinstance(value := config.get(name), str) and value != SAMPLE:
            try:
                check(value, redactor)
            except ValueError as error:
                yield str(error)


def _dates(config: Mapping[str, Any], redactor: Redactor) -> Iterator[str]:
    days = {}
    for name in ("start_date", "end_date"):
        if isinstance(value := config.get(name), str):
            if day := _day(value):
                days[name] = day
            else:
                shown = redactor.redact(value, 40)
                yield f"The setting {name} is not a date: '{shown}'. Write it as {SAMPLE_DATE}."
    if "start_date" in days and days["start_date"] < EARLIEST:
        yield f"The start_date {days['start_date']} is before {EARLIEST}: set a later one."
    listed = config.get("accrual_balance_dates")
    for value in listed if isinstance(listed, list) else ():
        if isinstance(value, str) and not (len(value) == len(SAMPLE_DATE) and _day(value)):
            shown = redactor.redact(value, 40)
            yield (
                f"The setting accrual_balance_dates lists '{shown}', which is not a date. Write it as "
                f"{SAMPLE_DATE}."
            )
    if len(days) == 2 and days["start_date"] > days["end_date"]:  # noqa: PLR2004 - both of them
        yield "The start_date is after the end_date: swap them, or remove end_date."


def _day(text: str) -> date | None:
    """The date in `text`; orchestrators also write dates as times: 2026-01-01T00:00:00Z."""
    if text[10:11] not in {"", "T", " "}:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _batches(config: Mapping[str, Any], redactor: Redactor) -> Iterator[str]:
    batch = config.get("batch_config")
    if not batch:
        return
    parts = {"": batch, **(batch if isinstance(batch, dict) else {})}
    for part, fields in _BATCH_FIELDS.items():
        found = parts.get(part)
        for name in found.keys() - fields if isinstance(found, dict) else ():
            shown = redactor.redact(name, 40)
            yield f"The setting batch_config has no field {shown}: use {', '.join(sorted(fields))}."
    encoding, storage, rows = (parts.get(name) for name in ("encoding", "storage", "batch_size"))
    if not isinstance(encoding, dict) or encoding.get("format") != "jsonl":
        yield 'The setting batch_config needs "encoding" with the "format" jsonl.'
    elif encoding.get("compression") not in {None, "none", "gzip"}:
        yield 'The setting batch_config needs gzip or none as "compression".'
    if not isinstance(storage, dict) or not storage.get("root"):
        yield 'The setting batch_config needs "storage" with a "root" such as file:///tmp/batches.'
    if rows is not None and not (isinstance(rows, int) and rows > 0):
        yield 'The setting batch_config needs a whole number above 0 as "batch_size".'
