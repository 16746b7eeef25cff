"""The errors of the tap.

Every error that a user sees is a `TapError`. Its message says what happened, the likely cause and what
to do, and ends with the technical details. Messages quote only UKG's own error code and message from a
response, because the rest may hold personal data.

    TapError
    |-- SettingsError           the settings cannot be used
    |-- CredentialsError        UKG gives no token: the run ends
    |-- ClockError              the clocks differ by more than a day: the run ends
    |-- UnreachableError        the tenant cannot be reached: the run ends
    |   `-- TenantAwayError     several operations in a row failed: the run ends
    `-- OperationError          one operation failed: its streams end, the others continue
        |-- RefusedError        the API user may not call it
        |   `-- NotLicensedError
        |-- UnknownFormError    the tenant expects another form of the body
        |-- SettingError        a setting names something that does not exist
        |-- UnsteadyError       it fails temporarily
        |-- TooLargeError       the request is too large
        |-- BatchError          the request failed, maybe because of a single person or id
        `-- UnknownNameError    UKG does not know a person or id in the request
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tap_ukg_wfm.api.redaction import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator


class TapError(Exception):
    """A message for the user, and a code for programs."""

    code = "failed"

    def __init__(self, message: str, code: str = "", *, away: str = "") -> None:
        super().__init__(message)
        self.code = code or self.code
        self.away = away
        """What came instead of UKG's response, if the whole tenant may be unavailable."""


class SettingsError(TapError):
    """The settings cannot be used. The message has a sentence for each problem."""

    code = "settings"


class CredentialsError(TapError):
    """UKG gives no token: the run ends."""

    code = "credentials"


class ClockError(TapError):
    """The clocks of the tenant and of this machine differ by more than a day: the run ends."""

    code = "clock"


class UnreachableError(TapError):
    """The tenant cannot be reached, or does not respond like a UKG tenant: the run ends."""

    code = "unreachable"


class TenantAwayError(UnreachableError):
    """Several operations in a row failed as if the whole tenant were unavailable: the run ends."""

    code = "tenant_away"


class OperationError(TapError):
    """One operation failed: its streams end, the others continue."""


class RefusedError(OperationError):
    """The user may not call the operation (403): the Access Control Point is missing."""

    code = "refused"


class SettingError(OperationError):
    """A setting names something that the tenant does not have."""


class NotLicensedError(RefusedError):
    """The tenant has no license for the operation (403)."""

    code = "not_licensed"


class UnknownFormError(OperationError):
    """The tenant does not know a property of the body, or expects another type there."""


class UnsteadyError(OperationError):
    """The operation fails temporarily: the next run may succeed."""


class TooLargeError(OperationError):
    """The request has too many employees or days, or its response too many bytes: request less."""

    code = "limited"


class BatchError(OperationError):
    """The request failed, maybe because of a single person or id: request fewer."""


class UnknownNameError(OperationError):
    """UKG does not know a person or id in the request: request the others without it."""

    code = "unknown_name"


class RetryLater(TapError):  # noqa: N818 - a signal inside the client, never shown
    """Send the request again.

    Args:
        last: The error to raise when no try is left.
        after: Seconds to wait, if the response has a `Retry-After` header.
        tries: The maximum number of tries for this failure, if it is lower than usual.
        why: The reason for the wait, for the log.
    """

    def __init__(
        self, last: TapError, after: float | None = None, *, tries: int = 0, why: str = ""
    ) -> None:
        super().__init__(why or str(last), last.code)
        self.last = last
        self.after = after
        self.tries = tries


def maps_problem(reason: str) -> str:
    """The message for stream maps that cannot be used.

    Args:
        reason: What the SDK reports.
    """
    return f"The setting stream_maps cannot be used. Check it, also for null values. ({excerpt(reason)})"


def unknown_shape(name: str, body: object) -> OperationError:
    """The error for a response with an unknown structure. It must never look like an empty result."""
    return OperationError(
        f"{name} returned a response with a structure that this version of the tap does not know. Report "
        f"it; if you defined the stream yourself, check its records. ({type(body).__name__})"
    )


@contextmanager
def known_shape(name: str) -> Iterator[None]:
    """Turn the error for a missing part of a response into `unknown_shape`.

    Raises:
        OperationError: When a part is missing, or is not what it should be.
    """
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise unknown_shape(name, error) from error
