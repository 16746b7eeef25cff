"""The least that any reader has to do: requests, orjson, and a RECORD line for each record."""

from __future__ import annotations

import sys

import orjson
import requests


def main(url: str) -> None:
    """Read all pages."""
    write = sys.stdout.buffer.write
    session = requests.Session()
    page = 0
    while records := orjson.loads(session.get(f"{url}/pages?page={page}").content)["records"]:
        for record in records:
            message = {
                "type": "RECORD",
                "stream": "punches",
                "record": record,
                "time_extracted": "2026-01-01T00:00:00.000000Z",
            }
            write(orjson.dumps(message) + b"\n")
        page += 1


if __name__ == "__main__":
    main(sys.argv[1])
