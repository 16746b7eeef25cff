"""OAuth with UKG: one token for all streams and threads, renewed once when it expires.

Implements the flows of UKG's authentication guide: the classic flow at the tenant's own host, and UKG
Authentication (password realm, client credentials) at a token server.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from typing_extensions import override

from tap_ukg_wfm.api import decoding
from tap_ukg_wfm.api.clock import Clock
from tap_ukg_wfm.api.errors import CredentialsError, RetryLater, UnreachableError
from tap_ukg_wfm.api.hosts import is_loopback
from tap_ukg_wfm.api.network import LASTING, unreachable
from tap_ukg_wfm.api.retry import RetryPolicy
from tap_ukg_wfm.api.token_errors import no_token
from tap_ukg_wfm.api.transport import OverlongError, Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

    from tap_ukg_wfm.api.network import Address
    from tap_ukg_wfm.api.redaction import Redactor

AUDIENCE = "https://wfm.ukg.net/api"
"""The audience of most tenants with UKG Authentication."""
_LOGGER = logging.getLogger(__name__)
_MARGIN = 60.0
_SHORTEST_LIFETIME = 10.0
_MAX_BYTES = 1 << 20
_REVOKE_SECONDS = 10.0
_HEADER = re.compile(r"[!-~]+", re.ASCII)
_SIMULATED_DATE = "Sandbox-Date"
"""The header in which a simulated tenant on this machine sends the date that it simulates."""


class UKGAuthenticator:
    """A token for the classic flow: user and password at the tenant's own host.

    Args:
        settings: The settings of the connection.
        address: Where to request tokens.
        revoke_url: Where to revoke them.
        redactor: Gets every token, to remove it from messages.
        retry_policy: Retries and timeouts of token requests.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        *,
        address: Address,
        revoke_url: str,
        redactor: Redactor,
        retry_policy: RetryPolicy | None = None,
    ) -> None:
        self._settings = settings
        self._address = address
        self._revoke_url = revoke_url
        self._retry_policy = retry_policy or RetryPolicy()
        self._lock = threading.Lock()
        self._session = Session()
        self._expires = float("inf")
        self.redactor = redactor
        self.clock = Clock()
        self.host = address.host
        self.access_token: str | None = None
        self.refresh_token: str | None = None

    def grant(self) -> dict[str, str]:
        """The form of a token request."""
        return {
            **self._client_form(),
            "username": self._settings["username"],
            "password": self._settings["password"],
            "grant_type": "password",
            "auth_chain": "OAuthLdapService",
        }

    def is_token_valid(self) -> bool:
        """Whether the token is valid for at least another minute, or a tenth of a short lifetime."""
        return self.access_token is not None and time.monotonic() < self._expires

    def authenticate_request(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add a valid token to `request`; request one if there is none.

        Raises:
            CredentialsError: When UKG refuses to give a token to this user or client.
            ClockError: When the tenant's clock cannot be right.
            UnreachableError: When the token server cannot be reached.
        """
        request.headers["Authorization"] = f"Bearer {self.log_on()}"
        request.headers.update(self._app_key())
        return request

    def log_on(self) -> str | None:
        """The token; a new one if there is none or it expires soon.

        Raises:
            CredentialsError: When UKG refuses to give a token to this user or client.
            ClockError: When the tenant's clock cannot be right.
            UnreachableError: When the token server cannot be reached.
        """
        with self._lock:
            if not self.is_token_valid():
                self._renew()
            return self.access_token

    def reject(self, authorization: str) -> None:
        """Discard the token that UKG just refused, unless another thread has already renewed it."""
        with self._lock:
            if authorization == f"Bearer {self.access_token}":
                self.access_token = None

    def revoke(self) -> None:
        """Revoke the token, if possible: no token should outlive the run.

        Revoking the refresh token ends both tokens. Revoking the access token would leave the refresh
        token valid for days.
        """
        with self._lock:
            token = self.refresh_token or self.access_token
            if token is None:
                return
            self.access_token = self.refresh_token = None
            try:
                form = {**self._client_form(), "token": token}
                self._post(self._revoke_url, form, timeout=_REVOKE_SECONDS)
            except (OSError, OverlongError):
                _LOGGER.info("The tap could not revoke its token. The token expires on its own.")

    def _renew(self) -> None:
        """Get a token with the refresh token. Without one, or if UKG refuses it, use a new grant."""
        if self.refresh_token:
            refresh = self._refresh_form(self.refresh_token)
            self.refresh_token = None
            try:
                self._request(refresh)
            except CredentialsError:
                _LOGGER.info("UKG refused the refresh token. The tap logs on again.")
            else:
                # The response has no new refresh token.
                self.refresh_token = refresh["refresh_token"]
                return
        self._request(self.grant())

    def outlives_revocation(self) -> bool:
        """Revoke only the access token; return whether the refresh token still gives a new one.

        Raises:
            UnreachableError: When the token server cannot be reached.
        """
        with self._lock:
            if self.access_token is None or self.refresh_token is None:
                return False
            refresh = self._refresh_form(self.refresh_token)
            form = {**self._client_form(), "token": self.access_token}
            try:
                self._post(self._revoke_url, form, timeout=_REVOKE_SECONDS)
                self._request(refresh)
            except CredentialsError:
                return False
            except OSError as error:
                raise unreachable(error, self._address, _REVOKE_SECONDS) from error
            return True

    def _refresh_form(self, refresh_token: str) -> dict[str, str]:
        return {
            **self._client_form(),
            "refresh_token": refresh_token,
            "grant_type": "refresh_token",
            "auth_chain": "OAuthLdapService",
        }

    def _client_form(self) -> dict[str, str]:
        return {name: str(self._settings[name]) for name in ("client_id", "client_secret")}

    def _app_key(self) -> dict[str, str]:
        app_key = self._settings.get("app_key")
        return {"appkey": app_key} if app_key else {}

    def _request(self, form: Mapping[str, str]) -> None:
        """Send a token request, with retries, and keep the token."""
        try:
            response, token = self._retry_policy.run(lambda: self._request_once(form))
        except RetryLater as error:
            raise error.last from error.__cause__
        self.access_token = token["access_token"]
        if isinstance(refresh_token := token.get("refresh_token"), str) and refresh_token:
            self.refresh_token = refresh_token
        self.redactor.add([token["access_token"], self.refresh_token or ""])
        self._expires = time.monotonic() + _lifetime(token.get("expires_in"))
        headers = response.headers
        simulated = is_loopback(urlsplit(self._address.url).hostname or "")
        reference = headers.get(_SIMULATED_DATE) if simulated else None
        self.clock.set_by(headers.get("Date"), reference)

    def _request_once(self, form: Mapping[str, str]) -> tuple[requests.Response, dict[str, Any]]:
        timeout = self._retry_policy.timeout
        try:
            response, content = self._post(self._address.url, form, timeout)
        except OverlongError as error:
            raise UnreachableError(
                f"{self.host} returned more than {_MAX_BYTES >> 20} MB for a token request, so it is not a "
                f"token server. Check {self._address.setting} and auth_type.",
                "no_tenant",
            ) from error
        except OSError as error:
            problem = unreachable(error, self._address, timeout)
            if problem.code in LASTING:
                raise problem from error
            raise RetryLater(problem) from error
        try:
            body = decoding.decode(content)
        except decoding.UnreadableError:
            body = None
        token = body.get("access_token") if isinstance(body, dict) else None
        if response.ok and body and isinstance(token, str) and _HEADER.fullmatch(token):
            return response, dict(body)
        # Never quote a successful response: it may hold a token.
        refused = None if response.ok else body
        raise no_token(self._settings, self._address, response, content, refused, self.redactor)

    def _post(
        self, url: str, form: Mapping[str, str], timeout: float
    ) -> tuple[requests.Response, bytes]:
        return self._session.fetch(
            "POST",
            url,
            data=form,
            headers={"Accept": "application/json", **self._app_key()},
            timeout=timeout,
            # Without it, ~/.netrc could add other credentials.
            auth=_unchanged,
            max_bytes=_MAX_BYTES,
        )


class UKGPasswordAuthenticator(UKGAuthenticator):
    """UKG Authentication with user and password: the password-realm grant of a token server."""

    @override
    def grant(self) -> dict[str, str]:
        """The form of a token request."""
        return {
            **self._client_form(),
            "audience": self._settings.get("audience") or AUDIENCE,
            "grant_type": "http://auth0.com/oauth/grant-type/password-realm",
            "username": self._settings["username"],
            "password": self._settings["password"],
            "realm": self._settings["realm"],
        }


class ClientCredentialsAuthenticator(UKGAuthenticator):
    """UKG Authentication without a user: the client's own credentials."""

    @override
    def grant(self) -> dict[str, str]:
        """The form of a token request."""
        return {
            **self._client_form(),
            "audience": self._settings.get("audience") or AUDIENCE,
            "grant_type": "client_credentials",
            "organization": self._settings["organization"],
        }


AUTHENTICATORS: Mapping[str, type[UKGAuthenticator]] = {
    "password": UKGAuthenticator,
    "ukg_password": UKGPasswordAuthenticator,
    "client_credentials": ClientCredentialsAuthenticator,
}


def _lifetime(seconds: Any) -> float:  # noqa: ANN401 - any JSON
    """Seconds for which to use a token. Without a usable lifetime, until UKG refuses it.

    >>> [_lifetime(seconds) for seconds in (1799, "20", 1, -5, "soon")]
    [1739.0, 18.0, 10.0, inf, inf]
    """
    try:
        lifetime = float(seconds)
    except (ValueError, TypeError, OverflowError):
        lifetime = 0.0
    if not 0 < lifetime < float("inf"):
        return float("inf")
    return max(_SHORTEST_LIFETIME, lifetime - min(_MARGIN, lifetime / 10))


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
