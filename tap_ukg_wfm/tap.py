"""The command `tap-ukg-wfm`. Its settings are in `settings/`, its streams in `streams/`."""

from __future__ import annotations

from typing_extensions import override

from tap_ukg_wfm.settings.schema import SETTINGS
from tap_ukg_wfm.singer.command import SingerCommand
from tap_ukg_wfm.singer.stream import SingerStream
from tap_ukg_wfm.sync.signals import run_and_end


class TapUKGWFM(SingerCommand):
    """Reads people, organization, timecards, punches, totals, accruals, schedules, requests, leave, attendance and forecasts from UKG Pro Workforce Management (formerly Kronos Workforce Dimensions)."""  # noqa: E501 - --about prints it as it stands

    name = "tap-ukg-wfm"
    config_jsonschema = SETTINGS

    @override
    def discover_streams(self) -> list[SingerStream]:
        """One stream per table; which tables there are depends on the settings."""
        return [SingerStream(self, table, self.read) for table in self.tables]


def main() -> None:
    """Run the command."""
    run_and_end(TapUKGWFM.cli)
