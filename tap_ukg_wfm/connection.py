"""The connection check: does what was typed reach a tenant that lets us read?"""

from __future__ import annotations

import json
import sys
import threading
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.auth import AUTHENTICATORS, Patience, UKGAuthenticator
from tap_ukg_wfm.client import Client
from tap_ukg_wfm.clock import Clock
from tap_ukg_wfm.errors import TapError
from tap_ukg_wfm.streams.people import Persons
from tap_ukg_wfm.tenant import check_api_url, normalize_subdomain, token_url_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

TIME_LIMIT = 30.0
"""Seconds within which a check ends, whatever happens."""


def connect(
    config: Mapping[str, Any], *, patience: Patience | None = None
) -> tuple[Client, UKGAuthenticator]:
    """A client of the tenant that the settings name, and its authenticator. Sends nothing yet."""
    host = normalize_subdomain(config["subdomain"])
    api_url = config.get("api_url")
    url = check_api_url(api_url) if api_url else f"https://{host}"
    clock = Clock()
    auth_type = config.get("auth_type", "password")
    if auth_type == "password":
        token_url = config.get("token_url") or f"{url}/api/authentication/access_token"
    else:
        token_url = config.get("token_url") or token_url_for(host)
    authenticator = AUTHENTICATORS[auth_type](
        config,
        token_url=token_url,
        revoke_url=f"{url}/api/authentication/token/revoke",
        clock=clock,
        patience=patience,
    )
    data_patience = patience or Patience(seconds=1800, timeout=config.get("request_timeout", 300))
    client = Client(url, authenticator, clock, config.get("concurrency", 4), data_patience)
    return client, authenticator


def check(config: Mapping[str, Any], problems: Sequence[str]) -> bool:
    """Check a connection, the steps on stderr, one CONNECTION_STATUS line on stdout.

    Args:
        config: The settings.
        problems: What is wrong with them already.

    Returns:
        Whether the tenant let us read.
    """
    result: list[str | None] = ["The check did not end within 30 seconds: the tenant is too slow."]

    # A thread of its own: nothing below it can hold the check for longer than its time.
    def work() -> None:
        try:
            result[0] = _failure(config, problems)
        except Exception as error:  # noqa: BLE001 - whatever it is, who waits gets an answer
            result[0] = f"The check itself failed ({type(error).__name__}): please report it."

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(TIME_LIMIT - 2)
    failure = result[0]
    status = "FAILED" if failure else "SUCCEEDED"
    message = failure or "The connection works."
    _say(f"{status}: {message}")
    line = {"type": "CONNECTION_STATUS", "connectionStatus": {"status": status, "message": message}}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return not failure


def _failure(config: Mapping[str, Any], problems: Sequence[str]) -> str | None:
    """What stands in the way, in a sentence; None when nothing does."""
    if problems:
        return " ".join(problems)
    _say("settings: complete")
    authenticator: UKGAuthenticator | None = None
    try:
        client, authenticator = connect(config, patience=Patience(tries=3, seconds=12, timeout=8))
        _say(f"host: {client.host}")
        _step("token", authenticator.log_on)
        body = {"where": {}, "index": 0, "count": 1}
        _step("read", lambda: client.call(Persons.operation, body))
    except TapError as error:
        return str(error) if authenticator is None else authenticator.redact(str(error))
    finally:
        if authenticator is not None:
            authenticator.revoke()
    return None


def _step(name: str, work: Callable[[], object]) -> None:
    _say(f"{name}: asking")
    work()
    _say(f"{name}: good")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
