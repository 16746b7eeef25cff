"""Whose data is read: everyone, or the people of Hyperfinds and of a list of numbers."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from tap_ukg_wfm.api.errors import (
    OperationError,
    SettingError,
    TapError,
    UnsteadyError,
    known_shape,
    unknown_shape,
)
from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.api.responses import items, whole_number
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.sync.readers.pages import fetch
from tap_ukg_wfm.sync.requests import Person, Request
from tap_ukg_wfm.sync.windows import Window, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.api.responses import Response
    from tap_ukg_wfm.sync.requests import OperationRun, Page

HYPERFIND_EXECUTE = Operation(
    path="/v1/commons/hyperfind/execute", access_control_point="HYPERFIND"
)
_THRESHOLD = 50_000
_HANDFUL = 5
_OTHERS = ("Inactive", "Terminated")
"""The employment statuses beside Active."""
_LOGGER = logging.getLogger(__name__)
_ID = re.compile(r"-?[0-9]+")
"""An id of a Hyperfind. UKG's own Hyperfinds have ids below zero."""


def is_restricted(config: Mapping[str, Any]) -> bool:
    """Whether the settings name people; a person who is not among them is not a deleted person."""
    return bool(config.get("hyperfinds") or config.get("person_numbers"))


class Listed(NamedTuple):
    """The persons of a tenant.

    Args:
        people: Those who can be asked for.
        pages: The responses that list them.
        unusable: How many have no id that can be asked for.
        terminated: Whether any of them is terminated.
        plain: How many of the pages came without asking by employment status.
    """

    people: list[Person]
    pages: list[Page]
    unusable: int = 0
    terminated: bool = False
    plain: int = 0


def listed(client: Client, listing: OperationRun, *, once: bool = False) -> Listed:
    """All persons of the tenant, and the responses that list them.

    Args:
        client: Calls the operation.
        listing: The operation that lists persons.
        once: For a connection test: no more than one of them.

    Raises:
        OperationError: When persons cannot be listed.
    """
    pages = list(fetch(client, Request(listing, listing.streams), once=once))
    plain = len(pages)
    if not once and _only_active(listing, pages):
        # Some tenants list active people only, unless they are asked for the others by status.
        for status in _OTHERS:
            pages += _by_status(client, listing, status)
    rows = [entry for page in pages for entry in items(listing.operation, page.answer.body)]
    people = [_person(entry, "personId", "personNumber") for entry in rows]
    good = [person for person in people if person]
    terminated = any(entry.get("employmentStatus") == "Terminated" for entry in rows)
    return Listed(good, pages, len(people) - len(good), terminated, plain)


def _only_active(listing: OperationRun, pages: Sequence[Page]) -> bool:
    statuses = {
        str(entry.get("employmentStatus")).lower()
        for page in pages
        for entry in entries(listing, page.answer)
    }
    return statuses == {"active"}


def _by_status(client: Client, listing: OperationRun, status: str) -> list[Page]:
    """The responses that list the people of one employment status; none where UKG refuses it."""
    body = {**(listing.operation.body or {}), "where": {"employmentStatus": status}}
    further = replace(listing, operation=replace(listing.operation, body=body))
    try:
        return list(fetch(client, Request(further, listing.streams)))
    except OperationError as error:
        _LOGGER.warning(
            "persons: UKG did not list people with the employment status %s: %s", status, error
        )
        return []


def entries(listing: OperationRun, answer: Response) -> list[dict[str, Any]]:
    """The persons in a response."""
    return items(listing.operation, answer.body)


def _person(entry: Any, identifier: str, number: str) -> Person | None:  # noqa: ANN401 - any JSON
    """Somebody who can be asked for; None where the entry has no id, or not one of that kind."""
    if not isinstance(entry, dict):
        return None
    found, name = whole_number(entry.get(identifier)), entry.get(number)
    return None if found is None else Person(found, str(name if name is not None else ""))


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
        refs = result["result"]["refs"]
    if not isinstance(refs, list):
        raise unknown_shape(HYPERFIND_EXECUTE.name, refs)
    found = [person for ref in refs if (person := _person(ref, "id", "qualifier"))]
    promised = whole_number(result.get("count")) or 0
    if promised > len(refs):
        raise UnsteadyError(
            f"Hyperfind {hyperfind}: UKG counts {promised:,} people and lists {len(refs):,}. The list is "
            "not whole, so it is not used. Run again; if it goes on, ask UKG. "
            f"({HYPERFIND_EXECUTE.name})"
        )
    if len(found) < len(refs):
        _LOGGER.warning(
            "Hyperfind %s: %d of %d people have no id that can be asked for. They are left out.",
            hyperfind,
            len(refs) - len(found),
            len(refs),
        )
    return found


def require_people(config: Mapping[str, Any], people: Sequence[Person]) -> None:
    """Make sure that an empty population is not mistaken for an empty tenant.

    Raises:
        OperationError: When there is nobody to read.
    """
    if people:
        return
    if not is_restricted(config):
        raise OperationError(
            "UKG lists no person at all. The API user's Generic Data Access Profile may have been "
            "narrowed: check it in UKG under Access Profiles. Nothing of people is read, and what "
            f"earlier runs read stays. ({Persons.operation.name})",
            "nobody",
        )
    names = ", ".join(str(name) for name in config.get("hyperfinds") or ())
    raise OperationError(
        f"The Hyperfinds in the setting hyperfinds ({names}) match nobody. Check their conditions in "
        "UKG, and that the API user sees their people. Nothing of people is read, and what earlier "
        f"runs read stays. ({HYPERFIND_EXECUTE.name})",
        "nobody",
    )


def require_as_many(config: Mapping[str, Any], before: int, now: int) -> None:
    """Refuse a population that is much smaller than in the last run that came to its end.

    A profile that was narrowed for one night would else look as if people had left.

    Raises:
        SettingError: When a tenth is missing, and more than a handful, unless the setting
            accept_fewer_people allows it.
    """
    lost = before - now
    if config.get("accept_fewer_people") or lost <= max(_HANDFUL, before // 10):
        return
    raise SettingError(
        f"UKG lists {now:,} people; in the last run there were {before:,}. The API user's Generic Data "
        "Access Profile, or a Hyperfind, may have been narrowed. Nothing of people is read, and what "
        "earlier runs read stays. If these people really are gone, set accept_fewer_people to true for "
        "one run.",
        "fewer_people",
    )
