"""A simulated UKG tenant: a company of its own behind the vendor's API, on loopback."""

from __future__ import annotations

from ukg_wfm_sandbox.auth import (
    APP_KEY,
    CLIENT_ID,
    CLIENT_SECRET,
    ORGANIZATION,
    PASSWORD,
    REALM,
    USERNAME,
)
from ukg_wfm_sandbox.embedded import Sandbox

__all__ = [
    "APP_KEY",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "ORGANIZATION",
    "PASSWORD",
    "REALM",
    "USERNAME",
    "Sandbox",
]
