"""The command line: the SDK's command with `--check`. Failures become messages and exit codes."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

import click
from singer_sdk.plugin_base import _ConfigInput
from typing_extensions import override

from tap_ukg_wfm.api.errors import TapError
from tap_ukg_wfm.check.run import tell
from tap_ukg_wfm.settings.schema import USER_DEFINED
from tap_ukg_wfm.shape.report import check_writable, make_report, summary, write_report
from tap_ukg_wfm.singer.command_line import (
    UnreadableConfig,
    catalog_in,
    config_in,
    readable,
    sentences,
    state_in,
)
from tap_ukg_wfm.singer.tap import SingerTap
from tap_ukg_wfm.sync.lines import write_out

if TYPE_CHECKING:
    from collections.abc import Callable


class SingerCommand(SingerTap):
    """The tap with its command line."""

    @classmethod
    @override
    def invoke(cls, **options: Any) -> None:
        """Run the tap as the SDK does, but turn failures into messages and exit codes."""
        wants_check, check_format = options.pop("check", False), options.pop("check_format", None)
        config: _ConfigInput = options.get("config") or _ConfigInput()
        with sentences(cls.logger):
            if wants_check:
                works = cls._check(options, config, as_json=check_format == "json")
                sys.exit(0 if works else 1)
            if report := options.pop("shape_report", None):
                cls._report_shapes(report, options, config)
            else:
                cls._run(options, config)

    @classmethod
    def _report_shapes(cls, path: str, options: dict[str, Any], config: _ConfigInput) -> None:
        catalog = options.get("catalog")
        tap = cls._made(readable(config), catalog=None if catalog is None else catalog_in(catalog))
        check_writable(path)
        try:
            tap.setup_mapper()
            streams = tap.selected
        finally:
            tap.disconnect()
        # Warnings about these few people would only confuse.
        logging.disable(logging.WARNING)
        report = make_report(tap.config, streams)
        write_report(report, path)
        for line in summary(report, path):
            sys.stderr.write(f"{line}\n")

    @classmethod
    def _check(cls, options: dict[str, Any], config: _ConfigInput, *, as_json: bool) -> bool:
        # The report contains everything that would be logged.
        logging.disable(logging.CRITICAL)
        problems = [config.problem] if isinstance(config, UnreadableConfig) else []
        catalog = cls._loaded(catalog_in, options.get("catalog"), problems)
        cls._loaded(state_in, options.get("state"), problems)
        tap = cls._made(config, catalog=catalog, validate_config=False)
        report = tap.check(problems, with_streams=catalog is not None).run()
        logging.disable(logging.NOTSET)
        return tell(report, as_json=as_json)

    @classmethod
    def _loaded(
        cls, load: Callable[[str], dict[str, Any]], path: str | None, problems: list[str]
    ) -> dict[str, Any] | None:
        """The content of a file, or None if it cannot be read. Adds the reason to `problems`."""
        try:
            return None if path is None else load(path)
        except TapError as error:
            problems.append(str(error))
            return None

    @classmethod
    def _run(cls, options: dict[str, Any], config: _ConfigInput) -> None:
        config = readable(config)
        if options.get("about"):
            super().invoke(**options)
        cls.print_version(print_fn=cls.logger.info)
        state, catalog = options.get("state"), options.get("catalog")
        tap = cls._made(
            config,
            state=None if state is None else state_in(state),
            catalog=None if catalog is None else catalog_in(catalog),
        )
        try:
            tap.setup_mapper()
            tap.note_absent_streams()
            tap.sync_all()
        finally:
            tap.disconnect()
        tap.report()

    @classmethod
    def _made(cls, config: _ConfigInput, **more: Any) -> SingerCommand:  # noqa: ANN401 - the SDK's
        """A tap that has not sent a request yet, so that its token is always revoked."""
        options = {"validate_config": True, **more}
        return cls(
            config=config.config, parse_env_config=config.parse_env, setup_mapper=False, **options
        )

    @classmethod
    @override
    def get_singer_command(cls) -> click.Command:
        """The SDK's command with the options for checks, and with paths that the tap opens itself."""
        command = super().get_singer_command()
        for option in command.params:
            if option.name in {"catalog", "state"}:
                # click would use the locale's encoding, and its own error messages.
                option.type = click.STRING
        command.params.append(
            click.Option(
                ["--check"],
                is_flag=True,
                help="Check the connection, and with --catalog each selected stream. Prints one "
                "CONNECTION_STATUS line and exits.",
            )
        )
        command.params.append(
            click.Option(
                ["--check-format"],
                type=click.Choice(["line", "json"]),
                help="Output of --check: one line (default), or the whole report as JSON.",
            )
        )
        command.params.append(
            click.Option(
                ["--shape-report"],
                metavar="FILE",
                help="Read a few people and days of every selected stream, and write a report about the "
                "responses, without their values, for the maintainers of this tap.",
            )
        )
        return command

    @classmethod
    @override
    def cb_config(
        cls, ctx: click.Context, param: click.Option, value: tuple[str, ...]
    ) -> _ConfigInput:
        """Read the configuration files. The command that needs them reports problems."""
        try:
            return config_in(value)
        except TapError as error:
            return UnreadableConfig(problem=str(error))

    @classmethod
    @override
    def cb_discover(cls, ctx: click.Context, param: click.Option, value: bool) -> None:
        """`--discover`: validates the settings only if they define streams."""
        if not value:
            return
        with sentences(cls.logger):
            config = readable(ctx.params.get("config") or _ConfigInput())
            tap = cls._made(config, validate_config=False)
            if tap.config.get("discover_checks_connection"):
                tap.require_connection()
            elif any(tap.config.get(name) for name in USER_DEFINED):
                tap._validate_config()  # noqa: SLF001 - its own
            try:
                write_out(f"{tap.catalog_json_text}\n".encode())
            finally:
                tap.disconnect()
        ctx.exit()

    @classmethod
    @override
    def cb_test(cls, ctx: click.Context, param: click.Option, value: str) -> None:
        """`--test`: send one small request per operation, and report all failures."""
        if value not in {"all", "records", "schema"}:
            super().cb_test(ctx, param, value)
            return
        with sentences(cls.logger):
            tap = cls._made(readable(ctx.params.get("config") or _ConfigInput()))
            try:
                tap.setup_mapper()
                if value == "schema":
                    tap.write_schemas()
                else:
                    tap.run_connection_test()
            finally:
                tap.disconnect()
            tap.report()
        ctx.exit()
