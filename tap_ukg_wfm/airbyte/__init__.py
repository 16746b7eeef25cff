"""The command `source-ukg-wfm`: the same settings, streams and state in Airbyte's protocol."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command, or explain how to install the protocol's models."""
    try:
        from tap_ukg_wfm.airbyte.command import main as run  # noqa: PLC0415 - needs the extra
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("airbyte_protocol"):
            raise
        sys.exit(
            "Airbyte's protocol models are not installed. Run: pip install 'tap-ukg-wfm[airbyte]'"
        )
    run()
