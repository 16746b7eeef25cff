"""The smallest possible read of every selected stream, by the engine and without its output."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ukg_wfm.check.report import StreamResult, StreamStatus
from tap_ukg_wfm.singer.writer import MessageWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from singer_sdk.singerlib.encoding.simple import Message

    from tap_ukg_wfm.sync.run import Outcome
    from tap_ukg_wfm.tap import TapUKGWFM

_STATUSES: dict[str, StreamStatus] = {
    "refused": "refused",
    "not_licensed": "not_licensed",
    "limited": "limited",
}


class NullOutput(MessageWriter):
    """Counts rows, and writes nothing."""

    @override
    def write_message(self, message: Message) -> None:
        """Write nothing."""

    @override
    def write_rows(
        self, stream: str, rows: Iterable[dict[str, Any]], extracted: str, version: int | None
    ) -> int:
        """How many rows there are."""
        return sum(1 for _ in rows)


def probe(tap: TapUKGWFM, seconds: float) -> list[StreamResult]:
    """Read one record at most of each selected stream.

    Args:
        tap: A tap whose writer is silent.
        seconds: When to go without what has not come by then.

    Raises:
        TapError: When no stream can be read at all.
    """
    selected = [stream for stream in tap.ukg_streams if stream.selected]
    for stream in selected:
        stream.ABORT_AT_RECORD_COUNT = 1
    failure: list[BaseException] = []

    def work() -> None:
        try:
            tap.engine.run()
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            failure.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    if failure:
        raise failure[0]
    found = {outcome.stream.name: outcome for outcome in tap.engine.outcomes()}
    absent = [StreamResult(name, "", "failed", "", tap.why_absent(name)) for name in tap.absent()]
    return absent + [_result(found[stream.name]) for stream in selected if stream.name in found]


def _result(outcome: Outcome) -> StreamResult:
    operation = outcome.stream.operation
    status, message = _status(outcome)
    name = operation.name if operation.path else ""
    return StreamResult(outcome.stream.name, name, status, operation.access_control_point, message)


def _status(outcome: Outcome) -> tuple[StreamStatus, str]:
    if outcome.failure:
        return _STATUSES.get(outcome.failure.code, "failed"), str(outcome.failure)
    if outcome.rows:
        return "allowed", "It can be read."
    if outcome.answered or not outcome.stream.operation.path:
        return "empty", "It may be read; for the person and the day asked for it has no record."
    return "not_reached", (
        f"{outcome.stream.operation.name} did not answer in time: try again, or ask UKG whether the "
        "tenant is slow."
    )
