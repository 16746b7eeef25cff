"""Error responses of the API."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An error response: a status and `{"errorCode", "message", "details"}`."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        details: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
        self.body: dict[str, Any] = {"errorCode": code, "message": message}
        if details is not None:
            self.body["details"] = details


def over_limit(actual: int, maximum: int, *, code: str = "WCO-106194") -> ApiError:
    """Return the error for a request past a service limit: 413, or 400 for more than 365 days."""
    details = {"limits": [{"actual": actual, "maximum": maximum}]}
    status = 400 if code == "WCO-112010" else 413
    return ApiError(status, code, "The request exceeds a service limit.", details)


def bad(code: str, message: str) -> ApiError:
    """Return the error 400 for a wrong request."""
    return ApiError(400, code, message)
