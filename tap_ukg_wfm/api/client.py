"""Requests to the tenant: authentication, throttling, retries and refusals, once for all streams."""

from __future__ import annotations

import logging
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ukg_wfm.api import decoding
from tap_ukg_wfm.api.actions import ResponseAction, describe, error_code, judge
from tap_ukg_wfm.api.breaker import Breaker
from tap_ukg_wfm.api.errors import (
    OperationError,
    RefusedError,
    RetryLater,
    TapError,
    TooLargeError,
    UnsteadyError,
)
from tap_ukg_wfm.api.forms import AcceptedForms
from tap_ukg_wfm.api.interceptions import interception
from tap_ukg_wfm.api.limiter import ConcurrencyLimiter
from tap_ukg_wfm.api.network import unreachable
from tap_ukg_wfm.api.operations import render
from tap_ukg_wfm.api.refusals import intercepted, no_data, refusal, unusable
from tap_ukg_wfm.api.responses import Response
from tap_ukg_wfm.api.retry import RetryPolicy, retry_after
from tap_ukg_wfm.api.shapes import problem
from tap_ukg_wfm.api.transport import MAX_BYTES, OverlongError, Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

    from tap_ukg_wfm.api.authentication import UKGAuthenticator
    from tap_ukg_wfm.api.clock import Clock
    from tap_ukg_wfm.api.network import Address
    from tap_ukg_wfm.api.operations import Operation
    from tap_ukg_wfm.api.redaction import Redactor

_LOGGER = logging.getLogger(__name__)
_TOKEN_TRIES = 3
_FEW_TRIES = {500: 4, 504: 2}
"""Fewer tries for failures that the request itself may cause, so that the tap soon requests less."""
_PAGE_TRIES = 3
_TIMEOUT_TRIES = 2
_DEFAULT_PAUSE = 5.0


class Client:
    """Calls read operations of one tenant. Safe for many threads.

    Args:
        address: The URL of the API, to which `/api` and the path of the operation are added.
        authenticator: Provides the token and the tenant's time.
        concurrency: The maximum number of requests in flight.
        retry_policy: Retries and timeouts.
        max_bytes: The maximum size of a response.
    """

    def __init__(
        self,
        address: Address,
        authenticator: UKGAuthenticator,
        concurrency: int,
        retry_policy: RetryPolicy,
        *,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self.address = address
        self.clock: Clock = authenticator.clock
        self.redactor: Redactor = authenticator.redactor
        self.forms = AcceptedForms()
        self._authenticator = authenticator
        self._retry_policy = retry_policy
        self._max_bytes = max_bytes
        self._limiter = ConcurrencyLimiter(concurrency)
        self._breaker = Breaker()
        self._session = Session(concurrency)
        self._warned: set[str] = set()

    def ask(self, operation: Operation, values: Mapping[str, Any]) -> Response:
        """The response to one request, with the body in a form that the tenant accepts.

        Args:
            operation: The operation.
            values: The values of its template variables.

        Raises:
            OperationError: As `call` does.
        """
        params = render(operation.params, values)
        return self.forms.ask(
            operation,
            lambda body: self.call(
                operation, None if body is None else render(body, values), params
            ),
        )

    def call(
        self,
        operation: Operation,
        body: Any = None,  # noqa: ANN401 - any JSON
        params: Mapping[str, Any] | None = None,
    ) -> Response:
        """The response to one request.

        Raises:
            TooLargeError: The request or the response is too large.
            UnknownNameError: UKG does not know a person or id in the request.
            UnknownFormError: The tenant expects another form of the body.
            RefusedError: The API user may not call the operation.
            OperationError: The operation keeps failing.
            CredentialsError: UKG gives no token.
            ClockError: The tenant's clock cannot be right.
            UnreachableError: The tenant cannot be reached, or the whole tenant is unavailable.
        """
        began = time.monotonic()
        try:
            response = self._retry_policy.run(lambda: self._call(operation, body, params))
        except RetryLater as error:
            if isinstance(error.last, OperationError):
                self._breaker.failed(operation.name, error.last, began)
            raise error.last from error.__cause__
        except OperationError as error:
            self._breaker.failed(operation.name, error, began)
            raise
        self._breaker.went_well()
        return response

    def log_on(self) -> None:
        """Get a token unless there is one; the response sets the clock.

        Raises:
            CredentialsError: UKG gives no token.
            ClockError: The tenant's clock cannot be right.
            UnreachableError: The tenant cannot be reached, even after retries.
        """
        self._authenticator.log_on()

    def redact(self, text: object) -> str:
        """`text` from outside, safe for a message; see `Redactor.redact`."""
        return self.redactor.redact(text)

    @property
    def calls(self) -> int:
        """The number of requests sent."""
        return self._limiter.turns

    @property
    def waited(self) -> float:
        """Seconds that requests waited because the tenant throttled."""
        return self._limiter.waited

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _call(
        self,
        operation: Operation,
        body: Any,  # noqa: ANN401 - any JSON
        params: Mapping[str, Any] | None,
    ) -> Response:
        for _ in range(_TOKEN_TRIES):
            with self._limiter.turn() as began:
                self._breaker.check()
                read_at = self.clock.stamp()
                response, content = self._send(operation, body, params)
            if response.ok and (whole := self._whole(operation, response, content)) is not None:
                self._limiter.went_well()
                return self._proved(
                    operation, response, Response(whole, read_at, response.status_code)
                )
            refused = None if response.ok else _decode_any(content)
            date = response.headers.get("Date")
            after = retry_after(response.headers.get("Retry-After"), date)
            action = judge(response.status_code, error_code(refused), retry_after=after is not None)
            if action is ResponseAction.RENEW_TOKEN:
                self._authenticator.reject(response.request.headers.get("Authorization", ""))
                continue
            error = self._error(operation, response, content, action)
            why = f"{operation.name} returned {describe(response, refused, self.redactor)}"
            if action is ResponseAction.RETRY and response.status_code in {429, 503}:
                pause = _DEFAULT_PAUSE if after is None else after
                self._limiter.throttled(began, pause, why)
                after = 0.0
            if action is ResponseAction.RETRY:
                few = _FEW_TRIES.get(response.status_code, 0)
                raise RetryLater(error, after, tries=few, why=why)
            if action is ResponseAction.ACCEPT:
                raise RetryLater(error, tries=_PAGE_TRIES if error.away else 0)
            raise error
        detail = describe(response, refused, self.redactor)
        raise RefusedError(
            f"{operation.name} was refused: UKG does not accept the token. Check that the API user may "
            f"use the API. {detail}"
        )

    def _send(
        self,
        operation: Operation,
        body: Any,  # noqa: ANN401 - any JSON
        params: Mapping[str, Any] | None,
    ) -> tuple[requests.Response, bytes]:
        timeout = self._retry_policy.timeout
        try:
            return self._session.fetch(
                operation.method,
                f"{self.address.url}/api{operation.path}",
                params=params,
                data=None if body is None else msgspec.json.encode(body),
                headers={"Accept": operation.media, "Content-Type": "application/json"},
                timeout=(min(30.0, timeout), timeout),
                auth=self._authenticator.authenticate_request,
                max_bytes=self._max_bytes,
            )
        except OverlongError as error:
            raise TooLargeError(
                f"{operation.name} returned more than {self._max_bytes / (1 << 20):,.0f} MB. Lower "
                "batch_size or window_days. If they are at their minimum, report it."
            ) from error
        except OSError as error:
            cause = unreachable(error, self.address, timeout)
            message = f"{operation.name} failed: {cause}"
            if cause.code == "timeout":
                last: TapError = UnsteadyError(message, away="timeout")
                raise RetryLater(last, tries=_TIMEOUT_TRIES) from error
            raise RetryLater(type(cause)(message, cause.code)) from error

    def _whole(
        self, operation: Operation, response: requests.Response, content: bytes
    ) -> bytes | None:
        """The content, if it is complete and of the operation's media type; else None.

        Raises:
            OperationError: When it holds a number or a nesting that cannot be decoded.
        """
        if operation.media != "application/json":
            # A file has at least a header line.
            is_file = bool(content) and "html" not in response.headers.get("Content-Type", "")
            return content if is_file else None
        try:
            found = decoding.readable(content)
        except decoding.ExcessiveError as error:
            detail = describe(response, None, self.redactor)
            raise OperationError(
                f"{operation.name} returned {error}, which cannot be read. Report it to UKG with the "
                f"kronos-tid, or deselect its streams. {detail}"
            ) from error
        except decoding.UnreadableError:
            return None
        if found.replaced and operation.name not in self._warned:
            self._warned.add(operation.name)
            _LOGGER.warning(
                "%s returned %s. The tap replaced invalid characters, set invalid numbers to null, and "
                "read the rest.",
                operation.name,
                ", ".join(found.replaced),
            )
        return found.content

    def _proved(
        self, operation: Operation, response: requests.Response, found: Response
    ) -> Response:
        """The response, if it holds what the operation returns.

        Raises:
            OperationError: It holds something else, even if its status is 200.
        """
        what = problem(operation, found)
        if not what:
            return found
        body = _decode_any(found.content)
        detail = describe(response, body, self.redactor)
        code = error_code(body)
        action = judge(HTTPStatus.BAD_REQUEST, code, retry_after=False)
        if action in {ResponseAction.ASK_FOR_LESS, ResponseAction.ASK_FOR_OTHERS}:
            raise refusal(operation, response.status_code, code, detail, action)
        raise no_data(operation.name, what, detail)

    def _error(
        self,
        operation: Operation,
        response: requests.Response,
        content: bytes,
        action: ResponseAction,
    ) -> OperationError:
        """The error for a response that is not what the operation returns."""
        body = None if response.ok else _decode_any(content)
        status, detail = response.status_code, describe(response, body, self.redactor)
        found = None if body else interception(response, content, self.address, self.redactor)
        if found and action is not ResponseAction.ASK_FOR_LESS:
            return intercepted(operation, found, detail)
        if action in {ResponseAction.ACCEPT, ResponseAction.RETRY}:
            return unusable(operation, status, detail, action)
        return refusal(operation, status, error_code(body), detail, action)


def _decode_any(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    """The body of an error response; None if it is not JSON."""
    try:
        return decoding.decode(content)
    except decoding.UnreadableError:
        return None
