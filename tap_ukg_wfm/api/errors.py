"""What can go wrong, in one table, and how to say it to a person.

Every error that leaves the tap is a `TapError` whose text is one sentence: what is wrong, and what to
do. Bodies of answers are never quoted beyond UKG's own error code and message, since they may hold
personal data.
"""

from __future__ import annotations

import enum
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests


class TapError(Exception):
    """A sentence for the person who runs the tap, and a code for machines that know what to do."""

    code = "failed"

    def __init__(self, sentence: str, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code or self.code


class SettingsError(TapError):
    """The settings cannot be used; its text is a sentence for each problem."""

    code = "settings"


class CredentialsError(TapError):
    """No token is to be had: the whole run ends."""

    code = "credentials"


class UnreachableError(TapError):
    """The tenant does not answer, or not as a tenant would, even after retries: the run ends."""

    code = "unreachable"


class OperationError(TapError):
    """One operation failed for good; its streams end, the others go on."""


class RefusedError(OperationError):
    """The user may not call the operation (403): the Access Control Point is missing."""

    code = "refused"


class SettingError(OperationError):
    """The operation refuses what the settings make it be asked for."""


class NotLicensedError(RefusedError):
    """The tenant has no licence for the operation (403)."""

    code = "not_licensed"


class UnknownFormError(OperationError):
    """The tenant does not know a property of the body, or expects another kind of value there."""


class UnsteadyError(OperationError):
    """The operation keeps failing for now: the next run may find it well."""


class TooLargeError(OperationError):
    """More employees, days or bytes than the operation takes: ask for less."""

    code = "limited"


class UnknownNameError(OperationError):
    """Somebody whom the request names is unknown to the operation: the others may still be asked for."""

    code = "unknown_name"


class RetryLater(TapError):  # noqa: N818 - a signal inside the client, never shown
    """Ask again; `after` are the seconds that the tenant wants to be left alone, where it says so.

    `answered` tells an answer that calls for another try from a connection that gave none.
    """

    def __init__(
        self,
        sentence: str,
        after: float | None = None,
        *,
        answered: bool = False,
        code: str = "",
    ) -> None:
        super().__init__(sentence, code or UnreachableError.code)
        self.after = after
        self.answered = answered


class ResponseAction(enum.Enum):
    """What an answer's status and error code call for."""

    ACCEPT = enum.auto()
    RETRY = enum.auto()
    RENEW_TOKEN = enum.auto()
    ASK_FOR_LESS = enum.auto()
    ASK_FOR_OTHERS = enum.auto()
    REFUSED = enum.auto()
    FAIL = enum.auto()


_BY_STATUS = {
    HTTPStatus.UNAUTHORIZED: ResponseAction.RENEW_TOKEN,
    HTTPStatus.FORBIDDEN: ResponseAction.REFUSED,
    HTTPStatus.REQUEST_TIMEOUT: ResponseAction.RETRY,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ResponseAction.ASK_FOR_LESS,
    HTTPStatus.TOO_MANY_REQUESTS: ResponseAction.RETRY,
    HTTPStatus.INTERNAL_SERVER_ERROR: ResponseAction.RETRY,
    HTTPStatus.BAD_GATEWAY: ResponseAction.RETRY,
    HTTPStatus.GATEWAY_TIMEOUT: ResponseAction.RETRY,
}
# Limits that some operations answer with 400: the usual one, the days, employees x days, the items.
_LIMIT_CODES = {"WCO-106194", "WCO-112010", "WFP-90001", "WFP-90003"}

# Somebody named is unknown, be it a person who has been deleted since the list of persons was read.
_UNKNOWN_CODES = {"WCO-101259"}

# A body in a form that the tenant does not take: an unknown property, a wrong kind of value.
_FORM_CODES = {"WFP-90011", "WFP-90009"}

# What to do about refusals whose cause is known.
_REMEDIES = {
    "WCO-101241": "check the names in the setting request_types",
    "WCO-112001": "check the setting hyperfinds, and that the user sees the query",
}

# Codes of 403 that tell of a missing licence, and the licence.
_LICENCE_CODES = {"WFA-000030": "Activities"}


def judge(status: int, error_code: str, *, retry_after: bool) -> ResponseAction:
    """The verdict on an answer, by its status, UKG's `errorCode`, and whether it names a time to wait."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return ResponseAction.ACCEPT
    if status == HTTPStatus.BAD_REQUEST and error_code in _LIMIT_CODES:
        return ResponseAction.ASK_FOR_LESS
    if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND} and error_code in _UNKNOWN_CODES:
        return ResponseAction.ASK_FOR_OTHERS
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        # UKG asks clients not to repeat a 503 on their own unless it names a time.
        return ResponseAction.RETRY if retry_after else ResponseAction.FAIL
    return (
        _BY_STATUS.get(HTTPStatus(status), ResponseAction.FAIL)
        if _known(status)
        else ResponseAction.FAIL
    )


def is_unknown_name(code: str) -> bool:
    """Whether an error code says that somebody is unknown, so that asking again is in vain."""
    return code in _UNKNOWN_CODES


def error_code(body: Any) -> str:  # noqa: ANN401 - any JSON
    """UKG's `errorCode` (or OAuth's `error`) in an answer's body, or an empty string."""
    if not isinstance(body, dict):
        return ""
    return str(body.get("errorCode") or body.get("error") or "")


def describe(response: requests.Response, body: Any) -> str:  # noqa: ANN401 - any JSON
    """Status, error code, UKG's message and the id that UKG's support asks for, in brackets."""
    parts = [f"HTTP {response.status_code}"]
    if code := error_code(body):
        parts.append(code)
    if isinstance(body, dict) and (text := body.get("message") or body.get("error_description")):
        parts.append(f'"{" ".join(str(text).split())[:300]}"')
    if tid := response.headers.get("kronos-tid"):
        parts.append(f"kronos-tid {tid}")
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
        f"{name} answers in a shape that this version does not know ({type(body).__name__}): please "
        "report it; of a stream of your own, check its records."
    )


@contextmanager
def known_shape(name: str) -> Iterator[None]:
    """Take an answer that lacks what every answer of an operation has for one of unknown shape.

    Raises:
        OperationError: When it does.
    """
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unknown_shape(name, error) from error


def failed(name: str, status: int, code: str, detail: str) -> OperationError:
    """The error for an operation's answer that no other request will change."""
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return UnsteadyError(
            f"{name} failed {detail}: UKG is busy, or being maintained; try again later."
        )
    if remedy := _REMEDIES.get(code):
        return SettingError(f"{name} failed {detail}: {remedy}.")
    kind = UnknownFormError if code in _FORM_CODES else OperationError
    return kind(
        f"{name} failed {detail}: check the settings that shape this request; if none does, deselect "
        "its streams and report it."
    )


def refused(name: str, point: str, code: str, detail: str) -> RefusedError:
    """The error for an operation that the user may not call; `point` is its Access Control Point."""
    if licence := _LICENCE_CODES.get(code):
        return NotLicensedError(
            f"{name} is refused {detail}: the tenant has no licence for {licence}; ask UKG for it, or "
            "deselect its streams."
        )
    need = f"grant the Access Control Point {point}" if point else "grant the operation"
    return RefusedError(
        f"{name} is refused {detail}: {need} in the user's Function Access Profile (in UKG under "
        "Access Profiles), or deselect its streams."
    )


def _known(status: int) -> bool:
    return status in HTTPStatus._value2member_map_
