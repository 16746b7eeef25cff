"""What to do about a response, by its HTTP status and error code."""

from __future__ import annotations

import enum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.errors import BatchError

if TYPE_CHECKING:
    import requests

    from tap_ukg_wfm.api.errors import OperationError
    from tap_ukg_wfm.api.redaction import Redactor

_CODE = 80
"""Characters of an error code or an id in a message."""


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
    # Nonstandard codes of content delivery networks and proxies that cannot reach UKG.
    **dict.fromkeys([*range(520, 528), 530, 598, 599], ResponseAction.RETRY),
}
# Limits that some operations report as 400: of employees, of days, of employees x days, of items.
_LIMIT_CODES = {"WCO-106194", "WCO-112010", "WFP-90001", "WFP-90003"}

# Failures, after all tries, that the size of a request or a single person in it may cause.
_SIZES = {"HTTP 500", "HTTP 504", "timeout"}

# UKG does not know a person or id in the request. It may have been deleted after it was listed.
_UNKNOWN_CODES = {"WCO-101259"}


def judge(status: int, error_code: str, *, retry_after: bool) -> ResponseAction:
    """What to do about a response.

    Args:
        status: The HTTP status.
        error_code: UKG's `errorCode`.
        retry_after: Whether the response has a `Retry-After` header.

    >>> judge(429, "", retry_after=False).name, judge(400, "WCO-112010", retry_after=False).name
    ('RETRY', 'ASK_FOR_LESS')
    """
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return ResponseAction.ACCEPT
    if status == HTTPStatus.BAD_REQUEST and error_code in _LIMIT_CODES:
        return ResponseAction.ASK_FOR_LESS
    if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND} and error_code in _UNKNOWN_CODES:
        return ResponseAction.ASK_FOR_OTHERS
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        # UKG asks clients not to retry a 503 without a Retry-After header.
        return ResponseAction.RETRY if retry_after else ResponseAction.FAIL
    return _BY_STATUS.get(status, ResponseAction.FAIL)


def may_be_one_of_many(error: OperationError) -> bool:
    """Whether a request for fewer people or days may succeed."""
    return isinstance(error, BatchError) or error.away in _SIZES


def is_unknown_name(code: str) -> bool:
    """Whether an error code says that UKG does not know a person or id: another try will not help."""
    return code in _UNKNOWN_CODES


def error_code(body: Any) -> str:  # noqa: ANN401 - any JSON
    """UKG's `errorCode` or OAuth's `error` in the body of a response; else an empty string.

    >>> error_code({"errorCode": "WCO-101259"}), error_code([])
    ('WCO-101259', '')
    """
    if not isinstance(body, dict):
        return ""
    code = body.get("errorCode") or body.get("error")
    return str(code) if isinstance(code, (str, int)) else ""


def describe(response: requests.Response, body: Any, redactor: Redactor) -> str:  # noqa: ANN401 - any JSON
    """HTTP status, error code, UKG's message and the kronos-tid for UKG's support, in brackets."""
    parts = [f"HTTP {response.status_code}"]
    if code := error_code(body):
        parts.append(redactor.redact(code, _CODE))
    if isinstance(body, dict) and (text := body.get("message") or body.get("error_description")):
        parts.append(f'"{redactor.redact(text)}"')
    if tid := response.headers.get("kronos-tid"):
        parts.append(f"kronos-tid {redactor.redact(tid, _CODE)}")
    return f"({', '.join(parts)})"
