"""Why UKG gave no token, in one table: what its response says, and the message and code for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tap_ukg_wfm.api.errors import CredentialsError

if TYPE_CHECKING:
    from collections.abc import Mapping

_OTHER_FLOW = (
    " If administrators see Client Management in UKG, the tenant uses UKG Authentication: set "
    "auth_type to ukg_password (with realm) or to client_credentials (with organization)."
)

# What the response says, OAuth's error and its description, in the order of precedence.
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
            "The API user is locked. Ask an administrator to unlock it, and check password before you "
            "try again. {detail}"
        ),
    ),
    (
        r"password.*(expired|change)|(expired|change).*password",
        "password_expired",
        (
            "The API user's password has expired. Set a new one in UKG, and the same in password. "
            "{detail}"
        ),
    ),
    (
        r"federated|single sign",
        "federated_user",
        (
            "The API user is federated, and users of single sign-on may not use this flow. Set its "
            "authentication type to Basic in UKG, or use another user. {detail}"
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
        (
            "UKG does not know the audience. Compare audience with what the Developer Console shows. "
            "{detail}"
        ),
    ),
)
_USER_ERRORS = {"invalid_grant", "access_denied"}


def refused(
    settings: Mapping[str, object], code: str, description: str, detail: str
) -> CredentialsError:
    """The error for a refused token request.

    Args:
        settings: The settings, for `auth_type`.
        code: OAuth's `error`.
        description: What UKG says beside it.
        detail: Both as the message shows them, in brackets and without secrets.
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
            "UKG did not accept the user name or the password. Check username and password, and that "
            f"the user may log on without single sign-on. {detail}",
            "user",
        )
    return CredentialsError(f"UKG refused to give a token. Check the credentials. {detail}")
