"""Requests to the tenant: authentication, throttling, retries and refusals, once for all streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import backoff
import msgspec

from tap_ukg_wfm.api.errors import (
    RefusedError,
    ResponseAction,
    RetryLater,
    TooLargeError,
    UnknownNameError,
    UnreachableError,
    UnsteadyError,
    describe,
    error_code,
    failed,
    judge,
    refused,
)
from tap_ukg_wfm.api.forms import AcceptedForms
from tap_ukg_wfm.api.limiter import ConcurrencyLimiter
from tap_ukg_wfm.api.network import session, unreachable
from tap_ukg_wfm.api.operations import render
from tap_ukg_wfm.api.responses import Response, decode
from tap_ukg_wfm.api.retry import RetryPolicy, exponential_backoff, jitter, retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

    from tap_ukg_wfm.api.authentication import UKGAuthenticator
    from tap_ukg_wfm.api.clock import Clock
    from tap_ukg_wfm.api.network import Address
    from tap_ukg_wfm.api.operations import Operation

_TOKEN_TRIES = 3
_PIECE = 1 << 20
_DEFAULT_PAUSE = 5.0


class Client:
    """Calls read operations of one tenant. Safe for many threads.

    Args:
        address: Where the API is: `/api` and the operation's path follow.
        authenticator: Gives the token.
        clock: Dates the answers.
        concurrency: The most requests under way at once.
        retry_policy: Retries and time-outs.
    """

    def __init__(
        self,
        address: Address,
        authenticator: UKGAuthenticator,
        clock: Clock,
        concurrency: int,
        retry_policy: RetryPolicy,
    ) -> None:
        self.address = address
        self.clock = clock
        self.forms = AcceptedForms()
        self._authenticator = authenticator
        self._retry_policy = retry_policy
        self._limiter = ConcurrencyLimiter(concurrency)
        self._session = session(concurrency)

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
        """The answer to one request.

        Raises:
            TooLargeError: The request names more than the operation takes.
            UnknownNameError: Somebody whom it names is unknown.
            UnknownFormError: The tenant takes another body.
            RefusedError: The user may not call the operation.
            OperationError: The operation fails for good.
            CredentialsError: There is no token to be had.
            UnreachableError: The tenant cannot be reached, even after retries.
        """
        retry = backoff.on_exception(
            exponential_backoff,
            RetryLater,
            max_tries=self._retry_policy.tries,
            max_time=self._retry_policy.seconds,
            jitter=jitter,
            # A throttled thread waits at the gate, together with all others.
            logger=None,
        )
        try:
            return retry(self._call)(operation, body, params)
        except RetryLater as error:
            kind = UnsteadyError if error.answered else UnreachableError
            raise kind(str(error)) from error.__cause__

    def log_on(self) -> None:
        """Get a token, unless there is one already: its answer sets the clock.

        Raises:
            CredentialsError: There is no token to be had.
            UnreachableError: The tenant cannot be reached, even after retries.
        """
        self._authenticator.log_on()

    def redact(self, text: str) -> str:
        """`text` with every secret of the run blotted out."""
        return self._authenticator.redact(text)

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
                read_at = self.clock.stamp()
                response, content = self._send(operation, body, params)
            good = response.ok and _is_whole(operation, response, content)
            decoded = None if good else _decode_any(content)
            after = retry_after(response.headers.get("Retry-After"))
            code = error_code(decoded)
            action = judge(response.status_code, code, retry_after=after is not None)
            if action is ResponseAction.RENEW_TOKEN:
                self._authenticator.reject(response.request.headers.get("Authorization", ""))
                continue
            if action is ResponseAction.RETRY and response.status_code in {429, 503}:
                self._limiter.throttled(began, _DEFAULT_PAUSE if after is None else after)
                after = 0.0
            if action is ResponseAction.ACCEPT and good:
                self._limiter.went_well()
                return Response(content, read_at)
            raise self._error(operation, response, decoded, action, after)
        detail = self._authenticator.redact(describe(response, decoded))
        raise RefusedError(
            f"{operation.name} refuses every token {detail}: check that the user may use the API."
        )

    def _send(
        self,
        operation: Operation,
        body: Any,  # noqa: ANN401 - any JSON
        params: Mapping[str, Any] | None,
    ) -> tuple[requests.Response, bytes]:
        try:
            with self._session.request(
                operation.method,
                f"{self.address.url}/api{operation.path}",
                params=params,
                data=None if body is None else msgspec.json.encode(body),
                headers={"Accept": operation.media, "Content-Type": "application/json"},
                timeout=(min(30.0, self._retry_policy.timeout), self._retry_policy.timeout),
                allow_redirects=False,
                auth=self._authenticator.authenticate_request,
                stream=True,
            ) as response:
                # In large pieces: the 10 KB of `response.content` cost more than the decoding.
                return response, b"".join(response.iter_content(_PIECE))
        except OSError as error:
            raise RetryLater(f"{operation.name}: {unreachable(error, self.address)}") from error

    def _error(
        self,
        operation: Operation,
        response: requests.Response,
        body: Any,  # noqa: ANN401 - any JSON
        action: ResponseAction,
        after: float | None,
    ) -> Exception:
        detail = self._authenticator.redact(describe(response, body))
        if action is ResponseAction.ACCEPT:
            return RetryLater(
                f"{operation.name} answered something that is not {_word(operation)}, or not all of "
                f"it {detail}: a proxy on the way may be at fault.",
                answered=True,
            )
        if action is ResponseAction.RETRY:
            sentence = f"{operation.name} keeps failing {detail}: try again later, or ask UKG."
            return RetryLater(sentence, after, answered=True)
        if action is ResponseAction.ASK_FOR_LESS:
            return TooLargeError(
                f"{operation.name} refuses even the smallest request {detail}: ask UKG to raise the "
                "limit, or deselect its streams."
            )
        if action is ResponseAction.ASK_FOR_OTHERS:
            return UnknownNameError(
                f"{operation.name} does not know whom it is asked for {detail}: they may have been "
                "deleted, or the settings name somebody wrong."
            )
        if action is ResponseAction.REFUSED:
            point = operation.access_control_point
            return refused(operation.name, point, error_code(body), detail)
        return failed(operation.name, response.status_code, error_code(body), detail)


def _word(operation: Operation) -> str:
    return operation.media.rpartition("/")[2].upper()


def _is_whole(operation: Operation, response: requests.Response, content: bytes) -> bool:
    """Whether an answer is what the operation answers; a file has at least a header."""
    if operation.media == "application/json":
        return _is_json(content)
    return bool(content) and "html" not in response.headers.get("Content-Type", "")


def _is_json(content: bytes) -> bool:
    """Whether an answer is JSON, all of it: an empty or a broken body is no empty result."""
    try:
        msgspec.json.decode(content, type=msgspec.Raw)
        return content.isascii() or bool(content.decode())
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False


def _decode_any(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    """What a refusal says; None where it says nothing that is JSON."""
    return decode(content) if _is_json(content) else None
