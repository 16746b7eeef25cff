"""Airbyte messages other than RECORD, and how to write them as lines."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec
from airbyte_protocol_dataclasses.models import (
    AirbyteConnectionStatus,
    AirbyteErrorTraceMessage,
    AirbyteEstimateTraceMessage,
    AirbyteMessage,
    AirbyteStateMessage,
    AirbyteStateStats,
    AirbyteStateType,
    AirbyteStreamState,
    AirbyteStreamStatus,
    AirbyteStreamStatusTraceMessage,
    AirbyteTraceMessage,
    EstimateType,
    FailureType,
    Status,
    StreamDescriptor,
    TraceType,
    Type,
)

from tap_ukg_wfm.api.errors import (
    OperationError,
    RefusedError,
    SettingError,
    TapError,
    UnreachableError,
    UnsteadyError,
)
from tap_ukg_wfm.api.network import LASTING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WRONG_ADDRESS = LASTING | {"no_tenant"}


def line(message: AirbyteMessage) -> bytes:
    """A message as a line of JSON, without fields that are not set."""
    return msgspec.json.encode(asdict(message, dict_factory=_what_is_set)) + b"\n"


def error(
    sentence: str, cause: BaseException, stream: str = "", *, own: bool = False
) -> AirbyteMessage:
    """A TRACE message about an error, with Airbyte's failure type.

    Args:
        sentence: The message for people.
        cause: The error.
        stream: The stream that failed.
        own: Whether settings define the requests of that stream.
    """
    kind = failure_type(cause)
    if own and kind is FailureType.system_error:
        kind = FailureType.config_error
    trace = AirbyteErrorTraceMessage(
        message=sentence,
        failure_type=kind,
        stream_descriptor=StreamDescriptor(name=stream) if stream else None,
    )
    return _trace(TraceType.ERROR, error=trace)


def connection(sentence: str, *, failed: bool) -> AirbyteMessage:
    """A CONNECTION_STATUS message with the message of the check."""
    found = AirbyteConnectionStatus(
        status=Status.FAILED if failed else Status.SUCCEEDED, message=sentence
    )
    return AirbyteMessage(type=Type.CONNECTION_STATUS, connectionStatus=found)


def status(stream: str, value: AirbyteStreamStatus) -> AirbyteMessage:
    """The status of a stream."""
    trace = AirbyteStreamStatusTraceMessage(
        stream_descriptor=StreamDescriptor(name=stream), status=value
    )
    return _trace(TraceType.STREAM_STATUS, stream_status=trace)


def estimate(stream: str, rows: int) -> AirbyteMessage:
    """An ESTIMATE of the number of rows of a stream."""
    trace = AirbyteEstimateTraceMessage(name=stream, type=EstimateType.STREAM, row_estimate=rows)
    return _trace(TraceType.ESTIMATE, estimate=trace)


def state(stream: str, content: Mapping[str, Any], count: int) -> AirbyteMessage:
    """A STATE message: the state of a stream, and the number of records since the last one."""
    descriptor = StreamDescriptor(name=stream)
    # The models do not define the content of a state.
    stream_state = AirbyteStreamState(stream_descriptor=descriptor, stream_state=dict(content))
    message = AirbyteStateMessage(
        type=AirbyteStateType.STREAM,
        stream=stream_state,
        sourceStats=AirbyteStateStats(recordCount=float(count)),
    )
    return AirbyteMessage(type=Type.STATE, state=message)


def failure_type(cause: BaseException) -> FailureType:
    """Whether the settings, a temporary fault or the source caused an error."""
    if isinstance(cause, UnsteadyError) or (
        isinstance(cause, UnreachableError) and cause.code not in _WRONG_ADDRESS
    ):
        return FailureType.transient_error
    if isinstance(cause, (RefusedError, SettingError)) or (
        isinstance(cause, TapError) and not isinstance(cause, OperationError)
    ):
        return FailureType.config_error
    return FailureType.system_error


def _trace(kind: TraceType, **content: Any) -> AirbyteMessage:  # noqa: ANN401 - one of the models
    trace = AirbyteTraceMessage(type=kind, emitted_at=time.time() * 1000, **content)
    return AirbyteMessage(type=Type.TRACE, trace=trace)


def _what_is_set(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in fields if value is not None}
