"""How the responses of an operation are read, by the name of its reader.

A reader takes a client and a request and gives all pages of what the request asks for. With `once`, it
makes the smallest request that shows whether the operation may be called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tap_ukg_wfm.sync.readers import dataviews, locations, pages, payroll

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.api.operations import ReaderName
    from tap_ukg_wfm.sync.requests import Page, Request


class Reader(Protocol):
    """Reads everything that one request asks for."""

    def __call__(self, client: Client, request: Request, *, once: bool = False) -> Iterator[Page]:
        """The pages of the response, in order."""


READERS: Mapping[ReaderName, Reader] = {
    "pages": pages.read,
    "locations": locations.read,
    "dataview": dataviews.read,
    "payroll": payroll.read,
}
