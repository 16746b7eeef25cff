"""A configuration for tap-ukg-wfm, and its file."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ukg_wfm_sandbox import auth
from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.company.catalogs import ABSENCES, REQUEST_TYPES

if TYPE_CHECKING:
    from ukg_wfm_sandbox.world import World

SUBDOMAIN = "sandbox"


def configuration(world: World, url: str, **overrides: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return settings with which tap-ukg-wfm reads the whole history of a tenant."""
    old = {"app_key": auth.APP_KEY} if world.tenant.live["appkey"] == "required" else {}
    return {
        "api_url": url,
        "subdomain": SUBDOMAIN,
        "username": auth.USERNAME,
        "password": auth.PASSWORD,
        "client_id": auth.CLIENT_ID,
        "client_secret": auth.CLIENT_SECRET,
        "start_date": times.day(world.company.first_day),
        "absence_pay_code": ABSENCES,
        "request_types": [*REQUEST_TYPES],
        "volume_location_type": world.tenant.live["location_type"],
        **old,
        **overrides,
    }


def refusal(path: Path) -> str | None:
    """Return why a configuration may not be written here, or None.

    A file is overwritten only if it is the configuration of a sandbox.
    """
    if not path.parent.is_dir():
        return f"The folder {path.parent} does not exist. Create it first."
    if not path.exists():
        return None
    try:
        found = json.loads(path.read_text("utf-8")) if path.is_file() else None
    except (OSError, ValueError):
        found = None
    if isinstance(found, dict) and found.get("subdomain") == SUBDOMAIN:
        address = urlsplit(str(found.get("api_url")))
        if address.scheme == "http" and (address.hostname or "").startswith("127."):
            return None
    return (
        f"{path} exists and is not the configuration of a sandbox, so it is not overwritten. "
        "Choose another file, or delete this one."
    )


def write(path: Path, settings: dict[str, Any]) -> None:
    """Write a configuration atomically; only the owner can read it.

    Raises:
        OSError: The file cannot be written.
    """
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump(settings, file, indent=2)
            file.write("\n")
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
