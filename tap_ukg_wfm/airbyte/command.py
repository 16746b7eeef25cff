"""`source-ukg-wfm spec | check | discover | read`: Airbyte's protocol on the command line."""

from __future__ import annotations

import argparse
import logging
import sys
from typing import TYPE_CHECKING, Any

from airbyte_protocol_dataclasses.models import AirbyteMessage, Type

from tap_ukg_wfm.airbyte import catalog, messages
from tap_ukg_wfm.airbyte.spec import settings, specification
from tap_ukg_wfm.airbyte.writer import AirbyteOutput, LogHandler
from tap_ukg_wfm.api.connection import Connection
from tap_ukg_wfm.api.errors import SettingError, TapError
from tap_ukg_wfm.check.run import Check
from tap_ukg_wfm.custom.catalog import tables, why_absent
from tap_ukg_wfm.settings.files import json_content
from tap_ukg_wfm.settings.schema import OWN
from tap_ukg_wfm.settings.validation import complete, problems, validated
from tap_ukg_wfm.sync.failures import Failure, Failures
from tap_ukg_wfm.sync.lines import StdoutError, detach_stdout
from tap_ukg_wfm.sync.output import nothing_to_read
from tap_ukg_wfm.sync.run import Sync
from tap_ukg_wfm.sync.signals import end_on_signals, run_and_end

if TYPE_CHECKING:
    from collections.abc import Sequence


_LOGGER = logging.getLogger("source-ukg-wfm")


def main() -> None:
    """The command."""
    run_and_end(lambda: sys.exit(run(sys.argv[1:])))


def run(arguments: Sequence[str]) -> int:
    """Run a command; returns its exit code."""
    asked = _parser().parse_args(arguments)
    output = AirbyteOutput()
    level = logging.DEBUG if asked.debug else logging.INFO
    logging.basicConfig(handlers=[LogHandler(output)], level=level, force=True)
    logging.captureWarnings(capture=True)
    try:
        return _COMMANDS[asked.command](asked, output)
    except BrokenPipeError:
        detach_stdout()
    except StdoutError:
        raise
    except TapError as error:
        output.say(messages.error(str(error), error))
    except Exception as error:  # noqa: BLE001 - the platform waits for a message
        sentence = f"The source failed because of a bug. Report it. ({type(error).__name__})"
        output.say(messages.error(sentence, error))
    return 1


def _spec(_: argparse.Namespace, output: AirbyteOutput) -> int:
    output.say(AirbyteMessage(type=Type.SPEC, spec=specification()))
    return 0


def _check(asked: argparse.Namespace, output: AirbyteOutput) -> int:
    """Check the connection. The exit code is 0 even if the check fails, as the protocol demands."""
    try:
        config = complete(settings(_loaded(asked.config, "configuration")), OWN)
        report = Check(config, problems(config, OWN)).run()
        failed, message = report.failed, report.message
    except TapError as error:
        failed, message = True, str(error)
    output.say(messages.connection(message, failed=failed))
    return 0


def _discover(asked: argparse.Namespace, output: AirbyteOutput) -> int:
    with Connection(_config(asked)) as connected:
        found = catalog.discovered(tables(connected.config, connected.client))
    output.say(AirbyteMessage(type=Type.CATALOG, catalog=found))
    return 0


def _read(asked: argparse.Namespace, output: AirbyteOutput) -> int:
    chosen = catalog.configured(_loaded(asked.catalog, "catalog"))
    given = catalog.states(_loaded(asked.state, "state", (list, dict)) if asked.state else [])
    bookmarks = catalog.bookmarks(chosen, given)
    output.begin(bookmarks, catalog.marks(chosen))
    end_on_signals(output, output.give_up)
    failures = Failures(_LOGGER)
    with Connection(_config(asked)) as connected:
        there = tables(connected.config, connected.client)
        selected, absent = catalog.selection(there, chosen)
        for name in absent:
            failures.note(Failure((name,), SettingError(why_absent(name))))
        if not absent and (sentence := nothing_to_read(selected)):
            _LOGGER.warning("%s", sentence)
        sync = Sync(
            connected.config, connected.client(), selected, bookmarks, output, failures=failures
        )
        try:
            sync.run()
        except (BrokenPipeError, StdoutError):
            raise
        except Exception:
            output.give_up()
            raise
    shaped = {table.name for table in there if table.user_defined or table.requires}
    return _report(failures, shaped, output, fatal=connected.config["refused_streams"] == "fail")


def _report(failures: Failures, shaped: set[str], output: AirbyteOutput, *, fatal: bool) -> int:
    """Report how each stream ended, and why; returns the exit code."""
    fatal = fatal and bool(failures)
    for failure in failures if fatal else ():
        for stream in failure.streams:
            own = stream in shaped
            output.say(messages.error(failure.sentence, failure.error, stream, own=own))
    output.finish({stream for failure in failures for stream in failure.streams})
    return int(fatal)


def _config(asked: argparse.Namespace) -> dict[str, Any]:
    """The settings in the configuration file.

    Raises:
        SettingsError: When they cannot be used.
    """
    return validated(settings(_loaded(asked.config, "configuration")), OWN)


_COMMANDS = {"spec": _spec, "check": _check, "discover": _discover, "read": _read}


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--debug", action="store_true", help="log debug messages")
    parser = argparse.ArgumentParser("source-ukg-wfm", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("spec", parents=[common], help="describe the settings")
    check = commands.add_parser("check", parents=[common], help="check the connection")
    discover = commands.add_parser("discover", parents=[common], help="list the streams")
    read = commands.add_parser("read", parents=[common], help="read streams")
    for command in (check, discover, read):
        command.add_argument("--config", required=True, help="file with the settings")
    read.add_argument("--catalog", required=True, help="file with the configured catalog")
    read.add_argument("--state", help="file with the state of an earlier run")
    return parser


def _loaded(path: str, what: str, kind: type | tuple[type, ...] = dict) -> Any:  # noqa: ANN401 - any JSON
    """The content of a JSON file.

    Raises:
        TapError: When it cannot be read, is not JSON, or contains something else.
    """
    content = json_content(path, what)
    if not isinstance(content, kind):
        raise TapError(
            f"The {what} file contains the wrong kind of JSON. Check that it is the right file."
        )
    return content
