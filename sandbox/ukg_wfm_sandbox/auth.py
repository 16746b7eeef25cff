"""Tokens: the classic grants, refresh and revoke, and the UKG Authentication grants."""

from __future__ import annotations

import secrets
import time
from collections import deque
from dataclasses import dataclass, field

USERNAME = "api.reader"
PASSWORD = "Canary-Pa55word!"  # noqa: S105
LOCKED, EXPIRED, FEDERATED = "locked.user", "expired.user", "federated.user"
CLIENT_ID = "sandbox-client"
PASSWORD_CLIENT, SERVICE_CLIENT = "sandbox-password-client", "sandbox-service-client"
CLIENT_SECRET = "Canary-Cl1entSecret!"  # noqa: S105
APP_KEY = "Canary-AppKey"
REALM = "sandbox"
ORGANIZATION = "org_sandbox0001"
AUDIENCE = "https://wfm.ukg.net/api"
PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm"  # noqa: S105
REFRESH_SECONDS = 7 * 86_400
SPIKE_SECONDS = 10
_BARRED = {
    LOCKED: "The user account is locked.",
    EXPIRED: "The password has expired.",
    FEDERATED: "A federated user may not use this grant.",
}


class AuthError(Exception):
    """A refused token request, with an OAuth error."""

    def __init__(self, error: str, description: str, status: int = 401) -> None:
        super().__init__(description)
        self.status = status
        self.body = {"error": error, "error_description": description}


class SpikeArrestError(Exception):
    """Too many token requests in a short time."""


@dataclass
class Tokens:
    """Issues and checks tokens. Lifetimes are in real seconds.

    A refresh token stays valid when its access tokens expire or are revoked. Revoking it also revokes
    its access tokens.
    """

    token_seconds: float = 1799
    spike_limit: int = 10
    counts: dict[str, int] = field(default_factory=dict)
    _access: dict[str, float] = field(default_factory=dict)
    _refresh: dict[str, float] = field(default_factory=dict)
    _issued_by: dict[str, list[str]] = field(default_factory=dict)
    _recent: deque[float] = field(default_factory=deque)

    def good(self, header: str | None) -> bool:
        """Return whether an Authorization header has a valid token."""
        scheme, _, token = (header or "").partition(" ")
        return scheme == "Bearer" and self._access.get(token, 0) > time.monotonic()

    def expire(self) -> None:
        """Expire all access tokens."""
        self._access.clear()

    def classic(self, form: dict[str, str]) -> dict[str, object]:
        """Issue a token for a classic request: grant type password or refresh_token."""
        self._spike()
        self._client(form, CLIENT_ID)
        grant = form.get("grant_type")
        if grant == "refresh_token":
            refresh = form.get("refresh_token", "")
            if self._refresh.get(refresh, 0) <= time.monotonic():
                raise AuthError("invalid_grant", "The refresh token is unknown or expired.")
            self._count("refreshes")
            return self._issue(refresh)
        if grant != "password":
            raise AuthError("unsupported_grant_type", "The grant type is not supported.", 400)
        if form.get("auth_chain") != "OAuthLdapService":
            raise AuthError("invalid_request", "auth_chain is missing or unknown.", 400)
        self._user(form)
        self._count("grants")
        refresh = f"Canary-refresh-{secrets.token_hex(16)}"
        self._refresh[refresh] = time.monotonic() + REFRESH_SECONDS
        return {**self._issue(refresh), "refresh_token": refresh}

    def ukg(self, form: dict[str, str]) -> dict[str, object]:
        """Issue a token for UKG Authentication: password realm or client credentials."""
        self._spike()
        self._client(form, PASSWORD_CLIENT, SERVICE_CLIENT)
        if form.get("audience") != AUDIENCE:
            raise AuthError("access_denied", "Service not found: the audience is wrong.", 403)
        grant = form.get("grant_type")
        made_for = {PASSWORD_REALM: PASSWORD_CLIENT, "client_credentials": SERVICE_CLIENT}
        if grant in made_for and form["client_id"] != made_for[grant]:
            said = f"Grant type '{grant}' not allowed for the client."
            raise AuthError("unauthorized_client", said, 403)
        if grant == PASSWORD_REALM:
            if form.get("realm") not in (REALM, ORGANIZATION):
                raise AuthError("invalid_request", "unknown realm", 400)
            self._user(form)
        elif grant == "client_credentials":
            if form.get("organization") != ORGANIZATION:
                raise AuthError("invalid_request", "unknown organization", 400)
        else:
            raise AuthError("unsupported_grant_type", "The grant type is not supported.", 400)
        self._count("grants")
        return self._issue()

    def revoke(self, form: dict[str, str]) -> None:
        """Revoke an access token, or a refresh token and its access tokens."""
        self._client(form, CLIENT_ID, PASSWORD_CLIENT, SERVICE_CLIENT)
        self._count("revokes")
        token = form.get("token", "")
        self._refresh.pop(token, None)
        for one in (token, *self._issued_by.pop(token, ())):
            self._access.pop(one, None)

    def _issue(self, refresh: str | None = None) -> dict[str, object]:
        token = f"Canary-token-{secrets.token_hex(16)}"
        self._access[token] = time.monotonic() + self.token_seconds
        if refresh:
            self._issued_by.setdefault(refresh, []).append(token)
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": int(self.token_seconds),
            "scope": "profile email openid",
        }

    def _spike(self) -> None:
        now = time.monotonic()
        while self._recent and self._recent[0] <= now - SPIKE_SECONDS:
            self._recent.popleft()
        if len(self._recent) >= self.spike_limit:
            raise SpikeArrestError
        self._recent.append(now)

    def _count(self, name: str) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1

    @staticmethod
    def _client(form: dict[str, str], *known: str) -> None:
        """Check the client; each client works with one flow only."""
        if form.get("client_id") not in known or form.get("client_secret") != CLIENT_SECRET:
            raise AuthError("invalid_client", "Client authentication failed.")

    @staticmethod
    def _user(form: dict[str, str]) -> None:
        if form.get("username") in _BARRED:
            raise AuthError("invalid_grant", _BARRED[form["username"]])
        if form.get("username") != USERNAME or form.get("password") != PASSWORD:
            raise AuthError("invalid_grant", "The user name or the password is wrong.")
