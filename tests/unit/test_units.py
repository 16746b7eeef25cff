"""The description of every amount names its unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tap_ukg_wfm.streams import STREAMS

if TYPE_CHECKING:
    from tap_ukg_wfm.streams.base import Table

AMOUNT = re.compile(
    r"amount|hours|minutes|seconds|duration|quantity|wage|money|balance_|percent|liability|efficiency"
    r"|threshold|total_actual|allocated|variance|weight|_volume$"
)
UNIT = re.compile(
    r"second|minute|hour|\bdays?\b|week|money|currency|percent|point|unit|ratio|measures|HH:mm"
    r"|amount_type",
    re.IGNORECASE,
)


# Of timekeeping tests/tap/test_timekeeping.py wants more.
TABLES = [table for table in STREAMS if ".timekeeping." not in table.__module__]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_amounts_name_their_unit(table: type[Table]) -> None:
    silent = [
        column.name
        for column in table.columns
        if {"integer", "number"} & {*column.schema(key=False)["type"]}
        and AMOUNT.search(column.name)
        and not column.name.endswith(("_id", "_type", "decimal_place_num"))
        and not UNIT.search(column.description)
    ]
    assert silent == []
