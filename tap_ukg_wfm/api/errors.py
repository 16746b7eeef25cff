"""What can go wrong, in one table, and how to say it to a person.

Every error that leaves the tap is a `TapError`. Its text says what happened, the likely cause and what
to do, and ends with the technical details. Bodies of responses are never quoted beyond UKG's own error
code and message, since they may hold personal data.

    TapError
    |-- CredentialsError        no token: the run ends
    |-- ClockError              the clocks differ by more than a day: the run ends
    |-- UnreachableError        the tenant does not answer: the run ends
    |   `-- TenantAwayError     no operation answers as UKG does: the run ends
    `-- OperationError          one operation failed: its streams end, the others go on
        |-- RefusedError        the API user may not call it
        |   `-- NotLicensedError
        |-- UnknownFormError    the tenant takes another body
        |-- SettingError        a setting asks for what does not exist
        |-- UnsteadyError       it fails for now
        |-- TooLargeError       ask for less
        `-- UnknownNameError    somebody whom it names is unknown
"""

from __future__ import annotations

import enum
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests

    from tap_ukg_wfm.api.redaction import Redactor

_CODE = 80
"""Characters of an error code or an id that a message quotes."""


class TapError(Exception):
    """A message for the person who runs the tap, and a code for machines that know what to do."""

    code = "failed"

    def __init__(self, sentence: str, code: str = "", *, away: str = "") -> None:
        super().__init__(sentence)
        self.code = code or self.code
        self.away = away
        """What came instead of UKG's own answer, where the whole tenant may be away."""


class SettingsError(TapError):
    """The settings cannot be used; its text is a sentence for each problem."""

    code = "settings"


class CredentialsError(TapError):
    """UKG gives no token: the run ends."""

    code = "credentials"


class ClockError(TapError):
    """The clocks of the tenant and of this machine differ too much: the run ends."""

    code = "clock"


class UnreachableError(TapError):
    """The tenant does not answer, or not as a tenant would, even after retries: the run ends."""

    code = "unreachable"


class TenantAwayError(UnreachableError):
    """Several operations in a row failed as if the whole tenant were away: the run ends."""

    code = "tenant_away"


class OperationError(TapError):
    """One operation failed for good; its streams end, the others go on."""


class RefusedError(OperationError):
    """The user may not call the operation (403): the Access Control Point is missing."""

    code = "refused"


class SettingError(OperationError):
    """The operation refuses what the settings make it be asked for."""


class NotLicensedError(RefusedError):
    """The tenant has no license for the operation (403)."""

    code = "not_licensed"


class UnknownFormError(OperationError):
    """The tenant does not know a property of the body, or expects another kind of value there."""


class UnsteadyError(OperationError):
    """The operation keeps failing for now: the next run may read it."""


class TooLargeError(OperationError):
    """More employees, days or bytes than the operation takes: ask for less."""

    code = "limited"


class BatchError(OperationError):
    """The request failed for good, maybe because of one of those whom it names: ask for fewer."""


class UnknownNameError(OperationError):
    """Somebody whom the request names is unknown to the operation: the others may still be asked for."""

    code = "unknown_name"


class RetryLater(TapError):  # noqa: N818 - a signal inside the client, never shown
    """Ask again.

    Args:
        last: The error to raise when no further try is left.
        after: The seconds that the tenant wants to be left alone, where it says so.
        tries: The most tries for such a failure, where they are fewer than usual.
        why: Why to wait, in the words of a log line.
    """

    def __init__(
        self, last: TapError, after: float | None = None, *, tries: int = 0, why: str = ""
    ) -> None:
        super().__init__(why or str(last), last.code)
        self.last = last
        self.after = after
        self.tries = tries


class ResponseAction(enum.Enum):
    """What a response's status and error code call for."""

    ACCEPT = enum.auto()
    RETRY = enum.auto()
    RENEW_TOKEN = enum.auto()
    ASK_FOR_LESS = enum.auto()
    ASK_FOR_OTHERS = enum.auto()
    REFUSED = enum.auto()
    FAIL = enum.auto()


_BY_STATUS: dict[int, ResponseAction] = {
    HTTPStatus.UNAUTHORIZED: ResponseAction.RENEW_TOKEN,
    HTTPStatus.FORBIDDEN: ResponseAction.REFUSED,
    HTTPStatus.REQUEST_TIMEOUT: ResponseAction.RETRY,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ResponseAction.ASK_FOR_LESS,
    HTTPStatus.TOO_MANY_REQUESTS: ResponseAction.RETRY,
    HTTPStatus.INTERNAL_SERVER_ERROR: ResponseAction.RETRY,
    HTTPStatus.BAD_GATEWAY: ResponseAction.RETRY,
    HTTPStatus.GATEWAY_TIMEOUT: ResponseAction.RETRY,
    # Not of the standard: those of content delivery networks and proxies, whose origin is away.
    **dict.fromkeys([*range(520, 528), 530, 598, 599], ResponseAction.RETRY),
}
# Limits that some operations answer with 400: the usual one, the days, employees x days, the items.
_LIMIT_CODES = {"WCO-106194", "WCO-112010", "WFP-90001", "WFP-90003"}

# Failures, after all tries, that may come of a request's size or of one of those whom it names.
_SIZES = {"HTTP 500", "HTTP 504", "timeout"}

# Somebody named is unknown, be it a person who has been deleted since the list of persons was read.
_UNKNOWN_CODES = {"WCO-101259"}

# A body in a form that the tenant does not take: an unknown property, a wrong kind of value.
_FORM_CODES = {"WFP-90011", "WFP-90009"}

# Refusals whose cause is known: what happened, and what to do.
_REMEDIES = {
    "WCO-101241": (
        "UKG does not know a request type. Check the names in the setting request_types."
    ),
    "WCO-112001": (
        "UKG did not find the Hyperfind. Check the setting hyperfinds, and that the API user may see "
        "the query."
    ),
}

# Codes of 403 that tell of a missing license, and the license.
_LICENSE_CODES = {"WFA-000030": "Activities"}


def judge(status: int, error_code: str, *, retry_after: bool) -> ResponseAction:
    """What to do about a response.

    Args:
        status: The HTTP status.
        error_code: UKG's `errorCode`.
        retry_after: Whether it names a time to wait.
    """
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return ResponseAction.ACCEPT
    if status == HTTPStatus.BAD_REQUEST and error_code in _LIMIT_CODES:
        return ResponseAction.ASK_FOR_LESS
    if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND} and error_code in _UNKNOWN_CODES:
        return ResponseAction.ASK_FOR_OTHERS
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        # UKG asks clients not to repeat a 503 on their own unless it names a time.
        return ResponseAction.RETRY if retry_after else ResponseAction.FAIL
    return _BY_STATUS.get(status, ResponseAction.FAIL)


def may_be_one_of_many(error: OperationError) -> bool:
    """Whether a request that names fewer, or asks for fewer days, may be answered."""
    return isinstance(error, BatchError) or error.away in _SIZES


def is_unknown_name(code: str) -> bool:
    """Whether an error code says that somebody is unknown, so that asking again is in vain."""
    return code in _UNKNOWN_CODES


def error_code(body: Any) -> str:  # noqa: ANN401 - any JSON
    """UKG's `errorCode` (or OAuth's `error`) in a response's body, or an empty string."""
    if not isinstance(body, dict):
        return ""
    code = body.get("errorCode") or body.get("error")
    return str(code) if isinstance(code, (str, int)) else ""


def describe(response: requests.Response, body: Any, redactor: Redactor) -> str:  # noqa: ANN401 - any JSON
    """Status, error code, UKG's message and the id that UKG's support asks for, in brackets."""
    parts = [f"HTTP {response.status_code}"]
    if code := error_code(body):
        parts.append(redactor.redact(code, _CODE))
    if isinstance(body, dict) and (text := body.get("message") or body.get("error_description")):
        parts.append(f'"{redactor.redact(text)}"')
    if tid := response.headers.get("kronos-tid"):
        parts.append(f"kronos-tid {redactor.redact(tid, _CODE)}")
    return f"({', '.join(parts)})"


def maps_problem(said: str) -> str:
    """The sentence for stream maps that cannot be used."""
    said = " ".join(said.split())[:300]
    return (
        f"The setting stream_maps cannot be used ({said}): check it, also for values that are null."
    )


def unknown_shape(name: str, body: object) -> OperationError:
    """The error for an answer that is not what the operation was seen to answer: no empty result."""
    return OperationError(
        f"{name} returned a response whose form this version of the tap does not know "
        f"({type(body).__name__}). Report it; if the stream is user-defined, check its records."
    )


@contextmanager
def known_shape(name: str) -> Iterator[None]:
    """Take an answer that lacks what every answer of an operation has for one of unknown shape.

    Raises:
        OperationError: When it does.
    """
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise unknown_shape(name, error) from error


def failed(name: str, status: int, code: str, detail: str) -> OperationError:
    """The error for a response that no other request will change."""
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return UnsteadyError(
            f"{name} is not available: UKG is busy or under maintenance. Try again later. {detail}",
            away="HTTP 503",
        )
    if remedy := _REMEDIES.get(code):
        return SettingError(f"{name} failed: {remedy} {detail}")
    said = (
        f"{name} failed: UKG did not accept the request. Check the settings that shape it; if none "
        f"does, deselect its streams and report the problem. {detail}"
    )
    if status == HTTPStatus.NOT_FOUND:
        return OperationError(said, away="HTTP 404")
    return UnknownFormError(said) if code in _FORM_CODES else BatchError(said)


def no_data(name: str, what: str, detail: str) -> BatchError:
    """The error for a response that looks successful and holds something other than data."""
    return BatchError(
        f"{name} returned {what} instead of data. UKG may have changed, or failed for this request. "
        f"Run again; if it goes on, report it. {detail}"
    )


def refused(name: str, point: str, code: str, detail: str) -> RefusedError:
    """The error for an operation that the user may not call; `point` is its Access Control Point."""
    if license_name := _LICENSE_CODES.get(code):
        return NotLicensedError(
            f"{name} is refused: the tenant has no license for {license_name}. Ask UKG for the "
            f"license, or deselect its streams. {detail}"
        )
    need = f"Grant the Access Control Point {point}" if point else "Grant the operation"
    return RefusedError(
        f"{name} is refused: the API user may not call it. {need} in the user's Function Access "
        f"Profile (in UKG under Access Profiles), or deselect its streams. {detail}"
    )
