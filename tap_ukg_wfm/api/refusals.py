"""The errors for responses that are not what the operation returns, with their messages."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from tap_ukg_wfm.api.actions import ResponseAction
from tap_ukg_wfm.api.errors import (
    BatchError,
    NotLicensedError,
    OperationError,
    RefusedError,
    SettingError,
    TooLargeError,
    UnknownFormError,
    UnknownNameError,
    UnsteadyError,
)

if TYPE_CHECKING:
    from tap_ukg_wfm.api.interceptions import Interception
    from tap_ukg_wfm.api.operations import Operation

# Refusals with a known cause: what happened, and what to do.
_REMEDIES = {
    "WCO-101241": (
        "UKG does not know a request type. Check the names in the setting request_types."
    ),
    "WCO-112001": (
        "UKG did not find the Hyperfind. Check the setting hyperfinds, and that the API user may see "
        "the query."
    ),
}

# Error codes of 403 for a missing license, and the license.
_LICENSE_CODES = {"WFA-000030": "Activities"}

# The tenant does not accept this form of the body: an unknown property, or a value of another type.
_FORM_CODES = {"WFP-90011", "WFP-90009"}


def unusable(
    operation: Operation, status: int, detail: str, action: ResponseAction
) -> UnsteadyError:
    """The error for a response that cannot be read, or that asks for another try.

    Args:
        operation: The operation.
        status: The HTTP status.
        detail: Technical details, in brackets.
        action: `ACCEPT` for a success that is not what the operation returns, or `RETRY`.
    """
    if action is ResponseAction.ACCEPT:
        media = operation.media.rpartition("/")[2].upper()
        return UnsteadyError(
            f"{operation.name} returned something that is not {media}, or not all of it. A proxy between "
            f"this machine and UKG may have cut the response. Run again. {detail}"
        )
    return UnsteadyError(
        f"{operation.name} kept failing after several tries. Try again later; if it happens again, ask "
        f"UKG. {detail}",
        away=f"HTTP {status}",
    )


def intercepted(operation: Operation, found: Interception, detail: str) -> UnsteadyError:
    """The error for the response of another system in place of UKG's."""
    return UnsteadyError(
        f"{operation.name} got {found.what} instead of data. {found.remedy} {detail}",
        away=found.what,
    )


def refusal(
    operation: Operation, status: int, code: str, detail: str, action: ResponseAction
) -> OperationError:
    """The error for a refusal of UKG's own.

    Args:
        operation: The operation.
        status: The HTTP status.
        code: UKG's error code.
        detail: Technical details, in brackets.
        action: What the status and the code call for.
    """
    name = operation.name
    if action is ResponseAction.ASK_FOR_LESS:
        return TooLargeError(
            f"{name} failed: even the smallest request exceeds a limit of UKG. Ask UKG to raise the "
            f"limit, or deselect its streams. {detail}"
        )
    if action is ResponseAction.ASK_FOR_OTHERS:
        return UnknownNameError(
            f"{name} failed: UKG does not know somebody or something in the request. It may have been "
            f"deleted, or a setting has a wrong name. {detail}"
        )
    if action is ResponseAction.REFUSED:
        return _refused(operation, code, detail)
    return _failed(name, status, code, detail)


def no_data(name: str, what: str, detail: str) -> BatchError:
    """The error for a response that looks successful but holds something other than data."""
    return BatchError(
        f"{name} returned {what} instead of data. UKG may have changed, or failed for this request. "
        f"Run again; if it happens again, report it. {detail}"
    )


def _failed(name: str, status: int, code: str, detail: str) -> OperationError:
    """The error for a response that another try will not change."""
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return UnsteadyError(
            f"{name} is not available: UKG is busy or under maintenance. Try again later. {detail}",
            away="HTTP 503",
        )
    if remedy := _REMEDIES.get(code):
        return SettingError(f"{name} failed: {remedy} {detail}")
    message = (
        f"{name} failed: UKG did not accept the request. Check the settings for its streams; if there "
        f"are none, deselect its streams and report the problem. {detail}"
    )
    if status == HTTPStatus.NOT_FOUND:
        return OperationError(message, away="HTTP 404")
    return UnknownFormError(message) if code in _FORM_CODES else BatchError(message)


def _refused(operation: Operation, code: str, detail: str) -> RefusedError:
    """The error for an operation that the API user may not call."""
    name, point = operation.name, operation.access_control_point
    if license_name := _LICENSE_CODES.get(code):
        return NotLicensedError(
            f"{name} was refused: the tenant has no license for {license_name}. Ask UKG for the license, "
            f"or deselect its streams. {detail}"
        )
    grant = f"Grant the Access Control Point {point}" if point else "Grant the operation"
    return RefusedError(
        f"{name} was refused: the API user may not call it. {grant} in the user's Function Access "
        f"Profile (in UKG under Access Profiles), or deselect its streams. {detail}"
    )
