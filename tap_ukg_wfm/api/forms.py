"""The forms in which an operation can be asked, and the one that the tenant takes.

UKG's releases differ in the bodies that they take for the same question. An operation with `forms` is
asked in the documented one first; where the tenant refuses that as unknown, in the others, in order.
What it takes is found once in a run.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from threading import Lock
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.errors import UnknownFormError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tap_ukg_wfm.api.operations import Operation
    from tap_ukg_wfm.api.responses import Response

    Ask = Callable[[Mapping[str, Any] | None], Response]

_LOGGER = logging.getLogger(__name__)


class AcceptedForms:
    """Which form of each operation's body the tenant takes. Safe for many threads."""

    def __init__(self) -> None:
        self._accepted: dict[Operation, int] = {}
        self._locks: defaultdict[Operation, Lock] = defaultdict(Lock)

    def get(self, operation: Operation) -> int | None:
        """The place of the accepted form among `operation.bodies`; None before it is known."""
        return self._accepted.get(operation)

    def ask(self, operation: Operation, ask: Ask) -> Response:
        """The response to the first form that the tenant takes.

        Args:
            operation: The operation.
            ask: Sends one of its bodies.

        Raises:
            UnknownFormError: The tenant refuses every form; the error is that of the first one.
            OperationError: The operation fails for another reason.
        """
        bodies = operation.bodies
        if len(bodies) == 1:
            return ask(bodies[0])
        known = self._accepted.get(operation)
        if known is None:
            # One thread finds out, the others wait for it.
            with self._locks[operation]:
                known = self._accepted.get(operation)
                if known is None:
                    return self._find(operation, ask)
        return ask(bodies[known])

    def _find(self, operation: Operation, ask: Ask) -> Response:
        refusals: list[UnknownFormError] = []
        for place, body in enumerate(operation.bodies):
            try:
                response = ask(body)
            except UnknownFormError as error:
                refusals.append(error)
                continue
            self._accepted[operation] = place
            if refusals:
                _LOGGER.info(
                    "This tenant does not take the documented body of %s: the tap asks in another "
                    "form, which it takes (form %d of %d).",
                    operation.name,
                    place + 1,
                    len(operation.bodies),
                )
            return response
        raise refusals[0]
