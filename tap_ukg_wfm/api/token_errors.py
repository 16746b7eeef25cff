"""Why UKG gave no token, in one table: what its answer says, and the sentence and code for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tap_ukg_wfm.api.errors import CredentialsError

if TYPE_CHECKING:
    from collections.abc import Mapping

_OTHER_FLOW = (
    "Where administrators see Client Management in UKG, the tenant uses UKG Authentication: set "
    "auth_type to ukg_password (with realm) or to client_credentials (with organization)."
)

# What the answer says, OAuth's error and its description, in the order of precedence.
_CAUSES: tuple[tuple[str, str, str], ...] = (
    (
        r"unauthorized_client|unsupported_grant_type",
        "client_of_another_flow",
        (
            "The client is not made for auth_type {auth_type} {detail}: check auth_type, or make a client "
            "for this flow."
        ),
    ),
    (
        r"\block",
        "user_locked",
        (
            "The API user is locked {detail}: let an administrator unlock it, and check password before "
            "the next try."
        ),
    ),
    (
        r"password.*(expired|change)|(expired|change).*password",
        "password_expired",
        "The API user's password has expired {detail}: set a new one in UKG, and the same in password.",
    ),
    (
        r"federated|single sign",
        "federated_user",
        (
            "The API user is federated {detail}: users of single sign-on may not use this flow; set its "
            "authentication type to Basic in UKG, or take another user."
        ),
    ),
    (r"realm", "realm", "UKG does not know the realm {detail}: check realm."),
    (
        r"organization",
        "organization",
        "UKG does not know the organization {detail}: check organization (org_...).",
    ),
    (
        r"audience|service not found",
        "audience",
        "UKG does not know the audience {detail}: check audience against the Developer Console.",
    ),
)
_USER_ERRORS = {"invalid_grant", "access_denied"}


def refused(
    settings: Mapping[str, object], code: str, description: str, detail: str
) -> CredentialsError:
    """The error for a refused token request.

    Args:
        settings: The settings; none of their secrets gets into the sentence.
        code: OAuth's `error`.
        description: What UKG says beside it.
        detail: Both as the sentence shows them, in brackets.
    """
    auth_type = str(settings.get("auth_type", "password"))
    for pattern, cause, sentence in _CAUSES:
        if re.search(pattern, f"{code} {description}", re.IGNORECASE):
            return CredentialsError(sentence.format(detail=detail, auth_type=auth_type), cause)
    if code == "invalid_client":
        hint = f" {_OTHER_FLOW}" if auth_type == "password" else ""
        return CredentialsError(
            f"UKG did not accept the client {detail}: check client_id and client_secret.{hint}",
            "client",
        )
    if code in _USER_ERRORS and auth_type == "client_credentials":
        return CredentialsError(
            f"UKG did not accept the client {detail}: check organization, client_id and "
            "client_secret.",
            "client",
        )
    if code in _USER_ERRORS:
        return CredentialsError(
            f"UKG did not accept the user name or the password {detail}: check username and "
            "password, and that the user may log on without single sign-on.",
            "user",
        )
    return CredentialsError(f"UKG refused to give a token {detail}: check the credentials.")
