"""The usual tap against a tenant: the Singer SDK as it comes, one request after the other.

It is spared what such taps often do besides: it asks once per operation, not once per stream, and
hands on the answers as they are.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests
from singer_sdk import Stream, Tap
from singer_sdk import typing as th
from typing_extensions import override

from benchmarks.core import CORE
from tap_ukg_wfm.api.operations import Operation, Partition, render
from tap_ukg_wfm.streams import STREAMS
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.sync.requests import sections
from tap_ukg_wfm.sync.windows import Window, batches, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LAST = date(2026, 11, 16)
READ = [stream for stream in STREAMS if vars(stream)["name"] in CORE]
OPERATIONS = dict.fromkeys(
    stream.operation for stream in READ if stream.operation.partition is Partition.PERSONS
)


class Answers(Stream):
    """The answers of one operation, an item a record."""

    primary_keys = ()
    schema = th.PropertiesList(th.Property("item", th.ObjectType())).to_dict()

    def __init__(self, tap: PlainTap, operation: Operation) -> None:
        self.operation = operation
        super().__init__(tap, name=operation.path.strip("/").replace("/", "_"))
        self.tap = tap

    @override
    def get_records(self, context: Any) -> Iterable[dict[str, Any]]:
        """Ask for each batch and window in turn."""
        first = date.fromisoformat(self.config["start_date"])
        ahead = timedelta(days=30 if self.operation.looks_ahead else 0)
        windows = [None, *split(Window(first, LAST + ahead), 30)]
        windows = windows[1:] if self.operation.windowed else windows[:1]
        select = sorted(
            {word for s in READ if s.operation is self.operation for word in sections(s.select)}
        )
        size = 25 if self.operation.windowed else self.operation.batch
        for batch in batches(self.tap.people, size):
            for window in windows:
                body = render(
                    self.operation.body,
                    {
                        "person_ids": list(batch),
                        "person_id_texts": list(map(str, batch)),
                        "start_date": window and window.start.isoformat(),
                        "end_date": window and window.end.isoformat(),
                        "select": select or None,
                    },
                )
                answer = self.tap.ask(self.operation, body)
                for item in answer if isinstance(answer, list) else [answer]:
                    yield {"item": item}


class PlainTap(Tap):
    """The usual tap."""

    name = "tap-plain"
    config_jsonschema = th.PropertiesList(th.Property("api_url", th.StringType)).to_dict()
    people: Sequence[int] = ()

    @override
    def discover_streams(self) -> list[Answers]:
        """A stream per operation."""
        return [Answers(self, operation) for operation in OPERATIONS]

    def read(self) -> None:
        """Log on, list the people, read."""
        self.session = requests.Session()
        names = ("username", "password", "client_id", "client_secret")
        form = {**{name: self.config[name] for name in names}, "grant_type": "password"}
        url = f"{self.config['api_url']}/api/authentication/access_token"
        token = self.session.post(url, data={**form, "auth_chain": "OAuthLdapService"}).json()
        self.session.headers["Authorization"] = f"Bearer {token['access_token']}"
        everyone = self.ask(Persons.operation, {"where": {}, "index": 0, "count": 10_000})
        self.people = [person["personId"] for person in everyone["records"]]
        self.sync_all()

    def ask(self, operation: Operation, body: Any) -> Any:  # noqa: ANN401 - any JSON
        """The answer to one request."""
        response = self.session.post(f"{self.config['api_url']}/api{operation.path}", json=body)
        response.raise_for_status()
        return response.json()


if __name__ == "__main__":
    PlainTap(config=json.loads(Path(sys.argv[2]).read_text("utf-8"))).read()
