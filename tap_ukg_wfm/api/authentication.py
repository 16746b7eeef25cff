"""OAuth against UKG: one token for all streams and threads, renewed once however many meet its end.

Follows the vendor's authentication guide: the classic flow at the tenant's own host, and UKG
Authentication (password realm, client credentials) at a token server.
"""

from __future__ import annotations

import re
import threading
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import backoff
from singer_sdk.authenticators import OAuthAuthenticator
from singer_sdk.helpers._util import utc_now
from typing_extensions import override

from tap_ukg_wfm.api.errors import (
    CredentialsError,
    ResponseAction,
    RetryLater,
    UnreachableError,
    describe,
    error_code,
    judge,
)
from tap_ukg_wfm.api.network import LASTING, session, unreachable
from tap_ukg_wfm.api.retry import RetryPolicy, exponential_backoff, jitter, retry_after
from tap_ukg_wfm.api.token_errors import refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

    from tap_ukg_wfm.api.clock import Clock
    from tap_ukg_wfm.api.network import Address

AUDIENCE = "https://wfm.ukg.net/api"
"""The audience of most tenants on UKG Authentication."""
_MARGIN = 60.0
_HEADER = re.compile(r"[!-~]+", re.ASCII)
_SPIKE_ARREST = "GTW-ERROR-012"


class UKGAuthenticator(OAuthAuthenticator):
    """A token for the classic flow: user and password at the tenant's own host.

    Differs from the SDK's authenticator where that one has no lock, no margin before the end, no
    refresh token and no retries, and logs what the token server answers.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        *,
        address: Address,
        revoke_url: str,
        clock: Clock,
        retry_policy: RetryPolicy | None = None,
    ) -> None:
        super().__init__(
            auth_endpoint=address.url,
            client_id=settings["client_id"],
            client_secret=settings["client_secret"],
        )
        self._settings = settings
        self._address = address
        self._revoke_url = revoke_url
        self._clock = clock
        self._retry_policy = retry_policy or RetryPolicy()
        self._lock = threading.Lock()
        self._given: set[str] = set()
        # The SDK's session repeats POSTs on its own; here all repeats are counted in one place.
        self._session = session()
        self.host = address.host

    @property
    @override
    def oauth_request_body(self) -> dict[str, str]:
        """The form of a new grant."""
        return {
            **self._client_form(),
            "username": self._settings["username"],
            "password": self._settings["password"],
            "grant_type": "password",
            "auth_chain": "OAuthLdapService",
        }

    @override
    def is_token_valid(self) -> bool:
        """Whether the token will live for another while: a minute, or a tenth of a short life."""
        if self.access_token is None or self.last_refreshed is None:
            return False
        if not self.expires_in:
            return True
        age = (utc_now() - self.last_refreshed).total_seconds()
        return age < self.expires_in - min(_MARGIN, self.expires_in / 10)

    @override
    def authenticate_request(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put a valid token on `request`, and the appkey where it is set, asking for one where there is none.

        Raises:
            CredentialsError: When UKG gives no token to this user or client.
            UnreachableError: When the token server cannot be asked.
        """
        request.headers["Authorization"] = f"Bearer {self.log_on()}"
        request.headers.update(self._app_key())
        return request

    def log_on(self) -> str | None:
        """The token; a new one where there is none that will live for another while.

        Raises:
            CredentialsError: When UKG gives no token to this user or client.
            UnreachableError: When the token server cannot be asked.
        """
        with self._lock:
            if not self.is_token_valid():
                self.update_access_token()
            return self.access_token

    def reject(self, authorization: str) -> None:
        """Forget the token that UKG just refused, unless another thread has renewed it already."""
        with self._lock:
            if authorization == f"Bearer {self.access_token}":
                self.access_token = None

    @override
    def update_access_token(self) -> None:
        """Get a token by the refresh token where there is one, else, or when refused, by a grant.

        Raises:
            CredentialsError: When UKG gives no token to this user or client.
            UnreachableError: When the token server cannot be asked.
        """
        if self.refresh_token:
            refresh = self._refresh_form(self.refresh_token)
            self.refresh_token = None
            try:
                self._ask(refresh)
            except CredentialsError:
                self.logger.info("The refresh token was refused; asking for a new grant.")
            else:
                self.refresh_token = refresh["refresh_token"]
                return
        self._ask(self.oauth_request_body)

    def revoke(self) -> None:
        """Give the token back, best effort: a run that ends well leaves no key behind."""
        with self._lock:
            if self.access_token is None:
                return
            form = {**self._client_form(), "token": self.access_token}
            self.access_token = self.refresh_token = None
            try:
                self._post(self._revoke_url, form, timeout=10)
            except OSError:
                self.logger.info("The token could not be revoked; it will expire by itself.")

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
                self._post(self._revoke_url, form, timeout=10)
                self._ask(refresh)
            except CredentialsError:
                return False
            except OSError as error:
                raise unreachable(error, self._address) from error
            return True

    def redact(self, text: str) -> str:
        """`text` with every secret blotted out: those of the settings, and all tokens of the run."""
        settings = (self._settings.get(name) for name in ("password", "client_secret", "app_key"))
        for secret in filter(None, (*settings, *self._given)):
            text = text.replace(secret, "***")
        return text

    def _app_key(self) -> dict[str, str]:
        """The header that old tenants want on every call; newer ones ignore it."""
        app_key = self._settings.get("app_key")
        return {"appkey": str(app_key)} if app_key else {}

    def _refresh_form(self, refresh_token: str) -> dict[str, str]:
        return {
            **self._client_form(),
            "refresh_token": refresh_token,
            "grant_type": "refresh_token",
            "auth_chain": "OAuthLdapService",
        }

    def _client_form(self) -> dict[str, str]:
        return {"client_id": str(self.client_id), "client_secret": str(self.client_secret)}

    def _ask(self, form: Mapping[str, str]) -> None:
        """Send a token request until it is answered, and keep the token.

        Raises:
            CredentialsError: When the answer is a refusal.
            UnreachableError: When no usable answer comes.
        """
        retry = backoff.on_exception(
            exponential_backoff,
            RetryLater,
            max_tries=self._retry_policy.tries,
            max_time=self._retry_policy.seconds,
            jitter=jitter,
            logger=None,
        )
        try:
            token = retry(self._ask_once)(form)
        except RetryLater as error:
            raise UnreachableError(str(error), error.code) from error.__cause__
        self.access_token = token["access_token"]
        if isinstance(refresh_token := token.get("refresh_token"), str) and refresh_token:
            self.refresh_token = refresh_token
        # A new set: other threads may be looking through the old one.
        self._given = self._given | {token["access_token"], self.refresh_token or ""} - {""}
        try:
            self.expires_in = int(float(token.get("expires_in") or 0)) or None
        except (ValueError, TypeError, OverflowError):
            self.expires_in = None
        self.last_refreshed = utc_now()

    def _ask_once(self, form: Mapping[str, str]) -> dict[str, Any]:
        try:
            response = self._post(self.auth_endpoint, form, timeout=self._retry_policy.timeout)
        except OSError as error:
            problem = unreachable(error, self._address)
            if problem.code in LASTING:
                raise problem from error
            raise RetryLater(str(problem)) from error
        self._clock.set_by(response.headers.get("Date"))
        try:
            body = response.json()
        except ValueError:
            body = None
        token = body.get("access_token") if isinstance(body, dict) else None
        if response.ok and body and isinstance(token, str) and _HEADER.fullmatch(token):
            return dict(body)
        if response.ok:
            # Whatever it says may be a token.
            body = None
        raise self._refusal(response, body)

    def _post(self, url: str, form: Mapping[str, str], timeout: float) -> requests.Response:
        headers = {"Accept": "application/json", **self._app_key()}
        # No redirect may carry the form elsewhere, and no ~/.netrc may add another user.
        return self._session.post(
            url, data=form, headers=headers, timeout=timeout, allow_redirects=False, auth=_as_it_is
        )

    def _refusal(self, response: requests.Response, body: Any) -> Exception:  # noqa: ANN401 - any JSON
        code, detail = error_code(body), self.redact(describe(response, body))
        after = retry_after(response.headers.get("Retry-After"))
        spike = code == _SPIKE_ARREST
        if spike or judge(response.status_code, code, retry_after=True) is ResponseAction.RETRY:
            what = "asks for fewer token requests" if spike else "gives no token at the moment"
            said = f"{self.host} {what} {detail}: try again in some minutes."
            return RetryLater(said, after, code="spike_arrest" if spike else "")
        if body is None or response.is_redirect or response.status_code == HTTPStatus.NOT_FOUND:
            return UnreachableError(
                f"{self.host} does not answer like a UKG tenant {detail}: check {self._address.setting} and "
                "auth_type.",
                "no_tenant",
            )
        description = body.get("error_description") if isinstance(body, dict) else None
        return refused(self._settings, code, str(description or ""), detail)


class UKGPasswordAuthenticator(UKGAuthenticator):
    """UKG Authentication with user and password: the password-realm grant of a token server."""

    @property
    @override
    def oauth_request_body(self) -> dict[str, str]:
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

    @property
    @override
    def oauth_request_body(self) -> dict[str, str]:
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


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
