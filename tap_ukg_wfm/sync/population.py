"""The people to read: everyone, or those of Hyperfinds and of a list of person numbers."""

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
from tap_ukg_wfm.api.items import items, whole_number
from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.sync.fetching import fetch
from tap_ukg_wfm.sync.requests import Person, Request
from tap_ukg_wfm.sync.windows import Window, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.sync.requests import OperationRun, Page

HYPERFIND_EXECUTE = Operation(
    path="/v1/commons/hyperfind/execute", access_control_point="HYPERFIND"
)
_THRESHOLD = 50_000
_HANDFUL = 5
_OTHERS = ("Inactive", "Terminated")
"""The employment statuses other than Active."""
_LOGGER = logging.getLogger(__name__)
_ID = re.compile(r"-?[0-9]+")
"""The id of a Hyperfind. UKG's own Hyperfinds have negative ids."""


def is_restricted(config: Mapping[str, Any]) -> bool:
    """Whether the settings choose people. Then a missing person is not a deleted person."""
    return bool(config.get("hyperfinds") or config.get("person_numbers"))


class Listed(NamedTuple):
    """The persons of a tenant.

    Args:
        people: Those with a usable id.
        pages: The responses that list them.
        unusable: How many have no usable id.
        terminated: Whether any of them is terminated.
        plain: How many of the pages come from requests without an employment status.
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
        once: For a connection test: fetch at most one.

    Raises:
        OperationError: When UKG does not list persons.
    """
    pages = list(fetch(client, Request(listing, listing.streams), once=once))
    plain = len(pages)
    if not once and _only_active(listing, pages):
        # Some tenants list only active people, unless a request names another status.
        for status in _OTHERS:
            pages += _by_status(client, listing, status)
    rows = [entry for page in pages for entry in items(listing.operation, page.response.body)]
    people = [_person(entry, "personId", "personNumber") for entry in rows]
    good = [person for person in people if person]
    terminated = any(entry.get("employmentStatus") == "Terminated" for entry in rows)
    return Listed(good, pages, len(people) - len(good), terminated, plain)


def _only_active(listing: OperationRun, pages: Sequence[Page]) -> bool:
    statuses = {
        str(entry.get("employmentStatus")).lower()
        for page in pages
        for entry in items(listing.operation, page.response.body)
    }
    return statuses == {"active"}


def _by_status(client: Client, listing: OperationRun, status: str) -> list[Page]:
    """The pages that list the people with one employment status; none if UKG refuses the request."""
    body = {**(listing.operation.body or {}), "where": {"employmentStatus": status}}
    further = replace(listing, operation=replace(listing.operation, body=body))
    try:
        return list(fetch(client, Request(further, listing.streams)))
    except OperationError as error:
        _LOGGER.warning(
            "persons: UKG did not list people with the employment status %s: %s", status, error
        )
        return []


def _person(entry: Any, identifier: str, number: str) -> Person | None:  # noqa: ANN401 - any JSON
    """A person, or None when the entry has no usable id.

    >>> _person({"id": "7", "qualifier": "1007"}, "id", "qualifier")
    Person(id=7, number='1007')
    """
    if not isinstance(entry, dict):
        return None
    person_id, name = whole_number(entry.get(identifier)), entry.get(number)
    return None if person_id is None else Person(person_id, str(name if name is not None else ""))


def digest(config: Mapping[str, Any]) -> str:
    """A short text for the state that changes when the settings choose other people."""
    if not is_restricted(config):
        return "everyone"
    named = [sorted(map(str, config.get(name) or ())) for name in ("hyperfinds", "person_numbers")]
    return fingerprint(json.dumps(named))


def fingerprint(text: str) -> str:
    """A short text for the state that changes with a longer one."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def chosen(
    client: Client, config: Mapping[str, Any], everyone: Iterable[Person], dates: Window
) -> list[Person]:
    """The people to read, in the order of their ids.

    Args:
        client: Runs the Hyperfinds.
        config: The settings `hyperfinds` and `person_numbers`.
        everyone: All persons of the tenant.
        dates: The dates for which Hyperfinds are run.

    Raises:
        OperationError: When a Hyperfind fails.
        TapError: When nobody has one of the person numbers.
    """
    if not is_restricted(config):
        return sorted(set(everyone))
    by_number = {person.number: person for person in everyone}
    numbers = [str(number) for number in config.get("person_numbers") or ()]
    if unknown := [number for number in numbers if number not in by_number]:
        raise TapError(
            f"Nobody in the tenant has the person number {', '.join(unknown[:10])}. Check the setting "
            "person_numbers; leading zeros matter.",
            "person_numbers",
        )
    people = {by_number[number] for number in numbers}
    for hyperfind in config.get("hyperfinds") or ():
        for window in split(dates, HYPERFIND_EXECUTE.days):
            people.update(_execute(client, str(hyperfind), window))
    return sorted(people)


def _execute(client: Client, hyperfind: str, window: Window) -> list[Person]:
    """The people of one Hyperfind (`POST /v1/commons/hyperfind/execute`), by its id or name."""
    reference = {"id": int(hyperfind)} if _ID.fullmatch(hyperfind) else {"qualifier": hyperfind}
    dates = {"startDate": window.start.isoformat(), "endDate": window.end.isoformat()}
    body = {"hyperfind": reference, "dateRange": dates, "threshold": _THRESHOLD}
    response = client.call(HYPERFIND_EXECUTE, body).body
    with known_shape(HYPERFIND_EXECUTE.name):
        (result,) = items(HYPERFIND_EXECUTE, response)
        refs = result["result"]["refs"]
    if not isinstance(refs, list):
        raise unknown_shape(HYPERFIND_EXECUTE.name, refs)
    people = [person for ref in refs if (person := _person(ref, "id", "qualifier"))]
    promised = whole_number(result.get("count")) or 0
    if promised > len(refs):
        raise UnsteadyError(
            f"Hyperfind {hyperfind}: UKG reports {promised:,} people and lists {len(refs):,}. The list is "
            "incomplete, so the tap does not use it. Run again; if it happens again, ask UKG. "
            f"({HYPERFIND_EXECUTE.name})"
        )
    if len(people) < len(refs):
        _LOGGER.warning(
            "Hyperfind %s: %d of %d people have no usable id. The tap left them out.",
            hyperfind,
            len(refs) - len(people),
            len(refs),
        )
    return people


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
            "narrowed: check it in UKG under Access Profiles. The tap skipped all streams about people; "
            f"rows of earlier runs stay as they are. ({Persons.operation.name})",
            "nobody",
        )
    names = ", ".join(str(name) for name in config.get("hyperfinds") or ())
    raise OperationError(
        f"The Hyperfinds in the setting hyperfinds ({names}) match nobody. Check their conditions in "
        "UKG, and that the API user may see their people. The tap skipped all streams about people; "
        f"rows of earlier runs stay as they are. ({HYPERFIND_EXECUTE.name})",
        "nobody",
    )


def require_as_many(config: Mapping[str, Any], before: int, now: int) -> None:
    """Refuse a population that is much smaller than in the last complete run.

    Otherwise a profile that was narrowed for one night would look as if people had left.

    Raises:
        SettingError: When more than a tenth and more than five people are missing, unless the setting
            accept_fewer_people allows it.
    """
    lost = before - now
    if config.get("accept_fewer_people") or lost <= max(_HANDFUL, before // 10):
        return
    raise SettingError(
        f"UKG lists {now:,} people; in the last run there were {before:,}. The API user's Generic Data "
        "Access Profile or a Hyperfind may have been narrowed. The tap skipped all streams about people; "
        "rows of earlier runs stay as they are. If these people really left, set accept_fewer_people to "
        "true for one run.",
        "fewer_people",
    )
