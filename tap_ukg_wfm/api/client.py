"""Requests to the tenant: authentication, throttling, retries and refusals, once for all streams."""

from __future__ import annotations

import logging
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ukg_wfm.api import decoding
from tap_ukg_wfm.api.breaker import Breaker
from tap_ukg_wfm.api.errors import (
    OperationError,
    RefusedError,
    ResponseAction,
    RetryLater,
    TapError,
    TooLargeError,
    UnknownNameError,
    UnsteadyError,
    describe,
    error_code,
    failed,
    judge,
    no_data,
    refused,
)
from tap_ukg_wfm.api.forms import AcceptedForms
from tap_ukg_wfm.api.limiter import ConcurrencyLimiter
from tap_ukg_wfm.api.network import unreachable
from tap_ukg_wfm.api.operations import render
from tap_ukg_wfm.api.pages import page
from tap_ukg_wfm.api.responses import Response, problem
from tap_ukg_wfm.api.retry import RetryPolicy, retry_after
from tap_ukg_wfm.api.transport import MOST_BYTES, OverlongError, Session

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
"""Tries for failures that may have their cause in the request itself, so that less is asked for soon."""
_PAGE_TRIES = 3
_TIMEOUT_TRIES = 2
_DEFAULT_PAUSE = 5.0


class Client:
    """Calls read operations of one tenant. Safe for many threads.

    Args:
        address: Where the API is: `/api` and the operation's path follow.
        authenticator: Gives the token, and the tenant's time.
        concurrency: The most requests under way at once.
        retry_policy: Retries and time-outs.
        most_bytes: The largest response that is read.
    """

    def __init__(
        self,
        address: Address,
        authenticator: UKGAuthenticator,
        concurrency: int,
        retry_policy: RetryPolicy,
        *,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self.address = address
        self.clock: Clock = authenticator.clock
        self.redactor: Redactor = authenticator.redactor
        self.forms = AcceptedForms()
        self._authenticator = authenticator
        self._retry_policy = retry_policy
        self._most_bytes = most_bytes
        self._limiter = ConcurrencyLimiter(concurrency)
        self._breaker = Breaker()
        self._session = Session(concurrency)
        self._warned: set[str] = set()

    def ask(self, operation: Operation, values: Mapping[str, Any]) -> Response:
        """The response to one request, made of the operation's templates in a form that the tenant takes.

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
            TooLargeError: The request, or the response, is larger than may be.
            UnknownNameError: Somebody whom it names is unknown.
            UnknownFormError: The tenant takes another body.
            RefusedError: The user may not call the operation.
            OperationError: The operation fails for good.
            CredentialsError: UKG gives no token.
            ClockError: The tenant's clock cannot be right.
            UnreachableError: The tenant cannot be reached, or is away as a whole.
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
        """Get a token, unless there is one already; its response sets the clock.

        Raises:
            CredentialsError: UKG gives no token.
            ClockError: The tenant's clock cannot be right.
            UnreachableError: The tenant cannot be reached, even after retries.
        """
        self._authenticator.log_on()

    def redact(self, text: object) -> str:
        """`text` from outside as a message may quote it, see `Redactor.redact`."""
        return self.redactor.redact(text)

    @property
    def calls(self) -> int:
        """How many requests have begun."""
        return self._limiter.turns

    @property
    def waited(self) -> float:
        """Seconds for which the tenant has held all requests."""
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
            said = None if response.ok else _decode_any(content)
            date = response.headers.get("Date")
            after = retry_after(response.headers.get("Retry-After"), date)
            action = judge(response.status_code, error_code(said), retry_after=after is not None)
            if action is ResponseAction.RENEW_TOKEN:
                self._authenticator.reject(response.request.headers.get("Authorization", ""))
                continue
            error = self._error(operation, response, content, action)
            why = f"{operation.name} answered {describe(response, said, self.redactor)}"
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
        detail = describe(response, said, self.redactor)
        raise RefusedError(
            f"{operation.name} is refused: UKG accepts no token for it. Check that the API user may "
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
                most_bytes=self._most_bytes,
            )
        except OverlongError as error:
            raise TooLargeError(
                f"{operation.name} returned more than {self._most_bytes / (1 << 20):,.0f} MB. Lower "
                "batch_size or window_days; if they are at their least, report it."
            ) from error
        except OSError as error:
            problem = unreachable(error, self.address, timeout)
            said = f"{operation.name} failed: {problem}"
            if problem.code == "timeout":
                last: TapError = UnsteadyError(said, away="timeout")
                raise RetryLater(last, tries=_TIMEOUT_TRIES) from error
            raise RetryLater(type(problem)(said, problem.code)) from error

    def _whole(
        self, operation: Operation, response: requests.Response, content: bytes
    ) -> bytes | None:
        """The content that the operation answers; None where it is something else, or cut.

        Raises:
            OperationError: When it holds a number, or a nesting, that cannot be decoded.
        """
        if operation.media != "application/json":
            # A file has at least a header.
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
                "%s returned %s: invalid characters were replaced, numbers that are not numbers are "
                "null. The rest was read.",
                operation.name,
                ", ".join(found.replaced),
            )
        return found.content

    def _proved(
        self, operation: Operation, response: requests.Response, found: Response
    ) -> Response:
        """A response that holds what the operation answers.

        Raises:
            OperationError: It holds something else, be its status 200.
        """
        what = problem(operation, found)
        if not what:
            return found
        body = _decode_any(found.content)
        detail = describe(response, body, self.redactor)
        code = error_code(body)
        action = judge(HTTPStatus.BAD_REQUEST, code, retry_after=False)
        if action in {ResponseAction.ASK_FOR_LESS, ResponseAction.ASK_FOR_OTHERS}:
            raise _refusal(operation, response.status_code, code, detail, action)
        raise no_data(operation.name, what, detail)

    def _error(
        self,
        operation: Operation,
        response: requests.Response,
        content: bytes,
        action: ResponseAction,
    ) -> OperationError:
        """The error for a response that is not what the operation answers."""
        name, body = operation.name, None if response.ok else _decode_any(content)
        detail = describe(response, body, self.redactor)
        found = None if body else page(response, content, self.address, self.redactor)
        if found and action is not ResponseAction.ASK_FOR_LESS:
            return UnsteadyError(
                f"{name} got {found.what} instead of data. {found.remedy} {detail}", away=found.what
            )
        if action is ResponseAction.ACCEPT:
            kind = operation.media.rpartition("/")[2].upper()
            return UnsteadyError(
                f"{name} returned something that is not {kind}, or not all of it. A proxy between this "
                f"machine and UKG may have cut the response; run again. {detail}"
            )
        if action is ResponseAction.RETRY:
            return UnsteadyError(
                f"{name} kept failing after several tries. Try again later; if it goes on, ask UKG. "
                f"{detail}",
                away=f"HTTP {response.status_code}",
            )
        return _refusal(operation, response.status_code, error_code(body), detail, action)


def _refusal(
    operation: Operation, status: int, code: str, detail: str, action: ResponseAction
) -> OperationError:
    """The error for a refusal of UKG's own."""
    name = operation.name
    if action is ResponseAction.ASK_FOR_LESS:
        return TooLargeError(
            f"{name} refuses even the smallest request: it is over a limit of UKG. Ask UKG to raise "
            f"the limit, or deselect its streams. {detail}"
        )
    if action is ResponseAction.ASK_FOR_OTHERS:
        return UnknownNameError(
            f"{name}: UKG does not know somebody or something that the request names. It may have been "
            f"deleted, or a setting names it wrong. {detail}"
        )
    if action is ResponseAction.REFUSED:
        return refused(name, operation.access_control_point, code, detail)
    return failed(name, status, code, detail)


def _decode_any(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    """What a refusal says; None where it says nothing that is JSON."""
    try:
        return decoding.decode(content)
    except decoding.UnreadableError:
        return None
