"""The usual tap: a REST stream of the Singer SDK as it comes."""

from __future__ import annotations

import sys
from typing import Any

from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th
from singer_sdk.pagination import BasePageNumberPaginator
from typing_extensions import override

REF = th.ObjectType(th.Property("id", th.IntegerType), th.Property("qualifier", th.StringType))
TEXTS = ("punchDtm", "roundedPunchDtm", "enteredOnDtm", "updatedOnDtm")
REFS = ("employee", "timeZone", "dataSource", "orgJob", "location", "workRule")
FLAGS = (
    *("isPhantom", "isScheduled", "editable"),
    *("cancelDeduct", "exceptionResolved", "hasComments"),
)


class Paginator(BasePageNumberPaginator):
    """Counts pages up to the first empty one."""

    @override
    def has_more(self, response: Any) -> bool:
        """Whether the page held anything."""
        return bool(response.json()["records"])


class Punches(RESTStream[int]):
    """Punches."""

    name = "punches"
    path = "/pages"
    primary_keys = ("id",)
    records_jsonpath = "$.records[*]"
    schema = th.PropertiesList(
        th.Property("id", th.IntegerType, required=True),
        *(th.Property(name, th.StringType) for name in TEXTS),
        *(th.Property(name, REF) for name in REFS),
        *(th.Property(name, th.BooleanType) for name in FLAGS),
        th.Property("costCenter", th.ObjectType(th.Property("costCenter", REF))),
    ).to_dict()

    @property
    @override
    def url_base(self) -> str:
        """The server."""
        return str(self.config["url"])

    @override
    def get_new_paginator(self) -> Paginator:
        """Pages from 0."""
        return Paginator(0)

    @override
    def get_url_params(self, context: Any, next_page_token: int | None) -> dict[str, Any]:
        """The page."""
        return {"page": next_page_token or 0}


class PlainTap(Tap):
    """The usual tap."""

    name = "tap-plain"
    config_jsonschema = th.PropertiesList(th.Property("url", th.StringType)).to_dict()

    @override
    def discover_streams(self) -> list[Punches]:
        """Punches."""
        return [Punches(self)]


if __name__ == "__main__":
    PlainTap(config={"url": sys.argv[1]}).sync_all()
