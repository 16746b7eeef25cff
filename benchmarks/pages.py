"""A server of prepared pages. It answers at once, so that only the reader's own work is measured.

It knows a tenant's token, its list of persons and its timecards: whoever asks for the punches of any
employees in a window gets the page that was made for that window. `GET /pages?page=N` gives the same
punches as a plain list, for readers that know no UKG. Usage: `pages.py EMPLOYEES DAYS WINDOW_DAYS`.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

from typing_extensions import override

BATCH = 25
PUNCHES_A_DAY = 4
FIRST = date(2025, 1, 1)
_TOKEN = json.dumps({"access_token": "t", "expires_in": 36_000, "token_type": "Bearer"}).encode()


def punch(person: int, day: date, number: int) -> dict[str, Any]:
    """A punch of 26 values, most of them in objects."""
    moment = f"{day}T{6 + 3 * number:02}:0{number}:17"
    return {
        "id": (person * 1000 + day.toordinal() % 1000) * 10 + number,
        "employee": {"id": person, "qualifier": f"{person:08}"},
        "punchDtm": moment,
        "roundedPunchDtm": f"{moment[:14]}00:00",
        "timeZone": {"id": 13004, "qualifier": "America/Los_Angeles"},
        "enteredOnDtm": moment,
        "updatedOnDtm": moment,
        "dataSource": {"id": 1, "qualifier": "Time Clock"},
        "orgJob": {"id": 5008, "qualifier": "Organization/Stores/West/Store 12/Cashier"},
        "location": {"id": 409, "qualifier": "Organization/Stores/West/Store 12"},
        "workRule": {"id": 77, "qualifier": "Full-time hourly, overtime after 8"},
        "costCenter": {"costCenter": {"id": 31, "qualifier": "4711"}},
        "isPhantom": False,
        "isScheduled": False,
        "editable": True,
        "cancelDeduct": False,
        "exceptionResolved": False,
        "hasComments": number == 0,
    }


class Pages:
    """All responses, created before the first request.

    Args:
        employees: How many persons the tenant has.
        days: How many days of punches, from `FIRST` on.
        window_days: How many days a request asks for.
    """

    def __init__(self, employees: int, days: int, window_days: int) -> None:
        self.employees = employees
        self._cards: dict[str, list[bytes]] = {}
        self.lists: list[bytes] = []
        people = range(1001, 1001 + BATCH)
        for start in range(0, days, window_days):
            dates = [FIRST + timedelta(n) for n in range(start, min(start + window_days, days))]
            punches = {
                person: [punch(person, *at) for at in product(dates, range(PUNCHES_A_DAY))]
                for person in people
            }
            cards = ({"startDate": str(dates[0]), "punches": mine} for mine in punches.values())
            self._cards[str(dates[0])] = [
                json.dumps(card, separators=(",", ":")).encode()[1:] for card in cards
            ]
            flat = [one for mine in punches.values() for one in mine]
            self.lists.append(json.dumps({"records": flat}, separators=(",", ":")).encode())
        self.pages = len(self.lists) * -(-employees // BATCH)

    def persons(self, index: int, count: int) -> bytes:
        """A page of the list of persons."""
        numbers = range(index * count, min((index + 1) * count, self.employees))
        records = [{"personId": 1001 + n, "personNumber": f"{1001 + n:08}"} for n in numbers]
        return json.dumps({"records": records, "totalElements": self.employees}).encode()

    def timecards(self, people: list[int], start: str) -> bytes:
        """The timecards of a window: prepared, but for whose they are."""
        cards = zip(people, self._cards[start], strict=False)
        return b"[" + b",".join(b'{"employee":{"id":%d},' % n + card for n, card in cards) + b"]"

    def page(self, number: int) -> bytes:
        """A page as a plain list, empty after the last one."""
        return self.lists[number % len(self.lists)] if number < self.pages else b'{"records": []}'


class Handler(BaseHTTPRequestHandler):
    """Serves the pages."""

    pages: Pages
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self) -> None:
        """Answer a generic reader."""
        query = parse_qs(urlsplit(self.path).query)
        self._answer(self.pages.page(int(query["page"][0])))

    def do_POST(self) -> None:
        """Answer the tap."""
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if "authentication" in self.path:
            self._answer(_TOKEN)
        elif "persons" in self.path:
            asked = json.loads(body)
            self._answer(self.pages.persons(asked["index"], asked["count"]))
        else:
            where = json.loads(body)["where"]
            people, start = where["employees"]["ids"], where["dateRange"]["startDate"]
            self._answer(self.pages.timecards(people, start))

    def _answer(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


if __name__ == "__main__":
    Handler.pages = Pages(*map(int, sys.argv[1:]))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
