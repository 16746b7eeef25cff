"""The command `tap-ukg-wfm`: settings, discovery, sync, connection test and check."""

from __future__ import annotations

import copy
import logging
import os
import sys
import threading
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, cast

import click
from singer_sdk import Tap
from singer_sdk.exceptions import ConfigValidationError
from singer_sdk.helpers._classproperty import classproperty
from singer_sdk.plugin_base import _ConfigInput
from singer_sdk.singerlib import StateMessage
from typing_extensions import override

from tap_ukg_wfm.api import connection
from tap_ukg_wfm.api.errors import SettingError, TapError
from tap_ukg_wfm.custom import dataviews, payroll
from tap_ukg_wfm.custom import operations as custom
from tap_ukg_wfm.settings.schema import DECLARED, SETTINGS, is_blank, problems
from tap_ukg_wfm.singer.command_line import (
    UnreadableConfig,
    catalog_in,
    from_environment,
    readable,
    run_and_end,
    sentences,
    state_in,
)
from tap_ukg_wfm.singer.writer import MessageWriter
from tap_ukg_wfm.streams import STREAMS
from tap_ukg_wfm.sync.failures import Failure
from tap_ukg_wfm.sync.run import Engine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import FrameType

    from tap_ukg_wfm.api.authentication import UKGAuthenticator
    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.streams.base import UKGStream

_GRACE_SECONDS = 4.0


class TapUKGWFM(Tap):
    """Reads people, organisation, timecards, punches, totals, accruals, schedules, requests, leave, attendance and forecasts from UKG Pro Workforce Management (formerly Kronos Workforce Dimensions)."""  # noqa: E501 - --about prints it as it stands

    name = "tap-ukg-wfm"
    config_jsonschema = SETTINGS
    message_writer_class = MessageWriter
    message_writer: MessageWriter
    _written_state: Mapping[str, Any] = MappingProxyType({})
    stream_classes: ClassVar[tuple[type[UKGStream], ...]] = STREAMS

    @override
    def discover_streams(self) -> list[UKGStream]:
        """All streams there are: the catalogue depends on the settings, not on the tenant."""
        own = [
            stream
            for stream in self.stream_classes
            if not stream.requires or self.config.get(stream.requires)
        ]
        declared = custom.streams(self.config.get("custom_streams") or ())
        declared += payroll.streams(self.config.get("payroll_exports") or ())
        if views := self.config.get("dataviews"):
            declared += dataviews.streams(views, self.client)
        return [stream(self) for stream in (*own, *declared)]

    def absent(self) -> list[str]:
        """The streams that the catalog selects and that are not there."""
        return [
            name
            for name, entry in (self.input_catalog or {}).items()
            if name not in self.streams and entry.metadata.resolve_selection()[()]
        ]

    def why_absent(self, name: str) -> str:
        """The sentence for a selected stream that is not there."""
        needs = {str(vars(stream)["name"]): stream.requires for stream in self.stream_classes}
        if setting := needs.get(name):
            return (
                f"There is no stream {name} without the setting {setting}: set it, or deselect it."
            )
        return f"There is no stream {name}: discover the streams again."

    @property
    def ukg_streams(self) -> list[UKGStream]:
        """The streams, as what they are."""
        return cast("list[UKGStream]", list(self.streams.values()))

    @override
    def setup_mapper(self) -> None:
        """Let the streams see the catalog before the SDK takes tables from it: they know their keys."""
        if self.input_catalog is not None:
            _ = self.streams
        super().setup_mapper()

    @override
    def load_state(self, state: dict[str, Any]) -> None:
        """Load the state, and keep it as the last that was written: a signal may come any time."""
        super().load_state(state)
        self._written_state = copy.deepcopy(dict(self.state))

    @cached_property
    def engine(self) -> Engine:
        """What reads all selected streams in one go."""
        return Engine(self)

    @property
    def client(self) -> Client:
        """The one client of the run."""
        return self._connection[0]

    @property
    def authenticator(self) -> UKGAuthenticator:
        """The one authenticator of the run: its token serves all streams and threads."""
        return self._connection[1]

    @cached_property
    def _connection(self) -> tuple[Client, UKGAuthenticator]:
        return connection.connect(self.config)

    def write_state(self) -> None:
        """Write a STATE message, unless nothing has changed since the last."""
        self._written_state = copy.deepcopy(dict(self.state))
        self._state_writer.write_state(self.state)

    def expect(self, stream: str, rows: int) -> None:
        """Take note of how many rows of a stream are to come; Singer has no message for it."""

    def on_terminate(self) -> None:
        """Write the last STATE once more, where there is one: no newer one, whose rows may not be out."""
        if self._written_state:
            self.message_writer.write_message(StateMessage(value=dict(self._written_state)))

    @override
    def _validate_config(self, *, raise_errors: bool = True) -> list[str]:
        """Say all that is wrong in sentences; the SDK's come from the schema and miss half of it."""
        for name in [name for name, value in self._config.items() if is_blank(name, value)]:
            del self._config[name]
        errors = problems(self._config, self._known_settings())
        if errors and raise_errors:
            raise ConfigValidationError("Config validation failed", errors=errors)
        for name, schema in self.config_jsonschema["properties"].items():
            if "default" in schema:
                self._config.setdefault(name, schema["default"])
        return errors

    @classmethod
    def _known_settings(cls) -> dict[str, Any]:
        schema = cls.config_jsonschema
        cls.append_builtin_config(schema)
        return dict(schema["properties"])

    @classproperty
    @override
    def _env_var_config(cls) -> dict[str, Any]:  # noqa: N805 - as the SDK has it
        """The settings of the environment: none of empty texts, and what is wrong as it stands."""
        return from_environment(cls._known_settings(), cls._env_var_prefix)

    @override
    def _handle_termination(self, signum: int, frame: FrameType | None) -> None:
        """Write the last STATE and end at once: what is under way holds nothing worth waiting for.

        An orchestrator shall not take a run that was stopped for one that came to its end, so the
        exit code is that of the signal. A target that reads no more does not hold the tap either.
        """
        code = 128 + signum
        last_resort = threading.Timer(_GRACE_SECONDS, os._exit, (code,))
        last_resort.daemon = True
        last_resort.start()

        def end() -> None:
            try:
                self.on_terminate()
            finally:
                os._exit(code)

        self.message_writer.at_a_safe_point(end)

    @classmethod
    @override
    def invoke(cls, **options: Any) -> None:
        """Run the tap: the SDK's own way, with failures as sentences and exit codes."""
        wants_check, check_format = options.pop("check", False), options.pop("check_format", None)
        config: _ConfigInput = options.get("config") or _ConfigInput()
        if wants_check:
            works = cls._check(options, config, as_json=check_format == "json")
            sys.exit(0 if works else 1)
        with sentences(cls):
            cls._run(options, config)

    @classmethod
    def _check(cls, options: dict[str, Any], config: _ConfigInput, *, as_json: bool) -> bool:
        from tap_ukg_wfm.check.run import check  # noqa: PLC0415 - a sync has no need of it

        # Whatever would be logged stands in the report.
        logging.disable(logging.CRITICAL)
        tap = cls(
            config=config.config,
            parse_env_config=config.parse_env,
            validate_config=False,
            # It would look for the declared streams, and for that ask UKG, before anything is checked.
            setup_mapper=False,
        )
        problems = tap._validate_config(raise_errors=False)
        if isinstance(config, UnreadableConfig):
            problems = [config.problem]
        catalog = None
        try:
            catalog = catalog_in(options["catalog"]) if options.get("catalog") else None
        except TapError as error:
            problems = [*problems, str(error)]
        return check(cls, tap.config, problems, catalog, as_json=as_json)

    def _require_connection(self) -> None:
        """Let nobody take a catalog for a sign that the connection works.

        Raises:
            TapError: With the check's sentence, when it does not.
        """
        from tap_ukg_wfm.check.run import Check  # noqa: PLC0415 - a sync has no need of it

        found = self._validate_config(raise_errors=False)
        report = Check(type(self), self.config, found).run()
        if report.failed:
            raise TapError(report.message, report.code)

    @classmethod
    def _run(cls, options: dict[str, Any], config: _ConfigInput) -> None:
        config = readable(config)
        if options.get("about"):
            super().invoke(**options)
        cls.print_version(print_fn=cls.logger.info)
        state, catalog = options.get("state"), options.get("catalog")
        tap = cls(
            config=config.config,
            state=None if state is None else state_in(state),
            catalog=None if catalog is None else catalog_in(catalog),
            parse_env_config=config.parse_env,
            validate_config=True,
            # It may ask UKG for the declared streams, whose token is to be given back.
            setup_mapper=False,
        )
        try:
            tap.setup_mapper()
            tap.look_for_absent_streams(tap.absent())
            tap.sync_all()
        finally:
            tap.disconnect()
        tap.report()

    def look_for_absent_streams(self, names: Iterable[str]) -> None:
        """Say what the catalog selects in vain: to the SDK it is as if nobody had asked for it."""
        for name in names:
            self.engine.failures.note(Failure((name,), SettingError(self.why_absent(name))))
        if not self.engine.failures and not any(stream.selected for stream in self.ukg_streams):
            self.logger.warning("The catalog selects no stream: nothing is read.")

    def use_connection(self, client: Client, authenticator: UKGAuthenticator) -> None:
        """Take a connection that is there already, instead of one of the tap's own."""
        self._connection = client, authenticator

    def disconnect(self) -> None:
        """Give the token back, where there is one."""
        if "_connection" in vars(self):
            self.authenticator.revoke()
            self.client.close()

    def report(self) -> None:
        """Sum up what could not be read, and end with exit code 1 for it where it matters."""
        for sentence in self.engine.failures.summary():
            self.logger.warning("%s", sentence)
        if self.engine.failures and self.config["refused_streams"] == "fail":
            sys.exit(1)

    @classmethod
    @override
    def get_singer_command(cls) -> click.Command:
        """The SDK's command, and `--check` with its format."""
        command = super().get_singer_command()
        command.params.append(
            click.Option(
                ["--check"],
                is_flag=True,
                help="Check the connection, and with --catalog each selected stream; print one "
                "CONNECTION_STATUS line, and exit.",
            )
        )
        command.params.append(
            click.Option(
                ["--check-format"],
                type=click.Choice(["line", "json"]),
                help="What --check prints: the one line, or the whole report as JSON.",
            )
        )
        return command

    @classmethod
    @override
    def cb_config(
        cls, ctx: click.Context, param: click.Option, value: tuple[str, ...]
    ) -> _ConfigInput:
        """Read the configuration files; what is wrong with one is said where it is wanted."""
        files = f"The configuration file {' or '.join(map(str, value))}"
        try:
            return super().cb_config(ctx, param, value)
        except OSError:
            return UnreadableConfig(
                problem=f"{files} cannot be read: check the path and its rights."
            )
        except (ValueError, TypeError, RuntimeError):
            return UnreadableConfig(problem=f"{files} is no JSON object: check commas and quotes.")

    @classmethod
    @override
    def cb_discover(cls, ctx: click.Context, param: click.Option, value: bool) -> None:
        """`--discover`: needs no settings, unless they declare streams."""
        if not value:
            return
        with sentences(cls):
            config = readable(ctx.params.get("config") or _ConfigInput())
            tap = cls(
                config=config.config,
                parse_env_config=config.parse_env,
                validate_config=False,
                setup_mapper=False,
            )
            if tap.config.get("discover_checks_connection"):
                tap._require_connection()
            elif any(tap.config.get(name) for name in DECLARED):
                tap._validate_config()
            try:
                tap.run_discovery()
            finally:
                tap.disconnect()
        ctx.exit()

    @classmethod
    @override
    def cb_test(cls, ctx: click.Context, param: click.Option, value: str) -> None:
        """`--test`: one small request per operation; failures as sentences, all of them."""
        if value not in {"all", "records"}:
            super().cb_test(ctx, param, value)
            return
        with sentences(cls):
            config = readable(ctx.params.get("config") or _ConfigInput())
            tap = cls(
                config=config.config,
                parse_env_config=config.parse_env,
                validate_config=True,
                setup_mapper=False,
            )
            try:
                tap.setup_mapper()
                tap.run_connection_test()
            finally:
                tap.disconnect()
            tap.report()
        ctx.exit()


def main() -> None:
    """The command."""
    run_and_end(TapUKGWFM.cli)
