"""Requests to the tenant: authentication, throttling, retries and refusals, once for all streams."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import backoff
import msgspec

from tap_ukg_wfm.auth import Patience, a_little_more, growing_waits, seconds_of
from tap_ukg_wfm.errors import (
    OperationError,
    RefusedError,
    RetryLater,
    TooLargeError,
    UnknownNameError,
    UnreachableError,
    UnsteadyError,
    Verdict,
    describe,
    error_code,
    failed,
    judge,
    refused,
)
from tap_ukg_wfm.network import session, unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import requests

    from tap_ukg_wfm.auth import UKGAuthenticator
    from tap_ukg_wfm.clock import Clock
    from tap_ukg_wfm.network import Address
    from tap_ukg_wfm.operations import Operation

_TOKEN_TRIES = 3
_PIECE = 1 << 20
_DEFAULT_PAUSE = 5.0


@dataclass(frozen=True)
class Answer:
    """An answer, and the moment (UTC, as text) before which nothing in it was read.

    It stays text until it is asked for: objects take several times the memory, and are made and
    dropped fastest by the thread that uses them.
    """

    content: bytes
    read_at: str

    @property
    def body(self) -> Any:  # noqa: ANN401 - any JSON
        """The decoded answer, which is JSON, made anew each time.

        Raises:
            OperationError: When it holds a number beyond all measure.
        """
        try:
            return _decode(self.content)
        except msgspec.ValidationError as error:
            raise OperationError(
                f"An answer holds a number beyond all measure ({error}): please report it."
            ) from error


class Gate:
    """How many requests may be under way, and until when none may start.

    When the tenant throttles, all threads wait together and fewer go on; each further run of good
    answers lets one more through again.
    """

    def __init__(self, most: int) -> None:
        self._most = self._now = most
        self._busy = self._good = self.turns = 0
        self._opens = self._narrowed = 0.0
        self.waited = 0.0
        self._condition = threading.Condition()

    @contextmanager
    def turn(self) -> Iterator[float]:
        """Wait for a turn; gives the moment (monotonic) at which it began."""
        with self._condition:
            while (pause := self._opens - time.monotonic()) > 0 or self._busy >= self._now:
                self._condition.wait(pause if pause > 0 else None)
            self._busy += 1
            self.turns += 1
        try:
            yield time.monotonic()
        finally:
            with self._condition:
                self._busy -= 1
                self._condition.notify_all()

    def throttled(self, began: float, pause: float) -> None:
        """Hold all threads for `pause` seconds; go on with half, unless just narrowed."""
        with self._condition:
            now = time.monotonic()
            self.waited += max(0.0, now + pause - max(now, self._opens))
            self._opens = max(self._opens, now + pause)
            if began >= self._narrowed:
                self._now, self._narrowed, self._good = max(1, self._now // 2), now, 0

    def went_well(self) -> None:
        """Count a good answer; after two rounds of them one more request may be under way."""
        with self._condition:
            self._good += 1
            if self._now < self._most and self._good >= 2 * self._now:
                self._now, self._good = self._now + 1, 0
                self._condition.notify_all()


class Client:
    """Calls read operations of one tenant. Safe for many threads.

    Args:
        address: Where the API is: `/api` and the operation's path follow.
        authenticator: Gives the token.
        clock: Dates the answers.
        concurrency: The most requests under way at once.
        patience: Retries and time-outs.
    """

    def __init__(
        self,
        address: Address,
        authenticator: UKGAuthenticator,
        clock: Clock,
        concurrency: int,
        patience: Patience,
    ) -> None:
        self.address = address
        self.clock = clock
        self._authenticator = authenticator
        self._patience = patience
        self._gate = Gate(concurrency)
        self._session = session(concurrency)

    def call(
        self,
        operation: Operation,
        body: Any = None,  # noqa: ANN401 - any JSON
        params: Mapping[str, Any] | None = None,
    ) -> Answer:
        """The answer to one request.

        Raises:
            TooLargeError: The request names more than the operation takes.
            UnknownNameError: Somebody whom it names is unknown.
            RefusedError: The user may not call the operation.
            OperationError: The operation fails for good.
            CredentialsError: There is no token to be had.
            UnreachableError: The tenant cannot be reached, even after retries.
        """
        retry = backoff.on_exception(
            growing_waits,
            RetryLater,
            max_tries=self._patience.tries,
            max_time=self._patience.seconds,
            jitter=a_little_more,
            # A throttled thread waits at the gate, together with all others.
            logger=None,
        )
        try:
            return retry(self._call)(operation, body, params)
        except RetryLater as error:
            kind = UnsteadyError if error.answered else UnreachableError
            raise kind(str(error)) from error.__cause__

    @property
    def calls(self) -> int:
        """How many requests have begun."""
        return self._gate.turns

    @property
    def waited(self) -> float:
        """Seconds for which the tenant has held all requests."""
        return self._gate.waited

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _call(
        self,
        operation: Operation,
        body: Any,  # noqa: ANN401 - any JSON
        params: Mapping[str, Any] | None,
    ) -> Answer:
        for _ in range(_TOKEN_TRIES):
            with self._gate.turn() as began:
                read_at = self.clock.stamp()
                response, content = self._send(operation, body, params)
            good = response.ok and _is_whole(operation, response, content)
            decoded = None if good else _decode_any(content)
            after = seconds_of(response.headers.get("Retry-After"))
            code = error_code(decoded)
            verdict = judge(response.status_code, code, retry_after=after is not None)
            if verdict is Verdict.RENEW_TOKEN:
                self._authenticator.reject(response.request.headers.get("Authorization", ""))
                continue
            if verdict is Verdict.RETRY and response.status_code in {429, 503}:
                self._gate.throttled(began, _DEFAULT_PAUSE if after is None else after)
                after = 0.0
            if verdict is Verdict.ACCEPT and good:
                self._gate.went_well()
                return Answer(content, read_at)
            raise self._error(operation, response, decoded, verdict, after)
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
                timeout=(min(30.0, self._patience.timeout), self._patience.timeout),
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
        verdict: Verdict,
        after: float | None,
    ) -> Exception:
        detail = self._authenticator.redact(describe(response, body))
        if verdict is Verdict.ACCEPT:
            return RetryLater(
                f"{operation.name} answered something that is not {_word(operation)}, or not all of "
                f"it {detail}: a proxy on the way may be at fault.",
                answered=True,
            )
        if verdict is Verdict.RETRY:
            sentence = f"{operation.name} keeps failing {detail}: try again later, or ask UKG."
            return RetryLater(sentence, after, answered=True)
        if verdict is Verdict.ASK_FOR_LESS:
            return TooLargeError(
                f"{operation.name} refuses even the smallest request {detail}: ask UKG to raise the "
                "limit, or deselect its streams."
            )
        if verdict is Verdict.ASK_FOR_OTHERS:
            return UnknownNameError(
                f"{operation.name} does not know whom it is asked for {detail}: they may have been "
                "deleted, or the settings name somebody wrong."
            )
        if verdict is Verdict.REFUSED:
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


def _decode(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    decoded = msgspec.json.decode(content)
    # PostgreSQL, for one, has no room for U+0000 in a text; it is rare, so looked for only once.
    return _without_nul(decoded) if b"\\u0000" in content else decoded


def _decode_any(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    """What a refusal says; None where it says nothing that is JSON."""
    return _decode(content) if _is_json(content) else None


def _without_nul(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [_without_nul(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _without_nul(entry) for key, entry in value.items()}
    return value
