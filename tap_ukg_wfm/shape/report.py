"""The shape report: reads a few people and days of every operation, and keeps no values."""

from __future__ import annotations

import json
import logging
import os
import platform
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from importlib.metadata import version
from typing import IO, TYPE_CHECKING, Any

from typing_extensions import override

from tap_ukg_wfm.api.connection import connect
from tap_ukg_wfm.api.errors import TapError
from tap_ukg_wfm.api.items import items
from tap_ukg_wfm.shape.compare import compare
from tap_ukg_wfm.shape.questions import findings
from tap_ukg_wfm.shape.recording import REQUESTS, SECONDS, RecordingClient
from tap_ukg_wfm.shape.sample import Sample
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.sync.failures import Failures
from tap_ukg_wfm.sync.output import NullOutput
from tap_ukg_wfm.sync.population import listed
from tap_ukg_wfm.sync.requests import OperationRun
from tap_ukg_wfm.sync.run import Sync

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tap_ukg_wfm.sync.output import SelectedStream
    from tap_ukg_wfm.sync.requests import Person
    from tap_ukg_wfm.tables.compiled import Row

VERSION = 1
"""The version of the report."""
_PEOPLE = 5
_MANY = 100
_DAYS = 7
_CONCURRENCY = 4


class _Keys(NullOutput):
    """Counts rows and repeated keys, without keeping values."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.repeated: Counter[str] = Counter()
        self._seen: set[int] = set()

    @override
    def rows(self, stream: SelectedStream, rows: Iterable[Row], read_at: str) -> int:
        """Count the rows."""
        count = 0
        for row in rows:
            count += 1
            key = hash((stream.name, *(row.get(name) for name in stream.table.primary_keys)))
            self.repeated[stream.name] += key in self._seen
            self._seen.add(key)
        self.counts[stream.name] += count
        return count


def make_report(config: Mapping[str, Any], streams: Sequence[SelectedStream]) -> dict[str, Any]:
    """Read a few people and days, and describe the responses.

    Args:
        config: The settings, validated and with their defaults.
        streams: The streams whose operations to read.

    Returns:
        The report: types, lengths, counts and forms by operation and field. It contains no text, number or
        date of a response, and only field names that are UKG's own.

    Raises:
        TapError: When the tenant cannot be read at all.
    """
    begun = time.monotonic()
    config = {**config, "concurrency": min(_CONCURRENCY, config["concurrency"])}
    client, authenticator = connect(config, client_class=RecordingClient)
    assert isinstance(client, RecordingClient)  # noqa: S101 - as asked for
    try:
        client.log_on()
        listing = OperationRun(Persons.operation, ())
        there = listed(client, listing)
        people, plain = there.people, there.pages[: there.plain]
        records = [
            entry for page in plain for entry in items(listing.operation, page.response.body)
        ]
        statuses = Counter(str(entry.get("employmentStatus") or "") for entry in records)
        sample = _sample(people, records, _PEOPLE)
        few = [person.id for person in sample]
        many = [person.id for person in _sample(people, records, _MANY)]
        today = client.clock.today() - timedelta(days=1)
        found = findings(Sample(config, client, few, many, statuses, today))
        keys, failures = _Keys(), Failures(logging.getLogger(f"{__name__}.quiet"))
        Sync(_few(config, client, sample), client, streams, {}, keys, failures=failures).run()
    finally:
        authenticator.revoke()
        client.close()
    return {
        "report": VERSION,
        "tap": version("tap-ukg-wfm"),
        "python": platform.python_version(),
        "auth_type": config["auth_type"],
        "people": len(people),
        "requests": client.made,
        "limits": {"requests": REQUESTS, "seconds": SECONDS},
        "seconds": round(time.monotonic() - begun),
        "questions": [vars(finding) for finding in found],
        "operations": list(_operations(client, streams)),
        "streams": list(_streams(streams, keys, failures)),
    }


def check_writable(path: str) -> None:
    """Check that a file can be written, before any request.

    Raises:
        TapError: When it cannot.
    """
    with _opened(path, os.O_APPEND):
        pass


def write_report(report: Mapping[str, Any], path: str) -> None:
    """Write a report to a file that only its owner may read.

    Raises:
        TapError: When the file cannot be written.
    """
    with _opened(path, os.O_TRUNC) as file:
        json.dump(report, file, indent=1)
        file.write("\n")


@contextmanager
def _opened(path: str, how: int) -> Iterator[IO[str]]:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise TapError(
            f"--shape-report: the file {path} cannot be written. Check the path and your rights there. "
            f"({error.strerror})"
        ) from error


def summary(report: Mapping[str, Any], path: str) -> Iterator[str]:
    """The most important results, and how to send the report."""
    operations, streams = report["operations"], report["streams"]
    refused = [one["operation"] for one in operations if not one["accepted"]]
    unknown = sum(len(one["unknown_fields"]) for one in operations)
    repeated = [one["stream"] for one in streams if one["repeated_keys"]]
    yield f"{report['requests']} requests to {len(operations)} operations in {report['seconds']} s."
    yield f"Operations that UKG did not accept: {', '.join(refused) or 'none'}."
    yield f"Fields that this version does not know: {unknown}."
    yield f"Streams with repeated keys: {', '.join(repeated) or 'none'}."
    for finding in report["questions"]:
        detail = f" ({finding['detail']})" if finding["detail"] else ""
        yield f"{finding['question']} {finding['answer']}{detail}"
    yield (
        f"The report is in {path}. It contains no text, number or date of your tenant. Check the file, "
        "and attach it to an issue of this project."
    )


def _sample(
    people: Sequence[Person], records: Sequence[Mapping[str, Any]], size: int
) -> list[Person]:
    """A few people: the active ones first, from the first to the last of the list."""
    active = {r["personId"] for r in records if r.get("employmentStatus") == "Active"}
    chosen = [person for person in people if person.id in active] or list(people)
    step = max(1, len(chosen) // size)
    return chosen[::step][:size]


def _few(
    config: Mapping[str, Any], client: RecordingClient, sample: Sequence[Person]
) -> dict[str, Any]:
    """The settings for a few people and days."""
    today = client.clock.today()
    return {
        **config,
        "hyperfinds": None,
        "person_numbers": [person.number for person in sample],
        "start_date": (today - timedelta(days=_DAYS)).isoformat(),
        "end_date": None,
        "lookahead_days": _DAYS,
    }


def _operations(
    client: RecordingClient, streams: Sequence[SelectedStream]
) -> Iterator[dict[str, Any]]:
    tables: dict[str, list[Any]] = {}
    for stream in streams:
        tables.setdefault(stream.table.operation.name, []).append(stream.table)
    for name, recorded in sorted(client.recorded.items()):
        fields = recorded.shapes.fields
        unknown, missing = compare(tables.get(name, ()), fields)
        yield {
            "operation": name,
            "requests": recorded.requests,
            "accepted": recorded.accepted,
            "refusals": dict(recorded.refusals),
            "request_forms": dict(recorded.forms),
            "unknown_fields": unknown,
            "missing_fields": missing,
            "fields": recorded.shapes.as_json(),
        }


def _streams(
    streams: Sequence[SelectedStream], keys: _Keys, failures: Failures
) -> Iterator[dict[str, Any]]:
    failed = {name: failure.error.code for failure in failures for name in failure.streams}
    for stream in streams:
        yield {
            "stream": stream.name,
            "rows": keys.counts[stream.name],
            "repeated_keys": keys.repeated[stream.name],
            "outcome": failed.get(stream.name, "read"),
        }
