"""From the settings to a client of the tenant that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.auth import AUTHENTICATORS, Patience, UKGAuthenticator
from tap_ukg_wfm.client import Client
from tap_ukg_wfm.clock import Clock
from tap_ukg_wfm.tenant import check_api_url, normalize_subdomain, token_url_for

if TYPE_CHECKING:
    from collections.abc import Mapping


def connect(
    config: Mapping[str, Any], *, patience: Patience | None = None
) -> tuple[Client, UKGAuthenticator]:
    """A client of the tenant that the settings name, and its authenticator. Sends nothing yet.

    Raises:
        ValueError: When the settings name no host to which credentials may go.
    """
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
