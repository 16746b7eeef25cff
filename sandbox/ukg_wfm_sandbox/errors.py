"""The API's error answers."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An answer that refuses: `{"errorCode", "message", "details"}` under a status."""

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
    """Refuse a request that is past a service limit; the 365 days come as 400."""
    details = {"limits": [{"actual": actual, "maximum": maximum}]}
    status = 400 if code == "WCO-112010" else 413
    return ApiError(status, code, "The request exceeds a service limit.", details)


def bad(code: str, message: str) -> ApiError:
    """Refuse a request as wrong."""
    return ApiError(400, code, message)
