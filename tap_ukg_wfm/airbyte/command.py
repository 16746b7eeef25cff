"""`source-ukg-wfm spec | check | discover | read`: Airbyte's protocol on the command line."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airbyte_protocol_dataclasses.models import AirbyteMessage, Type
from singer_sdk.exceptions import ConfigValidationError
from typing_extensions import override

from tap_ukg_wfm.airbyte import catalog, messages
from tap_ukg_wfm.airbyte.spec import settings, specification
from tap_ukg_wfm.airbyte.writer import AirbyteWriter, LogHandler
from tap_ukg_wfm.api.errors import TapError
from tap_ukg_wfm.check.run import Check
from tap_ukg_wfm.settings.schema import OWN
from tap_ukg_wfm.singer.command_line import run_and_end
from tap_ukg_wfm.singer.writer import detach_stdout
from tap_ukg_wfm.tap import TapUKGWFM

if TYPE_CHECKING:
    from collections.abc import Sequence


class AirbyteTap(TapUKGWFM):
    """The tap, as far as it speaks Airbyte's protocol."""

    message_writer: AirbyteWriter

    @override
    def expect(self, stream: str, rows: int) -> None:
        """Write an ESTIMATE."""
        self.message_writer.say(messages.estimate(stream, rows))

    @override
    def on_terminate(self) -> None:
        """Say that nothing has come to its end; the states are out."""
        self.message_writer.give_up()

    @classmethod
    @override
    def _known_settings(cls) -> dict[str, Any]:
        # Without the SDK's own, by which rows would leave in other ways than the catalog says.
        return dict(OWN)


def main() -> None:
    """The command."""
    run_and_end(lambda: sys.exit(run(sys.argv[1:])))


def run(variables: Sequence[str]) -> int:
    """Do what the command line says; the exit code."""
    asked = _parser().parse_args(variables)
    writer = AirbyteWriter()
    level = logging.DEBUG if asked.debug else logging.INFO
    logging.basicConfig(handlers=[LogHandler(writer)], level=level, force=True)
    logging.captureWarnings(capture=True)
    # The SDK's figures per stream, which the messages hold too.
    logging.getLogger("singer_sdk.metrics").propagate = asked.debug
    try:
        return _COMMANDS[asked.command](asked, writer)
    except BrokenPipeError:
        detach_stdout()
    except (TapError, ConfigValidationError) as error:
        writer.say(messages.error(_sentence(error), error))
    except Exception as error:  # noqa: BLE001 - whatever it is, who waits gets an answer
        sentence = f"The source itself failed ({type(error).__name__}): please report it."
        writer.say(messages.error(sentence, error))
    return 1


def _spec(_: argparse.Namespace, writer: AirbyteWriter) -> int:
    writer.say(AirbyteMessage(type=Type.SPEC, spec=specification()))
    return 0


def _check(asked: argparse.Namespace, writer: AirbyteWriter) -> int:
    """The connection check: one that fails is an answer like the other."""
    try:
        tap = AirbyteTap(
            config=settings(_loaded(asked.config, dict)), validate_config=False, setup_mapper=False
        )
        problems = tap._validate_config(raise_errors=False)  # noqa: SLF001 - its own
        report = Check(AirbyteTap, tap.config, problems).run()
        failed, message = report.failed, report.message
    except TapError as error:
        failed, message = True, str(error)
    writer.say(messages.connection(message, failed=failed))
    return 0


def _discover(asked: argparse.Namespace, writer: AirbyteWriter) -> int:
    tap = AirbyteTap(config=settings(_loaded(asked.config, dict)), setup_mapper=False)
    try:
        found = catalog.discovered(tap.ukg_streams)
    finally:
        tap.disconnect()
    writer.say(AirbyteMessage(type=Type.CATALOG, catalog=found))
    return 0


def _read(asked: argparse.Namespace, writer: AirbyteWriter) -> int:
    chosen = catalog.configured(_loaded(asked.catalog, dict))
    given = catalog.states(_loaded(asked.state, (list, dict)) if asked.state else [])
    bookmarks = catalog.bookmarks(chosen, given)
    writer.begin(bookmarks, catalog.marks(chosen))
    tap = AirbyteTap(
        config=settings(_loaded(asked.config, dict)),
        state={"bookmarks": bookmarks},
        message_writer=writer,
        # As in the tap's own run.
        setup_mapper=False,
    )
    try:
        tap.setup_mapper()
        tap.look_for_absent_streams(catalog.select(tap.ukg_streams, chosen))
        tap.sync_all()
    except BrokenPipeError:
        raise
    except Exception:
        writer.give_up()
        raise
    finally:
        tap.disconnect()
    return _report(tap, writer)


def _report(tap: AirbyteTap, writer: AirbyteWriter) -> int:
    """Say how each stream ended, and what was in the way; the exit code."""
    failures = tap.engine.failures
    shaped = {stream.name for stream in tap.ukg_streams if stream.declared or stream.requires}
    fatal = bool(failures) and tap.config["refused_streams"] == "fail"
    for failure in failures if fatal else ():
        for stream in failure.streams:
            own = stream in shaped
            writer.say(messages.error(failure.sentence, failure.error, stream, own=own))
    writer.finish({stream for failure in failures for stream in failure.streams})
    return int(fatal)


_COMMANDS = {"spec": _spec, "check": _check, "discover": _discover, "read": _read}


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--debug", action="store_true", help="log more")
    parser = argparse.ArgumentParser("source-ukg-wfm", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("spec", parents=[common], help="print what the settings are")
    check = commands.add_parser("check", parents=[common], help="check the connection")
    discover = commands.add_parser(
        "discover", parents=[common], help="print what streams there are"
    )
    read = commands.add_parser("read", parents=[common], help="read streams")
    for command in (check, discover, read):
        command.add_argument("--config", required=True, help="file with the settings")
    read.add_argument("--catalog", required=True, help="file with the configured catalog")
    read.add_argument("--state", help="file with the state of an earlier run")
    return parser


def _loaded(path: str, kind: type | tuple[type, ...]) -> Any:  # noqa: ANN401 - any JSON
    """What a file holds as JSON.

    Raises:
        TapError: When it cannot be read, is no JSON, or holds something else.
    """
    try:
        content = json.loads(Path(path).read_text("utf-8-sig"))
    except OSError as error:
        raise TapError(f"The file {path} cannot be read: check the path and its rights.") from error
    except ValueError as error:
        raise TapError(f"The file {path} is no JSON ({error}): check what wrote it.") from error
    if not isinstance(content, kind):
        raise TapError(
            f"The file {path} holds no JSON of the kind that is wanted here: check which it is."
        )
    return content


def _sentence(error: TapError | ConfigValidationError) -> str:
    return " ".join(error.errors) if isinstance(error, ConfigValidationError) else str(error)
