"""OAuth against UKG: one token for all streams and threads, renewed once however many meet its end.

Follows the vendor's authentication guide: the classic flow at the tenant's own host, and UKG
Authentication (password realm, client credentials) at a token server.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from typing_extensions import override

from tap_ukg_wfm.api import decoding
from tap_ukg_wfm.api.clock import Clock
from tap_ukg_wfm.api.errors import (
    CredentialsError,
    ResponseAction,
    RetryLater,
    UnreachableError,
    describe,
    error_code,
    judge,
)
from tap_ukg_wfm.api.hosts import is_loopback
from tap_ukg_wfm.api.network import LASTING, unreachable
from tap_ukg_wfm.api.pages import page
from tap_ukg_wfm.api.retry import RetryPolicy, retry_after
from tap_ukg_wfm.api.token_errors import refused
from tap_ukg_wfm.api.transport import OverlongError, Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

    from tap_ukg_wfm.api.network import Address
    from tap_ukg_wfm.api.redaction import Redactor

AUDIENCE = "https://wfm.ukg.net/api"
"""The audience of most tenants on UKG Authentication."""
_LOGGER = logging.getLogger(__name__)
_MARGIN = 60.0
_SHORTEST_LIFE = 10.0
_MOST_BYTES = 1 << 20
_REVOKE_SECONDS = 10.0
_HEADER = re.compile(r"[!-~]+", re.ASCII)
_SPIKE_ARREST = "GTW-ERROR-012"
_SIMULATED_DATE = "Sandbox-Date"
"""The header by which a simulated tenant on this machine says which date it simulates."""


class UKGAuthenticator:
    """A token for the classic flow: user and password at the tenant's own host.

    Args:
        settings: Of the connection.
        address: Where tokens are given.
        revoke_url: Where they are given back.
        redactor: Learns every token.
        retry_policy: Retries and time-outs of token requests.
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
        """The form of a new grant."""
        return {
            **self._client_form(),
            "username": self._settings["username"],
            "password": self._settings["password"],
            "grant_type": "password",
            "auth_chain": "OAuthLdapService",
        }

    def is_token_valid(self) -> bool:
        """Whether the token lives for another while: a minute, or a tenth of a short life."""
        return self.access_token is not None and time.monotonic() < self._expires

    def authenticate_request(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put a valid token on `request`, asking for one where there is none.

        Raises:
            CredentialsError: When UKG gives no token to this user or client.
            ClockError: When the tenant's clock cannot be right.
            UnreachableError: When the token server cannot be asked.
        """
        request.headers["Authorization"] = f"Bearer {self.log_on()}"
        request.headers.update(self._app_key())
        return request

    def log_on(self) -> str | None:
        """The token; a new one where there is none that lives for another while.

        Raises:
            CredentialsError: When UKG gives no token to this user or client.
            ClockError: When the tenant's clock cannot be right.
            UnreachableError: When the token server cannot be asked.
        """
        with self._lock:
            if not self.is_token_valid():
                self._renew()
            return self.access_token

    def reject(self, authorization: str) -> None:
        """Forget the token that UKG just refused, unless another thread has renewed it already."""
        with self._lock:
            if authorization == f"Bearer {self.access_token}":
                self.access_token = None

    def revoke(self) -> None:
        """Give the token back, best effort: no key outlives the run.

        Revoking the refresh token ends both; revoking the access token would leave it alive for days.
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
                _LOGGER.info("The token could not be revoked. It expires on its own.")

    def _renew(self) -> None:
        """Get a token by the refresh token where there is one, else, or when refused, by a grant."""
        if self.refresh_token:
            refresh = self._refresh_form(self.refresh_token)
            self.refresh_token = None
            try:
                self._ask(refresh)
            except CredentialsError:
                _LOGGER.info("UKG refused the refresh token. Asking for a new grant.")
            else:
                # The response carries no new one.
                self.refresh_token = refresh["refresh_token"]
                return
        self._ask(self.grant())

    def outlives_revocation(self) -> bool:
        """Revoke the access token alone, and tell whether the refresh token still gives a new one.

        Raises:
            UnreachableError: When the token server cannot be asked.
        """
        with self._lock:
            if self.access_token is None or self.refresh_token is None:
                return False
            refresh = self._refresh_form(self.refresh_token)
            form = {**self._client_form(), "token": self.access_token}
            try:
                self._post(self._revoke_url, form, timeout=_REVOKE_SECONDS)
                self._ask(refresh)
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

    def _ask(self, form: Mapping[str, str]) -> None:
        """Send a token request until it is answered, and keep the token."""
        try:
            response, token = self._retry_policy.run(lambda: self._ask_once(form))
        except RetryLater as error:
            raise error.last from error.__cause__
        self.access_token = token["access_token"]
        if isinstance(refresh_token := token.get("refresh_token"), str) and refresh_token:
            self.refresh_token = refresh_token
        self.redactor.add([token["access_token"], self.refresh_token or ""])
        self._expires = time.monotonic() + _life(token.get("expires_in"))
        headers = response.headers
        here = is_loopback(urlsplit(self._address.url).hostname or "")
        reference = headers.get(_SIMULATED_DATE) if here else None
        self.clock.set_by(headers.get("Date"), reference)

    def _ask_once(self, form: Mapping[str, str]) -> tuple[requests.Response, dict[str, Any]]:
        timeout = self._retry_policy.timeout
        try:
            response, content = self._post(self._address.url, form, timeout)
        except OverlongError as error:
            raise UnreachableError(
                f"{self.host} answered a token request with more than {_MOST_BYTES >> 20} MB, which is "
                f"no token. Check {self._address.setting} and auth_type.",
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
        # Whatever a success says may be a token.
        raise self._refusal(response, content, None if response.ok else body)

    def _post(
        self, url: str, form: Mapping[str, str], timeout: float
    ) -> tuple[requests.Response, bytes]:
        return self._session.fetch(
            "POST",
            url,
            data=form,
            headers={"Accept": "application/json", **self._app_key()},
            timeout=timeout,
            # No ~/.netrc may add another user.
            auth=_as_it_is,
            most_bytes=_MOST_BYTES,
        )

    def _refusal(self, response: requests.Response, content: bytes, body: Any) -> Exception:  # noqa: ANN401 - any JSON
        code, detail = error_code(body), describe(response, body, self.redactor)
        after = retry_after(response.headers.get("Retry-After"), response.headers.get("Date"))
        spike = code == _SPIKE_ARREST
        found = None if body else page(response, content, self._address, self.redactor)
        if spike or judge(response.status_code, code, retry_after=True) is ResponseAction.RETRY:
            what = "wants fewer token requests" if spike else "gives no token at the moment"
            said = f"{self.host} {what}. Try again in some minutes. {detail}"
            if found:
                said = f"{self.host} got {found.what} instead of a token. {found.remedy} {detail}"
            last = UnreachableError(said, "spike_arrest" if spike else "")
            return RetryLater(last, after, why=f"{self.host} answered a token request {detail}")
        setting = self._address.setting
        if found:
            return UnreachableError(
                f"A token request to {self.host} got {found.what}. {found.remedy} {detail}",
                "no_tenant",
            )
        if body is None or response.status_code == HTTPStatus.NOT_FOUND:
            return UnreachableError(
                f"{self.host} does not answer like a UKG tenant. Check {setting} and auth_type. "
                f"{detail}",
                "no_tenant",
            )
        description = body.get("error_description") if isinstance(body, dict) else None
        return refused(self._settings, code, str(description or ""), detail)


class UKGPasswordAuthenticator(UKGAuthenticator):
    """UKG Authentication with user and password: the password-realm grant of a token server."""

    @override
    def grant(self) -> dict[str, str]:
        """The form of a new grant."""
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
        """The form of a new grant."""
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


def _life(seconds: Any) -> float:  # noqa: ANN401 - any JSON
    """Seconds for which a token is used; without end, until UKG refuses it, where nothing usable tells.

    >>> _life(1799), _life("20"), _life(1), _life(-5), _life("soon")
    (1739.0, 18.0, 10.0, inf, inf)
    """
    try:
        life = float(seconds)
    except (ValueError, TypeError, OverflowError):
        life = 0.0
    if not 0 < life < float("inf"):
        return float("inf")
    return max(_SHORTEST_LIFE, life - min(_MARGIN, life / 10))


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
