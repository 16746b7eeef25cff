"""Whose data is read: everyone, or the people of Hyperfinds and of a list of numbers."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.errors import TapError, known_shape
from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.api.responses import items
from tap_ukg_wfm.sync.readers.pages import fetch
from tap_ukg_wfm.sync.requests import Person, Request
from tap_ukg_wfm.sync.windows import Window, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.api.responses import Response
    from tap_ukg_wfm.sync.requests import OperationRun, Page

HYPERFIND_EXECUTE = Operation(
    path="/v1/commons/hyperfind/execute", access_control_point="HYPERFIND"
)
_THRESHOLD = 50_000
_ID = re.compile(r"-?[0-9]+")
"""An id of a Hyperfind. UKG's own Hyperfinds have ids below zero."""


def is_restricted(config: Mapping[str, Any]) -> bool:
    """Whether the settings name people; a person who is not among them is not a deleted person."""
    return bool(config.get("hyperfinds") or config.get("person_numbers"))


def listed(
    client: Client, listing: OperationRun, *, once: bool = False
) -> tuple[list[Person], list[Page]]:
    """All persons of the tenant, and the answers that list them.

    Args:
        client: Calls the operation.
        listing: The operation that lists persons.
        once: For a connection test: no more than one of them.

    Raises:
        OperationError: When persons cannot be listed.
    """
    pages = list(fetch(client, Request(listing, listing.streams), once=once))
    with known_shape(listing.operation.name):
        people = [
            Person(entry["personId"], entry["personNumber"])
            for page in pages
            for entry in entries(listing, page.answer)
        ]
    return people, pages


def entries(listing: OperationRun, answer: Response) -> list[dict[str, Any]]:
    """The persons in an answer; an error may stand among them."""
    return [entry for entry in items(listing.operation, answer.body) if "personId" in entry]


def digest(config: Mapping[str, Any]) -> str:
    """A short text that changes when other people are asked for: it goes into the state."""
    if not is_restricted(config):
        return "everyone"
    named = [sorted(map(str, config.get(name) or ())) for name in ("hyperfinds", "person_numbers")]
    return fingerprint(json.dumps(named))


def fingerprint(text: str) -> str:
    """A short text that changes with a longer one: it goes into the state."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def chosen(
    client: Client, config: Mapping[str, Any], everyone: Iterable[Person], dates: Window
) -> list[Person]:
    """The people to read, in the order of their ids.

    Args:
        client: Runs the Hyperfinds.
        config: The settings `hyperfinds` and `person_numbers`.
        everyone: All persons of the tenant.
        dates: The dates on which a Hyperfind's people count.

    Raises:
        OperationError: When a Hyperfind cannot be run.
        TapError: When a person number is nobody's.
    """
    if not is_restricted(config):
        return sorted(set(everyone))
    by_number = {person.number: person for person in everyone}
    numbers = [str(number) for number in config.get("person_numbers") or ()]
    if unknown := [number for number in numbers if number not in by_number]:
        raise TapError(
            f"Nobody in the tenant has the person number {', '.join(unknown[:10])}: check the "
            "setting person_numbers (leading zeros count).",
            "person_numbers",
        )
    found = {by_number[number] for number in numbers}
    for hyperfind in config.get("hyperfinds") or ():
        for window in split(dates, HYPERFIND_EXECUTE.days):
            found.update(_execute(client, str(hyperfind), window))
    return sorted(found)


def _execute(client: Client, hyperfind: str, window: Window) -> list[Person]:
    """The people of one Hyperfind (`POST /v1/commons/hyperfind/execute`), by its id or name."""
    reference = {"id": int(hyperfind)} if _ID.fullmatch(hyperfind) else {"qualifier": hyperfind}
    dates = {"startDate": window.start.isoformat(), "endDate": window.end.isoformat()}
    body = {"hyperfind": reference, "dateRange": dates, "threshold": _THRESHOLD}
    answer = client.call(HYPERFIND_EXECUTE, body).body
    with known_shape(HYPERFIND_EXECUTE.name):
        (result,) = items(HYPERFIND_EXECUTE, answer)
        return [Person(ref["id"], ref["qualifier"]) for ref in result["result"]["refs"]]
