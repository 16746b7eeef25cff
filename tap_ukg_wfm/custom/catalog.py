"""All streams of a configuration: the tap's own and the user-defined ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.custom import dataviews, operations, payroll
from tap_ukg_wfm.streams import STREAMS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.streams.base import Table


def tables(config: Mapping[str, Any], client: Callable[[], Client]) -> list[type[Table]]:
    """The tables of a configuration, in the order in which they are read.

    Args:
        config: The settings.
        client: Returns a client. It is called for dataviews only: UKG's data dictionary types their columns.

    Raises:
        TapError: When a dataview cannot be defined.
    """
    own = [table for table in STREAMS if not table.requires or config.get(table.requires)]
    if config.get("unknown_fields") == "keep":
        own = [_keeping(table) if table.operation.path else table for table in own]
    defined = operations.streams(config.get("custom_streams") or ())
    defined += payroll.streams(config.get("payroll_exports") or ())
    if views := config.get("dataviews"):
        defined += dataviews.streams(views, client())
    return [*own, *defined]


def _keeping(table: type[Table]) -> type[Table]:
    """The table with a column for fields that no other column contains."""
    return type(table.__name__, (table,), {"__doc__": table.__doc__, "keeps_unknown": True})


def why_absent(name: str) -> str:
    """The message for a selected stream that does not exist."""
    needs = {table.name: table.requires for table in STREAMS}
    if setting := needs.get(name):
        return f"There is no stream {name} without the setting {setting}: set it, or deselect it."
    return f"There is no stream {name}: discover the streams again."
