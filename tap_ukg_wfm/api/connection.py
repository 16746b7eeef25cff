"""The client and the authenticator for the tenant in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.authentication import AUTHENTICATORS, UKGAuthenticator
from tap_ukg_wfm.api.client import Client
from tap_ukg_wfm.api.hosts import (
    check_api_url,
    check_token_url,
    normalize_subdomain,
    token_url_for,
)
from tap_ukg_wfm.api.network import Address
from tap_ukg_wfm.api.redaction import Redactor
from tap_ukg_wfm.api.retry import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self


def connect(
    config: Mapping[str, Any],
    *,
    retry_policy: RetryPolicy | None = None,
    client_class: type[Client] = Client,
) -> tuple[Client, UKGAuthenticator]:
    """A client for the tenant in the settings, and its authenticator. Sends no request yet.

    Raises:
        ValueError: When the settings do not name a host that may receive credentials.
    """
    redactor = Redactor(config)
    host = normalize_subdomain(config["subdomain"], redactor)
    tenant = Address(f"https://{host}", "subdomain")
    if api_url := config.get("api_url"):
        tenant = Address(check_api_url(api_url, redactor), "api_url")
    auth_type = config.get("auth_type", "password")
    if token_url := config.get("token_url"):
        token = Address(check_token_url(token_url, redactor), "token_url")
    elif auth_type == "password":
        token = tenant._replace(url=f"{tenant.url}/api/authentication/access_token")
    else:
        token = Address(token_url_for(host), "token_url")
    authenticator = AUTHENTICATORS[auth_type](
        config,
        address=token,
        revoke_url=f"{tenant.url}/api/authentication/token/revoke",
        redactor=redactor,
        retry_policy=retry_policy,
    )
    data_policy = retry_policy or RetryPolicy(
        seconds=1800, timeout=config.get("request_timeout", 300)
    )
    client = client_class(tenant, authenticator, config.get("concurrency", 4), data_policy)
    return client, authenticator


class Connection:
    """A connection that is opened when it is first used, and revokes its token at the end.

    Args:
        config: The settings.
    """

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.config = config
        self._made: tuple[Client, UKGAuthenticator] | None = None

    def __enter__(self) -> Self:
        """Enter the context."""
        return self

    def __exit__(self, *_: object) -> None:
        """Revoke the token, if there is one, and close the connections."""
        if self._made:
            client, authenticator = self._made
            authenticator.revoke()
            client.close()

    def client(self) -> Client:
        """The one client.

        Raises:
            ValueError: When the settings do not name a host that may receive credentials.
        """
        if not self._made:
            self._made = connect(self.config)
        return self._made[0]
