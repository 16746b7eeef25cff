"""Runs a check step by step, from the settings to the streams, until a step fails."""

from __future__ import annotations

import json
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api import connection
from tap_ukg_wfm.api.errors import (
    OperationError,
    RefusedError,
    TapError,
    known_shape,
)
from tap_ukg_wfm.api.items import whole_number
from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.api.retry import RetryPolicy
from tap_ukg_wfm.check.network import reach
from tap_ukg_wfm.check.report import Report
from tap_ukg_wfm.check.streams import Selection, probe
from tap_ukg_wfm.custom import dataviews
from tap_ukg_wfm.streams.people.persons import Persons
from tap_ukg_wfm.sync.dates import check_dates
from tap_ukg_wfm.sync.lines import write_out
from tap_ukg_wfm.sync.output import nothing_to_read
from tap_ukg_wfm.sync.population import chosen, listed
from tap_ukg_wfm.sync.requests import OperationRun
from tap_ukg_wfm.sync.windows import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tap_ukg_wfm.api.authentication import UKGAuthenticator
    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.sync.requests import Person

TIME_LIMIT = 60.0
"""Seconds after which every check ends."""
CONNECTION_LIMIT = 28.0
"""Seconds for all steps before the streams, because platforms limit a connection test to 30 seconds."""
CURRENT_USER = Operation(
    "/v1/commons/persons/current_user_info",
    "GET",
    access_control_point="CURRENT_USER_INFORMATION_READ",
)
_PATIENCE = RetryPolicy(tries=3, seconds=12, timeout=8)


class Check:
    """One check.

    Args:
        config: The settings, with defaults.
        problems: Known problems of the settings.
        select: Returns the streams to probe, once there is a connection. Without it, none are.
        warnings: Warnings about the settings.
    """

    def __init__(
        self,
        config: Mapping[str, Any],
        problems: Sequence[str],
        select: Callable[[Client, UKGAuthenticator], Selection] | None = None,
        *,
        warnings: Sequence[str] = (),
    ) -> None:
        self.report = Report()
        self._warnings = warnings
        self._config, self._problems, self._select = config, problems, select
        self._begun = time.monotonic()
        self._client: Client | None = None
        self._more = ""

    def run(self) -> Report:
        """Run the check within its time limit. Returns what it has found by then."""
        limit = TIME_LIMIT - 2 if self._select else CONNECTION_LIMIT
        worker = threading.Thread(target=self._work, daemon=True)
        worker.start()
        worker.join(limit)
        if worker.is_alive():
            code, why = "too_slow", "The tenant is slow: try again, or ask UKG."
            if self._client and self._client.waited:
                code, why = "throttled", "UKG throttles this user or tenant: try again later."
            said = f"The check did not finish within {limit + 2:.0f} seconds. {why}"
            self.report.add("time", "failed", code, said)
        return self.report

    def _work(self) -> None:
        try:
            self._steps()
        except Exception as error:  # noqa: BLE001 - the report must always come
            said = (
                f"The check failed because of a bug in the tap. Report it. ({type(error).__name__})"
            )
            self.report.add("check", "failed", "internal", said)

    def _steps(self) -> None:
        report, config = self.report, self._config
        if self._problems:
            report.add("settings", "failed", "settings", " ".join(self._problems))
            return
        if self._warnings:
            report.add("settings", "warned", "unknown_setting", " ".join(self._warnings))
        else:
            report.add("settings", "passed", "ok", "The settings are complete.")
        client, authenticator = connection.connect(config, retry_policy=_PATIENCE)
        self._client = client
        step = "host"
        try:
            self._show_host(client)
            if not reach(client.address, report):
                return
            step = "token"
            authenticator.log_on()
            report.add("token", "passed", "ok", f"{authenticator.host} returned a token.")
            step = "user"
            self._show_user(client)
            step = "read"
            total = self._count_people(client)
            check_dates(self._config, client.clock.today())
            step = "population"
            self._compare_population(client, total)
            step = "streams"
            if self._select:
                self._read_streams(client, authenticator)
            elif views := self._config.get("dataviews"):
                # Without a catalog, no other step checks that the tenant has these columns.
                dataviews.streams(views, client)
        except TapError as error:
            report.add(step, "failed", error.code, authenticator.redactor.hide(str(error)))
        finally:
            authenticator.revoke()

    def _show_host(self, client: Client) -> None:
        typed, said = str(self._config["subdomain"]), f"The tenant is {client.address.host}"
        if self._config.get("api_url"):
            said += " (from api_url)."
        else:
            shown = f" (from '{client.redact(typed)}')"
            said += "." if typed == client.address.host else f"{shown}."
        self.report.add("host", "passed", "ok", said)

    def _show_user(self, client: Client) -> None:
        """Report who the API user is. Only warn if the right to ask is missing."""
        try:
            found = client.call(CURRENT_USER).body
        except OperationError as error:
            self.report.add("user", "warned", error.code, str(error))
            return
        who = found if isinstance(found, dict) else {}
        zone = who.get("timeZone") if isinstance(who.get("timeZone"), dict) else {}
        name = client.redact(who.get("userName") or who.get("personNumber") or "unknown")
        place = client.redact((zone or {}).get("timeZoneId") or "unknown")
        said = f"The API user is {name}, time zone {place}."
        self.report.add("user", "passed", "ok", said)

    def _count_people(self, client: Client) -> int:
        """How many persons the API user can see. With more than one page, this is a lower bound."""
        body = {"where": {}, "index": 0, "count": Persons.operation.page}
        found = client.call(Persons.operation, body).body
        with known_shape(Persons.operation.name):
            seen = len(found["records"])
            total = max(seen, whole_number(found.get("totalElements")) or 0)
        self._more = "at least " if seen == total == Persons.operation.page else ""
        if total == 0:
            said = (
                "The API user cannot see any person. Extend its Generic Data Access Profile, which "
                "decides whose records it can read."
            )
            self.report.add("read", "warned", "nobody", said)
        else:
            self.report.add(
                "read", "passed", "ok", f"The API user can see {self._more}{total:,} persons."
            )
        return total

    def _compare_population(self, client: Client, total: int) -> None:
        """Warn if the settings select fewer people than the API user can see."""
        names = [name for name in ("hyperfinds", "person_numbers") if self._config.get(name)]
        if not names or not total:
            return
        everyone: list[Person] = []
        if "person_numbers" in names:
            everyone = listed(client, OperationRun(Persons.operation, ())).people
        today = client.clock.today()
        try:
            people = len(chosen(client, self._config, everyone, Window(today, today)))
        except RefusedError:
            raise
        except OperationError as error:
            raise OperationError(
                f"The setting hyperfinds cannot be used. {error}", "hyperfind"
            ) from error
        if people < total:
            one = len(names) == 1
            who = f"setting {names[0]} selects" if one else f"settings {' and '.join(names)} select"
            said = (
                f"The {who} only {people:,} of {self._more}{total:,} persons, as of today. To read "
                f"everyone, clear {'it' if one else 'them'}."
            )
            self.report.add("population", "warned", "fewer_people", said)
        else:
            self.report.add("population", "passed", "ok", "The settings select everyone.")

    def _read_streams(self, client: Client, authenticator: UKGAuthenticator) -> None:
        selection = self._select(client, authenticator) if self._select else Selection()
        left = TIME_LIMIT - 4 - (time.monotonic() - self._begun)
        self.report.streams += probe(self._config, client, selection, max(1.0, left))
        if not selection.absent and (sentence := nothing_to_read(selection.streams)):
            self.report.add("streams", "warned", "none_selected", sentence)


def tell(report: Report, *, as_json: bool = False) -> bool:
    """Print a report: a table on stderr, one line of JSON on stdout.

    Args:
        report: The report.
        as_json: Whether to print the whole report instead of the status.

    Returns:
        Whether the check succeeded.
    """
    for line in report.table():
        sys.stderr.write(f"{line}\n")
    sys.stderr.write(f"{'FAILED' if report.failed else 'SUCCEEDED'}: {report.message}\n")
    sys.stderr.flush()
    told = report.as_json() if as_json else report.status_line()
    write_out(json.dumps(told, ensure_ascii=False).encode() + b"\n")
    return not report.failed
