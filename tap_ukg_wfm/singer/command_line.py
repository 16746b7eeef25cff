"""What a command line gives and gets: files, sentences, exit codes."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from singer_sdk.configuration._dict_config import parse_environment_config
from singer_sdk.exceptions import ConfigValidationError, MappingError
from singer_sdk.plugin_base import _ConfigInput
from singer_sdk.singerlib import Catalog

from tap_ukg_wfm.api.errors import TapError, maps_problem
from tap_ukg_wfm.sync.lines import detach_stdout

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterator, Mapping


_TRUTHS = {"true", "1", "yes", "on", "false", "0", "no", "off"}


@dataclass
class UnreadableConfig(_ConfigInput):
    """No configuration, since something is wrong with its file: a check reports it like the rest."""

    problem: str = ""


@contextlib.contextmanager
def sentences(logger: logging.Logger) -> Iterator[None]:
    """End with exit code 1 and a sentence where the SDK would show a traceback."""
    try:
        yield
    except TapError as error:
        logger.error("%s", error)  # noqa: TRY400 - a sentence, no traceback
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


def catalog_in(file: IO[str]) -> dict[str, Any]:
    """The catalog that a file holds.

    Raises:
        TapError: When it holds something else: nothing would be selected, and nothing said.
    """
    loaded = json_in(file, "catalog")
    try:
        streams = Catalog.from_dict(loaded).streams if loaded["streams"] else None
    except (KeyError, TypeError, ValueError, AttributeError):
        streams = None
    if not streams:
        raise TapError("The catalog file holds no list of streams: give what --discover prints.")
    for entry in loaded["streams"]:
        # By the other name the SDK would look for another stream.
        entry["stream"] = entry["tap_stream_id"]
    return loaded


def from_environment(settings: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """The settings that the environment holds, as the SDK reads them.

    Empty ones are left out, a lone entry of a list is taken for the list, and a text that cannot be
    read stays as it is: the settings' own sentences say what is wrong with it.
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


def state_in(file: IO[str]) -> dict[str, Any]:
    """The state that a file holds.

    Raises:
        TapError: When it holds something else.
    """
    state = json_in(file, "state")
    if state.get("type") == "STATE" and isinstance(state.get("value"), dict):
        # The whole message.
        state = state["value"]
    bookmarks = state.get("bookmarks") or {}
    if not isinstance(bookmarks, dict) or not all(isinstance(v, dict) for v in bookmarks.values()):
        raise TapError(
            "The state file is not as this tap writes it: give the last STATE of a run, or run without "
            "state to read everything again."
        )
    return {**state, "bookmarks": bookmarks}


def json_in(file: IO[str], what: str) -> dict[str, Any]:
    """The object that a file holds as JSON; `what` is the file's name for people.

    Raises:
        TapError: When it holds none.
    """
    try:
        # Windows likes to begin a file with a mark.
        loaded = json.loads(file.read().removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise TapError(f"The {what} file is no JSON ({error}): check what wrote it.") from error
    if not isinstance(loaded, dict):
        raise TapError(f"The {what} file holds no JSON object: check what wrote it.")
    return loaded


def readable(config: _ConfigInput) -> _ConfigInput:
    """The configuration, where its file could be read.

    Raises:
        TapError: With what is wrong with the file.
    """
    if isinstance(config, UnreadableConfig):
        raise TapError(config.problem)
    return config
