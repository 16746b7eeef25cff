"""The tap as the Singer SDK runs it: settings, selection, state, signals and failures."""

from __future__ import annotations

import copy
import sys
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from singer_sdk import Tap
from singer_sdk.exceptions import ConfigValidationError, MappingError
from singer_sdk.helpers._classproperty import classproperty
from singer_sdk.mapper import PluginMapper
from singer_sdk.singerlib import StateMessage
from typing_extensions import override

from tap_ukg_wfm.api import connection
from tap_ukg_wfm.api.errors import SettingError, TapError, maps_problem
from tap_ukg_wfm.check.run import Check
from tap_ukg_wfm.check.streams import Selection
from tap_ukg_wfm.custom.catalog import tables, why_absent
from tap_ukg_wfm.settings.validation import complete, problems, unknown_settings
from tap_ukg_wfm.singer.batch_files import storage_problems
from tap_ukg_wfm.singer.command_line import from_environment
from tap_ukg_wfm.singer.output import SingerOutput
from tap_ukg_wfm.singer.writer import MessageWriter
from tap_ukg_wfm.sync.failures import Failure, Failures
from tap_ukg_wfm.sync.output import nothing_to_read
from tap_ukg_wfm.sync.run import Sync
from tap_ukg_wfm.sync.signals import end_by_signal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import FrameType

    from tap_ukg_wfm.api.authentication import UKGAuthenticator
    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.singer.stream import SingerStream
    from tap_ukg_wfm.streams.base import Table
    from tap_ukg_wfm.sync.output import SelectedStream


class SingerTap(Tap):
    """The SDK's tap around a `Sync`."""

    message_writer_class = MessageWriter
    message_writer: MessageWriter
    _written_state: Mapping[str, Any] = MappingProxyType({})
    _has_read = False

    @cached_property
    def failures(self) -> Failures:
        """What could not be read so far."""
        return Failures(self.logger)

    @property
    def singer_streams(self) -> dict[str, SingerStream]:
        """The streams, with their own type."""
        return cast("dict[str, SingerStream]", self.streams)

    @property
    def selected(self) -> list[SelectedStream]:
        """The selected streams, in the order of declaration."""
        found = {name: s.selection for name, s in self.singer_streams.items() if s.selected}
        return [found[table.name] for table in self.tables if table.name in found]

    @cached_property
    def tables(self) -> list[type[Table]]:
        """The tables that exist with these settings, in reading order."""
        return tables(self.config, lambda: self.client)

    def absent(self) -> dict[str, str]:
        """The streams that the catalog selects but that do not exist, each with the reason."""
        return {
            name: why_absent(name)
            for name, entry in (self.input_catalog or {}).items()
            if name not in self.streams and entry.metadata.resolve_selection()[()]
        }

    def read(self) -> None:
        """Read all selected streams; further calls do nothing.

        Raises:
            TapError: When the run cannot continue. Other failures are kept in `failures`.
        """
        if self._has_read:
            return
        self._has_read = True
        limits = [s.ABORT_AT_RECORD_COUNT or 0 for s in self.singer_streams.values() if s.selected]
        states = self.state.setdefault("bookmarks", {})
        output = SingerOutput(
            self.singer_streams, self.config, self.message_writer, self.write_state
        )
        try:
            Sync(
                self.config,
                self.client,
                self.selected,
                states,
                output,
                limit=min(limits, default=0) or None,
                failures=self.failures,
            ).run()
        finally:
            output.close()

    @override
    def setup_mapper(self) -> None:
        """Apply the stream maps to the selected streams only.

        The SDK (0.54.9) also applies them to deselected streams and fails, because the schemas of
        these do not contain their keys.
        """
        self._mapper = PluginMapper(dict(self.config), self.logger)
        for stream in self.singer_streams.values():
            if stream.selected:
                self._mapper.register_raw_stream_schema(
                    stream.name, stream.selected_schema, list(stream.primary_keys)
                )

    @override
    def load_state(self, state: dict[str, Any]) -> None:
        """Load the state, and treat it as the last one written, because a signal can arrive any time."""
        super().load_state(state)
        self._written_state = copy.deepcopy(dict(self.state))

    @property
    def client(self) -> Client:
        """The client of the run."""
        return self._connection[0]

    @property
    def authenticator(self) -> UKGAuthenticator:
        """The authenticator of the run. Its token serves all streams and threads."""
        return self._connection[1]

    @cached_property
    def _connection(self) -> tuple[Client, UKGAuthenticator]:
        return connection.connect(self.config)

    def use_connection(self, client: Client, authenticator: UKGAuthenticator) -> None:
        """Use an existing connection instead of one of the tap's own."""
        self._connection = client, authenticator

    def disconnect(self) -> None:
        """Revoke the token, if there is one."""
        if "_connection" in vars(self):
            self.authenticator.revoke()
            self.client.close()

    def write_state(self) -> None:
        """Write a STATE message, unless the state is unchanged."""
        self._written_state = copy.deepcopy(dict(self.state))
        self._state_writer.write_state(self.state)

    def on_terminate(self) -> None:
        """Repeat the last STATE, if there is one. Rows of a newer state may be missing on stdout."""
        if self._written_state:
            self.message_writer.write_message(StateMessage(value=dict(self._written_state)))

    @override
    def _validate_config(self, *, raise_errors: bool = True) -> list[str]:
        """Report every problem in a sentence. The SDK's own validation misses half of them."""
        known = self.known_settings()
        config = complete(self._config, {})
        errors = problems(config, known)
        if errors and raise_errors:
            raise ConfigValidationError("Config validation failed", errors=errors)
        for sentence in unknown_settings(config, known):
            self.logger.warning("%s", sentence)
        self._config = complete(config, known)
        return errors

    @classmethod
    def known_settings(cls) -> dict[str, Any]:
        """The JSON Schemas of all settings, including those of the SDK."""
        schema = cls.config_jsonschema
        cls.append_builtin_config(schema)
        return dict(schema["properties"])

    @classproperty
    @override
    def _env_var_config(cls) -> dict[str, Any]:  # noqa: N805 - as the SDK has it
        """The settings in the environment."""
        return from_environment(cls.known_settings(), cls._env_var_prefix)

    @override
    def _handle_termination(self, signum: int, frame: FrameType | None) -> None:
        """Write the last STATE and end at once."""
        end_by_signal(signum, self.message_writer, self.on_terminate)

    def check(self, problems: Iterable[str] = (), *, with_streams: bool = False) -> Check:
        """A check of the connection, and with `with_streams` of each selected stream."""
        found = list(problems) or self._validate_config(raise_errors=False)
        if not found and (batch_config := self.config.get("batch_config")):
            found += storage_problems(batch_config)
        warnings = unknown_settings(self.config, self.known_settings())
        return Check(
            self.config, found, self._select_for_check if with_streams else None, warnings=warnings
        )

    def _select_for_check(self, client: Client, authenticator: UKGAuthenticator) -> Selection:
        self.use_connection(client, authenticator)
        try:
            self.setup_mapper()
        except MappingError as error:
            raise SettingError(maps_problem(str(error)), "settings") from error
        return Selection(self.selected, self.absent())

    def require_connection(self) -> None:
        """Check the connection, for platforms that use discovery as a connection test.

        Raises:
            TapError: With the check's message, when the connection does not work.
        """
        report = self.check().run()
        if report.failed:
            raise TapError(report.message, report.code)

    def note_absent_streams(self) -> None:
        """Report selected streams that do not exist (the SDK ignores them), and an empty selection."""
        for name, sentence in self.absent().items():
            self.failures.note(Failure((name,), SettingError(sentence)))
        if not self.failures and (sentence := nothing_to_read(self.selected)):
            self.logger.warning("%s", sentence)

    def report(self) -> None:
        """Log a summary of what could not be read. Exit with code 1 if `refused_streams` says so."""
        for sentence in self.failures.summary():
            self.logger.warning("%s", sentence)
        if self.failures and self.config["refused_streams"] == "fail":
            sys.exit(1)
