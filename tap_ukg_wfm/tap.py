"""The command `tap-ukg-wfm`: what there is is in `settings/` and `streams/`, how it is read in `sync/`."""

from __future__ import annotations

from typing_extensions import override

from tap_ukg_wfm.settings.schema import SETTINGS
from tap_ukg_wfm.singer.command import SingerCommand
from tap_ukg_wfm.singer.stream import SingerStream
from tap_ukg_wfm.sync.signals import run_and_end


class TapUKGWFM(SingerCommand):
    """Reads people, organisation, timecards, punches, totals, accruals, schedules, requests, leave, attendance and forecasts from UKG Pro Workforce Management (formerly Kronos Workforce Dimensions)."""  # noqa: E501 - --about prints it as it stands

    name = "tap-ukg-wfm"
    config_jsonschema = SETTINGS

    @override
    def discover_streams(self) -> list[SingerStream]:
        """A stream for each table: the catalog depends on the settings, not on the tenant."""
        return [SingerStream(self, table) for table in self.tables]


def main() -> None:
    """The command."""
    run_and_end(TapUKGWFM.cli)
