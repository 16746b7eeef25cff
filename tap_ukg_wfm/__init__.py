"""UKG Pro Workforce Management as Singer streams, as an Airbyte source, and as Python rows."""

from tap_ukg_wfm.api.errors import SettingsError, TapError
from tap_ukg_wfm.rows import read

__all__ = ["SettingsError", "TapError", "read"]
