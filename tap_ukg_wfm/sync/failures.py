"""What could not be read: logged at once, and summarized at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tap_ukg_wfm.api.errors import OperationError

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterator, Mapping, Sequence

    from tap_ukg_wfm.sync.output import SelectedStream


class Failure(NamedTuple):
    """Streams that could not be read, why, and whether only a part of them is missing."""

    streams: tuple[str, ...]
    error: OperationError
    partial: bool = False

    @property
    def sentence(self) -> str:
        """The message."""
        return f"{self.error}" if self.partial else _not_read(str(self.error), self.streams)


def lines_refused(stream: SelectedStream, reasons: Mapping[str, int]) -> OperationError:
    """The error for lines that could not become rows, counted by reason."""
    count = sum(reasons.values())
    counts = "; ".join(f"{number} x {reason}" for reason, number in reasons.items())
    remedy = (
        "Check the stream's records, columns and primary_keys."
        if stream.table.user_defined
        else "UKG may have changed the response: report it."
    )
    return OperationError(
        f"Stream {stream.name}: {count} line{'s' * (count > 1)} in UKG's responses could not become "
        f"rows ({counts}). The tap read all other lines. The windows of these lines do not count as read, "
        f"so the next run reads them again. {remedy} ({stream.table.operation.name})"
    )


class Failures:
    """All failures of a run.

    Args:
        logger: Logs each failure.
    """

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger
        self._failures: list[Failure] = []

    def __iter__(self) -> Iterator[Failure]:
        """All failures, in order."""
        return iter(self._failures)

    def __len__(self) -> int:
        """The number of failures."""
        return len(self._failures)

    def note(self, failure: Failure) -> None:
        """Keep a failure. Log it at once, unless its cause was logged before."""
        same = [known for known in self._failures if str(known.error) == str(failure.error)]
        if not same:
            self._logger.error("%s", failure.sentence)
        if failure.streams not in {known.streams for known in same}:
            self._failures.append(failure)

    def summary(self) -> list[str]:
        """What could not be read, a message for each cause."""
        causes: dict[str, list[str]] = {}
        for failure in self._failures:
            lost = causes.setdefault(str(failure.error), [])
            lost += () if failure.partial else failure.streams
        return [_not_read(cause, lost) if lost else cause for cause, lost in causes.items()]


def _not_read(cause: str, streams: Sequence[str]) -> str:
    return f"{cause} Not read: {', '.join(streams)}."
