"""Input and output of the Singer command line: settings, catalogs, states, messages, exit codes."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from singer_sdk.configuration._dict_config import parse_environment_config
from singer_sdk.exceptions import ConfigValidationError, MappingError
from singer_sdk.plugin_base import _ConfigInput
from singer_sdk.singerlib import Catalog

from tap_ukg_wfm.api.errors import TapError, maps_problem
from tap_ukg_wfm.settings.files import json_file
from tap_ukg_wfm.sync.lines import detach_stdout, stdout_error

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterator, Mapping, Sequence


_TRUTHS = {"true", "1", "yes", "on", "false", "0", "no", "off"}
_ENVELOPES = ("singer_state", "value", "completed", "partial")
"""Keys of the state in a STATE message and in Meltano's backends. Later ones win."""


@dataclass
class UnreadableConfig(_ConfigInput):
    """A configuration file that cannot be used. A check reports why."""

    problem: str = ""


@contextlib.contextmanager
def sentences(logger: logging.Logger) -> Iterator[None]:
    """End with exit code 1 and a message where the SDK would show a traceback."""
    try:
        yield
    except TapError as error:
        logger.error("%s", error)  # noqa: TRY400 - a message, not a traceback
        sys.exit(1)
    except MappingError as error:
        logger.error("%s", maps_problem(str(error)))  # noqa: TRY400
        sys.exit(1)
    except ConfigValidationError as error:
        for sentence in error.errors:
            logger.error("%s", sentence)  # noqa: TRY400
        sys.exit(1)
    except BrokenPipeError:
        detach_stdout()
        sys.exit(1)
    except OSError as error:
        if error.errno is None:
            raise
        logger.error("%s", stdout_error(error))  # noqa: TRY400
        detach_stdout()
        sys.exit(1)


def config_in(paths: Sequence[str]) -> _ConfigInput:
    """The settings in configuration files. Later files win. `ENV` stands for the environment.

    Raises:
        TapError: When a file cannot be read or is not a JSON object.
    """
    found = _ConfigInput(parse_env="ENV" in paths)
    for path in paths:
        if path != "ENV":
            found.config |= json_file(path, "configuration")
    return found


def catalog_in(path: str) -> dict[str, Any]:
    """The catalog in a file.

    Raises:
        TapError: When the file contains something else, because nothing would be selected.
    """
    loaded = json_file(path, "catalog")
    try:
        streams = Catalog.from_dict(loaded).streams if loaded["streams"] else None
    except (KeyError, TypeError, ValueError, AttributeError):
        streams = None
    if not streams:
        raise TapError(
            "The catalog file does not contain a list of streams. Pass the output of --discover."
        )
    for entry in loaded["streams"]:
        # The SDK would look for a stream of the other name.
        entry["stream"] = entry["tap_stream_id"]
    return loaded


def state_in(path: str) -> dict[str, Any]:
    """The state in a file: the value of a STATE message, the whole message, or what Meltano prints.

    Raises:
        TapError: When the file contains something else, because everything would be read again.
    """
    state = _unwrapped(json_file(path, "state"))
    bookmarks = state.get("bookmarks") or {}
    known = not state or "bookmarks" in state
    if (
        not known
        or not isinstance(bookmarks, dict)
        or not all(isinstance(bookmark, dict) for bookmark in bookmarks.values())
    ):
        raise TapError(
            "The state file is not a state of this tap. Pass the last STATE of a run, or run without "
            "--state to read everything again."
        )
    return {**state, "bookmarks": bookmarks}


def _unwrapped(state: dict[str, Any]) -> dict[str, Any]:
    """The state without the envelope of an orchestrator.

    Meltano's backends keep two states: that of the last complete run and that of a later, partial
    run, which has newer bookmarks.
    """
    if "bookmarks" in state or not state.keys() & set(_ENVELOPES):
        return state
    found = [state[name] for name in _ENVELOPES if state.get(name)]
    inner = [_unwrapped(one) for one in found if isinstance(one, dict)]
    bookmarks = [one.get("bookmarks") or {} for one in inner]
    if len(inner) < len(found) or not all(isinstance(one, dict) and one for one in bookmarks):
        # Nothing, or not a state.
        return {"unknown": found} if found else {}
    return {"bookmarks": {name: value for one in bookmarks for name, value in one.items()}}


def from_environment(settings: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """The settings in the environment, as the SDK reads them.

    Empty variables are ignored. A list with one entry can be written without brackets. A text that
    cannot be parsed stays as it is, so that validation reports it.
    """
    parse_environment_config({}, prefix)  # reads a .env file
    found: dict[str, Any] = {}
    for name, schema in settings.items():
        text = os.environ.get(f"{prefix}{name.upper()}", "").strip()
        if not text:
            continue
        try:
            value = parse_environment_config({"properties": {name: schema}}, prefix)[name]
        except (ValueError, TypeError):
            value = text
        if "boolean" in schema["type"] and text.lower() not in _TRUTHS:
            value = text
        if "array" in schema["type"] and isinstance(value, (str, int)):
            value = [value]
        found[name] = value
    return found


def readable(config: _ConfigInput) -> _ConfigInput:
    """The configuration, if its files could be read.

    Raises:
        TapError: When they could not, with the reason.
    """
    if isinstance(config, UnreadableConfig):
        raise TapError(config.problem)
    return config
