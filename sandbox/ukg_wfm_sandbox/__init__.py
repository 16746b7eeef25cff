"""A simulated UKG Pro WFM tenant: a made-up company behind the REST API, on loopback.

`Sandbox` runs it in this process; `python -m ukg_wfm_sandbox` runs it on its own.
"""

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
