"""Reads at most one record of each selected stream and drops it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.check.report import StreamResult, StreamStatus
from tap_ukg_wfm.sync.output import NullOutput
from tap_ukg_wfm.sync.run import Sync

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_ukg_wfm.api.client import Client
    from tap_ukg_wfm.sync.output import SelectedStream
    from tap_ukg_wfm.sync.run import Outcome

_STATUSES: dict[str, StreamStatus] = {
    "refused": "refused",
    "not_licensed": "not_licensed",
    "limited": "limited",
}


@dataclass(frozen=True)
class Selection:
    """The selection of a catalog: streams, and names that do not exist, each with the reason."""

    streams: Sequence[SelectedStream] = ()
    absent: Mapping[str, str] = field(default_factory=dict)


def probe(
    config: Mapping[str, Any], client: Client, selection: Selection, seconds: float
) -> list[StreamResult]:
    """Read at most one record of each selected stream.

    Args:
        config: The settings.
        client: Calls the tenant.
        selection: The streams to read.
        seconds: How long to wait for responses.

    Raises:
        TapError: When no stream can be read at all.
    """
    sync = Sync(config, client, selection.streams, {}, NullOutput(), limit=1)
    failure: list[BaseException] = []

    def work() -> None:
        try:
            sync.run()
        except BaseException as error:  # noqa: BLE001 - raised by the caller
            failure.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    if failure:
        raise failure[0]
    absent = [StreamResult(name, "", "failed", "", why) for name, why in selection.absent.items()]
    read = sorted(sync.outcomes(), key=lambda outcome: outcome.stream.name)
    return absent + [_result(outcome) for outcome in read]


def _result(outcome: Outcome) -> StreamResult:
    operation = outcome.stream.table.operation
    status, message = _status(outcome)
    name = operation.name if operation.path else ""
    return StreamResult(outcome.stream.name, name, status, operation.access_control_point, message)


def _status(outcome: Outcome) -> tuple[StreamStatus, str]:
    if outcome.failure:
        return _STATUSES.get(outcome.failure.code, "failed"), str(outcome.failure)
    if outcome.rows:
        return "allowed", "It can be read."
    if outcome.answered or not outcome.stream.table.operation.path:
        return "empty", "It can be read, but has no record for the person and date of the check."
    return "not_reached", (
        "UKG did not answer in time. Try again, or ask UKG whether the tenant is slow. "
        f"({outcome.stream.table.operation.name})"
    )
