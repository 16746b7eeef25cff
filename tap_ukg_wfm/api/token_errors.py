"""Why UKG gave no token: the message and the code for each cause."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.actions import ResponseAction, describe, error_code, judge
from tap_ukg_wfm.api.errors import CredentialsError, RetryLater, UnreachableError
from tap_ukg_wfm.api.interceptions import interception
from tap_ukg_wfm.api.retry import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

    from tap_ukg_wfm.api.network import Address
    from tap_ukg_wfm.api.redaction import Redactor

_OTHER_FLOW = (
    " If administrators see Client Management in UKG, the tenant uses UKG Authentication: set "
    "auth_type to ukg_password (with realm) or to client_credentials (with organization)."
)

# Patterns of OAuth's error and its description, in order of precedence, with code and message.
_CAUSES: tuple[tuple[str, str, str], ...] = (
    (
        r"unauthorized_client|unsupported_grant_type",
        "client_of_another_flow",
        (
            "The API client cannot be used with auth_type {auth_type}. Check auth_type, or create a "
            "client for this flow. {detail}"
        ),
    ),
    (
        r"\block",
        "user_locked",
        (
            "The API user is locked. Ask an administrator to unlock it. Check password before you try "
            "again. {detail}"
        ),
    ),
    (
        r"password.*(expired|change)|(expired|change).*password",
        "password_expired",
        (
            "The API user's password has expired. Set a new one in UKG, and enter it in password. "
            "{detail}"
        ),
    ),
    (
        r"federated|single sign",
        "federated_user",
        (
            "The API user is federated: single sign-on users cannot use this flow. Set its authentication "
            "type to Basic in UKG, or use another user. {detail}"
        ),
    ),
    (r"realm", "realm", "UKG does not know the realm. Check realm. {detail}"),
    (
        r"organization",
        "organization",
        "UKG does not know the organization. Check organization (org_...). {detail}",
    ),
    (
        r"audience|service not found",
        "audience",
        ("UKG does not know the audience. Compare audience with the Developer Console. {detail}"),
    ),
)
_USER_ERRORS = {"invalid_grant", "access_denied"}
_SPIKE_ARREST = "GTW-ERROR-012"


def no_token(  # noqa: PLR0913, PLR0917 - all that a message is made of
    settings: Mapping[str, object],
    address: Address,
    response: requests.Response,
    content: bytes,
    body: Any,  # noqa: ANN401 - any JSON
    redactor: Redactor,
) -> Exception:
    """The error for a response without a token: `RetryLater` if another try may help.

    Args:
        settings: The settings.
        address: Where the token was requested.
        response: The response.
        content: Its content.
        body: Its decoded content; None for a success, which may hold a token, and if it is not JSON.
        redactor: Removes secrets.
    """
    code, detail = error_code(body), describe(response, body, redactor)
    host, setting = address.host, address.setting
    found = None if body else interception(response, content, address, redactor)
    spike = code == _SPIKE_ARREST
    if spike or judge(response.status_code, code, retry_after=True) is ResponseAction.RETRY:
        what = "limits the number of token requests" if spike else "gives no token at the moment"
        message = f"{host} {what}. Try again in a few minutes. {detail}"
        if found:
            message = f"{host} got {found.what} instead of a token. {found.remedy} {detail}"
        last = UnreachableError(message, "spike_arrest" if spike else "")
        after = retry_after(response.headers.get("Retry-After"), response.headers.get("Date"))
        return RetryLater(last, after, why=f"{host} returned {detail} for a token request")
    if found:
        return UnreachableError(
            f"A token request to {host} got {found.what}. {found.remedy} {detail}", "no_tenant"
        )
    if body is None or response.status_code == HTTPStatus.NOT_FOUND:
        return UnreachableError(
            f"{host} does not respond like a UKG tenant. Check {setting} and auth_type. {detail}",
            "no_tenant",
        )
    description = body.get("error_description") if isinstance(body, dict) else None
    return refused(settings, code, str(description or ""), detail)


def refused(
    settings: Mapping[str, object], code: str, description: str, detail: str
) -> CredentialsError:
    """The error for a refused token request.

    Args:
        settings: The settings, for `auth_type`.
        code: OAuth's `error`.
        description: OAuth's `error_description`.
        detail: Technical details, in brackets and without secrets.
    """
    auth_type = str(settings.get("auth_type", "password"))
    for pattern, cause, sentence in _CAUSES:
        if re.search(pattern, f"{code} {description}", re.IGNORECASE):
            return CredentialsError(sentence.format(detail=detail, auth_type=auth_type), cause)
    if code == "invalid_client":
        hint = _OTHER_FLOW if auth_type == "password" else ""
        return CredentialsError(
            f"UKG did not accept the API client. Check client_id and client_secret.{hint} {detail}",
            "client",
        )
    if code in _USER_ERRORS and auth_type == "client_credentials":
        return CredentialsError(
            "UKG did not accept the API client. Check organization, client_id and client_secret. "
            f"{detail}",
            "client",
        )
    if code in _USER_ERRORS:
        return CredentialsError(
            "UKG did not accept the user name or the password. Check username and password, and that the "
            f"user may log on without single sign-on. {detail}",
            "user",
        )
    return CredentialsError(f"UKG refused to give a token. Check the credentials. {detail}")
